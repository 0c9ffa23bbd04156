"""Text on screen: always plain, so that a name with ``<`` in it stays a name; and inputs with their label above."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.theme.look import dress


def words(text: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    """A label with plain ``text`` in one of the stylesheet's looks; ``wrap`` lets it run over several lines."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        dress(label, kind)
    if wrap:
        label.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
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
    label.setBuddy(content)
    spoken = name or title.replace("&", "")
    if isinstance(content, DateInput):
        content.set_name(spoken)
    else:
        content.setAccessibleName(spoken)
    column.addWidget(label)
    column.addWidget(content)
    if hint:
        content.setAccessibleDescription(hint)
        column.addWidget(words(hint, "caption", wrap=True))
    return holder
