"""Statements or competences rated on a labelled scale, with the gap between requirement and level."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.formspec.row_values import GROUP, OVERALL_ROW, REMARK
from mus_desktop.model.answers import AnswerKey, Changes, Value
from mus_desktop.model.form import PartyRole, RatingField
from mus_desktop.model.text import comparison_key
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext, FieldWidget, part_spacing
from mus_desktop.ui.fields.heading import field_layout
from mus_desktop.ui.fields.mismatched_answer_view import MismatchedAnswerView
from mus_desktop.ui.fields.rating.party_remarks import PartyRemarks
from mus_desktop.ui.fields.rating.rating_columns import MarkColumn, party_name
from mus_desktop.ui.fields.rating.rating_layout import MIN_CHARS, RatingLayout
from mus_desktop.ui.fields.rating.rating_legend import RatingLegend
from mus_desktop.ui.fields.rating.rating_overview import RatingOverview
from mus_desktop.ui.fields.rating.rating_row import RatingRow
from mus_desktop.ui.fields.rating.rating_values import (
    cells_of,
    group_of,
    row_names,
    row_owners,
    rows_of,
    same_rows,
    unique_names,
)
from mus_desktop.ui.fields.rating.step_bar import StepBar
from mus_desktop.ui.fields.rows.change_command import ChangeCommand
from mus_desktop.ui.fields.rows.list_columns import rating_list
from mus_desktop.ui.fields.rows.list_dialog import ListDialog, list_button
from mus_desktop.ui.fields.rows.list_insertion import insert_into_rating
from mus_desktop.ui.fields.rows.row_grid import RowGrid
from mus_desktop.ui.fields.rows.row_section import RowStyle

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
        self._layout = RatingLayout.of(field, context.form, self.roles)
        self._saved: dict[PartyRole, Value | None] = {}
        self._typed: set[PartyRole] = set()
        self._in_conversation = self._leader_shown = False
        self._unfit = MismatchedAnswerView(self, lambda role: f"{party_name(context.form, role)}: {field.title}")
        layout = field_layout(self, field.title, field.text)
        self.legend = RatingLegend((column.scale for column in self._layout.columns), field.title, self)
        layout.addWidget(self.legend)
        self.legend.folded.connect(lambda: lay_out_now(self))
        row_style = RowStyle(self._layout.titles(), MIN_CHARS, fixed=bool(field.rows), name_suffix=field.title)
        self.grid = RowGrid[RatingRow](row_style, field.groups, 0 if field.rows else 1, self._make_blank, self)
        self.grid.changed.connect(self._on_rows_changed)
        self.grid.inputs_changed.connect(self.inputs_changed)
        layout.addWidget(self.grid)
        if not field.rows:
            self.grid.add_extra_button(self._list_button())
        self.remarks = self._overall_remarks() if field.remark else None
        if self.remarks:
            layout.addSpacing(part_spacing(self))
            layout.addWidget(self.remarks)
        scale = context.form.scale(field.scale)
        self._overview = RatingOverview(field, scale, self._layout.columns, self) if field.wheel else None
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
        self._update_layout()

    def collect(self) -> Changes:
        changed: dict[AnswerKey, Value | None] = {}
        for role in sorted(self._typed):
            value = self.value(role)
            if role in self._unfit and not self._has_own(role):
                continue  # a row that another party added must not replace the stored answer
            self._unfit.record_answer(role)
            if not same_rows(value, self._saved.get(role)):
                changed[AnswerKey(self.context.parties[role], self.field.key)] = value
                self._saved[role] = value
        self._typed.clear()
        return Changes(answers=changed)

    def value(self, role: PartyRole) -> Value | None:
        """Return the answer of ``role``, also while it is hidden."""
        rows = self.rows()
        names = unique_names([row.title() for row in rows], [row.is_blank() for row in rows])
        listed = not self.field.rows and role in row_owners(self.roles)
        found: dict[str, Value] = {}
        for row, name in zip(rows, names, strict=True):
            cells = row.cells_to_store(role)
            if name and (cells or listed):
                found[name] = cells | ({GROUP: row.group} if self.field.groups else {})
        remark = self.remarks.text(role) if self.remarks else None
        if remark:
            found[OVERALL_ROW] = {REMARK: remark}
        return found or None

    def rows(self) -> list[RatingRow]:
        """Return the rows in order, including blank ones."""
        return list(self.grid.rows)

    def set_arrangement(self, arrangement: Arrangement) -> None:
        self._in_conversation = arrangement is Arrangement.CONVERSATION
        self._leader_shown = False
        self.grid.set_spacious(self._in_conversation)
        self._update_layout()

    def show_leader_note(self, shown: bool) -> None:
        if self._in_conversation and shown != self._leader_shown:
            self._leader_shown = shown
            self._update_layout()

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
        show = partial(self._show_mark, role, bar, row)
        self.grid.undo_stack.push(ChangeCommand("Ret vurdering", bar.value(), value, show))

    def ask_for_list(self) -> ListDialog:
        """Ask for a list of competences from a spreadsheet."""
        known = [comparison_key(row.title()) for row in self.rows() if row.title()]
        columns = rating_list(self.field, self._layout.columns)
        dialog = ListDialog(columns, known, rows=len(known), rows_are_named=True, parent=self.window())
        dialog.chosen.connect(lambda rows, replace: insert_into_rating(self.grid, self.set_mark, rows, replace=replace))
        dialog.open()
        return dialog

    # -- rows -------------------------------------------------------------------------------------------------------

    def _make_blank(self, group: str, parent: QWidget) -> RatingRow:
        return self._new_row(group, None, parent)

    def _has_own(self, role: PartyRole) -> bool:
        remark = self.remarks.text(role) if self.remarks else None
        return bool(remark) or any(row.cells_to_store(role) for row in self.rows())

    def _stored_row(self, name: str, shown: Mapping[PartyRole, Value | None]) -> RatingRow:
        group = group_of(shown, name, self.field.groups)
        row = self._new_row(group, name if self.field.rows else None, self.grid.section_of(group))
        row.show_title(name)
        row.known = {role for role in self.roles if self.field.rows or name in rows_of(shown[role])}
        for role in self.roles:
            row.show_cells(role, cells_of(shown[role], name))
        return self.grid.connect_row(row)

    def _new_row(self, group: str, form_name: str | None, parent: QWidget) -> RatingRow:
        row = RatingRow(self._layout, group, form_name, parent)
        row.set_shown(self._visible(), self._remarks_visible())
        row.marked.connect(lambda column, bar, value: self._on_marked(row, column, bar, value))
        row.edited_by.connect(partial(self._on_typed, row))
        row.agreement_wanted.connect(lambda: self.agreement_wanted.emit(row.title(), row.gap_level_text(), row.group))
        return row

    # -- typing -----------------------------------------------------------------------------------------------------

    def _on_marked(self, row: RatingRow, column: MarkColumn, bar: StepBar, value: int | None) -> None:
        self.set_mark(column.role, bar, row, value)

    def _show_mark(self, role: PartyRole, bar: StepBar, row: RatingRow, value: int | None) -> None:
        """Show a mark, also when it is undone or redone."""
        before = row.cells()
        bar.show_value(value)
        row.show_gap()
        if row.cells() != before:
            self.inputs_changed.emit()
        # A marked row without a name gets a stored one, which belongs to the parties that own the list.
        self._on_answer_edited({role} | (set() if row.title() else set(row_owners(self.roles))))

    def _on_typed(self, row: RatingRow, role: PartyRole | None) -> None:
        if role is None:
            row.known = set(self.roles)
            row.set_cell_names()
            self._warn_about_same_names()
        self._on_answer_edited(set(self.roles) if role is None else {role})

    def _on_rows_changed(self) -> None:
        self._update_layout()
        self._warn_about_same_names()
        self._on_answer_edited(set(self.roles))

    def _on_answer_edited(self, roles: set[PartyRole]) -> None:
        self._typed |= roles
        self._draw_overview()
        self.edited.emit()

    def _warn_about_same_names(self) -> None:
        """Warn about rows that repeat an earlier name, and show the name each is stored under until it is changed."""
        rows = self.rows()
        names = unique_names([row.title() for row in rows], [row.is_blank() for row in rows])
        for row, name in zip(rows, names, strict=True):
            repeated = bool(row.title()) and name != row.title()
            row.show_warning(f"Der er allerede en række med det navn. Den gemmes som »{name}«." if repeated else "")

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
        hidden = {PartyRole.LEADER} if self._in_conversation and not self._leader_shown else set()
        return set(self.roles) - hidden

    def _update_layout(self) -> None:
        shown, remarks = self._visible(), self._remarks_visible()
        for section in self.grid.sections:
            section.show_titles(self._layout.shown_titles(shown))
        for row in self.rows():
            row.set_shown(shown, remarks)
            row.setVisible(bool(row.known & remarks))  # a name typed only by the leader is private
        self.grid.setVisible(bool(shown))
        self.legend.setVisible(bool(shown))
        if self.remarks:
            self.remarks.set_shown(remarks)
        self._unfit.set_shown(remarks)
        self._draw_overview()
        lay_out_now(self)
        self.inputs_changed.emit()

    def _draw_overview(self) -> None:
        if self._overview:
            self._overview.draw(self.rows(), self._visible())

    def _list_button(self) -> QWidget:
        button = list_button(self.field.title, self)
        button.clicked.connect(self.ask_for_list)
        return button

    def _overall_remarks(self) -> PartyRemarks:
        several, caption = len(self.roles) > 1, self.field.remark
        captions = {
            r: f"{caption}, {party_name(self.context.form, r).lower()}" if several else caption for r in self.roles
        }
        remarks = PartyRemarks(captions, _REMARK_LINES, self)
        remarks.set_accessible_name(self.field.title)
        remarks.edited.connect(lambda role: self._on_answer_edited({role}))
        return remarks
