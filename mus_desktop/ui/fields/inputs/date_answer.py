"""A date, stored as ISO text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.dates import Today
from mus_desktop.model.form import DateField, PartyRole
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.fields.field_widget import FieldContext
from mus_desktop.ui.fields.heading import column_for
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget
from mus_desktop.ui.fields.inputs.party_input import PartyInput
from mus_desktop.ui.layouts.column_layout import Hold


class DateAnswer(PartyInput):
    """A party's date. Text that is not a date stays on screen and is stored as no answer."""

    body: DateInput

    def __init__(self, edited: Callable[[], None], today: Today, parent: QWidget) -> None:
        super().__init__(edited)
        self.body = DateInput(today, "Dato", parent)
        self.body.edited.connect(edited)

    def value(self) -> Value | None:
        day = self.body.day()
        return day.isoformat() if day else None

    def show_value(self, value: Value | None) -> None:
        self.body.show_day(date.fromisoformat(value) if isinstance(value, str) else None)

    def set_name(self, name: str) -> None:
        self.body.set_name(name)

    def set_closed(self, closed: bool) -> None:
        self.body.set_read_only(closed)

    def targets(self) -> list[QWidget]:
        return [self.body.line]


class DateWidget(AnsweredWidget):
    """A title and a date."""

    hold = Hold.START

    def __init__(self, field: DateField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        column_for(self, field.title, field.text).addLayout(self.build_inputs())

    def make_input(self, role: PartyRole) -> DateAnswer:
        return DateAnswer(lambda: self._on_edited(role), self.context.today, self)
