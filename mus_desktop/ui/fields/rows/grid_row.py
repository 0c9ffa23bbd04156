"""A row as the grid around it sees it: where it stands, what it is asked for, and where the keyboard goes in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.ui.fields.rows.row_handle import RowHandle


class GridRow(QWidget):
    """Base of the rows of a :class:`~.row_grid.RowGrid`; stands among the rows of its ``group``.

    ``asked`` is sent with the :class:`~.row_keys.Act` one of its buttons stands for, ``inputs_changed`` when inputs
    came or went in it. ``handle`` is what the mouse drags it by, ``None`` if it stays where it is.
    """

    edited = Signal()
    asked = Signal(object)
    inputs_changed = Signal()
    handle: RowHandle | None = None

    def __init__(self, group: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.group = group
        self.number = 0

    @property
    def listed(self) -> QWidget:
        """What stands in the list of rows: the row itself, or what stands for it there."""
        return self

    def holds(self, widget: QWidget) -> bool:
        """Whether ``widget`` is part of the row, or of what stands for it in the list."""
        return any(part is widget or part.isAncestorOf(widget) for part in (self, self.listed))

    def leave(self) -> None:
        """Leave the screen; undo may bring the row back."""
        self.listed.hide()
        self.hide()

    def discard(self) -> None:
        """Leave the screen for good."""
        for part in {self, self.listed}:
            part.hide()
            part.deleteLater()

    def set_number(self, number: int) -> None:
        """The row's place, from 1."""
        self.number = number

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Whether the row cannot move up, or not down."""

    def is_blank(self) -> bool:
        """Whether nothing stands in the row."""
        return False

    def set_closed(self, closed: bool) -> None:
        """Close for typing or open again."""

    def inputs(self) -> list[QWidget]:
        """Where the keyboard can go, in reading order."""
        return []

    def column_at(self, widget: QWidget | None) -> int:
        """Where in the row ``widget`` stands, for :meth:`focus_column` of another row."""
        raise NotImplementedError

    def focus_column(self, number: int) -> None:
        """Put the keyboard in a column."""

    def accept_offer(self) -> None:
        """Take over what the row offers, if it offers anything."""
