"""A dialog to record, change or remove one date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.labels import keep_dates_together, labelled, text_label
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.dialogs.typed_day import past_day


class DayDialog(InputDialog):
    """A dialog that asks for the date on which something happened.

    :param suggested: the day shown if none is ``stored``.
    :param latest: today; something recorded has happened.
    :param save: stores the date; called with ``None`` to remove the one already recorded.
    :param obstacle: why the one already recorded cannot be removed; the dialog shows it in place of the button.
    """

    def __init__(
        self,
        title: str,
        label: str,
        stored: date | None,
        suggested: date,
        save: Callable[[date | None], object],
        parent: QWidget | None = None,
        *,
        latest: date,
        obstacle: str = "",
    ) -> None:
        super().__init__(title, "&Gem", parent, characters=54)
        self._save, self._latest = save, latest
        self.day = DateInput(lambda: latest)
        self.day.show_weekday()
        self.day.expect_past()
        self.day.show_day(stored or suggested)
        self.body.addWidget(labelled(label, self.day))
        if obstacle:
            self.body.addWidget(text_label(keep_dates_together(obstacle), "muted", wrap=True))
        elif stored is not None:
            self.remove = self.add_button("&Fjern datoen")
            self.remove.clicked.connect(lambda: self.close_after(partial(save, None)))
        self.day.setFocus()

    def submit(self) -> None:
        self._save(past_day(self.day, self._latest))
