"""Lines under one another in the view of safety, each with a way to be rid of what it tells of."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mus_desktop.ui.controls.labels import words
from mus_desktop.ui.theme.look import dress


class Lines(QVBoxLayout):
    """The lines; all are shown anew when the state is another."""

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(8)

    def show_all(self, lines: Iterable[QWidget]) -> None:
        """Show these and no others."""
        while (item := self.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line in lines:
            self.addWidget(line)


def line_with(told: Iterable[tuple[str, str]], remove: QPushButton, removed: Callable[[], object]) -> QWidget:
    """Texts, each with its look, and at their right the button ``remove``, by which ``removed`` is called."""
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
