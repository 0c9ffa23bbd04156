"""The agreements of a plan, short enough to read a whole year at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mus_desktop.model.dates import format_date_short
from mus_desktop.model.plan import AgreementStatus
from mus_desktop.services.conversation.agreement_lines import AgreementLine
from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.controls.labels import keep_dates_together, text_label

AGREEMENT_STATUS_WORDS = {
    AgreementStatus.OPEN: "åben",
    AgreementStatus.REACHED: "nået",
    AgreementStatus.IN_PROGRESS: "i gang",
    AgreementStatus.NOT_REACHED: "ikke nået",
    AgreementStatus.DROPPED: "opgivet",
    AgreementStatus.CARRIED_ON: "videreført",
}
_OVERDUE = "frist overskredet"
_HEADINGS = ("Aftale", "Senest", "Ansvarlig", "Status")
_COLUMN_STRETCH = (5, 0, 2, 0)
_WIDEST_TEXTS = {1: "30. sept. 2027", 3: _OVERDUE}
LARGE_POINT_SIZE = 14
"""Text size in points from which four columns do not fit, so that each agreement takes two lines."""


class AgreementList(QWidget):
    """Goal, due date, responsible and outcome of each agreement: a small table, or two lines each at large text."""

    def __init__(self, lines: Sequence[AgreementLine], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        set_role(self, "Table")
        self.setAccessibleName("Aftaler")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        if self.font().pointSizeF() < LARGE_POINT_SIZE:
            self._fill_table(lines)
        else:
            self._fill_lines(lines)

    def _fill_table(self, lines: Sequence[AgreementLine]) -> None:
        for column, heading in enumerate(_HEADINGS):
            self._grid.addWidget(text_label(heading, "caption", role="ColumnHeader"), 0, column)
            self._grid.setColumnStretch(column, _COLUMN_STRETCH[column])
        for column, widest in _WIDEST_TEXTS.items():
            # The same column widths on every year's card, whatever the contents, so that the years can be compared.
            self._grid.setColumnMinimumWidth(column, self.fontMetrics().horizontalAdvance(widest))
        for row, line in enumerate(lines, 1):
            due = format_date_short(line.due_on) if line.due_on else "–"
            cells = (
                text_label(_text(line), wrap=True, role="Cell"),
                text_label(due, "" if line.due_on else "muted", role="Cell"),
                text_label(line.responsible or "–", "" if line.responsible else "muted", wrap=True, role="Cell"),
                self._status(line),
            )
            for column, cell in enumerate(cells):
                cell.setAccessibleName(f"{_HEADINGS[column]}: {cell.text()}")
                self._grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)

    def _fill_lines(self, lines: Sequence[AgreementLine]) -> None:
        self._grid.setColumnStretch(0, 1)
        for number, line in enumerate(lines):
            due = f"senest {format_date_short(line.due_on)}" if line.due_on else ""
            about = " · ".join(part for part in (keep_dates_together(due), line.responsible) if part)
            self._grid.addWidget(text_label(_text(line), wrap=True), number * 3, 0, 1, 2)
            self._grid.addWidget(text_label(about, "muted", wrap=True), number * 3 + 1, 0)
            self._grid.addWidget(self._status(line), number * 3 + 1, 1, Qt.AlignmentFlag.AlignTop)
            self._grid.setRowMinimumHeight(number * 3 + 2, 4)

    def _status(self, line: AgreementLine) -> QLabel:
        if line.overdue(self._today):
            return text_label(_OVERDUE, "warn", role="Cell")
        kind = "good" if line.status is AgreementStatus.REACHED else "muted"
        return text_label(AGREEMENT_STATUS_WORDS[line.status], kind, role="Cell")


def _text(line: AgreementLine) -> str:
    return line.text or "(uden tekst)"
