"""A number with an optional unit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.form import NumberField, PartyRole
from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.controls.number_text import number_text, read_number
from mus_desktop.ui.fields.field_widget import FieldContext
from mus_desktop.ui.fields.heading import column_for, label
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget
from mus_desktop.ui.fields.inputs.party_input import PartyInput

_UNREADABLE = "Skriv et tal, for eksempel 12 eller 12,5."
_CHARS = 14


class NumberInput(PartyInput):
    """A party's number. Text that is not a number stays on screen and is stored as no answer."""

    def __init__(self, unit: str, edited: Callable[[], None], parent: QWidget) -> None:
        super().__init__(edited)
        self.body = QWidget(parent)
        self.line = LineEdit(self.body, chars=_CHARS)
        self.line.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.line.textChanged.connect(edited)
        self.line.editingFinished.connect(self._complain)
        self._complaint: QLabel = label(_UNREADABLE, "warn", self.body)
        self._complaint.hide()
        line = QHBoxLayout()
        line.addWidget(self.line)
        line.addWidget(label(unit, "muted", self.body), 1)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self._complaint)

    def value(self) -> Value | None:
        return read_number(self.line.text())

    def show_value(self, value: Value | None) -> None:
        was_blocked = self.line.blockSignals(True)
        known = isinstance(value, int | float) and not isinstance(value, bool)
        self.line.show_text(number_text(value) if known else "")  # type: ignore[arg-type]  # checked in known
        self.line.blockSignals(was_blocked)
        self._complaint.hide()

    def set_name(self, name: str) -> None:
        self.line.setAccessibleName(name)

    def set_closed(self, closed: bool) -> None:
        self.line.set_read_only(closed)

    def targets(self) -> list[QWidget]:
        return [self.line]

    def _complain(self) -> None:
        self._complaint.setVisible(self.value() is None and bool(self.line.text().strip()))


class NumberWidget(AnsweredWidget):
    """A title and a number."""

    field: NumberField

    def __init__(self, field: NumberField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        column_for(self, field.title, field.text).addLayout(self.build_inputs())

    def make_input(self, role: PartyRole) -> NumberInput:
        return NumberInput(self.field.unit, lambda: self._on_edited(role), self)
