"""The line at the top of the window that says all the time that the data are invented."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from mus_desktop.model.dates import format_date
from mus_desktop.ui.controls.labels import keep_dates_together, text_label
from mus_desktop.ui.theme.look import set_style_kind

_TEXT = "Eksempeldata: Personerne findes ikke, og dine egne data bliver ikke rørt. Her er det den {day}."
_SHORT_TEXT = "Eksempeldata: Personerne findes ikke."


class SampleBanner(QFrame):
    """The line and its button. ``remove_wanted``: the leader is done with the sample data."""

    remove_wanted = Signal()

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_style_kind(self, "sample")
        self._full_text = keep_dates_together(_TEXT.format(day=format_date(day)))
        self.text = text_label(self._full_text, "strong", wrap=True)
        self.remove = QPushButton("Fjern eksempeldata …")
        self.remove.clicked.connect(self.remove_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self.remove)

    def turn_to_employee(self, turned: bool) -> None:
        """Show only what the data are, as long as the screen is turned towards the employee."""
        self.text.setText(_SHORT_TEXT if turned else self._full_text)
        self.remove.setVisible(not turned)
