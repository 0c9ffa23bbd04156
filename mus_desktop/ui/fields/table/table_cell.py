"""The cells of a table: a typed input for the type of each column."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.dates import Today
from mus_desktop.model.form import Column, ColumnType, Scale
from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.controls.input_container import InputContainer
from mus_desktop.ui.fields.inputs.typed_choice import TypedChoice
from mus_desktop.ui.fields.inputs.typed_date import TypedDate
from mus_desktop.ui.fields.inputs.typed_input import TypedInput
from mus_desktop.ui.fields.inputs.typed_number import TypedNumber
from mus_desktop.ui.fields.inputs.typed_step import TypedStep
from mus_desktop.ui.fields.inputs.typed_text import TypedText
from mus_desktop.ui.fields.inputs.typed_tick import TypedTick
from mus_desktop.ui.fields.rows.row_keys import is_row_action

_LEAST_CHARS = 5
"""The minimum width of a choice, in characters: a table may have many columns."""


class TableCell(InputContainer):
    """The cell of ``column`` in one row; ``target`` gets the focus.

    :param scale: returns a scale of the form by its key.
    """

    edited = Signal()

    def __init__(self, column: Column, scale: Callable[[str], Scale], today: Today, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = column
        set_role(self, "Cell")
        self.input = CELL_INPUTS[column.type](column, scale, today, self)
        # So that the keys for adding, moving and removing rows reach the grid from every cell.
        self.input.pass_keys_to_parent(is_row_action)
        self.input.edited.connect(self.edited)
        self.input_widget = self.target = self.input.target
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        # Text fills the cell; any other input is at its top.
        fills = isinstance(self.input, TypedText)
        layout.addWidget(self.input.body, 1 if fills else 0)
        if not fills:
            layout.addStretch(1)

    def value(self) -> Value | None:
        """Return the current value, ``None`` if blank."""
        return self.input.value()

    def show_value(self, value: Value | None) -> None:
        """Show a stored value without emitting a signal."""
        self.input.set_value(value)

    def set_closed(self, closed: bool) -> None:
        """Close for typing or open again."""
        self.input.set_read_only(closed)

    def set_accessible_name(self, name: str) -> None:
        """Set the accessible name of the cell."""
        self.input.set_accessible_name(name)


CELL_INPUTS: dict[ColumnType, Callable[[Column, Callable[[str], Scale], Today, QWidget], TypedInput]] = {
    ColumnType.TEXT: lambda _column, _scale, _today, parent: TypedText(1, parent),
    ColumnType.DATE: lambda _column, _scale, today, parent: TypedDate(today, parent),
    ColumnType.NUMBER: lambda column, _scale, _today, parent: TypedNumber(column.unit, parent),
    ColumnType.CHECK: lambda _column, _scale, _today, parent: TypedTick("", parent),
    ColumnType.CHOICE: lambda column, _scale, _today, parent: TypedChoice(
        column.options, parent, least_chars=_LEAST_CHARS
    ),
    ColumnType.RATING: lambda column, scale, _today, parent: TypedStep(scale(column.scale).steps, parent),
}
"""The input for each type of column."""
