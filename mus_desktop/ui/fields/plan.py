"""The plan: agreements in rows that can be added, moved and removed, and all of it undone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QUndoStack
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.form import PlanField
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.ui.controls.settle import settle
from mus_desktop.ui.fields.base import Arrangement, Content, FieldContext, FieldWidget
from mus_desktop.ui.fields.heading import column_for
from mus_desktop.ui.fields.plan_keys import Act, act_of, undo_step
from mus_desktop.ui.fields.plan_order import OrderCommand, moved, without
from mus_desktop.ui.fields.plan_row import PlanRow
from mus_desktop.ui.fields.plan_section import PlanSection

_PAUSE_MS = 300
_MORE_LINES_IN_CONVERSATION = 1


class PlanWidget(FieldWidget):
    """The agreements of a plan field, each a row of growing cells; titled sections where the form groups them.

    Adding, moving and removing go through ``undo_stack``; text has its own undo. Blank rows fill up to what the form
    shows at least and are not agreements.
    """

    field: PlanField

    def __init__(self, field: PlanField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self.undo_stack = QUndoStack(self)
        self._rows: tuple[PlanRow, ...] = ()
        self._saved: tuple[Agreement, ...] = ()
        self._touched = False
        self._closed = False
        self._roomy = False
        self._stale: set[PlanRow] = set()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._take_stock)
        layout = column_for(self, field.title, field.text)
        self._sections = tuple(PlanSection(field, group, self) for group in (field.groups or ("",)))
        for section in self._sections:
            section.add_wanted.connect(partial(self._add_at_end, section))
            layout.addWidget(section)

    @property
    def rows(self) -> tuple[PlanRow, ...]:
        """The rows that show, blank ones included, in order."""
        return self._rows

    def load(self, content: Content) -> None:
        self._saved = content.plan.rows(self.field.key)
        self.undo_stack.clear()
        for row in self.findChildren(PlanRow):
            row.hide()
            row.deleteLater()
        self._rows = ()
        self._stale.clear()
        self._show(self._padded([self._make(agreement) for agreement in self._saved]))
        for row in self._rows:
            row.take_stock()
        self._touched = False

    def collect(self) -> Changes:
        if not self._touched:
            return Changes()
        self._touched = False
        agreements = tuple(row.agreement() for row in self._rows)
        written = tuple(agreement for agreement in agreements if not agreement.blank)
        if written == self._saved:
            return Changes()
        self._saved = written
        return Changes(rows={RowsKey(self.context.plan, self.field.key): written})

    def arrange(self, arrangement: Arrangement) -> None:
        self._roomy = arrangement is Arrangement.CONVERSATION
        for section in self._sections:
            section.set_roomy(self._roomy)
        for row in self._rows:
            row.set_lines(_MORE_LINES_IN_CONVERSATION if self._roomy else 0)
        settle(self)

    def set_closed(self, closed: bool) -> None:
        self._closed = closed
        for section in self._sections:
            section.set_closed(closed)
        for row in self._rows:
            row.set_closed(closed)
        self.inputs_changed.emit()

    def first_input(self) -> QWidget | None:
        return self._rows[0].cells[0].note if self._rows and self._rows[0].cells else None

    def inputs(self) -> list[QWidget]:
        found: list[QWidget] = []
        for section in self._sections:
            for row in section.rows:
                found += row.inputs()
            if not self._closed:
                found.append(section.add_button)
        return found

    def focus_agreement(self, agreement_id: str, column_key: str | None = None) -> bool:
        """Put the keyboard in an agreement, in a column of it if that is given; whether the agreement is here."""
        row = next((row for row in self._rows if row.id == agreement_id), None)
        if row is None:
            return False
        keys = [cell.column.key for cell in row.cells]
        row.cells[keys.index(column_key) if column_key in keys else 0].note.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, act, step = self._focused_row(), act_of(event), undo_step(event)
        if self._closed or not (step or (act and row)):
            super().keyPressEvent(event)
        elif step:
            self.undo_stack.undo() if step < 0 else self.undo_stack.redo()
        elif act and row:
            self._do(row, act)

    def _do(self, row: PlanRow, act: Act) -> None:
        if act is Act.ACCEPT_OFFER:
            row.accept_offer()
            self._link()
        elif act is Act.ADD_BELOW:
            self._add(row.group, self._rows.index(row) + 1)
        elif act is Act.REMOVE:
            self._remove(row)
        else:
            self._move(row, -1 if act is Act.MOVE_UP else 1)

    def _focused_row(self) -> PlanRow | None:
        focused = QApplication.focusWidget()
        return next((row for row in self._rows if focused is not None and row.isAncestorOf(focused)), None)

    # -- adding, moving, removing ------------------------------------------------------------------------------------

    def _make(self, agreement: Agreement) -> PlanRow:
        section = self._section_of(agreement.group)
        row = PlanRow(agreement, self.field, self.context.people, self.context.today, section)
        row.edited.connect(partial(self._on_edited, row))
        row.asked.connect(partial(self._do, row))
        row.handle.dragged.connect(partial(self._on_dragged, row))
        row.handle.dropped.connect(partial(self._on_dropped, row))
        row.set_lines(_MORE_LINES_IN_CONVERSATION if self._roomy else 0)
        if self._closed:
            row.set_closed(closed=True)
        return row

    def _make_blank(self, group: str) -> PlanRow:
        return self._make(Agreement(new_agreement_id(), self.field.key, group, added_on=None))

    def _section_of(self, group: str) -> PlanSection:
        return next((section for section in self._sections if section.group == group), self._sections[0])

    def _in_section(self, rows: Sequence[PlanRow], section: PlanSection) -> list[PlanRow]:
        return [row for row in rows if self._section_of(row.group) is section]

    def _padded(self, rows: Sequence[PlanRow]) -> tuple[PlanRow, ...]:
        """``rows`` section by section, with blank ones up to what the form shows at least."""
        found: list[PlanRow] = []
        for section in self._sections:
            here = self._in_section(rows, section)
            missing = max(self.field.min_rows, 1) - len(here)
            found += here + [self._make_blank(section.group) for _ in range(missing)]
        return tuple(found)

    def _add_at_end(self, section: PlanSection) -> None:
        last = section.rows[-1] if section.rows else None
        self._add(section.group, self._rows.index(last) + 1 if last else len(self._rows))

    def _add(self, group: str, place: int) -> None:
        row = self._make_blank(group)
        self._order("Tilføj aftale", (*self._rows[:place], row, *self._rows[place:]))
        row.cells[0].note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, row: PlanRow) -> None:
        column = row.column_at(QApplication.focusWidget())
        place = self._rows.index(row)
        self._order("Fjern aftale", self._padded(without(self._rows, row)))
        if self._rows:
            self._rows[min(place, len(self._rows) - 1)].cells[column].note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, row: PlanRow, by: int) -> None:
        rows = self._section_of(row.group).rows
        self._place(row, rows.index(row) + by)

    def _place(self, row: PlanRow, place: int) -> None:
        """Move ``row`` to ``place`` among the rows of its section."""
        section = self._section_of(row.group)
        if not 0 <= place < len(section.rows) or section.rows.index(row) == place:
            return
        ordered = moved(section.rows, row, place)
        others = iter(ordered)
        mixed = [next(others) if self._section_of(r.group) is section else r for r in self._rows]
        self._order("Flyt aftale", tuple(mixed))

    def _on_dragged(self, row: PlanRow, spot: QPoint) -> None:
        self._section_of(row.group).mark_place(spot, row)

    def _on_dropped(self, row: PlanRow, spot: QPoint) -> None:
        section = self._section_of(row.group)
        section.unmark()
        self._place(row, section.place_at(spot, row))

    def _order(self, words: str, rows: tuple[PlanRow, ...]) -> None:
        self.undo_stack.push(OrderCommand(words, self._rows, rows, self._show_and_tell))

    def _show_and_tell(self, rows: tuple[PlanRow, ...]) -> None:
        focused = QApplication.focusWidget()
        self._show(rows)
        self._touched = True
        self.edited.emit()
        if focused is not None and self.isAncestorOf(focused) and focused.isVisible():
            focused.setFocus()

    def _show(self, rows: tuple[PlanRow, ...]) -> None:
        self._rows = rows
        number = 0
        for section in self._sections:
            here = self._in_section(rows, section)
            section.show_rows(here)
            for row in here:
                number += 1
                row.set_number(number, shown=self.field.numbered, first=row is here[0], last=row is here[-1])
        self._link()

    def _link(self) -> None:
        """Tab goes cell by cell, row by row; the page may set the order of the whole page again."""
        for before, after in pairwise(self.inputs()):
            QWidget.setTabOrder(before, after)
        settle(self)
        self.inputs_changed.emit()

    # -- what is typed -----------------------------------------------------------------------------------------------

    def _on_edited(self, row: PlanRow) -> None:
        self._touched = True
        self._stale.add(row)
        self._pause.start()
        self.edited.emit()

    def _take_stock(self) -> None:
        before = self.inputs()
        for row in self._stale & set(self._rows):
            row.take_stock()
        self._stale.clear()
        if self.inputs() != before:
            self._link()
