"""Space to write on a page: the boxes and lines in its tables, how much they may grow and shrink, and their change.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from mus_desktop.documents.word.markup import WORD
from mus_desktop.documents.word.pages.flow import (
    BORDER,
    Block,
    begins_with_text,
    has_space_to_write,
    is_writing_line,
    minimum_height,
)

_W = f"{{{WORD}}}"
_MORE_LINES, _FEWER_LINES, _FEWEST_LINES = 0.8, 0.34, 3
_FEWEST_ROWS = 1
"""The number of rows that a table keeps where empty rows are removed."""
_TEXT_DECIDES = 20
"""Twips by which a row may be taller than its own height before its text decides its height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceBounds:
    """How far the space to write of a document may grow and shrink.

    ``taller`` and ``lower`` are shares of the height of a box. ``tallest`` is the height in twips that any box may
    have, and ``lowest`` the one that it never goes below. ``last_page`` and ``only_page`` are the shares of a page
    that the last of several pages, and a single page, use at least where there is space to write on them.
    """

    taller: float = 0.0
    lower: float = 0.25
    tallest: int = 0
    lowest: int = 0
    last_page: float = 0.4
    only_page: float = 0.0


ON_SHEETS = SpaceBounds(taller=0.8, lowest=520, only_page=0.92)
"""No row that is written in by hand gets lower than a written line, 9 mm."""


@dataclass(slots=True)
class Space:
    """Space to write: one box, or the lines of one table."""

    rows: list[Block]
    lines: bool
    bounds: SpaceBounds

    @property
    def can_grow(self) -> float:
        """The height in twips that the space may be given."""
        height = sum(block.height for block in self.rows)
        if not self.lines:
            return max(height * self.bounds.taller, self.bounds.tallest - height)
        # Few lines are for a name or a day, not for a text.
        return 0.0 if len(self.rows) < _FEWEST_LINES else height * _MORE_LINES

    @property
    def can_shrink(self) -> float:
        """The height in twips that may be taken from the space."""
        row = self.rows[0]
        if self.lines:
            count = len(self.rows)
            return row.height * max(0, min(int(count * _FEWER_LINES), count - _FEWEST_LINES))
        lowest = minimum_height(row.element)
        if row.height - lowest >= _TEXT_DECIDES:
            return 0.0
        return max(0.0, min(lowest * self.bounds.lower, row.height - self.bounds.lowest))

    def change(self, height: float, blocks: list[Block], *, rounded_up: bool = False) -> None:
        """Make the space ``height`` twips taller, or lower if negative; lines are added to ``blocks`` or taken out."""
        if self.lines:
            count = int(height / self.rows[0].height)
            count -= rounded_up and count * self.rows[0].height > height + 1
            _add_lines(self.rows, count, blocks) if count > 0 else _remove_lines(self.rows, -count, blocks)
            return
        row = self.rows[0]
        if abs(height) >= 1:
            row.height += height
            row.element.find(f"{_W}trPr/{_W}trHeight").set(f"{_W}val", str(int(row.height - BORDER)))


def _add_lines(rows: Sequence[Block], count: int, blocks: list[Block]) -> None:
    # The last row of a table is not kept with what follows: the new ones go before it.
    first = rows[0]
    for _ in range(count):
        line = replace(first, element=deepcopy(first.element))
        first.element.addnext(line.element)
        blocks.insert(_place_of(first, blocks) + 1, line)


def _remove_lines(rows: Sequence[Block], count: int, blocks: list[Block]) -> None:
    for row in rows[1 : 1 + count]:
        row.element.getparent().remove(row.element)
        del blocks[_place_of(row, blocks)]


def _place_of(block: Block, blocks: Sequence[Block]) -> int:
    return next(at for at, other in enumerate(blocks) if other is block)


def spaces_in(blocks: Sequence[Block], bounds: SpaceBounds) -> list[Space]:
    """Return the spaces to write among ``blocks``, which grow and shrink within ``bounds``."""
    lines: dict[Any, list[Block]] = {}
    for block in blocks:
        if is_writing_line(block):
            lines.setdefault(block.table, []).append(block)
    boxes = [Space([block], lines=False, bounds=bounds) for block in blocks if has_space_to_write(block)]
    return [*boxes, *(Space(rows, lines=True, bounds=bounds) for rows in lines.values())]


def spare_rows(blocks: Sequence[Block]) -> list[Block]:
    """Return the rows among ``blocks`` with nothing in their first cell that their tables can do without.

    The last row of a table comes first. The boxes to tick in a row are no reason to keep it.
    """
    spare: list[Block] = []
    for table in dict.fromkeys(block.table for block in blocks if block.is_row):
        body = [block for block in blocks if block.table is table and not block.is_header]
        empty = [block for block in reversed(body) if has_space_to_write(block) and not begins_with_text(block)]
        spare += empty[: max(0, len(body) - _FEWEST_ROWS)]
    return spare


def remove_row(row: Block, blocks: list[Block]) -> None:
    """Remove ``row`` from its table and from ``blocks``; the row above does not take over what follows the table."""
    at = _place_of(row, blocks)
    above, below = blocks[at - 1], blocks[at + 1] if at + 1 < len(blocks) else None
    if above.table is row.table and (below is None or below.table is not row.table) and above.keeps_next:
        above.release()
    row.element.getparent().remove(row.element)
    del blocks[at]
