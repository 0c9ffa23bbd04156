"""One line of text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.form import PartyRole, TextField
from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.fields.answered import AnsweredWidget
from mus_desktop.ui.fields.base import FieldContext
from mus_desktop.ui.fields.heading import column_for
from mus_desktop.ui.fields.party_input import PartyInput


class TextInput(PartyInput):
    """A party's line."""

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


class TextWidget(AnsweredWidget):
    """Title and a line of text."""

    def __init__(self, field: TextField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        column_for(self, field.title, field.text).addLayout(self.build_inputs())

    def make_input(self, role: PartyRole) -> TextInput:
        return TextInput(lambda: self._on_edited(role), self)
