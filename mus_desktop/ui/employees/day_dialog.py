"""One day to note, change or take back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.labels import labelled
from mus_desktop.ui.sheets import Sheet
from mus_desktop.ui.typed_day import required_day


class DayDialog(Sheet):
    """Asks for a day; ``chosen`` carries it, or ``None`` when the day already noted is taken back."""

    chosen = Signal(object)

    def __init__(self, title: str, label: str, kept: date | None, today: date, parent: QWidget | None = None) -> None:
        super().__init__(title, "&Gem", parent, characters=54)
        self.day = DateInput(lambda: today)
        self.day.show_day(kept or today)
        self.body.addWidget(labelled(label, self.day))
        if kept is not None:
            self.remove = self.add_button("&Fjern datoen")
            self.remove.clicked.connect(self._on_remove)
        self.day.setFocus()

    def store(self) -> None:
        self.chosen.emit(required_day(self.day))

    def _on_remove(self) -> None:
        self.chosen.emit(None)
        self.accept()
