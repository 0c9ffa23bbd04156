"""The input for a longer time away, such as leave. The reason is not asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from mus_desktop.model.people import Absence
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.dialogs.typed_day import required_day, typed_day

_HINT = (
    "Orlov, barsel eller andet længere fravær; årsagen gemmes ikke. Medarbejderen bliver på listen og har stadig ret "
    "til MUS."
)


class AbsenceInput(QWidget):
    """A tick with the first day, and the last one if it is known."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_away = QCheckBox("F&raværende fra")
        self.from_on, self.until_on = DateInput(today), DateInput(today, "Ukendt")
        self.from_on.set_accessible_name("Fraværende fra, dato")
        self.until_on.set_accessible_name("Fraværende til og med, dato")
        self.from_on.show_day(today())
        self._lay_out()
        self.is_away.toggled.connect(self._on_toggled)
        self._on_toggled(away=False)

    def show_absence(self, absence: Absence | None) -> None:
        """Show a stored absence; ``None`` if there is none."""
        self.is_away.setChecked(absence is not None)
        if absence is not None:
            self.from_on.show_day(absence.from_on)
            self.until_on.show_day(absence.until_on)

    def absence(self) -> Absence | None:
        """Return what was entered, ``None`` without a tick. :raises KnownError: a date is missing or cannot be read."""
        if not self.is_away.isChecked():
            return None
        return Absence(required_day(self.from_on), typed_day(self.until_on))

    def content(self) -> object:
        """Return what is entered, for comparing it later."""
        return self.is_away.isChecked(), self.from_on.content(), self.until_on.content()

    def _on_toggled(self, away: bool) -> None:
        self.from_on.setEnabled(away)
        self.until_on.setEnabled(away)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self.is_away, 0, 0)
        grid.addWidget(self.from_on, 0, 1)
        grid.addWidget(text_label("til og med"), 1, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.until_on, 1, 1)
        column.addLayout(grid)
        column.addWidget(text_label(_HINT, "caption", wrap=True))
