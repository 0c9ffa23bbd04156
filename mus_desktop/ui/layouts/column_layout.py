"""Columns of captioned inputs side by side, on several lines where the width is too small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import accumulate, pairwise

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from mus_desktop.ui.layouts.wrapping_layout import WrappingLayout, takes_space
from mus_desktop.ui.theme.text_width import character_width

_MIN_CHARS_ALONE = 14
_MAX_CHARS = 92
"""About 90 characters of text, and the padding of an input."""


class InputAlignment(Enum):
    """The width of an input in its column: the whole column, or its size hint, aligned to either side."""

    FILL = auto()
    START = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class InputCell:
    """An input with the caption above it."""

    body: QWidget
    caption: QWidget | None = None
    alignment: InputAlignment = InputAlignment.FILL


@dataclass(frozen=True, slots=True)
class InputColumn:
    """Cells in a vertical stack; ``weight`` is the column's share of the width.

    ``least`` is the narrowest it may be, in heights of a line of text, for all columns to fit on one line; 0 if the
    columns move to another line as soon as their shares are too narrow. ``least_pixels`` is the same in pixels, for
    what must be hit; the larger of the two counts.
    """

    cells: tuple[InputCell, ...]
    weight: float = 1
    least: float = 0
    least_pixels: int = 0


class ColumnLayout(WrappingLayout):
    """Lay out columns by weight. A weight of 1 is at least ``min_chars`` average characters wide.

    No column is wider than about 90 characters.
    Columns that do not fit move to another line. Cells of a line end at the same height. Hidden cells take no space.
    :param captions_when_wrapped: show captions only when there are several lines.
    :param hide_when_wrapped: hide everything when there are several lines, for a header row above rows of the same
        columns: each cell then shows its own caption.
    """

    def __init__(self, min_chars: int, *, captions_when_wrapped: bool = False, hide_when_wrapped: bool = False) -> None:
        super().__init__()
        self._min_chars = min_chars
        self._captions_when_wrapped = captions_when_wrapped
        self._hide_when_wrapped = hide_when_wrapped
        self._columns: tuple[InputColumn, ...] = ()
        self._em_height = 0
        self.gap_factor = 1.0

    def fits_on_one_line(self, width: int) -> bool:
        """Return whether all columns fit on one line at ``width``."""
        return len(self._lines(width)) <= 1

    def set_columns(self, columns: Sequence[InputColumn]) -> None:
        """Replace the columns; new widgets are added to the layout."""
        self._columns = tuple(columns)
        known = {id(item.widget()) for item in self._items}
        for cell in (cell for column in columns for cell in column.cells):
            for widget in (cell.caption, cell.body):
                if widget is not None and id(widget) not in known:
                    self.addWidget(widget)
        self.invalidate()

    def invalidate(self) -> None:
        self._em_height = 0
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:
        """Return a cheap estimate; the real height is :meth:`heightForWidth`."""
        width = self._min_column_width() * max(1, round(sum(column.weight for column in self._columns)))
        columns = (sum(cell.body.sizeHint().height() for cell in column.cells) for column in self._columns)
        return QSize(width, max(columns, default=0))

    def minimumSize(self) -> QSize:
        """Return a width below :meth:`_min_column_width`.

        A column alone on its line may shrink, so that large text does not widen the page.
        """
        return QSize(min(self._min_column_width(), self._width_of(_MIN_CHARS_ALONE)), 0)

    def _em(self) -> int:
        """Return the height of a line of text; cached, because it is needed for every cell."""
        if not self._em_height:
            parent = self.parentWidget()
            if parent is None:
                return 16
            self._em_height = parent.fontMetrics().height()
        return self._em_height

    def _gap(self) -> int:
        return round(self._em() * 0.75 * self.gap_factor)

    def _min_column_width(self) -> int:
        return self._width_of(self._min_chars)

    def _width_of(self, count: int) -> int:
        parent = self.parentWidget()
        return count * (character_width(parent.fontMetrics()) if parent is not None else 7)

    def _lines(self, width: int) -> list[list[InputColumn]]:
        """Return the columns of each line; if there are several lines, all columns have equal weight."""
        shown = [
            replace(column, cells=cells)
            for column in self._columns
            if (cells := tuple(filter(_takes_space, column.cells)))
        ]
        total, columns_that_fit = (
            sum(column.weight for column in shown),
            (width + self._gap()) / (self._min_column_width() + self._gap()),
        )
        if total <= columns_that_fit or len(shown) < 2 or self._fits_narrowed(shown, width):
            return [shown] if shown else []
        lines_needed = -int(-total // max(1, columns_that_fit))
        # Balance the lines, instead of filling the first and leaving little for the last.
        per_line = max(total / lines_needed, 1)
        lines: list[list[InputColumn]] = [[]]
        for column in shown:
            filled = sum(c.weight for c in lines[-1])
            if lines[-1] and (filled + column.weight / 2 > per_line or filled + column.weight > columns_that_fit):
                lines.append([])
            lines[-1].append(column)
        return [[InputColumn(column.cells) for column in line] for line in lines]

    def _least(self, column: InputColumn) -> float:
        return max(column.least * self._em(), column.least_pixels)

    def _fits_narrowed(self, columns: Sequence[InputColumn], width: int) -> bool:
        """Return whether the columns fit on one line with each at its least width."""
        needed = sum(map(self._least, columns)) + self._gap() * (len(columns) - 1)
        return all(column.least for column in columns) and needed <= width

    def lay_out_in(self, rect: QRect, *, apply: bool) -> int:
        lines = self._lines(rect.width())
        captions = not self._captions_when_wrapped or len(lines) > 1
        if self._hide_when_wrapped and len(lines) > 1:
            lines = []
        if apply and not (lines and captions):
            self._collapse(bodies_too=not lines)
        y = rect.y()
        for index, line in enumerate(lines):
            y += self._gap() if index else 0
            y += self._place_line(line, QRect(rect.x(), y, rect.width(), 0), captions, apply)
        return y - rect.y()

    def _place_line(self, line: list[InputColumn], rect: QRect, captions: bool, apply: bool) -> int:
        spans = self._spans(line, rect)
        caption_height = max(
            (self._caption_height(c.cells[0], w, captions) for c, (_, w) in zip(line, spans, strict=True))
        )
        stacks = [self._stack(c, w, captions, caption_height) for c, (_, w) in zip(line, spans, strict=True)]
        height = max(stack[-1][1] for stack in stacks)
        if apply:
            for column, (x, width), stack in zip(line, spans, stacks, strict=True):
                stack[-1] = (stack[-1][0], height)
                for cell, (top, bottom) in zip(column.cells, stack, strict=True):
                    self._set_geometry(cell, QRect(x, rect.y() + top, width, bottom - top), captions)
        return height

    def _spans(self, line: list[InputColumn], rect: QRect) -> list[tuple[int, int]]:
        widths = self._widths(line, rect.width() - self._gap() * (len(line) - 1))
        # Edges are rounded and not widths, so that the last column ends at the right edge.
        edges = [round(edge) for edge in accumulate(widths, initial=0.0)]
        return [
            (rect.x() + left + index * self._gap(), right - left) for index, (left, right) in enumerate(pairwise(edges))
        ]

    def _widths(self, line: list[InputColumn], room: float) -> list[float]:
        """Return the width of each column by its weight; none is wider than a line of text that is easily read."""
        widest, total = self._width_of(_MAX_CHARS), sum(column.weight for column in line)
        widths = [0.0] * len(line)
        for index in sorted(range(len(line)), key=lambda one: -line[one].weight):
            weight = line[index].weight
            widths[index] = min(room * weight / total, widest)
            # What a wide column leaves over goes to the narrower ones.
            room, total = room - widths[index], total - weight
        return self._at_least(line, widths)

    def _at_least(self, line: list[InputColumn], widths: list[float]) -> list[float]:
        """Return ``widths``, or where one is below the least of its column, the least of each and a share of the rest.

        If those do not fit either, ``widths`` are returned: the columns are on a line because there is no other way.
        """
        least = [self._least(column) for column in line]
        spare = sum(widths) - sum(least)
        if spare < 0 or all(width >= minimum for width, minimum in zip(widths, least, strict=True)):
            return widths
        total = sum(column.weight for column in line)
        return [minimum + spare * column.weight / total for minimum, column in zip(least, line, strict=True)]

    def _caption_height(self, cell: InputCell, width: int, captions: bool) -> int:
        if not captions or cell.caption is None:
            return 0
        return _height(cell.caption, width) + self._em() // 4

    def _stack(self, column: InputColumn, width: int, captions: bool, caption_height: int) -> list[tuple[int, int]]:
        """Return the top and bottom of each cell's body in the column."""
        spans: list[tuple[int, int]] = []
        for index, cell in enumerate(column.cells):
            start = (
                spans[-1][1] + self._gap() + self._caption_height(cell, width, captions) if index else caption_height
            )
            spans.append((start, start + _height(cell.body, width)))
        return spans

    def _set_geometry(self, cell: InputCell, rect: QRect, captions: bool) -> None:
        cell.body.setGeometry(_aligned(cell, rect))
        if captions and cell.caption is not None:
            height = _height(cell.caption, rect.width())
            cell.caption.setGeometry(rect.x(), rect.y() - self._em() // 4 - height, rect.width(), height)

    def _collapse(self, *, bodies_too: bool) -> None:
        for cell in (cell for column in self._columns for cell in column.cells):
            if cell.caption is not None:
                # Not ``hide()``, which would request another layout while this one is being applied.
                cell.caption.setGeometry(0, 0, 0, 0)
            if bodies_too:
                cell.body.setGeometry(0, 0, 0, 0)


def _takes_space(cell: InputCell) -> bool:
    return takes_space(cell.body)


def _aligned(cell: InputCell, rect: QRect) -> QRect:
    wanted = cell.body.sizeHint().width()
    if cell.alignment is InputAlignment.FILL or wanted >= rect.width():
        return rect
    # ``QRect.right()`` is the last pixel inside, so the edge is one further.
    x = rect.x() if cell.alignment is InputAlignment.START else rect.right() + 1 - wanted
    return QRect(x, rect.y(), wanted, rect.height())


def _height(widget: QWidget, width: int) -> int:
    """Return the height of ``widget`` at ``width``, including nested layouts."""
    layout = widget.layout()
    if layout is not None and layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
