"""The least width of each kind of field on a spread: of its columns with their longest words, and of handwriting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from mus_desktop.documents.sheets.field_markup import DAY, REMARK
from mus_desktop.documents.word.pages.text_measure import text_width
from mus_desktop.documents.word.paper_size import A3_LANDSCAPE
from mus_desktop.documents.word.template_names import unfolded_columns
from mus_desktop.documents.word.widths import least_width
from mus_desktop.model.form import (
    BoardField,
    Column,
    Field,
    FollowUpField,
    PlanField,
    PreviousPlanField,
    RatingField,
    SignaturesField,
    TableField,
)

GRID = 24
"""The page is divided into so many columns; every part is a whole number of them wide (16 mm each)."""
EMPTY = 3
"""The width of a theme without fields, in columns of the grid."""
_UNIT = A3_LANDSCAPE.text_width // GRID
_CELL_MARGINS, _PART_MARGINS = 250, 260
_SHEET_LETTERS = 18
"""Half points of the titles that the least widths of columns are made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """The least widths: of cells in twips, of other fields in columns of the grid; ``letters`` are in half points."""

    letters: int
    plan_cell: int
    table_cell: int
    label: int
    previous: int
    board_area: int
    remark_cell: int
    signers: int
    text: int

    def least_width(self, column: Column) -> int:
        """Return the least width of ``column`` in letters of this size."""
        return least_width(column, self.letters / _SHEET_LETTERS)

    def longest_word(self, title: str) -> float:
        """Return the width of a column in which no word of ``title`` is divided."""
        return max((text_width(word, self.letters, bold=True) for word in title.split()), default=0) + _CELL_MARGINS


_USUAL = _Limits(
    letters=22,
    plan_cell=2_600,
    table_cell=1_900,
    label=2_400,
    previous=10,
    board_area=4,
    remark_cell=1_700,
    signers=6,
    text=4,
)
_CROWDED = _Limits(
    letters=18,
    plan_cell=1_900,
    table_cell=1_500,
    label=2_000,
    previous=8,
    board_area=2,
    remark_cell=1_500,
    signers=5,
    text=3,
)


def least_units(field: Field, *, crowded: bool = False) -> int:
    """Return the least width of ``field`` in columns of the grid; ``crowded`` is for a form that has very much."""
    limits = _CROWDED if crowded else _USUAL
    if isinstance(field, PlanField | TableField | RatingField):
        return _of_table(field, limits)
    match field:
        case PreviousPlanField():
            return limits.previous
        case BoardField():
            return min(GRID, limits.board_area * len(field.areas))
        case SignaturesField():
            return _of_signers(field, limits)
        case FollowUpField():
            return _of_columns((DAY, REMARK), limits.remark_cell, limits, limits.remark_cell if field.rows else 0)
    return limits.text


def _of_table(field: PlanField | TableField | RatingField, limits: _Limits) -> int:
    if isinstance(field, RatingField):
        return _of_rating(field, limits)
    if isinstance(field, PlanField):
        return _of_columns(unfolded_columns(field), limits.plan_cell, limits)
    return _of_columns(field.columns, limits.table_cell, limits, limits.label if field.rows else 0)


def _of_columns(columns: Sequence[Column], least: int, limits: _Limits, labels: int = 0) -> int:
    """Return the width of a table with these columns beside ``labels``; none is narrower than ``least``."""
    return _units(_PART_MARGINS + labels + sum(max(least, limits.least_width(column)) for column in columns))


def _of_rating(rating: RatingField, limits: _Limits) -> int:
    """Return the width at which the titles of the columns fit into their shares beside the labels of the rows."""
    count = len(rating.columns)
    if not count:
        return _units(limits.label * 2 + (limits.label if rating.row_remark else 0))
    shares = 4 + 1.5 * count + 3 * bool(rating.row_remark)
    return _units(max(limits.longest_word(column.title) for column in rating.columns) * shares / 1.5)


def _of_signers(signatures: SignaturesField, limits: _Limits) -> int:
    """Return the width at which three labels fit beside each other, as they are printed."""
    return max(limits.signers, _units(3.6 * max(limits.longest_word(label) for label in signatures.labels)))


def _units(width: float) -> int:
    return min(GRID, max(5, ceil(width / _UNIT)))
