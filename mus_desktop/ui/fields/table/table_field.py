"""A table: typed cells in rows that users add, or in the form's own rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.form import PartyRole, TableField
from mus_desktop.ui.fields.field_widget import Arrangement, FieldContext
from mus_desktop.ui.fields.heading import field_layout
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget
from mus_desktop.ui.fields.inputs.party_input import PartyInput
from mus_desktop.ui.fields.rows.list_columns import table_list
from mus_desktop.ui.fields.rows.list_dialog import ListDialog, list_button
from mus_desktop.ui.fields.rows.list_insertion import insert_into_table
from mus_desktop.ui.fields.rows.row_grid import RowGrid
from mus_desktop.ui.fields.rows.row_section import RowStyle
from mus_desktop.ui.fields.table.table_row import MIN_CHARS, TableRow, new_row_id, titles
from mus_desktop.ui.layouts.column_layout import InputCell, InputColumn


class TableInput(PartyInput):
    """A party's table. Blank rows stay on screen and are not stored."""

    body: QWidget

    def __init__(self, field: TableField, context: FieldContext, edited: Callable[[], None], parent: QWidget) -> None:
        super().__init__(edited)
        self._field, self._context = field, context
        self._name = field.title
        self._list_button: QPushButton | None = None
        self.body = QWidget(parent)
        row_style = RowStyle(titles(field), MIN_CHARS, fixed=bool(field.rows), name_suffix=field.title)
        # At least one line to type in, unless the rows are those of the form.
        least = 0 if field.rows else max(field.min_rows, 1)
        self.grid = RowGrid[TableRow](row_style, (), least, self._make_blank, self.body)
        self.grid.changed.connect(edited)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.grid)
        if not field.rows:
            self._offer_list()

    def value(self) -> Value | None:
        rows = (row.stored() for row in self.grid.rows)
        return [row for row in rows if row["cells"]] or None

    def value_or_text(self) -> Value | None:
        rows = (row.value_or_text() for row in self.grid.rows)
        return [row for row in rows if row["cells"]] or None

    def check(self) -> None:
        for row in self.grid.rows:
            row.check()

    def show_value(self, value: Value | None) -> None:
        stored = {row["id"]: row["cells"] for row in value} if isinstance(value, list) else {}
        ids = self._field.rows or tuple(stored)
        self.grid.load([self._row(row_id, stored.get(row_id, {})) for row_id in ids])

    def set_accessible_name(self, name: str) -> None:
        self._name = name
        for row in self.grid.rows:
            self._name_row(row)
        if self._list_button:
            self._list_button.setAccessibleName(f"Indsæt liste: {name}")
        for section in self.grid.sections:
            if section.add_button:
                section.add_button.setAccessibleName(f"Tilføj række: {name}")

    def set_closed(self, closed: bool) -> None:
        self.grid.set_closed(closed)

    def focus_targets(self) -> list[QWidget]:
        return self.grid.inputs()

    def _new_row(self, cells: Mapping[str, Any]) -> TableRow:
        return self._row(new_row_id(), cells)

    def ask_for_list(self) -> ListDialog:
        """Ask for rows from a spreadsheet."""
        columns = table_list(self._field, self._context.form, self._context.today())
        rows = sum(not row.is_blank() for row in self.grid.rows)
        dialog = ListDialog(columns, (), rows=rows, rows_are_named=False, parent=self.body.window())
        dialog.chosen.connect(lambda rows, replace: insert_into_table(self.grid, self._new_row, rows, replace=replace))
        dialog.open()
        return dialog

    def _offer_list(self) -> None:
        self._list_button = list_button(self._name, self.body)
        self._list_button.clicked.connect(self.ask_for_list)
        self.grid.add_extra_button(self._list_button)

    def _make_blank(self, _group: str, parent: QWidget) -> TableRow:
        return self._made(new_row_id(), parent)

    def _row(self, row_id: str, cells: Mapping[str, Any]) -> TableRow:
        row = self._made(row_id, self.grid.sections[0])
        row.show_cells(cells)
        return self.grid.connect_row(row)

    def _made(self, row_id: str, parent: QWidget) -> TableRow:
        row = TableRow(row_id, self._field, self._context, parent)
        row.owner = self._name
        row.edited.connect(self._edited)
        return row

    def _name_row(self, row: TableRow) -> None:
        # ``set_number`` renames the cells only if the number changes, so it is cleared first.
        number, row.owner, row.number = row.number, self._name, 0
        row.set_number(number)


class TableWidget(AnsweredWidget):
    """A title and a table; where several parties answer, their tables are below each other."""

    field: TableField

    def __init__(self, field: TableField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        field_layout(self, field.title, field.text).addLayout(self.build_inputs())
        for made in self._inputs.values():
            if isinstance(made, TableInput):
                made.grid.inputs_changed.connect(self.inputs_changed)

    def make_input(self, role: PartyRole) -> TableInput:
        return TableInput(self.field, self.context, lambda: self._on_edited(role), self)

    def _input_columns(self) -> list[InputColumn]:
        bodies = ((made.body, self._captions.get(role)) for role, made in self._inputs.items())
        return [InputColumn(tuple(InputCell(body, caption) for body, caption in bodies))]

    def set_arrangement(self, arrangement: Arrangement) -> None:
        super().set_arrangement(arrangement)
        for made in self._inputs.values():
            if isinstance(made, TableInput):
                made.grid.set_spacious(arrangement is Arrangement.CONVERSATION)
