"""The dialog in which the leader writes an observation of an employee."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from mus_desktop.model.people import Observation
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.labels import labelled
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.dialogs.typed_day import past_day

_PRIVATE = "Kun til dig. Det udskrives aldrig og vises ikke i samtalen."
_LINES = 4


class ObservationDialog(InputDialog):
    """Asks for the day and the words of an observation of the employee called ``name``, and calls ``save``.

    :param stored: the observation to change; ``None`` for a new one.
    :param remove: removes the stored one.
    """

    def __init__(
        self,
        name: str,
        stored: Observation | None,
        save: Callable[[date, str], object],
        today: date,
        parent: QWidget,
        *,
        remove: Callable[[], object] | None = None,
    ) -> None:
        title = "Ny iagttagelse" if stored is None else "Iagttagelse"
        super().__init__(title, "&Gem", parent, text=name, characters=58)
        self._save, self._today = save, today
        self.day = DateInput(lambda: today)
        self.day.show_weekday()
        self.day.show_day(stored.on_date if stored else today)
        self.words = NoteEdit(_LINES, self)
        self.words.set_text(stored.body if stored else "")
        self.body.addWidget(labelled("&Hvad så eller hørte du?", self.words, _PRIVATE))
        self.body.addWidget(labelled("&Dato", self.day))
        if remove is not None:
            self.remove = self.add_button("&Fjern")
            self.remove.clicked.connect(lambda: self.close_after(remove))
        self.words.setFocus()

    def submit(self) -> None:
        self._save(past_day(self.day, self._today), self.words.text())

    def current_input(self) -> object:
        return self.day.content(), self.words.text()
