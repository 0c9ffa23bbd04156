"""An input for a date, stored as ISO text."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.dates import Today
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.fields.inputs.typed_input import TypedInput, UnreadText, scalar_text


class TypedDate(TypedInput):
    """A date. Text that is not a date stays on screen, with a message when the focus leaves it.

    Its value is then still the date that was there before.
    """

    def __init__(self, today: Today, parent: QWidget) -> None:
        super().__init__(parent)
        self._date = DateInput(today, "Dato", parent)
        self._date.show_weekday()
        self.body, self.line = self._date, self._date.line
        self.target = self.line
        self._date.edited.connect(self.edited)

    def value(self) -> Value | None:
        day = self._date.day_or_kept()
        return day.isoformat() if day else None

    def _show(self, value: Value | None) -> None:
        text = scalar_text(value)
        day = _stored_day(text)
        if isinstance(value, UnreadText):
            self._date.show_text(text, _stored_day(scalar_text(value.kept)))
        elif day is None:
            self._date.show_text(text)
        else:
            self._date.show_day(day)

    def unparsed_text(self) -> str:
        return self._date.unparsed_text()

    def problem(self) -> str:
        return self._date.error_text()

    def check(self) -> None:
        self._date.check()

    def set_accessible_name(self, name: str) -> None:
        self._date.set_accessible_name(name)

    def set_read_only(self, read_only: bool) -> None:
        self._date.set_read_only(read_only)


def _stored_day(text: str) -> date | None:
    """Return the day in a stored text; ``None`` for any other text, also one that only Python takes for a date."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
