"""The bands of a spread as markup, filled up with room to write until they have a given height."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby
from typing import cast

from mus_desktop.documents.sheets.spread.spread_bands import CELL_HEIGHT, Band, Column, begun_within
from mus_desktop.documents.sheets.spread.spread_items import Centre, Matrix, Part, Piece, theme_of
from mus_desktop.documents.sheets.spread.spread_markup import (
    continued_heading,
    heading,
    heading_below,
    heading_cell,
    inner_width,
    room_in,
)
from mus_desktop.documents.sheets.spread.spread_sizes import PieceSizes
from mus_desktop.documents.sheets.spread.spread_tables import centre_markup, corner, plan_in_centre, side_width
from mus_desktop.documents.word.markup import Cell, Markup, element, joined, paragraph, row, table
from mus_desktop.model.form import NotesField, Tab

_MOST_ROOM = 9.0
_STEPS = 7


class SpreadBands:
    """The bands of one guide at one size of letters; ``room`` scales the usual room to write."""

    def __init__(self, sizes: PieceSizes, room: float, pieces: Sequence[Piece]) -> None:
        self._sizes, self._room, self._pieces = sizes, room, pieces

    def _heading_height(self, start: int, columns: Sequence[Column], units: Sequence[int]) -> int:
        heights = [
            self._sizes.estimate.height(body, inner_width(self._sizes.unit_width(width))) + CELL_HEIGHT
            for body, width, _ in self._headings(start, columns, units)
            if body
        ]
        return max(heights, default=0)

    def _headings(
        self, start: int, columns: Sequence[Column], units: Sequence[int]
    ) -> Iterator[tuple[Markup, int, int]]:
        """Yield each heading of a band with its width and the number of columns below it."""
        found: list[tuple[Tab | None, int, int]] = []
        for tab, group in groupby(zip(columns, units, strict=True), key=lambda pair: _first_tab(pair[0])):
            below = list(group)
            found.append((tab, sum(width for _, width in below), len(below)))
        before = theme_of(self._pieces[start - 1]) if start else None
        for number, (tab, width, count) in enumerate(found):
            # A band with nothing but the rest of the theme above needs no heading.
            continued = number == 0 and tab is not None and before is not None and before.key == tab.key
            if tab is None or (continued and len(found) == 1):
                yield [], width, count
            else:
                yield (continued_heading(tab) if continued else heading(tab)), width, count

    def room(self, band: Band) -> float:
        """Return the weight of ``band`` where the spare height of a page is divided."""
        return max(sum(self._room_of(piece) for piece in column) for column in band.columns)

    def _room_of(self, piece: Piece) -> float:
        if isinstance(piece, Part):
            return room_in(piece.fields)
        if isinstance(piece, Matrix):
            return sum(room_in([note]) for _, note, _, _ in piece.themes)
        return sum(room_in(part.fields) for part in piece.left)

    def filled(self, band: Band, height: int) -> Markup:
        """Return ``band`` as markup of that height, which is at least its own."""
        first = band.columns[0][0]
        if isinstance(first, Matrix):
            return self._grown(lambda room: self._sizes.whole(first, room), self._sizes.width, height)[0]
        if isinstance(first, Centre):
            return self._centre(first, height)
        return self._band(band, height)

    def flowing(self, band: Band) -> Markup:
        """Return the parts of ``band`` one below the other, at the width of the page, for text that no page holds."""
        first = band.columns[0][0]
        if not isinstance(first, Part):
            return self._sizes.whole(first, self._room)
        parts = [cast("Part", piece) for column in band.columns for piece in column]
        begun = [parts[0], *begun_within(tuple(parts))]
        return joined(
            (heading(part.tab) if part in begun else []) + self._sizes.builder.part(part, self._sizes.width, self._room)
            for part in parts
        )

    def _band(self, band: Band, height: int) -> Markup:
        widths = [self._sizes.unit_width(units) for units in band.units]
        # The last column takes the rounding error.
        widths[-1] += self._sizes.width - sum(widths)
        top = self._heading_height(band.start, band.columns, band.units)
        from_top = self._columns_from_top(band) if top else frozenset[int]()
        cells = []
        for number, (column, width) in enumerate(zip(band.columns, widths, strict=True)):
            room = height - CELL_HEIGHT - (0 if number in from_top else top)
            cells.append(Cell(width, self._column(cast("Sequence[Part]", column), inner_width(width), room)))
        rows: Markup = self._heading_row(band, cells, from_top) if top else []
        below = [Cell(c.width, paragraph("Slut"), formatting=[element("vMerge")]) for c in cells]
        rows += row([below[n] if n in from_top else cell for n, cell in enumerate(cells)], height=height - top)
        return table("Samtaletabel", widths, rows, heading=False)

    def _columns_from_top(self, band: Band) -> frozenset[int]:
        """Return the numbers of the columns without a heading above them: they begin beside the other headings."""
        found: list[int] = []
        at = 0
        for body, _, count in self._headings(band.start, band.columns, band.units):
            found += [] if body else range(at, at + count)
            at += count
        return frozenset(found)

    def _heading_row(self, band: Band, columns: Sequence[Cell], from_top: Collection[int]) -> Markup:
        at, cells = 0, []
        for body, _, count in self._headings(band.start, band.columns, band.units):
            below = columns[at : at + count]
            if at in from_top:
                cells += [Cell(c.width, c.body, formatting=[element("vMerge", val="restart")]) for c in below]
            else:
                cells.append(heading_cell(sum(cell.width for cell in below), body, count))
            at += count
        return row(cells)

    def _column(self, parts: Sequence[Part], width: int, height: int) -> Markup:
        inside = begun_within(tuple(parts))

        def build(room: float, notes: float) -> Markup:
            return joined(
                (heading_below(part.tab) if part in inside else []) + self._sizes.builder.part(part, width, room, notes)
                for part in parts
            )

        markup, room = self._grown(lambda both: build(both, both), width, height)
        fields = [field for part in parts for field in part.fields]
        # A table grows by whole rows; the lines of a note take up what is left.
        if any(isinstance(f, NotesField) for f in fields) and not all(isinstance(f, NotesField) for f in fields):
            return self._grown(lambda notes: build(room, notes), width, height, room)[0]
        return markup

    def _grown(
        self, build: Callable[[float], Markup], width: int, height: int, least: float | None = None
    ) -> tuple[Markup, float]:
        """Return what ``build`` makes with the most room to write that keeps it within ``height``, and that room.

        It has at least the room ``least``, without it that of all bands.
        """
        low, high = self._room if least is None else least, _MOST_ROOM
        best, room = build(low), low
        if self._sizes.estimate.height(best, width) >= height:
            return best, room
        for step in range(_STEPS):
            # Most have little to grow, so the first guess is near the least.
            room = low * 1.6 if step == 0 else (low + high) / 2
            markup = build(room)
            if self._sizes.estimate.height(markup, width) <= height:
                best, low = markup, room
            else:
                high = room
        return best, low

    def _centre(self, centre: Centre, height: int) -> Markup:
        builder, width = self._sizes.builder, self._sizes.width
        side = side_width(width)
        of_corner = height // len(centre.left) - CELL_HEIGHT
        rooms = {}
        for part in (*centre.left, *centre.right):
            build = _corner_builder(part, self._sizes, side)
            rooms[part.tab.key] = self._grown(build, inner_width(side), of_corner)[1]
        middle = width - 2 * side
        rooms[centre.plan[0].tab.key] = self._grown(
            lambda room: plan_in_centre(centre, builder, middle, room), inner_width(middle), height - CELL_HEIGHT
        )[1]
        return centre_markup(centre, builder, width, height, rooms)


def _corner_builder(part: Part, sizes: PieceSizes, side: int) -> Callable[[float], Markup]:
    return lambda room: corner(part, sizes.builder, side, room)


def _first_tab(column: Column) -> Tab | None:
    return _tab(column[0])


def _tab(piece: Piece) -> Tab | None:
    return piece.tab if isinstance(piece, Part) else None
