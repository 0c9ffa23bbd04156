"""Rows with a bar: a label, a bar made of table cells, and the number in words.

A bar of cells prints everywhere, and a screen reader reads label and number. Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from mus_desktop.documents.sheets.sheet_markup import MAX_UNSPLIT_ROWS, divide_width, styled_lines
from mus_desktop.documents.word.markup import Cell, Markup, element, joined, kept_with_next, paragraph, row, table

UNITS = 24
"""The columns of the grid that a whole bar covers."""
_COLOURS = {"filled": "2F6F9F", "rest": "E6EDF3"}
_ROW_HEIGHT = 400
_GAP = 40
"""The white line above and below a bar, in eighths of a point."""


class Bar(NamedTuple):
    """A row: ``share`` is the filled part of the bar, from 0 to 1.

    ``question`` is a second line below the label, ``remark`` one below the number.
    """

    label: str
    share: float
    number: str
    remark: str = ""
    question: str = ""


def bar_table(bars: Sequence[Bar], width: int, caption: str, *, keep: bool = True) -> Markup:
    """Return the bars, one at least, below one another; ``keep`` a few of them on one page. ``width`` is in twips."""
    label, area, number = divide_width(width, [38, 32, 30])
    units = divide_width(area, [1] * UNITS)
    *before, last = [_bar_row(bar, label, units, number) for bar in bars]
    # An answer is not read without those beside it, so the bars of one question stay on one page.
    kept = (kept_with_next(one, "Celle") for one in before) if keep and len(bars) <= MAX_UNSPLIT_ROWS else before
    rows = joined(kept) + last
    return table("Linjer", [label, *units, number], rows, heading=False, caption=caption) + paragraph("Slut")


def _bar_row(bar: Bar, label: int, units: Sequence[int], number: int) -> Markup:
    filled = max(1, min(UNITS - 1, round(bar.share * UNITS)))
    parts = (("filled", units[:filled]), ("rest", units[filled:]))
    middle = [element("vAlign", val="center")]
    bar_cells = [Cell(sum(part), paragraph("Slut"), len(part), _coloured(name)) for name, part in parts]
    words = styled_lines("Celle", bar.number) + styled_lines("Kolonnetekst", bar.remark)
    cells = [
        Cell(
            label,
            styled_lines("Celle", bar.label) + styled_lines("Kolonnetekst", bar.question),
            formatting=[*_margin("right"), *middle],
        ),
        *bar_cells,
        Cell(number, words, formatting=[*_margin("left"), *middle]),
    ]
    return row(cells, height=_ROW_HEIGHT)


def _margin(side: str) -> Sequence[Any]:
    return [element("tcMar", element(side, w=140, type="dxa"))]


def _coloured(name: str) -> Sequence[Any]:
    white = {"val": "single", "sz": _GAP, "space": 0, "color": "FFFFFF"}
    return [
        element("tcBorders", element("top", **white), element("bottom", **white)),
        element("shd", val="clear", color="auto", fill=_COLOURS[name]),
    ]
