"""A page whose column has a readable width and is centred."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.ui.controls.scroll_page import ScrollPage
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.theme.text_width import character_width

_CHARACTERS = 78


class ReadingColumn(QWidget):
    """A column of stacked widgets with a maximum width for readability; scrolls if it is too high."""

    def __init__(self, parent: QWidget | None = None, *, characters: int = _CHARACTERS) -> None:
        super().__init__(parent)
        self._middle = QWidget()
        self._middle.setMaximumWidth(character_width(self.fontMetrics()) * characters + 56)
        self._column = QVBoxLayout(self._middle)
        self._column.setContentsMargins(28, 36, 28, 28)
        self._column.setSpacing(10)
        inside = QWidget()
        set_style_kind(inside, "page")
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        # The column takes the width up to its maximum; only the rest goes to the margins.
        row.addWidget(self._middle, 100, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(ScrollPage(inside, row))

    def add(self, widget: QWidget, *, wide: bool = True) -> None:
        """Add ``widget`` at the bottom, as wide as the column, or at its preferred width if not ``wide``."""
        if wide:
            self._column.addWidget(widget)
        else:
            self._column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)

    def add_buttons(self, *buttons: QWidget) -> None:
        """Add ``buttons`` side by side; those without room go to the next line."""
        holder = QWidget()
        row = FlowLayout()
        row.setContentsMargins(0, 0, 0, 0)
        for button in buttons:
            row.addWidget(button)
        holder.setLayout(row)
        self.add(holder)

    def add_space(self, pixels: int) -> None:
        """Add empty space of ``pixels``."""
        self._column.addSpacing(pixels)
