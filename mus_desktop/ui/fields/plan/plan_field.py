"""The agreements of a plan in rows that can be added, moved and removed, with undo."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.form import PlanField
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.model.review import Addendum, AddendumKey, Author
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext, FieldWidget
from mus_desktop.ui.fields.heading import field_layout
from mus_desktop.ui.fields.plan.additions import Additions
from mus_desktop.ui.fields.plan.plan_cards import PlanCardChoice
from mus_desktop.ui.fields.plan.plan_columns import MIN_CHARS, edited_as_cards, titles_of
from mus_desktop.ui.fields.plan.plan_row import PlanRow
from mus_desktop.ui.fields.rows.change_command import without
from mus_desktop.ui.fields.rows.row_grid import RowGrid
from mus_desktop.ui.fields.rows.row_section import RowSpacing, RowStyle

_PAUSE_MS = 300
"""The pause in typing after which dates and names to offer are looked for in the text."""
_NONE = "Her er ingen aftaler."
_MORE_LINES_IN_CONVERSATION = 1
_SPACING = RowSpacing(rows=0.65, spacious=1.25, wrapped=2.0, sections=1.0, foot=4)
_SPACING_BETWEEN_LINES = RowSpacing(rows=0.25, spacious=0.25, wrapped=0.25, sections=1.0, foot=4)


class PlanWidget(FieldWidget):
    """The agreements of a plan field, each a row of growing cells; titled sections if the form has groups.

    A plan of more than four columns shows one line per agreement instead, and one agreement at a time as a card below.
    A signed plan is read-only, and columns that the form allows to be added to later accept dated additions.

    Blank rows fill up to the form's minimum and are not agreements; a signed plan has none.
    """

    field: PlanField

    def __init__(self, field: PlanField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self._saved: tuple[Agreement, ...] = ()
        self._touched = self._closed = False
        self._more_lines = 0
        self._stale: set[PlanRow] = set()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._update_stale_rows)
        layout = field_layout(self, field.title, field.text)
        self.grid = RowGrid[PlanRow](_row_style(field), field.groups, max(field.min_rows, 1), self._make_blank, self)
        self.grid.changed.connect(self._on_rows_changed)
        self._name_buttons()
        layout.addWidget(self.grid)
        self._cards = PlanCardChoice(self.grid, self) if edited_as_cards(field) else None
        if self._cards:
            self._cards.chosen.connect(self.grid.update_tab_order)
        self._to_plan = self._additions_to_plan()
        if self._to_plan:
            layout.addWidget(self._to_plan)
        self.grid.inputs_changed.connect(self._on_inputs_changed)

    @property
    def rows(self) -> tuple[PlanRow, ...]:
        """Return the rows shown, including blank ones, in order."""
        return self.grid.rows

    def load(self, content: Content) -> None:
        self._saved = content.plan.rows(self.field.key)
        self._stale.clear()
        self.grid.load([self._make(agreement) for agreement in self._saved])
        for row in self.rows:
            row.update_from_text()
            row.show_addenda(content.addenda)
        if self._to_plan:
            self._to_plan.show_additions(one for one in content.addenda if self._is_to_plan(one))
        self._touched = False

    def update_from(self, content: Content) -> None:
        """Add and remove the agreements that were added or removed elsewhere, such as one carried over."""
        wanted, known = content.plan.rows(self.field.key), {agreement.id for agreement in self._saved}
        if self._touched or wanted == self._saved:
            return
        self._saved = wanted
        shown_ids, wanted_ids = {row.id for row in self.rows}, {agreement.id for agreement in wanted}
        # Only a stored row can have been removed elsewhere; blank and unsaved rows stay.
        for row in [row for row in self.rows if row.id in known - wanted_ids]:
            self.grid.set_rows("Fjern aftale", self.grid.with_blank_rows(without(self.rows, row)))
        for agreement in (one for one in wanted if one.id not in shown_ids):
            self._add_from_elsewhere(agreement)

    def collect(self) -> Changes:
        return self._changed_rows().merged_with(Changes(addenda=self._changed_addenda()))

    def _changed_rows(self) -> Changes:
        if not self._touched:
            return Changes()
        self._touched = False
        agreements = tuple(row.agreement() for row in self.rows)
        written = tuple(agreement for agreement in agreements if not agreement.blank)
        self._number(stored=frozenset(agreement.id for agreement in written))
        if written == self._saved:
            return Changes()
        self._saved = written
        return Changes(rows={RowsKey(self.context.plan, self.field.key): written})

    def _number(self, *, stored: frozenset[str]) -> None:
        """Number the rows again, because those that have become blank are not printed."""
        for row in self.rows:
            row.set_stored(row.id in stored)
        self.grid.number_rows()

    def set_arrangement(self, arrangement: Arrangement) -> None:
        in_conversation = arrangement is Arrangement.CONVERSATION
        self._more_lines = _MORE_LINES_IN_CONVERSATION if in_conversation else 0
        self.grid.set_spacious(in_conversation)
        for row in self.rows:
            row.set_extra_lines(self._more_lines)
        lay_out_now(self)

    def set_closed(self, closed: bool) -> None:
        self._closed = closed
        self.grid.set_closed(closed)
        if self._to_plan:
            self._to_plan.set_signed(closed)
        self.inputs_changed.emit()

    def first_input(self) -> QWidget | None:
        shown = next((row for row in self.grid.shown if not row.isHidden()), None)
        return shown.cells[0].target if shown else None

    def inputs(self) -> list[QWidget]:
        return self.grid.inputs() + (self._to_plan.inputs() if self._to_plan else [])

    def focus_agreement(self, agreement_id: str, column_key: str | None = None) -> bool:
        """Move the focus to an agreement, or to the given column of it; return whether the agreement exists here."""
        row = next((row for row in self.rows if row.id == agreement_id), None)
        if row is None:
            return False
        keys = [cell.column.key for cell in row.cells]
        row.focus_column(keys.index(column_key) if column_key in keys else 0)
        return True

    # -- rows --------------------------------------------------------------------------------------------------------

    def _make(self, agreement: Agreement) -> PlanRow:
        """Return a new row for ``agreement``, connected to the grid."""
        return self.grid.connect_row(self._new_row(agreement, self.grid.section_of(agreement.group)))

    def _make_blank(self, group: str, parent: QWidget) -> PlanRow:
        return self._new_row(Agreement(new_agreement_id(), self.field.key, group, added_on=None), parent)

    def _new_row(self, agreement: Agreement, parent: QWidget) -> PlanRow:
        row = PlanRow(agreement, self.field, self.context, parent)
        row.edited.connect(partial(self._on_edited, row))
        row.added.connect(self.edited)
        if self._cards:
            self._cards.connect_row(row)
        row.set_extra_lines(self._more_lines)
        return row

    def _add_from_elsewhere(self, agreement: Agreement) -> None:
        """Add an agreement created elsewhere; it replaces a blank row if there is one."""
        row = self._make(agreement)
        row.update_from_text()
        section = self.grid.section_of(agreement.group)
        in_section = (other for other in self.rows if self.grid.section_of(other.group) is section)
        blank = next((other for other in in_section if other.is_untouched()), None)
        place = self.rows.index(blank) if blank else self.grid.end_index(section)
        rest = without(self.rows, blank) if blank else self.rows
        self.grid.set_rows("Videreført aftale", (*rest[:place], row, *rest[place:]))
        if self._cards:
            self._cards.choose(row)

    def _name_buttons(self) -> None:
        for section in self.grid.sections:
            if section.add_button:
                where = ", ".join(text for text in (self.field.title, section.group) if text)
                section.add_button.setAccessibleName(f"Tilføj aftale: {where}")

    def _on_rows_changed(self) -> None:
        self._touched = True
        self.edited.emit()

    def _on_inputs_changed(self) -> None:
        added = self._to_plan.inputs() if self._to_plan else []
        for before, after in pairwise([*self.grid.inputs()[-1:], *added]):
            QWidget.setTabOrder(before, after)
        self.inputs_changed.emit()

    # -- edits -------------------------------------------------------------------------------------------------------

    def _on_edited(self, row: PlanRow) -> None:
        self._touched = True
        self._stale.add(row)
        self._pause.start()
        self.edited.emit()

    def _update_stale_rows(self) -> None:
        before = self.inputs()
        for row in self._stale & set(self.rows):
            row.update_from_text()
        self._stale.clear()
        self.grid.number_rows()
        if self.inputs() != before:
            self.grid.update_tab_order()

    # -- after signature ---------------------------------------------------------------------------------------------

    def _additions_to_plan(self) -> Additions | None:
        """Return the widget for additions to the whole plan, below the plan's last field; ``None`` on other fields."""
        if self.field not in self.context.form.plan_fields()[-1:]:
            return None
        additions = Additions("Tilføjelse til planen", self.context.today, self, "Tilføjelse til planen")
        additions.edited.connect(self.edited)
        additions.inputs_changed.connect(self._on_added_inputs)
        return additions

    def _is_to_plan(self, one: Addendum) -> bool:
        """Return whether an addition is to the plan itself; the employee's own remark is on the plan card."""
        return one.plan == self.context.plan and one.agreement is None and one.author is Author.BOTH

    def _on_added_inputs(self) -> None:
        lay_out_now(self)
        self._on_inputs_changed()

    def _changed_addenda(self) -> dict[AddendumKey, str]:
        found = {key: text for row in self.rows for key, text in row.collect_addenda().items()}
        to_plan = self._to_plan.collect() if self._to_plan else None
        return found if to_plan is None else {**found, AddendumKey(self.context.plan): to_plan}


def _row_style(field: PlanField) -> RowStyle:
    if edited_as_cards(field):
        style = RowStyle((), MIN_CHARS, "aftale", empty_text=_NONE, spacing=_SPACING_BETWEEN_LINES)
    else:
        style = RowStyle(titles_of(field), MIN_CHARS, "aftale", empty_text=_NONE, spacing=_SPACING)
    return replace(style, numbered_as_printed=field.numbered)
