"""A column of lines in the safety dialog, each with a button that removes its subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mus_desktop.ui.controls.labels import words
from mus_desktop.ui.theme.look import dress


class Lines(QVBoxLayout):
    """The column of lines; :meth:`show_all` replaces all of them when the state changes."""

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(8)

    def show_all(self, lines: Iterable[QWidget]) -> None:
        """Replace the lines shown with ``lines``."""
        while (item := self.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                # deleteLater() acts on a later event; hidden, the old line does not show until then.
                widget.hide()
                widget.deleteLater()
        for line in lines:
            self.addWidget(line)


def line_with(told: Iterable[tuple[str, str]], remove: QPushButton, removed: Callable[[], object]) -> QWidget:
    """Return a row with texts, each in its look, and to their right the button ``remove``, connected to ``removed``."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    text = QVBoxLayout()
    text.setSpacing(2)
    for said, look in told:
        text.addWidget(words(said, look, wrap=True))
    row.addLayout(text, 1)
    dress(remove, "inline")
    remove.setAutoDefault(False)
    remove.clicked.connect(removed)
    row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
    return holder
