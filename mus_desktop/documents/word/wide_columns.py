"""Wider columns for a table with pages of text in one cell: that column gets the width the others can spare."""

from __future__ import annotations

from typing import Any

from mus_desktop.documents.word.markup import WORD

_W = f"{{{WORD}}}"
_LEAST = 1_150
"""The least width of a column in twips: the longest usual word of a title."""
_NARROW = 700
"""Columns this narrow, in twips, hold numbers and keep their width."""


def give_room_where_it_is_needed(table: Any) -> None:
    """Divide the width of ``table`` again, by the amount of text in each column."""
    columns = table.findall(f"{_W}tblGrid/{_W}gridCol")
    widths = [int(column.get(f"{_W}w")) for column in columns]
    shared = _shared(widths, _written(table, len(widths)))
    for column, width in zip(columns, shared, strict=True):
        column.set(f"{_W}w", str(width))
    for row in table.iterchildren(f"{_W}tr"):
        at = 0
        for cell in row.iterchildren(f"{_W}tc"):
            span = _span(cell)
            told = cell.find(f"{_W}tcPr/{_W}tcW")
            if told is not None:
                told.set(f"{_W}w", str(sum(shared[at : at + span])))
            at += span


def _shared(widths: list[int], written: list[int]) -> list[int]:
    keeps = [width if width <= _NARROW else min(width, _LEAST) for width in widths]
    spare = sum(widths) - sum(keeps)
    # The square root, so that one very long cell does not take all the width from the others.
    wants = [0.0 if width <= _NARROW else amount**0.5 for width, amount in zip(widths, written, strict=True)]
    if not any(wants):
        return widths
    given = [int(keep + spare * want / sum(wants)) for keep, want in zip(keeps, wants, strict=True)]
    return [*given[:-1], sum(widths) - sum(given[:-1])]


def _written(table: Any, count: int) -> list[int]:
    """Return the number of letters in each column, without cells that span several."""
    amounts = [0] * count
    for row in table.iterchildren(f"{_W}tr"):
        at = 0
        for cell in row.iterchildren(f"{_W}tc"):
            span = _span(cell)
            if span == 1 and at < count:
                amounts[at] += sum(len(text.text or "") for text in cell.iter(f"{_W}t"))
            at += span
    return amounts


def _span(cell: Any) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    return 1 if span is None else int(span.get(f"{_W}val"))
