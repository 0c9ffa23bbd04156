"""The heights of the pieces of a spread at every width, for one size of letters and any room to write.

Building a table only to measure it takes longest, so it is measured at a few widths and with three measures of room;
the heights in between are interpolated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mus_desktop.documents.sheets.spread.spread_bands import Measures
from mus_desktop.documents.sheets.spread.spread_items import Centre, Matrix, Part, Piece
from mus_desktop.documents.sheets.spread.spread_markup import (
    LEAST_ROW_SCALE,
    LINE,
    SpreadMarkup,
    continued_heading,
    heading,
    inner_width,
    note_text,
    usual_room,
)
from mus_desktop.documents.sheets.spread.spread_tables import centre_markup, has_board, matrix_markup
from mus_desktop.documents.sheets.spread.spread_widths import GRID
from mus_desktop.documents.word.markup import Markup
from mus_desktop.documents.word.pages.height_estimate import HeightEstimate
from mus_desktop.model.form import Field, InfoField, NotesField, Tab

_ROOMS = (0.2, 0.35, 0.5, 0.75, 1.0, 1.6, 2.2)
"""The measures of room with which pieces as wide as the page are measured."""
_CHANGE = -1
"""Stands for a width where the change of a field with its room is stored."""
_STEP, _NARROW = 2, 8
"""Wide tables are measured at every second width; a width in between counts as the narrower one."""


class PieceSizes:
    """The heights in twips of the pieces of one guide at one size of letters; ``width`` is that of the page."""

    def __init__(self, builder: SpreadMarkup, estimate: HeightEstimate, width: int) -> None:
        self.builder, self.estimate, self.width = builder, estimate, width
        self._has_board = has_board(list(builder.form.fields()))
        self._measured: dict[tuple[int, int], tuple[float, ...]] = {}

    def unit_width(self, units: int) -> int:
        """Return the width of ``units`` of the grid in twips."""
        return self.width * units // GRID

    def measures(self, pieces: Sequence[Piece], room: float) -> Measures:
        """Return the heights of ``pieces`` with ``room`` times the usual room to write."""
        heights = [[self._height(piece, units, room) for units in range(GRID + 1)] for piece in pieces]
        return Measures(heights, lambda at, units, continued: self._heading(pieces[at], units, continued=continued))

    def least_height(self, pieces: Sequence[Piece], room: float) -> float:
        """Return a height below which ``pieces`` cannot be arranged at the width of the page."""
        return sum(self._least_height(piece, room) for piece in pieces)

    def _least_height(self, piece: Piece, room: float) -> float:
        least = _least_units(piece)
        return min(self._height(piece, units, room) * units / GRID for units in range(least, GRID + 1, _STEP))

    def _height(self, piece: Piece, units: int, room: float) -> float:
        if isinstance(piece, Part):
            if units < _least_units(piece):
                return 0
            return sum(self._field(field, piece.tab, units, room) for field in piece.fields)
        key = (id(piece), GRID)
        if key not in self._measured:
            self._measured[key] = tuple(self.estimate.height(self.whole(piece, at), self.width) for at in _ROOMS)
        return _interpolated(room, _ROOMS, self._measured[key])

    def _heading(self, piece: Piece, units: int, *, continued: bool) -> float:
        if not isinstance(piece, Part):
            return 0
        width, tab = inner_width(self.unit_width(units)), piece.tab
        build = continued_heading if continued else heading
        return self._text((id(tab), units + GRID * continued), width, lambda: build(tab))

    def whole(self, piece: Matrix | Centre, room: float) -> Markup:
        """Return the markup of a piece that is as wide as the page."""
        if isinstance(piece, Matrix):
            return matrix_markup(piece, self.width, room, has_board=self._has_board)
        tabs = [part.tab for part in (*piece.left, *piece.plan, *piece.right)]
        return centre_markup(piece, self.builder, self.width, 0, {tab.key: room for tab in tabs})

    def _field(self, field: Field, tab: Tab, units: int, room: float) -> float:
        measured = isinstance(field, NotesField | InfoField) or units <= _NARROW
        units -= 0 if measured else units % _STEP
        width, key = inner_width(self.unit_width(units)), (id(field), units)
        if isinstance(field, NotesField):
            return self._text(key, width, lambda: note_text(field, tab)) + max(LINE, usual_room(field) * room)
        height = self._text(key, width, lambda: self.builder.field(field, tab, width, 1))
        less, more = self._change(field, tab)
        return height + (more if room > 1 else less) * (max(LEAST_ROW_SCALE, room) - 1)

    def _change(self, field: Field, tab: Tab) -> tuple[float, ...]:
        """Return how much a field changes, in twips for the usual room: where it has less, and where it has more."""
        key = (id(field), _CHANGE)
        if key not in self._measured:
            # The wide field has no text that keeps a row from growing; the narrow one may have some that keeps it high.
            wide, narrow = inner_width(self.width), inner_width(self.unit_width(_NARROW))
            least, usual, most = (
                self._field_height(field, tab, wide, room) for room in (LEAST_ROW_SCALE, 1, _ROOMS[-1])
            )
            lower, higher = (self._field_height(field, tab, narrow, room) for room in (LEAST_ROW_SCALE, 1))
            lost = min(usual - least, higher - lower)
            self._measured[key] = (lost / (1 - LEAST_ROW_SCALE), (most - usual) / (_ROOMS[-1] - 1))
        return self._measured[key]

    def _field_height(self, field: Field, tab: Tab, width: int, room: float) -> float:
        return self.estimate.height(self.builder.field(field, tab, width, room), width)

    def _text(self, key: tuple[int, int], width: int, build: Callable[[], Markup]) -> float:
        if key not in self._measured:
            self._measured[key] = (self.estimate.height(build(), width),)
        return self._measured[key][0]


def _least_units(piece: Piece) -> int:
    """Return the least width at which a piece is ever measured."""
    return piece.tightest if isinstance(piece, Part) else GRID


def _interpolated(at: float, places: Sequence[float], values: Sequence[float]) -> float:
    upper = next((n for n in range(1, len(places)) if at <= places[n]), len(places) - 1)
    share = (at - places[upper - 1]) / (places[upper] - places[upper - 1])
    return values[upper - 1] + share * (values[upper] - values[upper - 1])
