"""A row of a table: its label if the form defines one, and a cell for each column."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.model.form import ColumnType, TableField
from mus_desktop.ui.fields.field_widget import FieldContext
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.rows.row_section import ColumnTitle
from mus_desktop.ui.fields.rows.stacked_row import StackedRow
from mus_desktop.ui.fields.table.table_cell import TableCell
from mus_desktop.ui.layouts.column_layout import ColumnLayout, InputCell, InputColumn

MIN_CHARS = 15
_WEIGHTS = {ColumnType.TEXT: 1.6, ColumnType.CHECK: 0.6, ColumnType.NUMBER: 0.8, ColumnType.RATING: 1.3}


class TableRow(StackedRow):
    """A row with its ``id``, which in a table with fixed rows is its label. ``owner`` is added to accessible names."""

    def __init__(self, row_id: str, field: TableField, context: FieldContext, parent: QWidget) -> None:
        fixed = bool(field.rows)
        super().__init__("", parent, fixed=fixed)
        self.id = row_id
        self.owner = field.title
        self._table = field
        self._cells = tuple(TableCell(column, context.form.scale, context.today, self) for column in field.columns)
        columns = ColumnLayout(MIN_CHARS, captions_when_wrapped=True)
        lead = (
            [InputColumn((InputCell(self._lead(field.row_texts.get(row_id, ""))),), _WEIGHTS[ColumnType.TEXT])]
            if fixed
            else []
        )
        columns.set_columns(
            lead
            + [
                InputColumn((InputCell(cell, label(cell.column.title, "caption", self)),), weight(cell.column.type))
                for cell in self._cells
            ]
        )
        self.lay_out_row(columns)
        for cell in self._cells:
            cell.edited.connect(self.edited)

    def _lead(self, text: str) -> QWidget:
        """Return the label of one of the form's own rows, with the explanation ``text`` below."""
        name = label(self.id, "strong", self)
        if not text:
            return name
        lead = QWidget(self)
        column = QVBoxLayout(lead)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(name)
        column.addWidget(label(text, "caption", lead), 1, Qt.AlignmentFlag.AlignTop)
        return lead

    def show_cells(self, cells: Mapping[str, Any]) -> None:
        """Show stored cells without emitting a signal."""
        for cell in self._cells:
            cell.show_value(cells.get(cell.column.key))

    def stored(self) -> dict[str, Any]:
        """Return the row as it is stored; blank cells are left out."""
        found = ((cell.column.key, cell.value()) for cell in self._cells)
        return {"id": self.id, "cells": {key: value for key, value in found if value is not None}}

    def value_or_text(self) -> dict[str, Any]:
        """Return what :meth:`show_cells` needs to show the row again, with text that cannot be read as a value."""
        found = ((cell.column.key, cell.input.value_or_text()) for cell in self._cells)
        return {"id": self.id, "cells": {key: value for key, value in found if value is not None}}

    def check(self) -> None:
        """Show the messages about cells that cannot be read, or hide them."""
        for cell in self._cells:
            cell.input.check()

    def is_blank(self) -> bool:
        return not self.stored()["cells"]

    def cells(self) -> list[QWidget]:
        return [cell.target for cell in self._cells]

    def set_cell_names(self) -> None:
        row = self.id if self._table.rows else f"række {self.number}"
        for cell in self._cells:
            cell.set_accessible_name(f"{self.owner}, {row}, {cell.column.title}")

    def name_suffix(self) -> str:
        return f": {self.owner}"

    def set_closed(self, closed: bool) -> None:
        super().set_closed(closed)
        for cell in self._cells:
            cell.set_closed(closed)


def weight(kind: ColumnType) -> float:
    """Return a column's share of the width, by its type."""
    return _WEIGHTS.get(kind, 1)


def titles(field: TableField) -> tuple[ColumnTitle, ...]:
    """Return the titles above the columns."""
    lead = (ColumnTitle("", weight=_WEIGHTS[ColumnType.TEXT]),) if field.rows else ()
    return lead + tuple(ColumnTitle(column.title, column.text, weight(column.type)) for column in field.columns)


def new_row_id() -> str:
    """Return a new id for a row that users add; undo restores the same one."""
    return uuid.uuid4().hex
