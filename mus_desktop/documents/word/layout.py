"""Finishing touches that depend on what was written: what may break over a page, what is kept together, room to write.

A template cannot say these things, because they hang on the length of the text in it. Works on any restyled template
too: tables are known by their repeated header row, the signature block by the style of the paragraph before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from typing import Any

from mus_desktop.documents.word.markup import WORD
from mus_desktop.documents.word.wide_columns import give_room_where_it_is_needed

_W = f"{{{WORD}}}"
_LONG = 14
"""Lines from which a row may break over a page; about a third of a landscape page."""
_OVERLONG = 45
"""Lines from which a table's columns are shared anew; more than a page."""
_FIRST = 2
"""Rows that follow the heading anyway: kept with what comes after too, they would take the whole table along."""
_TWIPS_PER_LETTER = 97
_PADDING = 230
_USUAL_WIDTH = 3_600
_BEFORE_SIGNATURE = "FoerUnderskrift"
_PAGE_FOR_WRITING = 5_100
_TALLEST, _LEAST = 1_700, 1_000


def settle(tree: Any) -> None:
    """Settle the rows of every plan table in ``tree``, the rendered main part."""
    tables = [table for table in tree.iter(f"{_W}tbl") if table.find(f"{_W}tr/{_W}trPr/{_W}tblHeader") is not None]
    for table in tables:
        rows = list(_body_rows(table))
        if max(map(_lines, rows), default=0) > _OVERLONG:
            give_room_where_it_is_needed(table)
        for row in rows:
            _let_long_row_break(row)
        for row, following in pairwise(rows[_FIRST:]):
            if _belongs_above(following):
                _keep_with_next(row)
        if rows and _signature_follows(table):
            _keep_with_next(rows[-1])
    _give_room_to_write([list(_body_rows(table)) for table in tables])


def _body_rows(table: Any) -> Iterator[Any]:
    for row in table.iterchildren(f"{_W}tr"):
        if row.find(f"{_W}trPr/{_W}tblHeader") is None:
            yield row


def _let_long_row_break(row: Any) -> None:
    keeps = row.find(f"{_W}trPr/{_W}cantSplit")
    if keeps is not None and _lines(row) > _LONG:
        keeps.getparent().remove(keeps)


def _lines(row: Any) -> int:
    return max((_lines_in(cell) for cell in row.iterchildren(f"{_W}tc")), default=0)


def _lines_in(cell: Any) -> int:
    width = cell.find(f"{_W}tcPr/{_W}tcW")
    letters = max(1, (int(width.get(f"{_W}w")) if width is not None else _USUAL_WIDTH) - _PADDING) // _TWIPS_PER_LETTER
    return sum(max(1, ceil(len(_text(p)) / max(1, letters))) for p in cell.iterchildren(f"{_W}p"))


def _text(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(f"{_W}t"))


def _belongs_above(row: Any) -> bool:
    """Whether ``row`` tells more of the agreement above it: a heading with text below, across the table."""
    cells = row.findall(f"{_W}tc")
    return len(cells) == 1 and len(cells[0].findall(f"{_W}p")) > 1


def _signature_follows(table: Any) -> bool:
    after = table.getnext()
    style = after.find(f"{_W}pPr/{_W}pStyle") if after is not None else None
    return style is not None and style.get(f"{_W}val") == _BEFORE_SIGNATURE


def _keep_with_next(row: Any) -> None:
    """The last agreement stays with the signatures, so that nobody signs an empty page; unless it is long itself."""
    if row.find(f"{_W}trPr/{_W}cantSplit") is None:
        return
    for properties in row.iter(f"{_W}pPr"):
        if properties.find(f"{_W}keepNext") is None:
            style = properties.find(f"{_W}pStyle")
            properties.insert(0 if style is None else 1, properties.makeelement(f"{_W}keepNext"))


def _give_room_to_write(tables: list[list[Any]]) -> None:
    """In a plan with nothing in it, rows are made tall enough for handwriting and still fit the page if they can."""
    rows = [row for table in tables for row in table if row.find(f"{_W}trPr/{_W}trHeight") is not None]
    if not rows or any(_written_in(row) for row in rows):
        return
    height = max(_LEAST, min(_TALLEST, _PAGE_FOR_WRITING // len(rows)))
    for row in rows:
        row.find(f"{_W}trPr/{_W}trHeight").set(f"{_W}val", str(height))


def _written_in(row: Any) -> bool:
    words = _text(row).strip()
    return bool(words) and not words.removesuffix(")").isdigit()
