"""A check box; blank is not ticked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.form import CheckField, PartyRole
from mus_desktop.ui.controls.tick_line import TickLine
from mus_desktop.ui.fields.field_widget import FieldContext
from mus_desktop.ui.fields.heading import column_for
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget
from mus_desktop.ui.fields.inputs.party_input import PartyInput


class CheckInput(PartyInput):
    """A party's check box."""

    body: TickLine

    def __init__(self, words: str, edited: Callable[[], None], parent: QWidget) -> None:
        super().__init__(edited)
        self.body = TickLine(words, parent)
        self.body.box.toggled.connect(edited)

    def value(self) -> Value | None:
        return True if self.body.box.isChecked() else None

    def show_value(self, value: Value | None) -> None:
        was_blocked = self.body.box.blockSignals(True)
        self.body.box.setChecked(value is True)
        self.body.box.blockSignals(was_blocked)

    def set_name(self, name: str) -> None:
        self.body.box.setAccessibleName(name)

    def set_closed(self, closed: bool) -> None:
        self.body.set_closed(closed)

    def targets(self) -> list[QWidget]:
        return [self.body.box]


class CheckWidget(AnsweredWidget):
    """A check box next to the title; with several parties the title is above, and each party has a check box."""

    def __init__(self, field: CheckField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        column_for(self, field.title if self._captioned() else "", field.text).addLayout(self.build_inputs())

    def make_input(self, role: PartyRole) -> CheckInput:
        return CheckInput("Ja" if self._captioned() else self.field.title, lambda: self._on_edited(role), self)
