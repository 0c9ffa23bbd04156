"""The dialog *Udsæt til*: the new day and time of a conversation that is postponed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mus_desktop.model.days.workdays import next_workday
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.conversation.open_conversation import date_and_time_text
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.labels import keep_dates_together, labelled
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.dialogs.typed_day import required_day
from mus_desktop.ui.meeting.day_off_notice import DayOffNotice
from mus_desktop.ui.meeting.time_input import TimeInput

_WEEK = timedelta(days=7)


class PostponeDialog(InputDialog):
    """Asks for the new day of a conversation; a week later is proposed, moved to the next working day.

    :param save: postpones to a day and time, ``None`` if the new day is not known yet.
    :param remove: records that the conversation is not postponed after all.
    """

    def __init__(
        self,
        line: ConversationLine,
        today: date,
        save: Callable[[date | None, time | None], object],
        remove: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        talk = line.conversation
        before = keep_dates_together(date_and_time_text(talk, weekday=True))
        super().__init__("Udsæt samtalen", "&Udsæt", parent, text=f"Aftalt til {before}." if before else "")
        self._save = save
        self.day, self.at_time = DateInput(lambda: today), TimeInput()
        self.day.show_weekday()
        self.day.show_day(_suggested(talk.on_date, today))
        self.at_time.set_at(talk.at_time)
        inputs = QHBoxLayout()
        inputs.setSpacing(14)
        inputs.addWidget(labelled("Udsæt &til", self.day), 3)
        inputs.addWidget(labelled("K&lokken", self.at_time), 2)
        self.body.addLayout(inputs)
        self.body.addWidget(DayOffNotice(self.day))
        self.day.line.textChanged.connect(self.grow_to_content)
        self.undated = self.add_button("Ny dato er &ikke aftalt")
        self.undated.clicked.connect(lambda: self.close_after(lambda: save(None, None)))
        self.undated.setVisible(talk.postponed_on is None)
        self.remove = self.add_button("&Fjern udsættelsen")
        self.remove.clicked.connect(lambda: self.close_after(remove))
        self.remove.setVisible(talk.postponed_on is not None)
        self.day.setFocus()

    def submit(self) -> None:
        self._save(required_day(self.day), self.at_time.at())

    def current_input(self) -> object:
        return self.day.content(), self.at_time.text()


def _suggested(planned: date | None, today: date) -> date:
    latest = max(planned or today, today)
    return next_workday(latest + _WEEK) if date.max - latest > 2 * _WEEK else latest
