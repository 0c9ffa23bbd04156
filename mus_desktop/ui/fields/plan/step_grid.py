"""Steps below each other: ticks, dates and words in columns, or the last two below the tick where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from mus_desktop.ui.fields.plan.step_row import StepRow

_GAP = 16
_INDENT = 26
_UNDER_TICK = 16
"""Where the date begins below a tick, without the gap between the columns."""
_TOP = Qt.AlignmentFlag.AlignTop
_LINES = 3
"""Lines of the grid that each step takes: the tick, below it the date where it is narrow, and the words."""


class StepGrid(QWidget):
    """Lays out ``rows`` in order. ``line`` stands below the first ``before`` of them, such as one that folds."""

    def __init__(self, rows: Sequence[StepRow], line: QWidget, before: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows, self._line, self._before = tuple(rows), line, before
        self._grid, self._narrow = QGridLayout(self), False
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)
        for widget in (line, *(widget for row in self._rows for widget in row.widgets())):
            widget.setParent(self)
        self._place(narrow=False)

    def minimumSizeHint(self) -> QSize:
        """The ticks wrap, so it can be as narrow as a date."""
        return QSize(
            max(row.when.width() for row in self._rows) + _UNDER_TICK + _GAP, super().minimumSizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.make_room()

    def make_room(self) -> None:
        """Lay out for the rows that show now."""
        self._place(narrow=self._narrow)
        self._make_room()

    def _make_room(self) -> None:
        for row in self._rows:
            row.fit(self.fontMetrics())
        shown = [row for row in self._rows if not row.line.isHidden()]
        beside = max((row.width_beside() for row in shown), default=0)
        narrow = self._first_column() + beside + 2 * _GAP > self.width()
        if narrow is not self._narrow:
            self._place(narrow=narrow)

    def _first_column(self) -> int:
        """The width of the longest tick that shows, in pixels."""
        shown = [row for row in self._rows if not row.line.isHidden()]
        return max((row.natural_width() + (_INDENT if row.indented else 0) for row in shown), default=0)

    def _place(self, *, narrow: bool) -> None:
        self._narrow = narrow
        while self._grid.takeAt(0) is not None:
            pass
        self._grid.setColumnMinimumWidth(0, _UNDER_TICK if narrow else self._first_column())
        for number, row in enumerate(self._rows):
            self._place_row(row, _LINES * (number + (number >= self._before)), narrow=narrow)
        self._grid.addWidget(self._line, _LINES * self._before, 0, 1, 3, Qt.AlignmentFlag.AlignLeft | _TOP)

    def _place_row(self, row: StepRow, at: int, *, narrow: bool) -> None:
        row.line.setContentsMargins(_INDENT if row.indented else 0, 0, 0, 0)
        if narrow:
            self._grid.addWidget(row.line, at, 0, 1, 3)
        else:
            self._grid.addWidget(row.line, at, 0, Qt.AlignmentFlag.AlignVCenter)
        below = at + 1 if narrow else at
        self._grid.addWidget(row.when, below, 1, _TOP)
        if row.words is not None and (row.words_below or narrow):
            self._grid.addWidget(row.words, below + 1, 1, 1, 2, _TOP)
        elif row.words is not None:
            self._grid.addWidget(row.words, below, 2, _TOP)
