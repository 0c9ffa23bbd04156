"""The cells of an agreement for values other than free text: date, number, tick and choice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mus_desktop.formspec.cells import check_text, step_text
from mus_desktop.model.dates import Today
from mus_desktop.model.form import ColumnType, Form, PlanColumn
from mus_desktop.model.plan import Agreement
from mus_desktop.ui.controls.boxes import ComboBox
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.controls.tick_line import TickLine
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.plan.plan_cell import PlanCell, PlanTextCell
from mus_desktop.ui.fields.rows.row_keys import is_act


def make_cell(column: PlanColumn, form: Form, people: Sequence[str], today: Today, parent: QWidget) -> PlanCell:
    """Return a cell for the type of ``column``."""
    match column.type:
        case ColumnType.DATE:
            return PlanDateCell(column, today, parent)
        case ColumnType.NUMBER:
            return PlanNumberCell(column, today, parent)
        case ColumnType.CHECK:
            return TickCell(column, today, parent)
        case ColumnType.CHOICE:
            return PickCell(column, column.options, today, parent)
        case ColumnType.RATING:
            scale = form.scale(column.scale)
            return PickCell(column, [step_text(step.value, scale) for step in scale.steps], today, parent)
        case _:
            return PlanTextCell(column, people, today, parent)


class PlanDateCell(PlanCell):
    """A date, stored as ISO text; text that cannot be read as a date is stored unchanged."""

    def __init__(self, column: PlanColumn, today: Today, parent: QWidget) -> None:
        super().__init__(column, today, parent)
        self.input = DateInput(today, "Dato", self)
        self.input.line.passes = is_act
        self.input.edited.connect(self.edited)
        self.target = self.input.line
        self.stack.addWidget(self.input)
        self.stack.addStretch(1)

    def text(self) -> str:
        day = self.input.day()
        return day.isoformat() if day else self.input.line.text()

    def show_agreement(self, agreement: Agreement) -> None:
        text = agreement.cells.get(self.column.key, "")
        was_blocked = self.blockSignals(True)
        try:
            self.input.show_day(date.fromisoformat(text) if text else None)
        except ValueError:
            self.input.line.show_text(text)
        self.blockSignals(was_blocked)

    def set_name(self, name: str) -> None:
        super().set_name(name)
        self.input.set_name(name)

    def set_closed(self, closed: bool) -> None:
        self.input.set_read_only(closed)


class PlanNumberCell(PlanCell):
    """A number with its unit beside it, stored as typed, because *ca. 12.000* is a useful answer too."""

    def __init__(self, column: PlanColumn, today: Today, parent: QWidget) -> None:
        super().__init__(column, today, parent)
        self.line = LineEdit(self)
        self.line.passes = is_act
        self.line.textChanged.connect(self.edited)
        self.target = self.line
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        if column.unit:
            row.addWidget(label(column.unit, "muted", self))
        self.stack.addLayout(row)
        self.stack.addStretch(1)

    def text(self) -> str:
        return self.line.text()

    def show_agreement(self, agreement: Agreement) -> None:
        was_blocked = self.line.blockSignals(True)
        self.line.show_text(agreement.cells.get(self.column.key, ""))
        self.line.blockSignals(was_blocked)

    def set_closed(self, closed: bool) -> None:
        self.line.set_read_only(closed)


class TickCell(PlanCell):
    """A tick, stored as the word that is printed for it."""

    def __init__(self, column: PlanColumn, today: Today, parent: QWidget) -> None:
        super().__init__(column, today, parent)
        self._line = TickLine(check_text(True), self)
        self._line.box.toggled.connect(self.edited)
        self.target = self._line.box
        self.stack.addWidget(self._line)
        self.stack.addStretch(1)

    def text(self) -> str:
        return self._line.words if self._line.box.isChecked() else ""

    def show_agreement(self, agreement: Agreement) -> None:
        was_blocked = self._line.box.blockSignals(True)
        self._line.box.setChecked(bool(agreement.cells.get(self.column.key, "").strip()))
        self._line.box.blockSignals(was_blocked)

    def set_closed(self, closed: bool) -> None:
        self._line.set_closed(closed)


class PickCell(PlanCell):
    """One of a few texts, or none; a stored text that is not among them is added to the choices."""

    def __init__(self, column: PlanColumn, options: Sequence[str], today: Today, parent: QWidget) -> None:
        super().__init__(column, today, parent)
        self.box = ComboBox(self)
        self.box.addItems(["", *options])
        self.box.currentIndexChanged.connect(self.edited)
        self.target = self.box
        self.stack.addWidget(self.box)
        self.stack.addStretch(1)

    def text(self) -> str:
        return self.box.currentText()

    def show_agreement(self, agreement: Agreement) -> None:
        text = agreement.cells.get(self.column.key, "")
        was_blocked = self.box.blockSignals(True)
        if self.box.findText(text) < 0:
            self.box.addItem(text)
        self.box.setCurrentIndex(self.box.findText(text))
        self.box.blockSignals(was_blocked)

    def set_closed(self, closed: bool) -> None:
        self.box.setEnabled(not closed)
