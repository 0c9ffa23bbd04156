"""A column of lines in the safety dialog, each with a button that removes its subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.theme.look import set_style_kind


class RemovableLines(QVBoxLayout):
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


def removable_line(texts: Iterable[tuple[str, str]], remove: QPushButton, on_removed: Callable[[], object]) -> QWidget:
    """Return a row with texts, each in its look, and the button ``remove`` to their right.

    ``on_removed`` is called when the button is clicked.
    """
    holder, row = _row_of(texts)
    set_style_kind(remove, "inline")
    remove.setAutoDefault(False)
    remove.clicked.connect(on_removed)
    row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
    return holder


def unremovable_line(texts: Iterable[tuple[str, str]]) -> QWidget:
    """Return a row with texts, each in its look, for a subject that others decide on."""
    return _row_of(texts)[0]


def _row_of(texts: Iterable[tuple[str, str]]) -> tuple[QWidget, QHBoxLayout]:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    column = QVBoxLayout()
    column.setSpacing(2)
    for text, kind in texts:
        column.addWidget(text_label(text, kind, wrap=True))
    row.addLayout(column, 1)
    return holder, row
