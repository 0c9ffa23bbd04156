"""Wider columns for a table with pages of text in one cell: that column gets the width that others do not need."""

from __future__ import annotations

from typing import Any

from mus_desktop.documents.word.markup import WORD, whole_number

_W = f"{{{WORD}}}"
_LEAST = 1_150
"""The least width of a column in twips: the longest usual word of a title."""
_NARROW = 700
"""Columns this narrow, in twips, hold numbers and keep their width."""


def widen_long_columns(table: Any) -> None:
    """Divide the width of ``table`` again, by the amount of text in each column."""
    columns = table.findall(f"{_W}tblGrid/{_W}gridCol")
    widths = [whole_number(column.get(f"{_W}w"), _LEAST) for column in columns]
    new_widths = _divided(widths, _letter_counts(table, len(widths)))
    for column, width in zip(columns, new_widths, strict=True):
        column.set(f"{_W}w", str(width))
    for row in table.iterchildren(f"{_W}tr"):
        at = 0
        for cell in row.iterchildren(f"{_W}tc"):
            span = _span(cell)
            cell_width = cell.find(f"{_W}tcPr/{_W}tcW")
            if cell_width is not None:
                cell_width.set(f"{_W}w", str(sum(new_widths[at : at + span])))
            at += span


def _divided(widths: list[int], letter_counts: list[int]) -> list[int]:
    kept_widths = [width if width <= _NARROW else min(width, _LEAST) for width in widths]
    spare = sum(widths) - sum(kept_widths)
    # The square root, so that one very long cell does not take all the width from the others.
    weights = [
        0.0 if width <= _NARROW else count_in_column**0.5
        for width, count_in_column in zip(widths, letter_counts, strict=True)
    ]
    if not any(weights):
        return widths
    divided = [
        int(kept_width + spare * weight / sum(weights)) for kept_width, weight in zip(kept_widths, weights, strict=True)
    ]
    # The last column gets what rounding left, so that the table keeps its width.
    return [*divided[:-1], sum(widths) - sum(divided[:-1])]


def _letter_counts(table: Any, count: int) -> list[int]:
    """Return the number of letters in each column, without cells that span several."""
    counts = [0] * count
    for row in table.iterchildren(f"{_W}tr"):
        at = 0
        for cell in row.iterchildren(f"{_W}tc"):
            span = _span(cell)
            if span == 1 and at < count:
                counts[at] += sum(len(text.text or "") for text in cell.iter(f"{_W}t"))
            at += span
    return counts


def _span(cell: Any) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    return 1 if span is None else whole_number(span.get(f"{_W}val"), 1)
