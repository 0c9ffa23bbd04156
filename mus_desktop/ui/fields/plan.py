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
from mus_desktop.model.review import AddendumKey
from mus_desktop.ui.controls.settle import settle
from mus_desktop.ui.fields.additions import Additions
from mus_desktop.ui.fields.base import Arrangement, Content, FieldContext, FieldWidget, air
from mus_desktop.ui.fields.heading import column_for
from mus_desktop.ui.fields.plan_cards import PlanCards
from mus_desktop.ui.fields.plan_columns import edited_as_cards
from mus_desktop.ui.fields.plan_keys import Act, act_of, undo_step
from mus_desktop.ui.fields.plan_order import OrderCommand, moved, without
from mus_desktop.ui.fields.plan_row import PlanRow
from mus_desktop.ui.fields.plan_section import PlanSection

_PAUSE_MS = 300
_MORE_LINES_IN_CONVERSATION = 1


class PlanWidget(FieldWidget):
    """The agreements of a plan field, each a row of growing cells; titled sections where the form groups them.

    A plan of more than four columns shows lines instead, and one agreement at a time as a card below them. A signed
    plan is read, and what the form says may come later is added with its date.

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
            if section is not self._sections[0]:
                layout.addSpacing(air(self))
            section.add_wanted.connect(partial(self._add_at_end, section))
            layout.addWidget(section)
        self._cards = PlanCards(self._sections, self) if edited_as_cards(field) else None
        if self._cards:
            self._cards.chosen.connect(self._link)
        self._to_plan = self._additions_to_plan()
        if self._to_plan:
            layout.addWidget(self._to_plan)

    @property
    def rows(self) -> tuple[PlanRow, ...]:
        """The rows that show, blank ones included, in order."""
        return self._rows

    def load(self, content: Content) -> None:
        self._saved = content.plan.rows(self.field.key)
        self.undo_stack.clear()
        for row in self.findChildren(PlanRow):
            row.discard()
        self._rows = ()
        self._stale.clear()
        self._show(self._padded([self._make(agreement) for agreement in self._saved]))
        for row in self._rows:
            row.take_stock()
            row.show_addenda(content.addenda)
        if self._to_plan:
            here = (one for one in content.addenda if one.plan == self.context.plan and one.agreement is None)
            self._to_plan.show_additions(here)
        self._touched = False

    def see(self, content: Content) -> None:
        """Take in the agreements that came or went elsewhere, such as one that is carried on."""
        wanted, known = content.plan.rows(self.field.key), {agreement.id for agreement in self._saved}
        if self._touched or wanted == self._saved:
            return
        self._saved = wanted
        here, there = {row.id for row in self._rows}, {agreement.id for agreement in wanted}
        for row in [row for row in self._rows if row.id in known - there]:
            self._order("Fjern aftale", self._padded(without(self._rows, row)))
        for agreement in (one for one in wanted if one.id not in here):
            self._take_in(agreement)

    def collect(self) -> Changes:
        return self._changed_rows().then(Changes(addenda=self._added()))

    def _changed_rows(self) -> Changes:
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
        if self._to_plan:
            self._to_plan.set_open(closed)
        self.inputs_changed.emit()

    def first_input(self) -> QWidget | None:
        shown = next((row for row in self._rows if not row.isHidden()), None)
        return shown.cells[0].target if shown else None

    def inputs(self) -> list[QWidget]:
        found: list[QWidget] = []
        for section in self._sections:
            for row in section.rows:
                found += row.inputs()
            if not self._closed:
                found.append(section.add_button)
        return found + (self._to_plan.inputs() if self._to_plan else [])

    def focus_agreement(self, agreement_id: str, column_key: str | None = None) -> bool:
        """Put the keyboard in an agreement, in a column of it if that is given; whether the agreement is here."""
        row = next((row for row in self._rows if row.id == agreement_id), None)
        if row is None:
            return False
        keys = [cell.column.key for cell in row.cells]
        self._go_to(row, keys.index(column_key) if column_key in keys else 0)
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
        return next((row for row in self._rows if focused is not None and row.holds(focused)), None)

    def _bring_up(self, row: PlanRow) -> None:
        if self._cards:
            self._cards.choose(row)

    def _go_to(self, row: PlanRow, column: int = 0) -> None:
        self._bring_up(row)
        row.focus_column(column)

    # -- adding, moving, removing ------------------------------------------------------------------------------------

    def _make(self, agreement: Agreement) -> PlanRow:
        section = self._section_of(agreement.group)
        row = PlanRow(agreement, self.field, self.context, section)
        row.edited.connect(partial(self._on_edited, row))
        row.asked.connect(partial(self._do, row))
        row.inputs_changed.connect(self._link)
        row.added.connect(self.edited)
        if self._cards:
            self._cards.take_in(row)
        row.handle.dragged.connect(partial(self._on_dragged, row))
        row.handle.dropped.connect(partial(self._on_dropped, row))
        row.set_lines(_MORE_LINES_IN_CONVERSATION if self._roomy else 0)
        if self._closed:
            row.set_closed(closed=True)
        return row

    def _take_in(self, agreement: Agreement) -> None:
        """Add an agreement that came from elsewhere; it takes the place of a blank row."""
        section = self._section_of(agreement.group)
        row = self._make(agreement)
        row.take_stock()
        blank = next((other for other in section.rows if other.agreement().blank), None)
        place = self._rows.index(blank) if blank else self._end_of(section)
        rest = without(self._rows, blank) if blank else self._rows
        self._order("Videreført aftale", (*rest[:place], row, *rest[place:]))
        if self._cards:
            self._cards.choose(row)

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
        self._add(section.group, self._end_of(section))

    def _end_of(self, section: PlanSection) -> int:
        last = section.rows[-1] if section.rows else None
        return self._rows.index(last) + 1 if last else len(self._rows)

    def _add(self, group: str, place: int) -> None:
        row = self._make_blank(group)
        self._order("Tilføj aftale", (*self._rows[:place], row, *self._rows[place:]))
        self._go_to(row)

    def _remove(self, row: PlanRow) -> None:
        focused = QApplication.focusWidget()
        column, in_line = row.column_at(focused), bool(row.line and focused and not row.isAncestorOf(focused))
        place = self._rows.index(row)
        self._order("Fjern aftale", self._padded(without(self._rows, row)))
        if not self._rows:
            return
        neighbour = self._rows[min(place, len(self._rows) - 1)]
        self._bring_up(neighbour)
        if in_line:
            neighbour.listed.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._go_to(neighbour, column)

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
        if self._cards:
            self._cards.follow(rows)
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

    # -- after signature ---------------------------------------------------------------------------------------------

    def _additions_to_plan(self) -> Additions | None:
        """Room for additions to the plan as a whole, below the last of its fields."""
        if self.field not in self.context.form.plan_fields()[-1:]:
            return None
        additions = Additions("Tilføjelse til planen", self.context.today, self, "Tilføjelse til planen")
        additions.edited.connect(self.edited)
        additions.inputs_changed.connect(self._link)
        return additions

    def _added(self) -> dict[AddendumKey, str]:
        found = {key: text for row in self._rows for key, text in row.collect_addenda().items()}
        to_plan = self._to_plan.collect() if self._to_plan else None
        return found if to_plan is None else {**found, AddendumKey(self.context.plan): to_plan}
