"""The agreements of a plan, short enough to read a whole year at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mus_desktop.model.dates import written_short
from mus_desktop.model.plan import AgreementStatus
from mus_desktop.services.agreement_lines import AgreementLine
from mus_desktop.ui.labels import words

_STATUS = {
    AgreementStatus.OPEN: "åben",
    AgreementStatus.REACHED: "nået",
    AgreementStatus.IN_PROGRESS: "i gang",
    AgreementStatus.NOT_REACHED: "ikke nået",
    AgreementStatus.DROPPED: "bortfaldet",
    AgreementStatus.CARRIED_ON: "ført videre",
}
_HEADINGS = ("Aftale", "Senest", "Ansvarlig", "Status")
_STRETCH = (6, 0, 3, 0)


class AgreementList(QWidget):
    """A small table of labels: what, by when, who, how it went."""

    def __init__(self, lines: Sequence[AgreementLine], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        for column, heading in enumerate(_HEADINGS):
            self._grid.addWidget(words(heading, "caption"), 0, column)
            self._grid.setColumnStretch(column, _STRETCH[column])
        for row, line in enumerate(lines, 1):
            self._add(row, line)

    def _add(self, row: int, line: AgreementLine) -> None:
        cells = (
            words(line.text or "(uden tekst)", wrap=True),
            words(written_short(line.due_on) if line.due_on else "–", "" if line.due_on else "muted"),
            words(line.responsible or "–", "" if line.responsible else "muted", wrap=True),
            self._status(line),
        )
        for column, cell in enumerate(cells):
            self._grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)

    def _status(self, line: AgreementLine) -> QLabel:
        if line.overdue(self._today):
            return words("frist overskredet", "warn")
        return words(_STATUS[line.status], "good" if line.status is AgreementStatus.REACHED else "muted")
