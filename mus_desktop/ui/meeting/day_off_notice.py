"""A line below a planned day that says so if nobody works on it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from mus_desktop.model.dates import format_date
from mus_desktop.model.days.workdays import day_off_name
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.labels import keep_dates_together
from mus_desktop.ui.theme.look import set_style_kind


class DayOffNotice(QLabel):
    """Shows ``25. december 2026 er juledag.`` while ``day`` is a weekend or holiday; it is a hint, never a block."""

    def __init__(self, day: DateInput) -> None:
        super().__init__(wordWrap=True)
        self._day = day
        set_style_kind(self, "warn")
        day.line.textChanged.connect(self.update_text)  # not ``edited``: also a day that is stored already
        self.update_text()

    def update_text(self) -> None:
        """Show or hide the hint about the day in the input."""
        day = self._day.day()
        name = day_off_name(day) if day else ""
        self.setText(keep_dates_together(f"{format_date(day)} er {name}.") if day and name else "")
        self.setVisible(bool(name) and self.parentWidget() is not None)
        if name and self.isVisible():
            announce(self, self.text())
