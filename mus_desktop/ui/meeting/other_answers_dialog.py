"""Read-only answers from an earlier form of the conversation that have no place on its current form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.form_change import CarriedOverAnswer
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.dialogs.input_dialog import InputDialog

_WHOSE = {
    PartyRole.EMPLOYEE: "Medarbejderens forberedelse",
    PartyRole.LEADER: "Lederens forberedelse",
    PartyRole.SHARED: "Fælles",
}
_TEXT = "Det står ikke på det skema, samtalen holdes på nu. Det kommer tilbage, hvis du skifter tilbage."


class OtherAnswersDialog(InputDialog):
    """List ``answers``, form by form. For the leader only, because it includes preparations."""

    def __init__(self, answers: Sequence[CarriedOverAnswer], parent: QWidget) -> None:
        super().__init__("Svar fra et andet skema", "&Luk", parent, text=_TEXT, characters=74)
        self.cancel.hide()
        form = ""
        for answer in answers:
            if answer.form_title != form:
                form = answer.form_title
                self.body.addWidget(text_label(form, "heading", wrap=True))
            self.body.addWidget(text_label(f"{answer.title} · {_WHOSE[answer.party]}", "muted", wrap=True))
            self.body.addWidget(text_label(answer.text, wrap=True))
