"""The dialog that changes the form of a conversation not yet held: the consequences, and the answers that are kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.boxes import ComboBox
from mus_desktop.ui.controls.labels import breakable, labelled, words
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.meeting.second_talk import has_already

_MOST_NAMED = 6
_RULE = (
    "Det, der også spørges om på det nye skema, følger med, og det gør alle aftaler. Resten bliver gemt: Du kan læse "
    "det på medarbejderens side under »Svar fra et andet skema«, og det kommer tilbage, hvis du skifter tilbage."
)


class FormDialog(InputDialog):
    """Move the conversation of ``line`` to another form. ``moved`` is emitted when that is done."""

    moved = Signal()

    def __init__(self, workplace: Workplace, line: ConversationLine, parent: QWidget) -> None:
        text = f"{', '.join(line.people)} · MUS {line.period_and_day} · {line.organisation} – {line.form_title}"
        super().__init__("Skift skema", "&Skift skema", parent, text=text, characters=74)
        self._workplace, self._line = workplace, line
        self._moving, self._id = workplace.form_change, line.conversation.id
        self._whom = tuple(one.id for one in workplace.conversations.open(self._id).employees)
        self._counting: set[str] = set()
        self.form = ComboBox()
        for form in self._moving.forms_for(self._id):
            if form.id != line.form_id:
                if form.counts:
                    self._counting.add(form.id)
                self.form.addItem(f"{form.organisation} – {form.list_name}", form.id)
        self.kept = words("", wrap=True)
        self.kept.setAccessibleName("Hvad der følger med")
        self.second = words("", "warn", wrap=True)
        self.second.setAccessibleName("Anden MUS i perioden")
        self.second.hide()
        self.body.addWidget(labelled("&Nyt skema", self.form))
        self.body.addWidget(self.second)
        self.body.addWidget(self.kept)
        self.body.addWidget(words(_RULE, "muted", wrap=True))
        self.form.currentIndexChanged.connect(self._tell)
        self._tell()

    def store(self) -> None:
        if self.form.currentData() is None:
            raise KnownError("Der er ikke andre skemaer, som samtalen kan holdes på.")
        self._moving.move_to_form(self._id, self.form.currentData())
        self.moved.emit()

    def _tell(self) -> None:
        chosen = self.form.currentData()
        lost = self._moving.unmatched_titles(self._id, chosen) if chosen is not None else []
        self.kept.setText(breakable(_kept_words(lost)))
        self._tell_second(chosen)

    def _tell_second(self, chosen: str | None) -> None:
        """Say who has another MUS in the period, where the conversation would count as one on the chosen form."""
        period = self._line.conversation.period
        counts = chosen in self._counting
        text = has_already(self._workplace, self._whom, period, self._id) if counts else ""
        self.second.setText(breakable(text))
        self.second.setVisible(bool(text))
        self.refit()


def _kept_words(titles: list[str]) -> str:
    if not titles:
        return "Alt, hvad der er skrevet, følger med."
    named = "; ".join(f"»{title}«" for title in titles[:_MOST_NAMED])
    more = len(titles) - _MOST_NAMED
    tail = f" og {more} til" if more > 0 else ""
    return f"Har ingen plads på det nye skema og bliver gemt: {named}{tail}."
