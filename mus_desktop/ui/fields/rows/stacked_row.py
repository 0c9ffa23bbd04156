"""A row that can be added, moved and removed: the parts that all kinds of row share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from mus_desktop.ui.fields.rows.grid_row import GridRow
from mus_desktop.ui.fields.rows.row_handle import BUTTONS_WIDTH, HANDLE_WIDTH, FixedWidthColumn, RowHandle
from mus_desktop.ui.fields.rows.row_keys import RowAction
from mus_desktop.ui.theme.icons import IconToolButton


class StackedRow(GridRow):
    """A row of cells with a button that removes it.

    A ``fixed`` row is the form's own and cannot be moved; it has neither handle nor button.
    """

    noun = "række"

    def __init__(self, group: str, parent: QWidget, *, fixed: bool = False) -> None:
        super().__init__(group, parent)
        self._closed = False
        self.handle = None if fixed else RowHandle(self)
        self.remove_button = None if fixed else IconToolButton("remove", "", self, muted=True)
        if self.remove_button:
            # A click must not take the focus: removing moves it to the same column of the next row.
            self.remove_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.remove_button.clicked.connect(lambda: self.action_wanted.emit(RowAction.REMOVE))

    def cells(self) -> list[QWidget]:
        """Return the row's own cells that accept keyboard focus, in reading order."""
        return []

    def set_cell_names(self) -> None:
        """Set the accessible names of the cells; :attr:`number` is the row's place, from 1."""

    def set_number(self, number: int) -> None:
        if number == self.number:
            return
        self.number = number
        if self.remove_button:
            self.remove_button.setAccessibleName(f"Fjern {self.noun} {number}{self.name_suffix()}")
            self.remove_button.setToolTip(f"Fjern {self.noun} {number} (Ctrl+Del)")
        self.set_cell_names()

    def name_suffix(self) -> str:
        """Return the suffix of the number in accessible names, which makes them unique on the page."""
        return ""

    def set_closed(self, closed: bool) -> None:
        self._closed = closed
        if self.handle and self.remove_button:
            self.handle.set_fixed(closed)
            self.remove_button.setVisible(not closed)

    def inputs(self) -> list[QWidget]:
        remove: list[QWidget] = [self.remove_button] if self.remove_button and not self._closed else []
        return self.cells() + remove

    def column_at(self, widget: QWidget | None) -> int:
        cells = self.cells()
        return cells.index(widget) if widget in cells else 0

    def focus_column(self, number: int) -> None:
        cells = self.cells()
        if cells:
            cells[min(number, len(cells) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def lay_out_row(self, columns: QLayout, below: QLayout | None = None) -> None:
        """Lay out the row: handle, ``columns``, button, and a further line with ``below``."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._row_line(columns, first=True))
        if below is not None:
            layout.addLayout(self._row_line(below, first=False))

    def _row_line(self, columns: QLayout, *, first: bool) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        if self.handle and self.remove_button:
            left: QWidget = self.handle if first else FixedWidthColumn(HANDLE_WIDTH, self)
            line.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(columns, 1)
        if self.handle and self.remove_button:
            line.addWidget(self._button_column(self.remove_button if first else None), 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _button_column(self, button: QWidget | None) -> FixedWidthColumn:
        column = FixedWidthColumn(BUTTONS_WIDTH, self)
        if button is not None:
            side = QVBoxLayout(column)
            side.setContentsMargins(0, 0, 0, 0)
            side.addWidget(button)
        return column
