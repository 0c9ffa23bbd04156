"""Steps in a vertical list: ticks, dates and texts in columns, or date and text below the tick if it is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from mus_desktop.ui.fields.plan.step_row import StepRow
from mus_desktop.ui.theme.text_width import character_width

_GAP = 16
_INDENT = 26
_UNDER_TICK = 16
"""The indent of a date below its tick, in pixels, without the gap between the columns."""
_TICK, _UNDER_INDENTED, _DATE, _WORDS = range(4)
"""The columns. Below a tick the date starts in the second column, below an indented tick in the third."""
_COLUMNS = 4
_MIN_CHARS = 26
"""The room a tick needs, in average characters: with less, the date moves below it; until then the tick wraps."""
_TOP, _LEFT = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignLeft
_LINES = 3
"""Grid lines per step: the tick, below it the date if the grid is narrow, and the text."""
_ANY_WIDTH = 16_777_215  # Qt's own largest width, which PySide6 does not export


@dataclass(frozen=True, slots=True)
class _StepLayout:
    """How the steps are laid out: tick width in pixels, 0 if the dates are below; whether the texts are beside."""

    ticks: int = 0
    words_beside: bool = False

    @property
    def is_narrow(self) -> bool:
        """Return whether the dates are below the ticks."""
        return self.ticks == 0


class StepGrid(QWidget):
    """Lays out ``rows`` in order. ``line`` is inserted after the first ``before`` of them, for example a fold line."""

    def __init__(self, rows: Sequence[StepRow], line: QWidget, before: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows, self._line, self._before = tuple(rows), line, before
        self._grid, self._fit = QGridLayout(self), _StepLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(_WORDS, 1)
        for widget in self._widgets():
            widget.setParent(self)
        self._place()

    def minimumSizeHint(self) -> QSize:
        """Return the width of a date below a tick; the ticks themselves wrap."""
        dates = [row.date_input.width() + (_INDENT if row.indented else 0) for row in self._shown()]
        return QSize(max(dates, default=0) + _UNDER_TICK + _GAP, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.lay_out_visible_rows()

    def lay_out_visible_rows(self) -> None:
        """Lay out the rows that are visible now."""
        self._update_fit()
        self._place()

    def _update_fit(self) -> None:
        for row in self._rows:
            row.fit(self.fontMetrics())
        fit = self._best_fit()
        if fit != self._fit:
            self._fit = fit
            self._place()

    def _best_fit(self) -> _StepLayout:
        """Return the layout that fits the visible rows in the available width."""
        shown = self._shown()
        wanted = max((row.natural_width() + (_INDENT if row.indented else 0) for row in shown), default=0)
        minimum = min(wanted, character_width(self.fontMetrics()) * _MIN_CHARS)
        available = self.width() - max((row.date_input.width() for row in shown), default=0) - _GAP
        if available < minimum:  # not even a wrapped tick fits beside its date
            return _StepLayout()
        below = max((row.words_width() for row in shown if row.words_below), default=0)
        ticks = min(wanted, available, max(self.width() - below - _GAP, minimum))
        words = max((row.words_width() for row in shown if not row.words_below), default=0)
        return _StepLayout(ticks, words_beside=ticks + _GAP + words <= available)

    def _shown(self) -> list[StepRow]:
        return [row for row in self._rows if not row.line.isHidden()]

    def _widgets(self) -> list[QWidget]:
        return [self._line, *(widget for row in self._rows for widget in row.widgets())]

    def _place(self) -> None:
        fit = self._fit
        for widget in self._widgets():  # not takeAt: items that Python still holds keep a stale height for their width
            self._grid.removeWidget(widget)
        self._grid.setColumnMinimumWidth(_TICK, _UNDER_TICK if fit.is_narrow else fit.ticks)
        self._grid.setColumnMinimumWidth(_UNDER_INDENTED, _INDENT - _GAP if fit.is_narrow else 0)
        for number, row in enumerate(self._rows):
            row.line.setContentsMargins(_INDENT if row.indented else 0, 0, 0, 0)
            row.line.setMaximumWidth(fit.ticks or _ANY_WIDTH)
            place = self._place_below if fit.is_narrow else self._place_beside
            place(row, _LINES * (number + (number >= self._before)))
        self._grid.addWidget(self._line, _LINES * self._before, 0, 1, _COLUMNS, _LEFT | _TOP)

    def _place_beside(self, row: StepRow, row_number: int) -> None:
        self._grid.addWidget(row.line, row_number, _TICK, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(row.date_input, row_number, _DATE, _TOP)
        if row.captioned_words is not None and self._fit.words_beside and not row.words_below:
            self._grid.addWidget(row.captioned_words, row_number, _WORDS, _TOP)
        elif row.captioned_words is not None:
            self._grid.addWidget(row.captioned_words, row_number + 1, _DATE, 1, _COLUMNS - _DATE, _TOP)

    def _place_below(self, row: StepRow, row_number: int) -> None:
        left = _DATE if row.indented else _UNDER_INDENTED
        self._grid.addWidget(row.line, row_number, _TICK, 1, _COLUMNS)
        self._grid.addWidget(row.date_input, row_number + 1, left, 1, _COLUMNS - left, _LEFT | _TOP)
        if row.captioned_words is not None:
            self._grid.addWidget(row.captioned_words, row_number + 2, left, 1, _COLUMNS - left, _TOP)
