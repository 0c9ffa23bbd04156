"""The open agreements as the rows and columns of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mus_desktop.model.dates import format_date, format_date_short
from mus_desktop.model.group import short_names, shortened_danish_list
from mus_desktop.model.plan import AgreementStatus
from mus_desktop.model.text.comparison import danish_sort_key
from mus_desktop.services.overview.follow_up_list import FollowUpLine
from mus_desktop.ui.people.agreement_list import AGREEMENT_STATUS_WORDS
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.theme.tones import Tone, tone_colour

_Index = QModelIndex | QPersistentModelIndex
_NOTHING = "–"
_LATE = "fristen er overskredet"


class AgreementColumn(IntEnum):
    """The columns, from left to right."""

    PEOPLE = 0
    TEXT = 1
    DUE = 2
    RESPONSIBLE = 3
    STATUS = 4
    NEXT_TALK = 5


HEADINGS = {
    AgreementColumn.PEOPLE: "Medarbejder",
    AgreementColumn.TEXT: "Aftale",
    AgreementColumn.DUE: "Senest",
    AgreementColumn.RESPONSIBLE: "Ansvarlig",
    AgreementColumn.STATUS: "Status",
    AgreementColumn.NEXT_TALK: "Næste samtale",
}


class AgreementTableModel(QAbstractTableModel):
    """The lines that are shown, in the order of one column.

    :param name: returns the name of an employee (id) on screen.
    """

    def __init__(self, look: Look, name: Callable[[int], str], parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._name = look, name
        self._lines: list[FollowUpLine] = []
        self._today = date.min
        self._column, self._order = AgreementColumn.DUE, Qt.SortOrder.AscendingOrder

    @property
    def lines(self) -> Sequence[FollowUpLine]:
        """Return the lines in the order in which they are shown."""
        return self._lines

    def show_lines(self, lines: Sequence[FollowUpLine], today: date) -> None:
        """Show ``lines`` in the order chosen last."""
        self.beginResetModel()
        self._lines, self._today = self._sorted(lines), today
        self.endResetModel()

    def people_text(self, line: FollowUpLine) -> str:
        """Return whom the agreement is about: a name, or the group."""
        names = [self._name(one) for one in line.people]
        return names[0] if len(names) == 1 else f"Gruppe: {shortened_danish_list(short_names(names))}"

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(AgreementColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return HEADINGS[AgreementColumn(section)] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self._lines[index.row()], AgreementColumn(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(line, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._text(line, column) if column in (AgreementColumn.PEOPLE, AgreementColumn.TEXT) else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(line, column)
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(line, column)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._order = AgreementColumn(column), order
        self.beginResetModel()
        self._lines = self._sorted(self._lines)
        self.endResetModel()

    def _sorted(self, lines: Sequence[FollowUpLine]) -> list[FollowUpLine]:
        """Return ``lines`` in order; what has no value in the column is last, whichever way it is sorted."""
        column, reverse = self._column, self._order is Qt.SortOrder.DescendingOrder
        # By due date first, so that lines of the same value come in that order.
        ordered = sorted(lines, key=lambda line: line.due_on or date.max)
        given = [line for line in ordered if _has_value(line, column)]
        given.sort(key=lambda line: self._key(line, column), reverse=reverse)
        return [*given, *(line for line in ordered if not _has_value(line, column))]

    def _key(self, line: FollowUpLine, column: AgreementColumn) -> Any:
        match column:
            case AgreementColumn.DUE:
                return line.due_on
            case AgreementColumn.NEXT_TALK:
                return line.next_talk
            case AgreementColumn.STATUS:
                return [*AgreementStatus].index(line.status)
        return danish_sort_key(self._text(line, column))

    def _text(self, line: FollowUpLine, column: AgreementColumn) -> str:
        match column:
            case AgreementColumn.PEOPLE:
                return self.people_text(line)
            case AgreementColumn.TEXT:
                return line.text or "(uden tekst)"
            case AgreementColumn.DUE:
                return format_date_short(line.due_on) if line.due_on else _NOTHING
            case AgreementColumn.RESPONSIBLE:
                return line.responsible or _NOTHING
            case AgreementColumn.STATUS:
                return AGREEMENT_STATUS_WORDS[line.status]
        return format_date_short(line.next_talk) if line.next_talk else _NOTHING

    def _spoken(self, line: FollowUpLine, column: AgreementColumn) -> str:
        if not _has_value(line, column):
            return "ikke udfyldt"
        if column is AgreementColumn.DUE and line.due_on:
            late = f", {_LATE}" if line.overdue(self._today) else ""
            return f"{format_date(line.due_on)}{late}"
        return self._text(line, column)

    def _colour(self, line: FollowUpLine, column: AgreementColumn) -> Any:
        late = column is AgreementColumn.DUE and line.overdue(self._today)
        if late or not _has_value(line, column):
            return tone_colour(Tone.WARN if late else Tone.QUIET, self._look.tokens)
        return None


def _has_value(line: FollowUpLine, column: AgreementColumn) -> bool:
    values = {
        AgreementColumn.DUE: line.due_on,
        AgreementColumn.RESPONSIBLE: line.responsible,
        AgreementColumn.NEXT_TALK: line.next_talk,
    }
    return bool(values.get(column, line))
