"""The cells of an agreement: a typed input for the type of each column, always stored as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.formspec.cells import step_text, tick_text
from mus_desktop.model.answers import Value
from mus_desktop.model.dates import Today
from mus_desktop.model.form import ColumnType, Form, PlanColumn
from mus_desktop.model.plan import Agreement
from mus_desktop.model.text import is_blank
from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.controls.input_container import InputContainer
from mus_desktop.ui.fields.inputs.typed_choice import TypedChoice
from mus_desktop.ui.fields.inputs.typed_date import TypedDate
from mus_desktop.ui.fields.inputs.typed_input import TypedInput
from mus_desktop.ui.fields.inputs.typed_number import TypedUnitText
from mus_desktop.ui.fields.inputs.typed_text import TypedText
from mus_desktop.ui.fields.inputs.typed_tick import TypedTick
from mus_desktop.ui.fields.plan.additions import Additions
from mus_desktop.ui.fields.rows.row_keys import is_row_action

LINES = 3
_LEAST_CHARS = 12
"""The minimum width of a choice, in characters."""


class PlanCell(InputContainer):
    """One column of one agreement, stored as text. ``target`` is the widget that takes the focus.

    ``additions`` exists if the column may be added to after signature; the row shows it when the plan is signed.
    """

    edited = Signal()

    def __init__(self, column: PlanColumn, form: Form, today: Today, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = column
        set_role(self, "Cell")
        self._stored, self._touched = "", False
        self.input = PLAN_INPUTS[column.type](column, form, today, self)
        self.input.pass_keys_to_parent(is_row_action)
        self.input.edited.connect(self._on_edited)
        self.input_widget = self.target = self.input.target
        self.additions = Additions(column.title, today, self) if column.later else None
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(4)
        # Text fills the cell; any other input is at its top.
        fills = isinstance(self.input, TypedText)
        self._stack.addWidget(self.input.body, 1 if fills else 0)
        if self.additions:
            self._stack.addWidget(self.additions)
        self._fills = fills
        self._stack.addStretch(0 if fills else 1)

    def text(self) -> str:
        """Return the current text, as it is stored; a cell that was not edited returns what was stored."""
        if not self._touched:
            return self._stored
        value = self.input.value()
        return value if isinstance(value, str) else self.input.unparsed_text()

    def show_agreement(self, agreement: Agreement) -> None:
        """Show this column of ``agreement`` without emitting that it was edited."""
        self._stored, self._touched = agreement.cells.get(self.column.key, ""), False
        self.input.set_value(self._stored or None)

    def set_closed(self, closed: bool) -> None:
        """Make the cell read-only, or editable again; what is only read stands together at the top."""
        self.input.set_read_only(closed)
        if self._fills:
            self._stack.setStretch(0, 0 if closed else 1)
            self._stack.setStretch(self._stack.count() - 1, 1 if closed else 0)

    def set_accessible_name(self, name: str) -> None:
        """Set the accessible name of the cell's inputs."""
        self.input.set_accessible_name(name)
        if self.additions:
            self.additions.set_accessible_name(name)

    def set_lines(self, lines: int) -> None:
        """Set the height of the empty cell in lines, if its input can grow."""
        if isinstance(self.input, TypedText):
            self.input.note.set_lines(lines)

    def inputs(self) -> list[QWidget]:
        """Return the widgets that accept keyboard focus, in reading order."""
        return [*self.input.focus_targets(), *(self.additions.inputs() if self.additions else [])]

    def _on_edited(self) -> None:
        self._touched = True
        self.edited.emit()


class PlanTick(TypedTick):
    """A tick, stored as the word that is printed for it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tick_text(True), parent)

    def value(self) -> Value | None:
        return tick_text(True) if self.box.isChecked() else None

    def _show(self, value: Value | None) -> None:
        self.box.setChecked(isinstance(value, str) and not is_blank(value))


def _steps(column: PlanColumn, form: Form) -> Sequence[str]:
    scale = form.scale(column.scale)
    return [step_text(step.value, scale) for step in scale.steps]


PLAN_INPUTS: dict[ColumnType, Callable[[PlanColumn, Form, Today, QWidget], TypedInput]] = {
    ColumnType.TEXT: lambda _column, _form, _today, parent: TypedText(LINES, parent),
    ColumnType.DATE: lambda _column, _form, today, parent: TypedDate(today, parent),
    # Any text is accepted, because *ca. 12.000* is a useful answer too.
    ColumnType.NUMBER: lambda column, _form, _today, parent: TypedUnitText(column.unit, parent),
    ColumnType.CHECK: lambda _column, _form, _today, parent: PlanTick(parent),
    ColumnType.CHOICE: lambda column, _form, _today, parent: TypedChoice(
        column.options, parent, least_chars=_LEAST_CHARS
    ),
    ColumnType.RATING: lambda column, form, _today, parent: TypedChoice(
        _steps(column, form), parent, least_chars=_LEAST_CHARS
    ),
}
"""The input for each type of column."""
