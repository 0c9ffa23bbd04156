"""Rows that are added, moved and removed by mouse and keyboard; every step can be undone with Ctrl+Z."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.controls.scroll_page import page_around
from mus_desktop.ui.controls.undo_order import UndoOwner
from mus_desktop.ui.fields.rows.change_command import ChangeCommand, moved, without
from mus_desktop.ui.fields.rows.grid_row import GridRow
from mus_desktop.ui.fields.rows.removal_notice import show_row_removed
from mus_desktop.ui.fields.rows.row_history import RowHistory
from mus_desktop.ui.fields.rows.row_keys import RowAction, row_action_of, undo_step
from mus_desktop.ui.fields.rows.row_section import RowSection, RowStyle

Row = TypeVar("Row", bound=GridRow)
_SCROLL_MARGIN = 48  # pixels above and below


class RowGrid(QWidget, UndoOwner, Generic[Row]):
    """Rows in sections, one for each group; blank rows fill up to ``minimum`` in each section.

    ``changed`` is emitted when the user added, moved or removed rows.
    ``rows_shown`` is emitted when other rows are shown, or in another order; also by loading.
    ``inputs_changed`` is emitted when inputs were added or removed.
    ``restorer`` returns how a row that is being removed can be stored again once the grid is gone, if it can.
    Other undoable changes are pushed on ``undo_stack`` too. Text has its own undo; the latest change is undone first.

    :param make_blank: returns a new row of a group; its parent is the section it is passed.
    """

    changed = Signal()
    rows_shown = Signal()
    inputs_changed = Signal()

    def __init__(
        self,
        style: RowStyle,
        groups: Sequence[str],
        minimum: int,
        make_blank: Callable[[str, QWidget], Row],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.undo_stack = RowHistory(self)
        self.restorer: Callable[[Row], Callable[[], None] | None] = lambda _row: None
        self.rows: tuple[Row, ...] = ()
        self._style, self._minimum, self._make_blank = style, minimum, make_blank
        self._closed = self._spacious = False
        self._extra_button: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._update_spacing()
        self.sections = tuple(RowSection(style, group, self) for group in (tuple(groups) or ("",)))
        for section in self.sections:
            section.add_wanted.connect(partial(self._add_at_end, section))
            self._layout.addWidget(section)

    @property
    def shown(self) -> tuple[Row, ...]:
        """Return the visible rows, in order: all of them, except blank ones in a read-only grid."""
        if not self._closed or self._style.fixed or self._style.grows_when_closed:
            return self.rows
        return tuple(row for row in self.rows if not row.is_blank())

    def section_of(self, group: str) -> RowSection:
        """Return the section of ``group``; the first section if the form no longer has the group."""
        return next((section for section in self.sections if section.group == group), self.sections[0])

    def end_index(self, section: RowSection) -> int:
        """Return the index after the last row of ``section``, among all rows."""
        rows_here = self._rows_in(section, self.rows)
        if rows_here:
            return self.rows.index(rows_here[-1]) + 1
        previous = self.sections[: self.sections.index(section)]
        return sum(len(self._rows_in(earlier, self.rows)) for earlier in previous)

    def load(self, rows: Iterable[Row]) -> None:
        """Show ``rows`` and clear the undo history. The previous rows are deleted."""
        wanted = tuple(rows)
        self.undo_stack.clear()
        # Not only ``rows``: those removed earlier were kept for undo, which is cleared here.
        for old in self.findChildren(GridRow):
            if old not in wanted:
                old.discard()
        self._show(self.with_blank_rows(wanted))

    def connect_row(self, row: Row) -> Row:
        """Connect a row that was built for this grid, and return it."""
        row.action_wanted.connect(partial(self._run, row))
        row.inputs_changed.connect(self.update_tab_order)
        if row.handle:
            row.handle.dragged.connect(partial(self._on_dragged, row))
            row.handle.dropped.connect(partial(self._on_dropped, row))
            row.handle.drag_cancelled.connect(partial(self._on_drag_cancelled, row))
        row.set_closed(self._closed)
        return row

    def new_blank_row(self, group: str) -> Row:
        """Return a new row of ``group``, not yet shown."""
        return self.connect_row(self._make_blank(group, self.section_of(group)))

    def with_blank_rows(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        """Return ``rows`` by section, with blank ones up to the minimum of each."""
        found: list[Row] = []
        for section in self.sections:
            rows_here = self._rows_in(section, rows)
            found += rows_here + [self.new_blank_row(section.group) for _ in range(self._minimum - len(rows_here))]
        return tuple(found)

    def set_rows(self, undo_text: str, rows: tuple[Row, ...]) -> None:
        """Show other rows, or the rows in another order, as one undo step named ``undo_text``."""
        self.undo_stack.push(ChangeCommand(undo_text, self.rows, rows, self._apply_change))

    def add_extra_button(self, button: QWidget) -> None:
        """Place ``button`` beside the one that adds a row to the last section."""
        self._extra_button = button
        self.sections[-1].foot.addWidget(button)

    def set_closed(self, closed: bool) -> None:
        """Make the grid read-only, or editable again."""
        changed, self._closed = closed is not self._closed, closed
        for section in self.sections:
            section.set_closed(closed)
        self._show_extra_button()
        for row in self.rows:
            row.set_closed(closed)
        if changed:  # a read-only grid shows no blank rows
            self._show(self.rows)

    def set_spacious(self, spacious: bool) -> None:
        """Set more space between the rows, and hide the button of :meth:`add_extra_button`; used in a conversation."""
        self._spacious = spacious
        for section in self.sections:
            section.set_spacious(spacious)
        self._show_extra_button()

    def inputs(self) -> list[QWidget]:
        """Return all visible inputs, in reading order."""
        found: list[QWidget] = []
        for section in self.sections:
            for row in section.rows:
                found += row.inputs()
            if section.add_button and (self._style.grows_when_closed or not self._closed):
                found += [section.add_button]
        return found + ([self._extra_button] if self._extra_button and not self._extra_button.isHidden() else [])

    def update_tab_order(self) -> None:
        """Set the tab order cell by cell, row by row, and lay out; the page is notified to set its own."""
        for previous, following in pairwise(self.inputs()):
            QWidget.setTabOrder(previous, following)
        lay_out_now(self)
        self.inputs_changed.emit()

    def remove(self, row: Row) -> None:
        """Remove ``row`` as one undo step; the focus moves to its neighbour."""
        index, column = self.rows.index(row), row.column_at(QApplication.focusWidget())
        was_blank, store = row.is_blank(), self.restorer(row)
        self.set_rows(f"Fjern {self._style.noun}", self.with_blank_rows(without(self.rows, row)))
        if self.rows:
            self.rows[min(index, len(self.rows) - 1)].focus_column(column)
            self._show_focus()
        elif button := self.sections[0].add_button:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        if not was_blank:
            show_row_removed(self, self.undo_stack, lambda: self._closed, self._style.noun, store)

    def owns_undo_step(self, editor: QWidget, step: int) -> bool:
        return not self._closed and self.undo_stack.owns_undo_step(editor, step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, action, step = self._focused_row(), row_action_of(event), undo_step(event)
        if self._closed or not (step or (action and row)):
            super().keyPressEvent(event)
        elif step:
            self.undo_stack.undo() if step < 0 else self.undo_stack.redo()
        elif action and row and not self._style.fixed:
            self._run(row, action)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._update_spacing()

    def _update_spacing(self) -> None:
        self._layout.setSpacing(round(self.fontMetrics().height() * self._style.spacing.sections))

    def _show_extra_button(self) -> None:
        if self._extra_button:
            self._extra_button.setVisible(not self._closed and not self._spacious)

    def _rows_in(self, section: RowSection, rows: Sequence[Row]) -> list[Row]:
        return [row for row in rows if self.section_of(row.group) is section]

    def _focused_row(self) -> Row | None:
        focused = QApplication.focusWidget()
        return next((row for row in self.rows if focused is not None and row.contains(focused)), None)

    def _run(self, row: Row, action: RowAction) -> None:
        if action is RowAction.ADD_BELOW:
            self._add(row.group, self.rows.index(row) + 1)
        elif action is RowAction.REMOVE:
            self.remove(row)
        elif action in (RowAction.MOVE_UP, RowAction.MOVE_DOWN):
            rows_here = self._rows_in(self.section_of(row.group), self.rows)
            self._move_to(row, rows_here.index(row) + (-1 if action is RowAction.MOVE_UP else 1))
        elif action is RowAction.ACCEPT_OFFER:
            row.accept_offer()
            self.update_tab_order()

    def _add_at_end(self, section: RowSection) -> None:
        self._add(section.group, self.end_index(section))

    def _add(self, group: str, index: int) -> None:
        row = self.new_blank_row(group)
        self.set_rows(f"Tilføj {self._style.noun}", (*self.rows[:index], row, *self.rows[index:]))
        row.focus_column(0)

    def _move_to(self, row: Row, index: int) -> None:
        """Move ``row`` to index ``index`` among the rows of its section."""
        section = self.section_of(row.group)
        rows_here = self._rows_in(section, self.rows)
        if not 0 <= index < len(rows_here) or rows_here.index(row) == index:
            return
        others = iter(moved(rows_here, row, index))  # rows of other sections keep their positions
        mixed = [next(others) if self.section_of(r.group) is section else r for r in self.rows]
        self.set_rows(f"Flyt {self._style.noun}", tuple(mixed))

    def _on_dragged(self, row: Row, position: QPoint) -> None:
        self.section_of(row.group).show_drop_line(position, row)

    def _on_drag_cancelled(self, row: Row) -> None:
        self.section_of(row.group).hide_drop_line()

    def _on_dropped(self, row: Row, position: QPoint) -> None:
        section = self.section_of(row.group)
        section.hide_drop_line()
        self._move_to(row, section.drop_index(position, row))

    def _apply_change(self, rows: tuple[Row, ...]) -> None:
        focused = QApplication.focusWidget()
        self._show(rows)
        self.changed.emit()
        # Laying rows out in another order may have taken the focus from the input that had it.
        if focused is not None and self.isAncestorOf(focused) and focused.isVisible():
            focused.setFocus()
        self._show_focus()

    def _show_focus(self) -> None:
        """Scroll to the input with the focus: its row has moved, or Qt chose it before the rows had their places."""
        focused, page = QApplication.focusWidget(), page_around(self)
        if page is not None and focused is not None and self.isAncestorOf(focused):
            page.ensureWidgetVisible(focused, 0, _SCROLL_MARGIN)

    def number_rows(self) -> None:
        """Number the visible rows."""
        number = 0
        for section in self.sections:
            rows_here = self._rows_in(section, self.shown)
            last_counted = max((place for place, row in enumerate(rows_here, 1) if row.is_counted), default=0)
            number = 0 if self._style.numbered_as_printed else number
            for place, row in enumerate(rows_here, 1):
                if self._style.numbered_as_printed and not row.is_counted and place < last_counted:
                    row.set_uncounted(place)
                    continue
                number += 1
                row.set_number(number)

    def _show(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        shown = self.shown
        for section in self.sections:
            rows_here = self._rows_in(section, shown)
            section.show_rows(rows_here)
            for row in rows_here:
                row.set_ends(first=row is rows_here[0], last=row is rows_here[-1])
        self.number_rows()
        self.rows_shown.emit()
        self.update_tab_order()
