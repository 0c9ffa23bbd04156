"""The interface between a row and its grid: place, requests and keyboard focus."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.fields.rows.row_handle import RowHandle


class GridRow(QWidget):
    """Base of the rows of a :class:`~.row_grid.RowGrid`; a row belongs to its ``group``.

    ``action_wanted`` is emitted with the :class:`~.row_keys.RowAction` of the button that was clicked.
    ``inputs_changed`` is emitted when inputs were added to the row or removed from it.
    ``handle`` is the widget by which the mouse drags the row; ``None`` if it cannot be moved.
    """

    edited = Signal()
    action_wanted = Signal(object)
    inputs_changed = Signal()
    handle: RowHandle | None = None

    def __init__(self, group: str, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "Row")
        self.group = group
        self.number = 0

    @property
    def widget_in_list(self) -> QWidget:
        """Return the widget in the list of rows: the row itself, or the line that represents it."""
        return self

    def contains(self, widget: QWidget) -> bool:
        """Return whether ``widget`` is part of the row, or of the line that represents it."""
        return any(part is widget or part.isAncestorOf(widget) for part in (self, self.widget_in_list))

    def hide_row(self) -> None:
        """Hide the row; undo may show it again."""
        self.widget_in_list.hide()
        self.hide()

    def discard(self) -> None:
        """Hide the row and delete it."""
        for part in {self, self.widget_in_list}:
            part.hide()
            part.deleteLater()

    def set_number(self, number: int) -> None:
        """Set the row's number, from 1."""
        self.number = number

    @property
    def is_counted(self) -> bool:
        """Return whether the row has a number of its own; see :attr:`~.row_section.RowStyle.numbered_as_printed`."""
        return True

    def set_uncounted(self, place: int) -> None:
        """Show no number; ``place`` is the row's position in its section, from 1."""

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Set whether the row is the first, so that it cannot move up, or the last, so that it cannot move down."""

    def is_blank(self) -> bool:
        """Return whether the row is empty."""
        return False

    def set_closed(self, closed: bool) -> None:
        """Make the row read-only, or editable again."""

    def inputs(self) -> list[QWidget]:
        """Return the widgets that accept keyboard focus, in reading order."""
        return []

    def column_at(self, widget: QWidget | None) -> int:
        """Return the column of ``widget``, for :meth:`focus_column` of another row."""
        raise NotImplementedError

    def focus_column(self, number: int) -> None:
        """Move the focus to a column."""

    def accept_offer(self) -> None:
        """Accept the value the row offers, if there is one."""
