"""The dialog that notes the status of one or several agreements between conversations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.plan import AgreementStatus
from mus_desktop.services.overview.follow_up_list import NOTABLE_STATUSES, FollowUpLine
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.labels import labelled
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.controls.segments import Segment, Segments
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.dialogs.typed_day import past_day
from mus_desktop.ui.people.agreement_list import AGREEMENT_STATUS_WORDS

_TONES = {
    AgreementStatus.REACHED: "good",
    AgreementStatus.IN_PROGRESS: "active",
    AgreementStatus.NOT_REACHED: "warn",
}
_HINT = "Medarbejderen kan se status og kommentar, næste gang I ser tilbage på aftalen."
_LONGEST = 160


class AgreementStatusDialog(InputDialog):
    """Asks for the status of ``lines``, the day and a comment, and calls ``save`` with them.

    :param about: whom the only line is about; several are counted.
    """

    def __init__(
        self,
        lines: Sequence[FollowUpLine],
        about: str,
        save: Callable[[AgreementStatus, date, str], object],
        today: date,
        parent: QWidget,
    ) -> None:
        text = _about(lines[0], about) if len(lines) == 1 else f"Det samme noteres på {len(lines)} aftaler."
        super().__init__("Notér status", "&Gem", parent, text=text, characters=58)
        self._save, self._today = save, today
        words = ((status, AGREEMENT_STATUS_WORDS[status]) for status in NOTABLE_STATUSES)
        self.status = Segments(
            [Segment(status, word[:1].upper() + word[1:], _TONES.get(status, "")) for status, word in words], self
        )
        self.status.show_key(lines[0].status if len({line.status for line in lines}) == 1 else "")
        self.day = DateInput(lambda: today)
        self.day.show_weekday()
        self.day.show_day(today)
        self.comment = NoteEdit(2, self)
        self.body.addWidget(labelled("Status", self.status))
        self.body.addWidget(labelled("Noteret &den", self.day))
        self.body.addWidget(labelled("&Kommentar, hvis du vil", self.comment, _HINT, name="Kommentar"))
        self.status.focus()

    def submit(self) -> None:
        if not self.status.key:
            self.status.focus()
            raise KnownError("Der mangler en status. Vælg, hvordan det går med aftalerne.")
        self._save(AgreementStatus(self.status.key), past_day(self.day, self._today), self.comment.text())

    def current_input(self) -> object:
        return self.status.key, self.day.content(), self.comment.text()


def _about(line: FollowUpLine, about: str) -> str:
    text = line.text if len(line.text) <= _LONGEST else f"{line.text[: _LONGEST - 1].rstrip()}…"
    return f"{about}: {text}"
