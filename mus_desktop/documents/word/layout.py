"""Layout that depends on the rendered text: rows that may break over a page, rows kept together, space to write.

A template cannot set these things, because they depend on the length of the text in it. Works on any restyled template
too: tables are recognised by their repeated header row, the signature block by the style of the paragraph before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import ceil
from typing import Any

from mus_desktop.documents.word.markup import WORD, element, whole_number
from mus_desktop.documents.word.pages.flow import continues_agreement, keep_paragraph_with_next
from mus_desktop.documents.word.pages.looks import looks_in
from mus_desktop.documents.word.pages.page_arrangement import BLANK_ROW, arrange_plan
from mus_desktop.documents.word.wide_columns import widen_long_columns

_W = f"{{{WORD}}}"
_BREAKABLE_LINES = 14
"""The number of lines from which a row may break over a page; about a third of a landscape page."""
_WIDENED_LINES = 45
"""The number of lines from which a table's columns are resized; more than a page."""
_MEASURED_ROWS = 60
"""The most rows that are measured word by word, which takes longer than counting letters."""
_TWIPS_PER_LETTER = 97
_PADDING = 230
_DEFAULT_CELL_WIDTH = 3_600
_AGREEMENT, _BLANK_LIST_ROW = 800, 900
"""The height in twips from which a row of a template is that of an agreement; other rows have the second one here."""
_BEFORE_SIGNATURE = "FoerUnderskrift"
_BEFORE_BORDERS = frozenset(f"{_W}{name}" for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge"))
_BORDERS_ABOVE = frozenset(f"{_W}{name}" for name in ("top", "left", "start"))


def adjust_layout(tree: Any, styles_part: bytes | None = None, *, is_blank: bool = False) -> None:
    """Adjust the rows of every plan table in ``tree``, the rendered main part, and arrange its pages.

    ``styles_part`` are the styles of the template. A blank plan is filled in by hand.
    """
    line_counts: dict[Any, int] = {}
    bodies = []
    for table in tree.iter(f"{_W}tbl"):
        if table.find(f"{_W}tr/{_W}trPr/{_W}tblHeader") is not None:
            rows = list(_body_rows(table))
            bodies.append(rows)
            line_counts |= zip(rows, _fitted_line_counts(table, rows), strict=True)
            _adjust_rows(table, rows, line_counts)
    filled_by_hand = _enlarge_blank_rows(bodies, is_blank=is_blank)
    # Text is measured, as the space of an empty plan; in a plan of many rows the lines counted above are exact enough.
    line_counts = {} if filled_by_hand or len(line_counts) <= _MEASURED_ROWS else line_counts
    arrange_plan(tree, looks_in(styles_part), fill=filled_by_hand, line_counts=line_counts)


def _fitted_line_counts(table: Any, rows: list[Any]) -> list[int]:
    """Return the number of lines of each row; with pages of text in one, the columns are widened for it first."""
    lines = [_lines(row) for row in rows]
    if max(lines, default=0) <= _WIDENED_LINES:
        return lines
    widen_long_columns(table)
    return [_lines(row) for row in rows]  # wider columns need fewer lines


def _adjust_rows(table: Any, rows: list[Any], line_counts: Mapping[Any, int]) -> None:
    for row in rows:
        _allow_page_break(row, line_counts[row])
    for row, following in pairwise(rows):
        if continues_agreement(following):
            _keep_with_next(row)
            _join_to_next(row, following)
    if rows and _signature_follows(table):
        _keep_with_next(rows[-1])


def _body_rows(table: Any) -> Iterator[Any]:
    for row in table.iterchildren(f"{_W}tr"):
        if row.find(f"{_W}trPr/{_W}tblHeader") is None:
            yield row


def _allow_page_break(row: Any, lines: int) -> None:
    cant_split = row.find(f"{_W}trPr/{_W}cantSplit")
    if cant_split is not None and lines > _BREAKABLE_LINES:
        cant_split.getparent().remove(cant_split)


def _lines(row: Any) -> int:
    return max((_lines_in(cell) for cell in row.iterchildren(f"{_W}tc")), default=0)


def _lines_in(cell: Any) -> int:
    width = cell.find(f"{_W}tcPr/{_W}tcW")
    # An estimate: only Word itself knows where lines break.
    twips = whole_number(None if width is None else width.get(f"{_W}w"), _DEFAULT_CELL_WIDTH)
    letters_per_line = max(1, twips - _PADDING) // _TWIPS_PER_LETTER
    return sum(max(1, ceil(len(_text(p)) / max(1, letters_per_line))) for p in cell.iterchildren(f"{_W}p"))


def _text(element: Any) -> str:
    return "".join(element.itertext(f"{_W}t", with_tail=False))


def _join_to_next(row: Any, following: Any) -> None:
    """Leave out the line between an agreement and what continues it, if the template has none above that."""
    if following.find(f"{_W}tc/{_W}tcPr/{_W}tcBorders/{_W}top[@{_W}val='nil']") is None:
        return
    for cell in row.iterchildren(f"{_W}tc"):
        properties = cell.find(f"{_W}tcPr")
        if properties is None:
            continue
        borders = properties.find(f"{_W}tcBorders")
        if borders is None:
            borders = element("tcBorders")
            # Its place in the schema is after the width and the spans.
            before = [child for child in properties if child.tag in _BEFORE_BORDERS]
            properties.insert(properties.index(before[-1]) + 1 if before else 0, borders)
        above = [line for line in borders if line.tag in _BORDERS_ABOVE]
        for line in borders.findall(f"{_W}bottom"):
            borders.remove(line)
        borders.insert(len(above), element("bottom", val="nil"))


def _signature_follows(table: Any) -> bool:
    after = table.getnext()
    style = after.find(f"{_W}pPr/{_W}pStyle") if after is not None else None
    return style is not None and style.get(f"{_W}val") == _BEFORE_SIGNATURE


def _keep_with_next(row: Any) -> None:
    """Keep ``row`` on the page of what follows, unless the row is long itself.

    The last agreement stays with the signatures, so that nobody signs a page without content.
    """
    if row.find(f"{_W}trPr/{_W}cantSplit") is None:
        return
    for paragraph in row.iter(f"{_W}p"):
        keep_paragraph_with_next(paragraph)


def _enlarge_blank_rows(tables: list[list[Any]], *, is_blank: bool) -> bool:
    """Make the rows of an empty plan tall enough for handwriting; they grow until they fill their page.

    Return whether the plan is empty.
    """
    rows = [row for table in tables for row in table if row.find(f"{_W}trPr/{_W}trHeight") is not None]
    # A blank plan has text in its rows too: the titles of fixed rows, and boxes to tick.
    if not rows or (not is_blank and any(_has_text(row) for row in rows)):
        return is_blank
    for row in rows:
        height = row.find(f"{_W}trPr/{_W}trHeight")
        own = whole_number(height.get(f"{_W}val"), 0)
        height.set(f"{_W}val", str(max(own, BLANK_ROW if own >= _AGREEMENT else _BLANK_LIST_ROW)))
    return True


def _has_text(row: Any) -> bool:
    words = _text(row).strip()
    # The number of a row, such as ``1)``, is printed in a blank plan too.
    return bool(words) and not words.removesuffix(")").isdigit()
