"""A dialog to record, change or remove one date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.labels import labelled
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.dialogs.typed_day import required_day


class DayDialog(InputDialog):
    """A dialog that asks for a date.

    :param save: stores the date; called with ``None`` to remove the one already recorded.
    """

    def __init__(
        self,
        title: str,
        label: str,
        stored: date | None,
        today: date,
        save: Callable[[date | None], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, "&Gem", parent, characters=54)
        self._save = save
        self.day = DateInput(lambda: today)
        self.day.show_day(stored or today)
        self.body.addWidget(labelled(label, self.day))
        if stored is not None:
            self.remove = self.add_button("&Fjern datoen")
            self.remove.clicked.connect(lambda: self.close_after(partial(save, None)))
        self.day.setFocus()

    def submit(self) -> None:
        self._save(required_day(self.day))
