"""Labels that are always plain text, so that ``<`` in a name is shown literally; and inputs with a label above."""

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
    """Return ``text`` with no-break spaces between day and month, and between *kl.* and the time."""
    return _LEANING.sub("\\1\N{NO-BREAK SPACE}", text)


def breakable(text: str) -> str:
    """Return ``text`` with break opportunities in very long words (after a sign if any), so they never widen a page."""
    return _LONG_WORD.sub(lambda word: _BREAK.sub("\\g<0>\N{ZERO WIDTH SPACE}", word[0]), text)


def words(text: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label with plain ``text`` in a look of the stylesheet; ``wrap`` enables word wrap."""
    label = QLabel(breakable(text) if wrap else text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        dress(label, kind)
    if wrap:
        label.setWordWrap(True)
    return label


def labelled(title: str, content: QWidget, hint: str = "", *, name: str = "") -> QWidget:
    """Return ``content`` under its ``title`` (``&`` marks the mnemonic), with an optional ``hint`` below.

    ``name`` is the accessible name; by default the title.
    """
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    label = words(title)
    label.setBuddy(_input_of(content))
    spoken = name or title.replace("&", "")
    hand_on = getattr(content, "set_name", content.setAccessibleName)  # a compound input names all its parts
    hand_on(spoken)
    column.addWidget(label)
    column.addWidget(content)
    if hint:
        content.setAccessibleDescription(hint)
        column.addWidget(words(hint, "caption", wrap=True))
    return holder


def _input_of(content: QWidget) -> QWidget:
    """Return the widget that the mnemonic focuses: Qt ignores a buddy that does not accept focus itself."""
    inner = content.inner if isinstance(content, Holder) else content.focusProxy()
    return inner or content
