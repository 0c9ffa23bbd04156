"""Text of one line, or of several."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.form import PartyRole, TextField
from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.fields.field_widget import FieldContext
from mus_desktop.ui.fields.heading import column_for
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget
from mus_desktop.ui.fields.inputs.notes_input import NoteInput
from mus_desktop.ui.fields.inputs.party_input import PartyInput

_MOST_LINES = 12
"""The maximum height of an empty input, in lines; it grows with the text."""


class TextInput(PartyInput):
    """A party's text of one line."""

    body: LineEdit

    def __init__(self, edited: Callable[[], None], parent: QWidget) -> None:
        super().__init__(edited)
        self.body = LineEdit(parent)
        self.body.textChanged.connect(edited)

    def value(self) -> Value | None:
        text = self.body.text()
        return text if text.strip() else None

    def show_value(self, value: Value | None) -> None:
        was_blocked = self.body.blockSignals(True)
        self.body.show_text(value if isinstance(value, str) else "")
        self.body.blockSignals(was_blocked)

    def set_name(self, name: str) -> None:
        self.body.setAccessibleName(name)

    def set_closed(self, closed: bool) -> None:
        self.body.set_read_only(closed)


class LongTextInput(NoteInput):
    """A party's text of several lines; it stays open for typing in a conversation, like a text of one line."""

    def __init__(self, lines: int, edited: Callable[[], None], parent: QWidget) -> None:
        super().__init__(edited, parent)
        self.body.set_lines(min(lines, _MOST_LINES))

    def set_quiet(self, quiet: bool) -> None:
        """Do nothing: only a note becomes less prominent than the common one."""


class TextWidget(AnsweredWidget):
    """A title and an input for text."""

    field: TextField

    def __init__(self, field: TextField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        column_for(self, field.title, field.text).addLayout(self.build_inputs())

    def make_input(self, role: PartyRole) -> PartyInput:
        if self.field.lines > 1:
            return LongTextInput(self.field.lines, lambda: self._on_edited(role), self)
        return TextInput(lambda: self._on_edited(role), self)
