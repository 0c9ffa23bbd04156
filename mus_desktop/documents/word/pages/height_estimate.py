"""The height of markup before it is part of a document: paragraphs and tables, also tables inside cells.

A page that is to be filled, and not overfilled, needs the height of its text. The estimate errs upwards: words are not
hyphenated, and a reserve is kept in each line.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mus_desktop.documents.word.markup import WORD
from mus_desktop.documents.word.pages.flow import minimum_height, paragraph_height
from mus_desktop.documents.word.pages.looks import Looks

_W = f"{{{WORD}}}"
_WIDTH_USED = 0.985
"""The share of a line that is counted on, because kerning and rounding differ between programs."""
_WITHOUT_LINES = "Linjer"
_BORDER = 12
"""Twips that the borders of a row add."""


class HeightEstimate:
    """Estimates heights with the styles of one document."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks

    def height(self, markup: Iterable[Any], width: int) -> int:
        """Return the height in twips of ``markup``, paragraphs and tables of that ``width``."""
        return round(sum(self._of(one, width) for one in markup))

    def _of(self, one: Any, width: int) -> float:
        if one.tag == f"{_W}tbl":
            return self._table(one)
        return paragraph_height(one, self._looks.of(one), width * _WIDTH_USED) if one.tag == f"{_W}p" else 0.0

    def _table(self, table: Any) -> float:
        style = table.find(f"{_W}tblPr/{_W}tblStyle")
        margins = self._looks.cell_margins(table)
        # Tables only to place things have no lines between rows.
        border = 0 if style is not None and style.get(f"{_W}val") == _WITHOUT_LINES else _BORDER
        total = 0.0
        pending: dict[int, float] = {}
        for row in table.iterchildren(f"{_W}tr"):
            height = self._row(row, margins, pending) + border
            pending = {at: need - height for at, need in pending.items()}
            total += height
        return float(total + max([0.0, *pending.values()]))

    def _row(self, row: Any, margins: dict[str, int], pending: dict[int, float]) -> float:
        """Return the height of ``row``; the heights of cells over several rows are put into ``pending``."""
        needed = [float(minimum_height(row))]
        for at, cell in enumerate(row.iterchildren(f"{_W}tc")):
            properties = cell.find(f"{_W}tcPr")
            width, merged = int(properties.find(f"{_W}tcW").get(f"{_W}w")), properties.find(f"{_W}vMerge")
            height = self.height(cell, width - margins["left"] - margins["right"]) + margins["top"] + margins["bottom"]
            if merged is None:
                needed.append(height)
            elif merged.get(f"{_W}val") == "restart":
                pending[at] = height
        return max(needed)
