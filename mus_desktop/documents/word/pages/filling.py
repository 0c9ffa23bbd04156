"""Space to write that fills its page: taller boxes and more lines where a page would be left half empty.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from mus_desktop.documents.word.markup import WORD
from mus_desktop.documents.word.pages.flow import BORDER, Block, has_space_to_write, is_writing_line, minimum_height
from mus_desktop.documents.word.pages.keeping import chains_of, part_chain

_W = f"{{{WORD}}}"
_SAFETY = 0.04
"""The share of a page that stays free, because heights are estimates."""
_TALLER, _LOWER = 0.8, 0.25
"""How much a box may grow and shrink, as a share of its height."""
_MORE_LINES, _FEWER_LINES, _FEWEST_LINES = 0.8, 0.34, 3
_LAST_PAGE = 0.4
"""The share of a page that the last one uses at least, where there is space to write on it."""
_POOR_LAST_PAGE = 0.3
_LONG_QUESTION = 0.4
"""The share of a page from which a question is long."""
_LARGE_GAP = 0.12
"""The share of a page at its foot from which it is worth having fewer lines in the next question."""
_LEAST_USED = 0.38
"""The share of a page from which it is not poor; more than a third, because heights are estimates."""
_LEAST_LEFT = 0.45
"""The share of a page that stays used where blocks move on to the last page."""


@dataclass(slots=True)
class EstimatedPage:
    """The blocks on one page, and the height that they take together, in twips."""

    blocks: list[Block] = field(default_factory=list)
    used: float = 0.0

    def height_of(self, chain: Sequence[Block]) -> float:
        """Return the height that ``chain`` takes below what is on the page: no space above it at the top."""
        return sum(block.height for block in chain) - (0 if self.blocks else chain[0].before)

    def add(self, chain: Sequence[Block]) -> None:
        """Put ``chain`` on the page."""
        self.used += self.height_of(chain)
        self.blocks += chain


def estimated_pages(blocks: Sequence[Block], page_height: float) -> list[EstimatedPage]:
    """Return the pages that ``blocks`` take, if what is kept together stays together."""
    pages = [EstimatedPage()]
    for chain in chains_of(blocks):
        # A chain longer than a page is parted where the page ends, as Word does.
        whole = sum(block.height for block in chain) <= page_height
        for part in [chain] if whole else [[block] for block in chain]:
            _place(part, pages, page_height)
    return pages


def _place(part: Sequence[Block], pages: list[EstimatedPage], page_height: float) -> None:
    page = pages[-1]
    if page.used + page.height_of(part) <= page_height or not page.blocks:
        page.add(part)
        return
    pages.append(EstimatedPage())
    if part[0].may_split and len(part) == 1:
        # What does not fit goes on on the next page.
        rest = page.used + part[0].height - page_height
        page.used = page_height
        pages[-1].used, pages[-1].blocks = rest, list(part)
        return
    header = next((block for block in page.blocks if block.is_header and block.table is part[0].table), None)
    if header is not None and part[0].is_row:
        pages[-1].used += header.height
    pages[-1].add(part)


def part_after_poor_pages(blocks: Sequence[Block], page_height: float, *, fill: bool) -> None:
    """Part what is kept together where it leaves a page with less than a third of it used, even with taller boxes."""
    least = page_height * _LEAST_USED
    longest = max((sum(block.height for block in chain) for chain in chains_of(blocks)), default=0)
    if longest <= page_height - least:
        return
    parted: set[int] = set()
    while True:
        pages = estimated_pages(blocks, page_height)
        poor = (
            following
            for page, following in pairwise(pages)
            if page.used + fill * sum(space.can_grow for space in _spaces_in(page.blocks)) < least
            and id(following.blocks[0]) not in parted
        )
        page = next(poor, None)
        if page is None:
            return
        parted.add(id(page.blocks[0]))
        part_chain(next(iter(chains_of(page.blocks))))


def fill_pages(blocks: list[Block], page_height: float) -> None:
    """Change the height of the space to write among ``blocks`` so that no page is left half empty."""
    full = page_height * (1 - _SAFETY)
    pages = _pulled_up(blocks, page_height, full)
    if len(pages) > 1 and pages[-1].used < page_height * _POOR_LAST_PAGE:
        if not _pull_in(pages, page_height, blocks):
            _move_on(pages, page_height)
        pages = estimated_pages(blocks, page_height)
    for page in pages[:-1]:
        _change(page, full - page.used, blocks)
    if len(pages) > 1:
        _change(pages[-1], max(0.0, page_height * _LAST_PAGE - pages[-1].used), blocks)
    # A page that is full by the estimate might be two.
    _change(pages[-1], min(0.0, page_height * (1 - _SAFETY / 3) - pages[-1].used), blocks)
    for page in pages[1:]:
        _start_with_long_question(page, page_height)


def _start_with_long_question(page: EstimatedPage, page_height: float) -> None:
    """Begin ``page`` with its first heading: LibreOffice leaves the heading of a long question on the page before."""
    chain = next(iter(chains_of(page.blocks)))
    if chain[0].heading and sum(block.height for block in chain) > page_height * _LONG_QUESTION:
        chain[0].start_page()


def _pulled_up(blocks: list[Block], page_height: float, full: float) -> list[EstimatedPage]:
    """Return the pages after making space to write lower where the next question then fits on the page before."""
    number = 0
    while number + 1 < len(pages := estimated_pages(blocks, page_height)):
        page, chain = pages[number], next(iter(chains_of(pages[number + 1].blocks)))
        spaces = _spaces_in([*page.blocks, *chain])
        room, missing = sum(space.can_shrink for space in spaces), page.used + page.height_of(chain) - full
        if page_height - page.used < page_height * _LARGE_GAP or not 0 < missing <= room:
            number += 1
            continue
        for space in spaces:
            space.change(-space.can_shrink * missing / room, blocks, rounded_up=True)
    return pages


def _pull_in(pages: Sequence[EstimatedPage], page_height: float, blocks: list[Block]) -> bool:
    """Make space to write lower on the last two pages if all of the last page then fits on the page before it."""
    before, last = pages[-2:]
    missing = before.used + last.used + last.blocks[0].before - page_height * (1 - _SAFETY / 2)
    spaces = _spaces_in([*before.blocks, *last.blocks])
    if sum(space.can_shrink for space in spaces) < missing:
        return False
    share = missing / max(1.0, sum(space.can_shrink for space in spaces))
    for space in spaces:
        space.change(-space.can_shrink * share, blocks, rounded_up=True)
    return True


def _move_on(pages: Sequence[EstimatedPage], page_height: float) -> None:
    """Keep the last blocks of the page before with the last page, so that it is not nearly empty."""
    before, last = pages[-2:]
    moved = 0.0
    for chain in reversed([*chains_of(before.blocks)]):
        moved += sum(block.height for block in chain)
        if before.used - moved < page_height * _LEAST_LEFT or last.used + moved > page_height * (1 - _SAFETY):
            return
        chain[-1].keep_with_next()
        if last.used + moved >= page_height * _LAST_PAGE:
            return


def _change(page: EstimatedPage, free: float, blocks: list[Block]) -> None:
    """Make the space to write on ``page`` use the ``free`` height, or less of it where that is negative."""
    spaces = _spaces_in(page.blocks)
    room = sum(space.can_grow if free > 0 else space.can_shrink for space in spaces)
    if room > 0:
        for space in spaces:
            change = space.can_grow if free > 0 else -space.can_shrink
            space.change(change * min(1.0, abs(free) / room), blocks, rounded_up=free < 0)


@dataclass(slots=True)
class _Space:
    """Space to write: one box, or the lines of one table."""

    rows: list[Block]
    lines: bool

    @property
    def can_grow(self) -> float:
        if self.lines and len(self.rows) < _FEWEST_LINES:  # for a name or a day, not for a text
            return 0.0
        share = _MORE_LINES if self.lines else _TALLER
        return sum(block.height for block in self.rows) * share

    @property
    def can_shrink(self) -> float:
        if self.lines:
            count = len(self.rows)
            return self.rows[0].height * max(0, min(int(count * _FEWER_LINES), count - _FEWEST_LINES))
        # A row as tall as its text cannot be lower.
        return (
            minimum_height(self.rows[0].element)
            * _LOWER
            * (self.rows[0].height - minimum_height(self.rows[0].element) < 20)
        )

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


def _spaces_in(blocks: Sequence[Block]) -> list[_Space]:
    lines: dict[Any, list[Block]] = {}
    for block in blocks:
        if is_writing_line(block):
            lines.setdefault(block.table, []).append(block)
    boxes = [_Space([block], lines=False) for block in blocks if has_space_to_write(block)]
    return [*boxes, *(_Space(rows, lines=True) for rows in lines.values())]
