"""Rows that are added, moved and removed by mouse and keyboard; every step can be undone with Ctrl+Z."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from mus_desktop.ui.controls.settle import settle
from mus_desktop.ui.controls.undo_order import UndoKeeper
from mus_desktop.ui.fields.rows.grid_row import GridRow
from mus_desktop.ui.fields.rows.row_history import RowHistory
from mus_desktop.ui.fields.rows.row_keys import Act, act_of, undo_step
from mus_desktop.ui.fields.rows.row_section import RowSection, Shape
from mus_desktop.ui.fields.rows.undoable import ChangeCommand, moved, without

Row = TypeVar("Row", bound=GridRow)


class RowGrid(QWidget, UndoKeeper, Generic[Row]):
    """Rows in sections, one for each group; blank rows fill up to ``least`` in each section.

    ``changed`` is emitted when rows were added, moved or removed; ``stood`` when other rows are shown, or in another
    order, which includes loading; ``inputs_changed`` when inputs were added or removed. Other undoable changes are
    pushed on ``undo_stack`` too; text has its own undo, and the most recent change is undone first.

    :param make_blank: returns a new row of a group; its parent is the section it is passed.
    """

    changed = Signal()
    stood = Signal()
    inputs_changed = Signal()

    def __init__(
        self,
        shape: Shape,
        groups: Sequence[str],
        least: int,
        make_blank: Callable[[str, QWidget], Row],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.undo_stack = RowHistory(self)
        self.rows: tuple[Row, ...] = ()
        self._shape, self._least, self._make_blank = shape, least, make_blank
        self._closed = self._roomy = False
        self._offered: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._space_out()
        self.sections = tuple(RowSection(shape, group, self) for group in (tuple(groups) or ("",)))
        for section in self.sections:
            section.add_wanted.connect(partial(self._add_at_end, section))
            self._layout.addWidget(section)

    @property
    def shown(self) -> tuple[Row, ...]:
        """Return the visible rows, in order: all of them, except blank ones in a read-only grid."""
        if not self._closed or self._shape.fixed or self._shape.grows_closed:
            return self.rows
        return tuple(row for row in self.rows if not row.is_blank())

    def section_of(self, group: str) -> RowSection:
        """Return the section of ``group``; the first section if the form no longer has the group."""
        return next((section for section in self.sections if section.group == group), self.sections[0])

    def end_of(self, section: RowSection) -> int:
        """Return the index after the last row of ``section``, among all rows."""
        here = self._in(section, self.rows)
        if here:
            return self.rows.index(here[-1]) + 1
        before = self.sections[: self.sections.index(section)]
        return sum(len(self._in(earlier, self.rows)) for earlier in before)

    def load(self, rows: Iterable[Row]) -> None:
        """Show ``rows`` and clear the undo history. The previous rows are deleted."""
        wanted = tuple(rows)
        self.undo_stack.clear()
        for old in self.findChildren(GridRow):
            if old not in wanted:
                old.discard()
        self._show(self.padded(wanted))

    def take_in(self, row: Row) -> Row:
        """Connect a row that was built for this grid, and return it."""
        row.asked.connect(partial(self._do, row))
        row.inputs_changed.connect(self.link)
        if row.handle:
            row.handle.dragged.connect(partial(self._on_dragged, row))
            row.handle.dropped.connect(partial(self._on_dropped, row))
        row.set_closed(self._closed)
        return row

    def blank(self, group: str) -> Row:
        """Return a new row of ``group``, not yet shown."""
        return self.take_in(self._make_blank(group, self.section_of(group)))

    def padded(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        """Return ``rows`` by section, with blank ones up to the minimum of each."""
        found: list[Row] = []
        for section in self.sections:
            here = self._in(section, rows)
            found += here + [self.blank(section.group) for _ in range(self._least - len(here))]
        return tuple(found)

    def order(self, words: str, rows: tuple[Row, ...]) -> None:
        """Show other rows, or the rows in another order, as one undo step named ``words``."""
        self.undo_stack.push(ChangeCommand(words, self.rows, rows, self._show_and_tell))

    def offer(self, button: QWidget) -> None:
        """Place ``button`` beside the one that adds a row to the last section."""
        self._offered = button
        self.sections[-1].foot.addWidget(button)

    def set_closed(self, closed: bool) -> None:
        """Make the grid read-only, or editable again."""
        turned, self._closed = closed is not self._closed, closed
        for section in self.sections:
            section.set_closed(closed)
        self._show_offered()
        for row in self.rows:
            row.set_closed(closed)
        if turned:  # a read-only grid shows no blank rows
            self._show(self.rows)

    def set_roomy(self, roomy: bool) -> None:
        """Set more space between the rows, and hide the button of :meth:`offer`; used in a conversation."""
        self._roomy = roomy
        for section in self.sections:
            section.set_roomy(roomy)
        self._show_offered()

    def inputs(self) -> list[QWidget]:
        """Return all visible inputs, in reading order."""
        found: list[QWidget] = []
        for section in self.sections:
            for row in section.rows:
                found += row.inputs()
            if section.add_button and (self._shape.grows_closed or not self._closed):
                found += [section.add_button]
        return found + ([self._offered] if self._offered and not self._offered.isHidden() else [])

    def link(self) -> None:
        """Set the tab order cell by cell, row by row; the page may set the order of the whole page again."""
        for before, after in pairwise(self.inputs()):
            QWidget.setTabOrder(before, after)
        settle(self)
        self.inputs_changed.emit()

    def remove(self, row: Row) -> None:
        """Remove ``row`` as one undo step; the focus moves to its neighbour."""
        place, column = self.rows.index(row), row.column_at(QApplication.focusWidget())
        self.order(f"Fjern {self._shape.noun}", self.padded(without(self.rows, row)))
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].focus_column(column)
        elif button := self.sections[0].add_button:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_next(self, editor: QWidget, step: int) -> bool:
        return not self._closed and self.undo_stack.is_next(editor, step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, act, step = self._focused_row(), act_of(event), undo_step(event)
        if self._closed or not (step or (act and row)):
            super().keyPressEvent(event)
        elif step:
            self.undo_stack.undo() if step < 0 else self.undo_stack.redo()
        elif act and row and not self._shape.fixed:
            self._do(row, act)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._space_out()

    def _space_out(self) -> None:
        self._layout.setSpacing(round(self.fontMetrics().height() * self._shape.air.sections))

    def _show_offered(self) -> None:
        if self._offered:
            self._offered.setVisible(not self._closed and not self._roomy)

    def _in(self, section: RowSection, rows: Sequence[Row]) -> list[Row]:
        return [row for row in rows if self.section_of(row.group) is section]

    def _focused_row(self) -> Row | None:
        focused = QApplication.focusWidget()
        return next((row for row in self.rows if focused is not None and row.holds(focused)), None)

    def _do(self, row: Row, act: Act) -> None:
        if act is Act.ADD_BELOW:
            self._add(row.group, self.rows.index(row) + 1)
        elif act is Act.REMOVE:
            self.remove(row)
        elif act in (Act.MOVE_UP, Act.MOVE_DOWN):
            here = self._in(self.section_of(row.group), self.rows)
            self._place(row, here.index(row) + (-1 if act is Act.MOVE_UP else 1))
        elif act is Act.ACCEPT_OFFER:
            row.accept_offer()
            self.link()

    def _add_at_end(self, section: RowSection) -> None:
        self._add(section.group, self.end_of(section))

    def _add(self, group: str, place: int) -> None:
        row = self.blank(group)
        self.order(f"Tilføj {self._shape.noun}", (*self.rows[:place], row, *self.rows[place:]))
        row.focus_column(0)

    def _place(self, row: Row, place: int) -> None:
        """Move ``row`` to index ``place`` among the rows of its section."""
        section = self.section_of(row.group)
        here = self._in(section, self.rows)
        if not 0 <= place < len(here) or here.index(row) == place:
            return
        others = iter(moved(here, row, place))  # rows of other sections keep their positions
        mixed = [next(others) if self.section_of(r.group) is section else r for r in self.rows]
        self.order(f"Flyt {self._shape.noun}", tuple(mixed))

    def _on_dragged(self, row: Row, spot: QPoint) -> None:
        self.section_of(row.group).mark_place(spot, row)

    def _on_dropped(self, row: Row, spot: QPoint) -> None:
        section = self.section_of(row.group)
        section.unmark()
        self._place(row, section.place_at(spot, row))

    def _show_and_tell(self, rows: tuple[Row, ...]) -> None:
        focused = QApplication.focusWidget()
        self._show(rows)
        self.changed.emit()
        if focused is not None and self.isAncestorOf(focused) and focused.isVisible():
            focused.setFocus()

    def _show(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        shown, number = self.shown, 0
        for section in self.sections:
            here = self._in(section, shown)
            section.show_rows(here)
            for row in here:
                number += 1
                row.set_number(number)
                row.set_ends(first=row is here[0], last=row is here[-1])
        self.stood.emit()
        self.link()
