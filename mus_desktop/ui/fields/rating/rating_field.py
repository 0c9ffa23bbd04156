"""Statements or competences rated on a labelled scale, with the gap between requirement and level."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.formspec.grids import GROUP, OVERALL_ROW, REMARK
from mus_desktop.model.answers import AnswerKey, Changes, Value
from mus_desktop.model.form import PartyRole, RatingField
from mus_desktop.ui.controls.settle import settle
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext, FieldWidget, air
from mus_desktop.ui.fields.heading import column_for
from mus_desktop.ui.fields.rating.rating_columns import MarkColumn, party_name
from mus_desktop.ui.fields.rating.rating_layout import MIN_CHARS, Layout
from mus_desktop.ui.fields.rating.rating_legend import RatingLegend
from mus_desktop.ui.fields.rating.rating_overview import RatingOverview
from mus_desktop.ui.fields.rating.rating_row import RatingRow
from mus_desktop.ui.fields.rating.rating_values import (
    cells_of,
    group_of,
    names_home,
    row_names,
    rows_of,
    same,
    unique_names,
)
from mus_desktop.ui.fields.rating.remarks import Remarks
from mus_desktop.ui.fields.rating.step_bar import StepBar
from mus_desktop.ui.fields.rows.list_columns import rating_list
from mus_desktop.ui.fields.rows.list_dialog import ListDialog, list_button
from mus_desktop.ui.fields.rows.list_taking import into_rating
from mus_desktop.ui.fields.rows.row_grid import RowGrid
from mus_desktop.ui.fields.rows.row_section import Shape
from mus_desktop.ui.fields.rows.undoable import ChangeCommand
from mus_desktop.ui.fields.unfit_answers import UnfitAnswers

_REMARK_LINES = 3


class RatingWidget(FieldWidget):
    """Title, scale, and a row per statement with the marks of the parties side by side.

    ``agreement_wanted`` carries a competence whose gap is to become an agreement: its name, from which level to which,
    and its group. Marks, and rows that users add, move and remove, are undone with Ctrl+Z. In a conversation the
    leader's marks, and every gap that would reveal them, are hidden.
    """

    agreement_wanted = Signal(str, str, str)
    field: RatingField

    def __init__(self, field: RatingField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self.roles = tuple(role for role in PartyRole if role in field.by and role in context.parties)
        self._shape = Layout.of(field, context.form, self.roles)
        self._saved: dict[PartyRole, Value | None] = {}
        self._typed: set[PartyRole] = set()
        self._talking = self._leader_shown = False
        self._unfit = UnfitAnswers(self, lambda role: f"{party_name(context.form, role)}: {field.title}")
        layout = column_for(self, field.title, field.text)
        self.legend = RatingLegend((column.scale for column in self._shape.columns), field.title, self)
        layout.addWidget(self.legend)
        self.legend.folded.connect(lambda: settle(self))
        shape = Shape(self._shape.titles(), MIN_CHARS, fixed=bool(field.rows), where=field.title)
        self.grid = RowGrid[RatingRow](shape, field.groups, 0 if field.rows else 1, self._make_blank, self)
        self.grid.changed.connect(self._on_rows_changed)
        self.grid.inputs_changed.connect(self.inputs_changed)
        layout.addWidget(self.grid)
        if not field.rows:
            self.grid.offer(self._list_button())
        self.remarks = self._whole_remarks() if field.remark else None
        if self.remarks:
            layout.addSpacing(air(self))
            layout.addWidget(self.remarks)
        scale = context.form.scale(field.scale)
        self._overview = RatingOverview(field, scale, self._shape.columns, self) if field.wheel else None
        if self._overview:
            layout.addWidget(self._overview)

    def load(self, content: Content) -> None:
        keys = {role: AnswerKey(self.context.parties[role], self.field.key) for role in self.roles}
        self._saved = {role: content.answers.get(key) for role, key in keys.items()}
        self._typed.clear()
        shown = {role: self._unfit.read(role, stored) for role, stored in self._saved.items()}
        self.grid.load([self._stored_row(name, shown) for name in row_names(self.field, shown)])
        for role in self.roles:
            if self.remarks:
                self.remarks.show_text(role, cells_of(shown[role], OVERALL_ROW).get(REMARK, ""))
        self._stand()

    def collect(self) -> Changes:
        changed: dict[AnswerKey, Value | None] = {}
        for role in sorted(self._typed):
            value = self.value(role)
            if role in self._unfit and not self._has_own(role):
                continue  # a row that another party added must not replace the stored answer
            self._unfit.answered(role)
            if not same(value, self._saved.get(role)):
                changed[AnswerKey(self.context.parties[role], self.field.key)] = value
                self._saved[role] = value
        self._typed.clear()
        return Changes(answers=changed)

    def value(self, role: PartyRole) -> Value | None:
        """Return the answer of ``role``, also while it is hidden."""
        rows = self.rows()
        names = unique_names([row.title() for row in rows], [row.is_blank() for row in rows])
        listed = not self.field.rows and role in names_home(self.roles)
        found: dict[str, Value] = {}
        for row, name in zip(rows, names, strict=True):
            cells = row.stored(role)
            if name and (cells or listed):
                found[name] = cells | ({GROUP: row.group} if self.field.groups else {})
        remark = self.remarks.text(role) if self.remarks else None
        if remark:
            found[OVERALL_ROW] = {REMARK: remark}
        return found or None

    def rows(self) -> list[RatingRow]:
        """Return the rows in order, including blank ones."""
        return list(self.grid.rows)

    def arrange(self, arrangement: Arrangement) -> None:
        self._talking = arrangement is Arrangement.CONVERSATION
        self._leader_shown = False
        self.grid.set_roomy(self._talking)
        self._stand()

    def show_leader_note(self, shown: bool) -> None:
        if self._talking and shown != self._leader_shown:
            self._leader_shown = shown
            self._stand()

    def set_closed(self, closed: bool) -> None:
        self.grid.set_closed(closed)
        if self.remarks:
            self.remarks.set_closed(closed)

    def first_input(self) -> QWidget | None:
        shown = [target for row in self.rows() if not row.isHidden() for target in row.cells()]
        return shown[0] if shown else None

    def inputs(self) -> list[QWidget]:
        found = self.legend.inputs()
        if not self.grid.isHidden():
            found += self.grid.inputs()
        found += self.remarks.inputs() if self.remarks else []
        found += self._unfit.inputs()
        return found + ([self._overview.button] if self._overview and not self._overview.isHidden() else [])

    def set_mark(self, role: PartyRole, bar: StepBar, row: RatingRow, value: int | None) -> None:
        """Set a mark as one undo step."""
        show = partial(self._set, role, bar, row)
        self.grid.undo_stack.push(ChangeCommand("Ret vurdering", bar.value(), value, show))

    def ask_for_list(self) -> ListDialog:
        """Ask for a list of competences from a spreadsheet."""
        known = [row.title().casefold() for row in self.rows() if row.title()]
        columns = rating_list(self.field, self._shape.columns)
        dialog = ListDialog(columns, known, rows=len(known), named=True, parent=self.window())
        dialog.chosen.connect(lambda rows, replace: into_rating(self.grid, self.set_mark, rows, replace=replace))
        dialog.open()
        return dialog

    # -- rows -------------------------------------------------------------------------------------------------------

    def _make_blank(self, group: str, parent: QWidget) -> RatingRow:
        return self._made(group, None, parent)

    def _has_own(self, role: PartyRole) -> bool:
        remark = self.remarks.text(role) if self.remarks else None
        return bool(remark) or any(row.stored(role) for row in self.rows())

    def _stored_row(self, name: str, shown: Mapping[PartyRole, Value | None]) -> RatingRow:
        group = group_of(shown, name, self.field.groups)
        row = self._made(group, name if self.field.rows else None, self.grid.section_of(group))
        row.show_title(name)
        row.known = {role for role in self.roles if self.field.rows or name in rows_of(shown[role])}
        for role in self.roles:
            row.show_cells(role, cells_of(shown[role], name))
        return self.grid.take_in(row)

    def _made(self, group: str, given: str | None, parent: QWidget) -> RatingRow:
        row = RatingRow(self._shape, group, given, parent)
        row.set_shown(self._visible(), self._remarks_visible())
        row.marked.connect(lambda column, bar, value: self._on_marked(row, column, bar, value))
        row.edited_by.connect(partial(self._on_typed, row))
        row.agreement_wanted.connect(lambda: self.agreement_wanted.emit(row.title(), row.goal(), row.group))
        return row

    # -- typing -----------------------------------------------------------------------------------------------------

    def _on_marked(self, row: RatingRow, column: MarkColumn, bar: StepBar, value: int | None) -> None:
        self.set_mark(column.role, bar, row, value)

    def _set(self, role: PartyRole, bar: StepBar, row: RatingRow, value: int | None) -> None:
        before = row.cells()
        bar.show_value(value)
        row.show_gap()
        if row.cells() != before:
            self.inputs_changed.emit()
        self._tell({role} | (set() if row.title() else set(names_home(self.roles))))

    def _on_typed(self, row: RatingRow, role: PartyRole | None) -> None:
        if role is None:
            row.known = set(self.roles)
            row.name()
            self._warn()
        self._tell(set(self.roles) if role is None else {role})

    def _on_rows_changed(self) -> None:
        self._stand()
        self._warn()
        self._tell(set(self.roles))

    def _tell(self, roles: set[PartyRole]) -> None:
        self._typed |= roles
        self._draw_overview()
        self.edited.emit()

    def _warn(self) -> None:
        """Warn about rows that repeat an earlier name, and show the name each is stored under until it is changed."""
        rows = self.rows()
        names = unique_names([row.title() for row in rows], [row.is_blank() for row in rows])
        for row, name in zip(rows, names, strict=True):
            doubled = bool(row.title()) and name != row.title()
            row.warn(f"Der er allerede en række med det navn. Den gemmes som »{name}«." if doubled else "")

    # -- visibility -------------------------------------------------------------------------------------------------

    def _visible(self) -> set[PartyRole]:
        """Return the parties whose marks are shown.

        Where both parties compare marks, the leader's are shown in the conversation too. Not in a group, where the
        leader's marks would be next to those of somebody they are not about.
        """
        compared = self.field.compared and not self.context.group and PartyRole.EMPLOYEE in self.roles
        return set(self.roles) if compared else self._remarks_visible()

    def _remarks_visible(self) -> set[PartyRole]:
        """Return the parties whose remarks are shown.

        In a conversation never the leader's, even if marks are compared.
        """
        hidden = {PartyRole.LEADER} if self._talking and not self._leader_shown else set()
        return set(self.roles) - hidden

    def _stand(self) -> None:
        shown, remarks = self._visible(), self._remarks_visible()
        for section in self.grid.sections:
            section.show_titles(self._shape.shown_titles(shown))
        for row in self.rows():
            row.set_shown(shown, remarks)
            row.setVisible(bool(row.known & remarks))  # a name typed only by the leader is private
        self.grid.setVisible(bool(shown))
        self.legend.setVisible(bool(shown))
        if self.remarks:
            self.remarks.set_shown(remarks)
        self._unfit.set_shown(remarks)
        self._draw_overview()
        settle(self)
        self.inputs_changed.emit()

    def _draw_overview(self) -> None:
        if self._overview:
            self._overview.draw(self.rows(), self._visible())

    def _list_button(self) -> QWidget:
        button = list_button(self.field.title, self)
        button.clicked.connect(self.ask_for_list)
        return button

    def _whole_remarks(self) -> Remarks:
        many, words = len(self.roles) > 1, self.field.remark
        captions = {r: f"{words}, {party_name(self.context.form, r).lower()}" if many else words for r in self.roles}
        made = Remarks(captions, _REMARK_LINES, self)
        made.set_name(self.field.title)
        made.edited.connect(lambda role: self._tell({role}))
        return made
