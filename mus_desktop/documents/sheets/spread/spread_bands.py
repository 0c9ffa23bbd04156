"""The arrangement of a spread: columns side by side in bands across the page, and bands on one page or two.

A page is divided into a grid of narrow units. Parts of the same theme may stand one below the other in a column of a
band. In each band the column that needs most height is widened until the width is used up, so that all end at about the
same height. Which parts share a band or a column is chosen so that all bands together are as low as possible; what is
left of a page then becomes room to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

from mus_desktop.documents.sheets.spread.spread_items import Part, Piece, theme_of
from mus_desktop.documents.sheets.spread.spread_widths import GRID

BAND_GAP = 110
"""The space below a band, in twips."""
ABOVE_HEADING = 160
"""Twips above the heading of a theme that begins below another in a column."""
CELL_HEIGHT = 100
"""Twips of a cell above and below its content, with its border."""
_MOST_IN_BAND = 7
_MOST_IN_COLUMN = 3
_DIVIDED_THEME = (1_300, 300)
"""The height in twips that may be wasted to keep a theme in one band: usually, and where there is very much."""
_DIVIDED_BY_PAGE = (0.12, 0.02)
"""The share of a page that may be wasted to keep a theme on one page: usually, and where there is very much."""

Column = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Columns side by side; ``start`` is the number of the first piece, ``units`` are the widths of the columns."""

    start: int
    columns: tuple[Column, ...]
    units: tuple[int, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Measures:
    """The heights in twips, by the number of the piece: of the pieces for each width in units, and of headings.

    ``heading`` returns that of the theme of a piece for a width in units; it is shorter where the theme ``continued``.
    """

    pieces: Sequence[Sequence[float]]
    heading: Callable[[int, int, bool], float]


class BandArrangement:
    """Finds the bands for the pieces of one form with letters of one size.

    ``comfort`` widens the least width of each column, where there is room enough; below 1 they are tightest.
    """

    def __init__(self, pieces: Sequence[Piece], measures: Measures, comfort: float) -> None:
        self._pieces, self._measures = pieces, measures
        self._crowded = comfort < 1
        self._least = [_least_units(piece, comfort) for piece in pieces]
        self._same = [False, *(_same_theme(before, after) for before, after in pairwise(pieces))]
        self._heights: dict[tuple[int, int], Sequence[float]] = {}
        self._bands: dict[tuple[int, int], Band | None] = {}
        self._best: dict[int, dict[int, list[Band]]] = {}

    def bands(self, start: int, stop: int) -> list[Band]:
        """Return the lowest bands that hold the pieces from number ``start`` up to ``stop``."""
        return self._best_bands(start)[stop]

    def page_break(self, first_page: int, next_page: int) -> int:
        """Return the number of the piece to begin the second page with, so that both pages are about equally full."""
        count = len(self._pieces)
        before = self._best_bands(0)

        def cost(at: int) -> float:
            used = max(bands_height(before[at]) / first_page, bands_height(self.bands(at, count)) / next_page)
            return used + (_DIVIDED_BY_PAGE[self._crowded] if self._same[at] else 0)

        return min(range(1, count), key=cost)

    def _best_bands(self, start: int) -> dict[int, list[Band]]:
        """Return the lowest bands that hold the pieces from ``start``, for each number of the piece after them."""
        if start not in self._best:
            self._best[start] = self._lowest_bands(start)
        return self._best[start]

    def _lowest_bands(self, start: int) -> dict[int, list[Band]]:
        best: dict[int, tuple[float, list[Band]]] = {start: (0, [])}
        for stop in range(start + 1, len(self._pieces) + 1):
            candidates = []
            for first in range(max(start, stop - _MOST_IN_BAND), stop):
                band = self._band(first, stop)
                if band is not None:
                    cost, bands = best[first]
                    divided = first > start and self._same[first]
                    cost += band.height + BAND_GAP + (_DIVIDED_THEME[self._crowded] if divided else 0)
                    candidates.append((cost, [*bands, band]))
            best[stop] = min(candidates, key=lambda one: one[0])
        return {stop: bands for stop, (_, bands) in best.items()}

    def _band(self, start: int, stop: int) -> Band | None:
        if (start, stop) not in self._bands:
            bands = [self._widened(start, sizes) for sizes in self._divisions(start, stop)]
            self._bands[start, stop] = min((b for b in bands if b), key=lambda band: band.height, default=None)
        return self._bands[start, stop]

    def _divisions(self, start: int, stop: int) -> Iterator[tuple[int, ...]]:
        """Yield the ways to divide pieces into columns, as the number of pieces in each.

        A theme that begins below another ends in the same column, so that its heading is over all of it.
        """
        parts = [isinstance(piece, Part) for piece in self._pieces[start:stop]]
        same = [*self._same, False]
        for sizes in _divisions(tuple(one and other for one, other in pairwise(parts))):
            at, right = start, True
            for size in sizes:
                begins_below = not all(same[at + 1 : at + size])
                at += size
                right = right and not (begins_below and same[at])
            if right:
                yield sizes

    def _widened(self, start: int, sizes: tuple[int, ...]) -> Band | None:
        """Return the band with columns of ``sizes`` pieces, as wide as the page; none if they are too wide for it."""
        firsts = [start + before for before in accumulate(sizes, initial=0)][:-1]
        units = [max(self._least[first : first + size]) for first, size in zip(firsts, sizes, strict=True)]
        if len(sizes) > 1 and sum(units) > GRID:
            return None
        columns = [self._column(first, size) for first, size in zip(firsts, sizes, strict=True)]
        heights = [column[width] for column, width in zip(columns, units, strict=True)]
        least = list(units)
        for _ in range(GRID - sum(units)):
            at = heights.index(max(heights))
            spare = GRID - sum(units)
            if min(columns[at][units[at] + 1 : units[at] + spare + 1]) >= heights[at]:
                # No width makes the band lower: the rest is divided evenly.
                at = min(range(len(units)), key=lambda n: units[n] / least[n])
            units[at] += 1
            heights[at] = columns[at][units[at]]
        height = max(heights) + self._headings(firsts, units) + CELL_HEIGHT
        pieces = tuple(tuple(self._pieces[f : f + size]) for f, size in zip(firsts, sizes, strict=True))
        return Band(start, pieces, tuple(units), round(height))

    def _column(self, first: int, size: int) -> Sequence[float]:
        """Return the height of a column of ``size`` pieces for each width, with the headings inside it."""
        if (first, size) not in self._heights:
            begun = [n for n in range(first + 1, first + size) if not self._same[n]]
            self._heights[first, size] = [
                sum(self._measures.pieces[n][units] for n in range(first, first + size))
                + sum(self._measures.heading(n, units, False) + ABOVE_HEADING for n in begun)
                for units in range(GRID + 1)
            ]
        return self._heights[first, size]

    def _headings(self, firsts: Sequence[int], units: Sequence[int]) -> float:
        """Return the height of the row of headings over columns that begin with the pieces ``firsts``."""
        themes: list[tuple[int, int]] = []
        for number, (first, width) in enumerate(zip(firsts, units, strict=True)):
            if number and self._same[first]:
                themes[-1] = (themes[-1][0], themes[-1][1] + width)
            else:
                themes.append((first, width))
        if len(themes) == 1 and self._same[firsts[0]]:
            return 0
        return CELL_HEIGHT + max(self._measures.heading(first, width, self._same[first]) for first, width in themes)


def _least_units(piece: Piece, comfort: float) -> int:
    if not isinstance(piece, Part):
        return GRID
    return piece.tightest if comfort < 1 else min(GRID, round(piece.narrowest * comfort))


def _same_theme(before: Piece, after: Piece) -> bool:
    theme = theme_of(before)
    return theme is not None and isinstance(after, Part) and theme.key == after.tab.key


def begun_within(column: Column) -> list[Piece]:
    """Return the pieces of ``column`` that begin another theme than the one above them."""
    return [after for before, after in pairwise(column) if not _same_theme(before, after)]


@cache
def _divisions(joinable: tuple[bool, ...]) -> tuple[tuple[int, ...], ...]:
    """Return the ways to divide a row into groups; ``joinable`` states for each neighbour whether it may be joined."""
    if not joinable:
        return ((1,),)
    found = []
    for sizes in _divisions(joinable[1:]):
        found.append((1, *sizes))
        if joinable[0] and sizes[0] < _MOST_IN_COLUMN:
            found.append((sizes[0] + 1, *sizes[1:]))
    return tuple(found)


def bands_height(bands: Sequence[Band]) -> int:
    """Return the height of ``bands`` one below the other, in twips."""
    return sum(band.height + BAND_GAP for band in bands)
