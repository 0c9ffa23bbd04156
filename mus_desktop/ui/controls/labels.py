"""Text on screen: always plain, so that a name with ``<`` in it stays a name; and inputs with their label above."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mus_desktop.ui.controls.holder import Holder
from mus_desktop.ui.theme.look import dress

_LONG_WORD = re.compile(r"\S{25,}")
_BREAK = re.compile(r"[^@./\\_-]{24}|[^@./\\_-]*[@./\\_-]+")
_LEANING = re.compile(r"(\d\.|kl\.) ")


def unbroken(text: str) -> str:
    """``text`` with day and month, and *kl.* and time, kept on one line."""
    return _LEANING.sub("\\1\N{NO-BREAK SPACE}", text)


def breakable(text: str) -> str:
    """``text`` whose very long words may be broken (after a sign if there is one), so that they never widen a page."""
    return _LONG_WORD.sub(lambda word: _BREAK.sub("\\g<0>\N{ZERO WIDTH SPACE}", word[0]), text)


def words(text: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    """A label with plain ``text`` in one of the stylesheet's looks; ``wrap`` lets it run over several lines."""
    label = QLabel(breakable(text) if wrap else text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        dress(label, kind)
    if wrap:
        label.setWordWrap(True)
    return label


def labelled(title: str, content: QWidget, hint: str = "", *, name: str = "") -> QWidget:
    """``content`` under its ``title`` (``&`` marks the key that leads there), with an optional ``hint`` below.

    ``name`` is what a screen reader says; the title unless given.
    """
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    label = words(title)
    label.setBuddy(_input_of(content))
    spoken = name or title.replace("&", "")
    hand_on = getattr(content, "set_name", content.setAccessibleName)  # an input of several widgets names them all
    hand_on(spoken)
    column.addWidget(label)
    column.addWidget(content)
    if hint:
        content.setAccessibleDescription(hint)
        column.addWidget(words(hint, "caption", wrap=True))
    return holder


def _input_of(content: QWidget) -> QWidget:
    """What the underlined letter leads to: Qt leads it to nothing that does not itself take the keyboard."""
    inner = content.inner if isinstance(content, Holder) else content.focusProxy()
    return inner or content
