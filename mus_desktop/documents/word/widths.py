"""The widths of the columns of a table: by their purpose, and never narrower than the longest word of the title."""

from __future__ import annotations

from collections.abc import Sequence

from mus_desktop.documents.word.pages.text_measure import line_count, text_width
from mus_desktop.model.form import Column, ColumnType, PlanColumn, Role

TEXT_WIDTH = 14_570
"""Twips between the margins of an A4 landscape page."""

_TITLE_SIZE = 18
"""The size of a column title in half points."""
_TEXT_SIZE = 17
"""The size of the text below it."""
_HEADING_LINES, _WIDENED_BY, _WIDEST_FOR_HEADING = 4, 60, 3_200
_MOST_FOR_HEADINGS = 0.95
"""The share of a table that its headings may claim to be low; the weights of the columns divide the rest."""
_BLANK = 470
_PADDING = 300
"""The margins of a cell, with some more because widths are those of Arial, and another font may take its place."""
_WEIGHT_OF_ROLE = {
    Role.GOAL: 3.0,
    Role.ACTION: 3.0,
    Role.PRACTICE: 2.8,
    Role.EFFECT: 2.6,
    Role.DUE: 2.4,
    Role.SUPPORT: 2.1,
    Role.FOLLOW_UP: 2.0,
    Role.RESPONSIBLE: 1.6,
    Role.HORIZON: 1.6,
}
_WEIGHT_OF_TYPE = {
    ColumnType.TEXT: 2.5,
    ColumnType.CHOICE: 1.8,
    ColumnType.DATE: 1.3,
    ColumnType.RATING: 1.2,
    ColumnType.NUMBER: 1.0,
    ColumnType.CHECK: 0.8,
}
_MIN_WIDTH_OF_TYPE = {ColumnType.DATE: 1_950, ColumnType.NUMBER: 1_450}
"""Twips for a date and for a number with its unit, on one line also where they are written by hand."""


def column_widths(
    columns: Sequence[Column], total: int, letter_scale: float = 1.0, row_labels: Sequence[str] = ()
) -> list[int]:
    """Return widths in twips that add up to ``total``; titles are in letters of 9 points times ``letter_scale``.

    No word of ``row_labels`` in the first column is broken.
    """
    min_widths = [_width_of_low_heading(column, letter_scale) for column in columns]
    if sum(min_widths) > total * _MOST_FOR_HEADINGS:
        min_widths = [least_width(column, letter_scale) for column in columns]
    if any(row_labels):
        min_widths[0] = max(min_widths[0], _longest_word(" ".join(row_labels), letter_scale))
    # Not even the longest words fit: all columns are narrowed in proportion.
    if sum(min_widths) >= total:
        return _exact([total * width / sum(min_widths) for width in min_widths], total)
    weights = [_weight(column) for column in columns]
    return _fitted([total * weight / sum(weights) for weight in weights], min_widths, total)


def fitted_widths(widths: Sequence[int], titles: Sequence[str]) -> list[int]:
    """Return ``widths`` changed so that no word of ``titles`` is broken, if there is room for them all."""
    min_widths = [_longest_word(title) for title in titles]
    if sum(min_widths) > sum(widths) or all(width >= least for width, least in zip(widths, min_widths, strict=True)):
        return list(widths)
    return _fitted(widths, min_widths, sum(widths))


def _fitted(wished_widths: Sequence[float], min_widths: Sequence[int], total: int) -> list[int]:
    missing = [max(0.0, minimum - wish) for minimum, wish in zip(min_widths, wished_widths, strict=True)]
    spare = [max(0.0, wish - minimum) for minimum, wish in zip(min_widths, wished_widths, strict=True)]
    # Columns that are too narrow for their longest word take width from the others, in proportion to their spare width.
    share_taken = sum(missing) / sum(spare) if sum(spare) else 0.0
    return _exact([w + s - p * share_taken for w, s, p in zip(wished_widths, missing, spare, strict=True)], total)


def least_width(column: Column, letter_scale: float = 1.0) -> int:
    """Return the width in twips at which neither a word of the column's title nor what is to be filled in is broken."""
    words = _longest_word(f"{column.title} {column.text}", letter_scale)
    return max(words, int(_MIN_WIDTH_OF_TYPE.get(column.type, 0) * letter_scale))


def _width_of_low_heading(column: Column, letter_scale: float) -> int:
    """Return the width in twips of a column whose title and text take few lines, as they repeat on every page."""
    width = least_width(column, letter_scale)
    while _heading_lines(column, width - _PADDING, letter_scale) > _HEADING_LINES and width < _WIDEST_FOR_HEADING:
        width += _WIDENED_BY
    return width


def _heading_lines(column: Column, width: int, letter_scale: float) -> int:
    text_lines = line_count(column.text, width, _TEXT_SIZE * letter_scale) if column.text else 0
    return line_count(column.title, width, _TITLE_SIZE * letter_scale, bold=True) + text_lines


def _longest_word(title: str, letter_scale: float = 1.0) -> int:
    """Return the width in twips of a column as wide as the longest word of its title."""
    size = _TITLE_SIZE * letter_scale
    return int(max((text_width(word, size, bold=True) for word in title.split()), default=_BLANK) + _PADDING)


def _weight(column: Column) -> float:
    roles = column.roles if isinstance(column, PlanColumn) else frozenset[Role]()
    return max((_WEIGHT_OF_ROLE[role] for role in roles), default=_WEIGHT_OF_TYPE[column.type])


def _exact(widths: Sequence[float], total: int) -> list[int]:
    whole = [int(width) for width in widths]
    return [*whole[:-1], total - sum(whole[:-1])]
