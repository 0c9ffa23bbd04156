"""Space to write that fills its page: taller boxes and more lines where a page would be left half empty.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mus_desktop.documents.word.pages.flow import Block
from mus_desktop.documents.word.pages.keeping import chains_of, part_chain
from mus_desktop.documents.word.pages.writing_space import ON_SHEETS, SpaceBounds, remove_row, spaces_in, spare_rows

_SAFETY = 0.04
"""The share of a page that stays free, because heights are estimates."""
_POOR_LAST_PAGE = 0.3
_LONG_QUESTION = 0.4
"""The share of a page from which a question is long."""
_LARGE_GAP = 0.12
"""The share of a page at its foot from which it is worth having fewer lines in the next question."""
LEAST_USED_OF_SHEET, LEAST_USED_OF_PLAN = 0.6, 0.68
"""The share of a page from which it is not poor; more than a third, because heights are estimates.

The questions of a sheet stay whole if they can, the table of a plan begins on the page where there is room.
"""
_WORTH_PARTING = 0.2
"""The share of a page that is moved to the page before, for which it is worth parting a table."""
_NEARLY_EMPTY = 0.15
"""The share of a page from which it is worth a page of its own, so that no empty rows are removed to avoid it."""
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


def part_after_poor_pages(
    blocks: Sequence[Block], page_height: float, *, least_used: float = LEAST_USED_OF_SHEET, fill: SpaceBounds | None
) -> None:
    """Part what is kept together where it leaves a page with less than ``least_used`` of it used, also when filled."""
    least = page_height * least_used
    longest = max((sum(block.height for block in chain) for chain in chains_of(blocks)), default=0)
    if longest <= page_height - least:
        return
    parted: set[int] = set()
    while True:
        pages = estimated_pages(blocks, page_height)
        poor = (
            (page, following)
            for page, following in pairwise(pages)
            if page.used + _room_to_grow(page, fill) < least and id(following.blocks[0]) not in parted
        )
        found = next(poor, None)
        if found is None:
            return
        page, following = found
        parted.add(id(following.blocks[0]))
        part_chain(next(iter(chains_of(following.blocks))), page_height - page.used, page_height * _WORTH_PARTING)


def _room_to_grow(page: EstimatedPage, fill: SpaceBounds | None) -> float:
    return sum(space.can_grow for space in spaces_in(page.blocks, fill)) if fill else 0.0


def fill_pages(blocks: list[Block], page_height: float, bounds: SpaceBounds = ON_SHEETS) -> None:
    """Change the height of the space to write among ``blocks`` so that no page is left half empty."""
    full = page_height * (1 - _SAFETY)
    pages = _pulled_up(blocks, page_height, full, bounds)
    if len(pages) > 1 and pages[-1].used < page_height * _POOR_LAST_PAGE:
        if not _pull_in(pages, page_height, blocks, bounds):
            _move_on(pages, page_height)
        pages = estimated_pages(blocks, page_height)
    for page in pages[:-1]:
        _change(page, full - page.used, blocks, bounds)
    wished = bounds.last_page if len(pages) > 1 else bounds.only_page
    _change(pages[-1], max(0.0, page_height * wished - pages[-1].used), blocks, bounds)
    # A page that is full by the estimate might be two.
    _change(pages[-1], min(0.0, page_height * (1 - _SAFETY / 3) - pages[-1].used), blocks, bounds)
    _brace_full_page(pages[-1], page_height, full)
    for page in pages[1:]:
        _start_with_long_question(page, page_height)


def fill_last_page(blocks: Sequence[Block], page_height: float) -> None:
    """Move more of a text without space to write to its last page, if that is nearly empty."""
    pages = estimated_pages(blocks, page_height)
    if len(pages) > 1 and pages[-1].used < page_height * _NEARLY_EMPTY:
        _move_on(pages, page_height)


def _brace_full_page(page: EstimatedPage, page_height: float, full: float) -> None:
    """Keep enough with the end of a last page that is full, so that there is no nearly empty page if it is two."""
    pages = estimated_pages(page.blocks, full)
    if len(pages) > 1 and pages[-1].used < page_height * _POOR_LAST_PAGE:
        _move_on(pages, page_height)


def _start_with_long_question(page: EstimatedPage, page_height: float) -> None:
    """Begin ``page`` with its first heading: LibreOffice leaves the heading of a long question on the page before."""
    chain = next(iter(chains_of(page.blocks)))
    if chain[0].heading and sum(block.height for block in chain) > page_height * _LONG_QUESTION:
        chain[0].start_page()


def _pulled_up(blocks: list[Block], page_height: float, full: float, bounds: SpaceBounds) -> list[EstimatedPage]:
    """Return the pages after making space to write lower where the next question then fits on the page before."""
    number = 0
    while number + 1 < len(pages := estimated_pages(blocks, page_height)):
        page, chain = pages[number], next(iter(chains_of(pages[number + 1].blocks)))
        spaces = spaces_in([*page.blocks, *chain], bounds)
        room, missing = sum(space.can_shrink for space in spaces), page.used + page.height_of(chain) - full
        if page_height - page.used < page_height * _LARGE_GAP or not 0 < missing <= room:
            number += 1
            continue
        for space in spaces:
            space.change(-space.can_shrink * missing / room, blocks, rounded_up=True)
    return pages


def _pull_in(pages: Sequence[EstimatedPage], page_height: float, blocks: list[Block], bounds: SpaceBounds) -> bool:
    """Make space to write lower on the last two pages if all of the last page then fits on the page before it.

    Empty rows are removed too, if the last page would be nearly empty otherwise.
    """
    before, last = pages[-2:]
    both = [*before.blocks, *last.blocks]
    missing = before.used + last.used + last.blocks[0].before - page_height * (1 - _SAFETY / 2)
    spare = spare_rows(both) if last.used < page_height * _NEARLY_EMPTY else []
    removed: list[Block] = []
    while missing > (room := _can_shrink(both, bounds)):
        if not spare:
            return False
        removed.append(spare.pop(0))
        missing -= removed[-1].height
        both = [block for block in both if block is not removed[-1]]
    for row in removed:
        remove_row(row, blocks)
    for space in spaces_in(both, bounds) if missing > 0 else []:
        space.change(-space.can_shrink * missing / max(1.0, room), blocks, rounded_up=True)
    return True


def _can_shrink(blocks: Sequence[Block], bounds: SpaceBounds) -> float:
    return sum(space.can_shrink for space in spaces_in(blocks, bounds))


def _move_on(pages: Sequence[EstimatedPage], page_height: float) -> None:
    """Keep the last blocks of the page before with the last page, so that it is not nearly empty."""
    before, last = pages[-2:]
    moved = 0.0
    for chain in reversed([*chains_of(before.blocks)]):
        moved += sum(block.height for block in chain)
        if before.used - moved < page_height * _LEAST_LEFT or last.used + moved > page_height * (1 - _SAFETY):
            return
        chain[-1].keep_with_next()
        if last.used + moved >= page_height * ON_SHEETS.last_page:
            return


def _change(page: EstimatedPage, free: float, blocks: list[Block], bounds: SpaceBounds) -> None:
    """Make the space to write on ``page`` use the ``free`` height, or less of it where that is negative."""
    spaces = spaces_in(page.blocks, bounds)
    room = sum(space.can_grow if free > 0 else space.can_shrink for space in spaces)
    if room > 0:
        for space in spaces:
            change = space.can_grow if free > 0 else -space.can_shrink
            space.change(change * min(1.0, abs(free) / room), blocks, rounded_up=free < 0)
