"""The table of open agreements: whole rows are selected, and columns give way before the text of the agreements."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from mus_desktop.services.overview.follow_up_list import FollowUpLine
from mus_desktop.ui.follow_up.agreement_table_model import AgreementColumn, AgreementTableModel
from mus_desktop.ui.theme.text_width import character_width

_WIDEST_DATE = "30. sept. 2027"
_WIDTHS = {AgreementColumn.PEOPLE: 20, AgreementColumn.RESPONSIBLE: 15}
"""The widths of names, in characters; a longer one is elided, and stands whole below the table."""
_LEAST_TEXT = 22
_GIVING_WAY = (AgreementColumn.NEXT_TALK, AgreementColumn.RESPONSIBLE, AgreementColumn.STATUS, AgreementColumn.DUE)
_CELL_PADDING = 16
_LEAST_ROWS = 3


class AgreementTable(QTableView):
    """Shows the lines of ``model``. ``chosen``: Enter or a double-click on them; ``selected``: others are selected."""

    chosen = Signal()
    selected = Signal()

    def __init__(self, model: AgreementTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = model
        self.setModel(model)
        self.setAccessibleName("Åbne aftaler")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(AgreementColumn.TEXT, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(AgreementColumn.DUE, Qt.SortOrder.AscendingOrder)
        self.doubleClicked.connect(lambda _index: self.chosen.emit())
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self.selected.emit())

    def selected_lines(self) -> list[FollowUpLine]:
        """Return the selected lines, from above."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._lines.lines[row] for row in rows]

    def select(self, keys: Collection[str]) -> None:
        """Select the lines with these ids and make the first current; without any, the first line is current."""
        rows = [row for row, line in enumerate(self._lines.lines) if line.id in keys]
        chosen = self.selectionModel()
        self._make_current(rows)
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in rows:
            chosen.select(self._lines.index(row, 0), flags)
        self.selected.emit()

    def fit(self) -> None:
        """Lay out rows and columns for the text size and the width."""
        metrics = self.fontMetrics()
        character, line = character_width(metrics), metrics.lineSpacing()
        self.verticalHeader().setDefaultSectionSize(line + _CELL_PADDING * 3 // 4)
        self.setMinimumHeight(self.horizontalHeader().sizeHint().height() + _LEAST_ROWS * (line + _CELL_PADDING))
        heading = self.horizontalHeader().fontMetrics()
        due = metrics.horizontalAdvance(_WIDEST_DATE)
        talk = max(due, heading.horizontalAdvance("Næste samtale") + line)
        widths = {column: characters * character for column, characters in _WIDTHS.items()}
        widths |= {AgreementColumn.DUE: due, AgreementColumn.NEXT_TALK: talk}
        widths |= {
            AgreementColumn.STATUS: max(metrics.horizontalAdvance("i gang"), heading.horizontalAdvance("Status"))
        }
        widths = {column: width + _CELL_PADDING for column, width in widths.items()}
        widths[AgreementColumn.PEOPLE] = min(widths[AgreementColumn.PEOPLE], self.viewport().width() // 2)
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        self._hide_columns(widths, self.viewport().width() - _LEAST_TEXT * character)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _make_current(self, rows: Sequence[int]) -> None:
        row = rows[0] if rows else 0
        if self._lines.rowCount():
            command = QItemSelectionModel.SelectionFlag.Clear | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self._lines.index(row, AgreementColumn.PEOPLE), command)

    def _hide_columns(self, widths: dict[AgreementColumn, int], room: int) -> None:
        """Hide columns until the text of the agreements has room: all of it stands below the table."""
        needed = sum(widths.values())
        for column in _GIVING_WAY:
            hidden = needed > room
            self.setColumnHidden(column, hidden)
            needed -= widths[column] if hidden else 0
