"""The fields with one value per party: a text, a date, a number, a tick."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from mus_desktop.model.form import CheckField, DateField, NumberField, PartyRole, TextField
from mus_desktop.ui.fields.field_widget import FieldContext
from mus_desktop.ui.fields.heading import field_layout
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget
from mus_desktop.ui.fields.inputs.notes_input import NoteInput
from mus_desktop.ui.fields.inputs.party_input import PartyInput, TypedAnswer
from mus_desktop.ui.fields.inputs.typed_date import TypedDate
from mus_desktop.ui.fields.inputs.typed_input import TypedInput
from mus_desktop.ui.fields.inputs.typed_number import TypedNumber
from mus_desktop.ui.fields.inputs.typed_text import TypedLine
from mus_desktop.ui.fields.inputs.typed_tick import TypedTick
from mus_desktop.ui.layouts.column_layout import InputAlignment

_NUMBER_CHARS = 14
_MOST_LINES = 12
"""The maximum height of an empty input, in lines; it grows with the text."""


class TypedWidget(AnsweredWidget):
    """Base of the fields whose answers are typed inputs."""

    @abstractmethod
    def make_typed(self) -> TypedInput:
        """Return a new typed input."""

    def make_input(self, role: PartyRole) -> PartyInput:
        return TypedAnswer(self.make_typed(), lambda: self._on_edited(role))


class TextWidget(TypedWidget):
    """A title and an input for text."""

    field: TextField

    def __init__(self, field: TextField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        field_layout(self, field.title, field.text).addLayout(self.build_inputs())

    def make_input(self, role: PartyRole) -> PartyInput:
        if self.field.lines > 1:
            return LongTextInput(self.field.lines, lambda: self._on_edited(role), self)
        return super().make_input(role)

    def make_typed(self) -> TypedLine:
        return TypedLine(self)


class DateWidget(TypedWidget):
    """A title and a date."""

    alignment = InputAlignment.START

    def __init__(self, field: DateField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        field_layout(self, field.title, field.text).addLayout(self.build_inputs())

    def make_typed(self) -> TypedDate:
        return TypedDate(self.context.today, self)


class NumberWidget(TypedWidget):
    """A title and a number."""

    field: NumberField

    def __init__(self, field: NumberField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        field_layout(self, field.title, field.text).addLayout(self.build_inputs())

    def make_typed(self) -> TypedNumber:
        return TypedNumber(self.field.unit, self, chars=_NUMBER_CHARS)


class CheckWidget(TypedWidget):
    """A check box next to the title; with several parties the title is above, and each party has a check box."""

    def __init__(self, field: CheckField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        field_layout(self, field.title if self._captioned() else "", field.text).addLayout(self.build_inputs())

    def make_typed(self) -> TypedTick:
        return TypedTick("Ja" if self._captioned() else self.field.title, self)


class LongTextInput(NoteInput):
    """A party's text of several lines; it stays open for typing in a conversation, like a text of one line."""

    def __init__(self, lines: int, edited: Callable[[], None], parent: QWidget) -> None:
        super().__init__(edited, parent)
        self.body.set_lines(min(lines, _MOST_LINES))

    def set_secondary(self, quiet: bool) -> None:
        """Do nothing: only a note becomes less prominent than the common one."""
