"""The dialog that changes the form of a conversation not yet held, and shows which answers the new form lacks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.choices.form_chooser import FormChooser
from mus_desktop.ui.controls.labels import breakable, labelled, text_label
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.meeting.second_mus import other_mus_notice

_CHOOSE = "Vælg et skema …"
_MAX_TITLES = 6
_EXPLANATION = (
    "Det, der også spørges om på det nye skema, følger med, og det gør alle aftaler. Resten bliver gemt: Du kan læse "
    "det på medarbejderens side under »Svar fra et andet skema«, og det kommer tilbage, hvis du skifter tilbage."
)


class FormDialog(InputDialog):
    """Move the conversation of ``line`` to another form. ``moved`` is emitted when that is done."""

    moved = Signal()

    def __init__(self, workplace: Workplace, line: ConversationLine, parent: QWidget) -> None:
        text = f"{', '.join(line.people)} · MUS {line.period_and_day} · {line.form_name}"
        super().__init__("Skift skema", "&Skift skema", parent, text=text, characters=74)
        self._workplace, self._line = workplace, line
        self._moving, self._id = workplace.form_change, line.conversation.id
        self._employees = tuple(one.id for one in workplace.conversations.open(self._id).employees)
        others = [form for form in self._moving.forms_for(self._id) if form.id != line.form_id]
        self._forms_that_count = {form.id for form in others if form.counts}
        # None is chosen at first: moving a conversation is a decision, not a default.
        self.form = FormChooser(workplace.catalogue.last_used_first(others), _CHOOSE if others else "")
        self.consequences = text_label("", wrap=True)
        self.second_notice = text_label("", "warn", wrap=True)
        self.second_notice.hide()
        self.body.addWidget(labelled("&Nyt skema", self.form))
        self.body.addWidget(self.second_notice)
        self.body.addWidget(self.consequences)
        self.body.addWidget(text_label(_EXPLANATION, "muted", wrap=True))
        self.form.currentIndexChanged.connect(self._update_texts)
        self._update_texts()
        self.form.setFocus()

    def submit(self) -> None:
        if not self.form.count():
            raise KnownError("Der er ikke andre skemaer, som samtalen kan holdes på.")
        if not self.form.form_id():
            self.form.setFocus()
            raise KnownError("Vælg det skema, samtalen skal holdes på i stedet.")
        self._moving.move_to_form(self._id, self.form.form_id())
        self.moved.emit()

    def _update_texts(self) -> None:
        chosen = self.form.form_id()
        text = _consequences_text(self._moving.unmatched_titles(self._id, chosen)) if chosen else ""
        self.consequences.setText(breakable(text))
        self.consequences.setVisible(bool(text))
        self._show_second_notice(chosen)

    def _show_second_notice(self, chosen: str) -> None:
        """Show who already has a MUS in the period, if the conversation counts as one on the chosen form."""
        period = self._line.conversation.period
        counts = chosen in self._forms_that_count
        text = other_mus_notice(self._workplace, self._employees, period, self._id) if counts else ""
        if text != self.second_notice.text():
            announce(self.second_notice, text)
        self.second_notice.setText(breakable(text))
        self.second_notice.setVisible(bool(text))
        self.grow_to_content()


def _consequences_text(titles: list[str]) -> str:
    if not titles:
        return "Alt, hvad der er skrevet, følger med."
    named = "; ".join(f"»{title}«" for title in titles[:_MAX_TITLES])
    more = len(titles) - _MAX_TITLES
    more_text = f" og {more} til" if more > 0 else ""
    return f"Findes ikke i det nye skema og bliver gemt: {named}{more_text}."
