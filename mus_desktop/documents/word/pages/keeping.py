"""What stays on one page: a question with the space to answer it, a small table, a heading with what it is above.

Word has no command for that but *keep with next*, so each block but the last is kept with the one after it. Where a
chain of such blocks would leave most of the page before empty, it is parted again, between rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from mus_desktop.documents.word.markup import WORD
from mus_desktop.documents.word.pages.flow import Block, continues_agreement, has_space_to_write, is_group_title

_W = f"{{{WORD}}}"
_LONGEST_CHAIN = 0.9
"""The share of a page that blocks kept together may take."""
_SMALL_TABLE = 3
_LONGEST_TEXT = 0.25
"""The share of a page up to which the paragraphs below a heading stay together."""
_WHOLE_BOX, _WHOLE_TEXT = 0.55, 0.35
"""The shares of a page from which a row may go on on the next: one with space to write, and one full of text."""


def keep_together(blocks: Sequence[Block], page_height: float, longest_table: float = _LONGEST_CHAIN) -> None:
    """Keep the blocks of each question, and of each small table, on one page of ``page_height`` twips.

    ``longest_table`` is the share of a page up to which a table counts as small.
    """
    limit = page_height * _LONGEST_CHAIN
    for block in blocks:
        if block.is_row and block.height > page_height * _WHOLE_TEXT and _may_go_on(block, page_height):
            _let_split(block)
    _keep_short_texts(blocks, page_height * _LONGEST_TEXT)
    for start, end in _tables(blocks):
        _keep_header(blocks[start:end])
        _release_styled(blocks[start:end])
        _keep_question(blocks, start, limit)
        small = sum(block.height for block in blocks[start:end]) <= page_height * longest_table
        _keep_rows(blocks, start, end, limit if small else 0)


def _may_go_on(row: Block, page_height: float) -> bool:
    return row.height > page_height * _WHOLE_BOX or not has_space_to_write(row)


def chains_of(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield the blocks in groups that stay on one page."""
    chain: list[Block] = []
    for block in blocks:
        chain.append(block)
        if not block.keeps_next:
            yield chain
            chain = []
    if chain:
        yield chain


def _tables(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Return where each table begins and ends among ``blocks``."""
    starts = [
        at for at, block in enumerate(blocks) if block.is_row and (not at or blocks[at - 1].table is not block.table)
    ]
    return [
        (at, next((n for n in range(at, len(blocks)) if blocks[n].table is not blocks[at].table), len(blocks)))
        for at in starts
    ]


def _keep_short_texts(blocks: Sequence[Block], longest: float) -> None:
    """Keep a heading with all of the short text below it."""
    for at, heading in enumerate(blocks):
        text = list(takewhile(lambda block: not (block.is_row or block.is_space or block.heading), blocks[at + 1 :]))
        if heading.heading and sum(block.height for block in text) <= longest:
            for block in text[:-1]:
                block.keep_with_next()


def _let_split(block: Block) -> None:
    for found in block.element.findall(f"{_W}trPr/{_W}cantSplit"):
        found.getparent().remove(found)
    block.may_split = True


def _keep_header(rows: Sequence[Block]) -> None:
    for row in rows[:-1]:
        if row.is_header and not row.keeps_next:
            row.keep_with_next()


def _release_styled(rows: Sequence[Block]) -> None:
    """Let a page end after the last row, and after what continues an agreement.

    Text in a cell whose style keeps it with the next means the text in that cell, and not the row below.
    """
    for row in (row for row in rows if row is rows[-1] or continues_agreement(row.element)):
        first = next(row.element.iter(f"{_W}p"), None)
        if row.keeps_next and first is not None and first.find(f"{_W}pPr/{_W}keepNext") is None:
            row.release()


def _keep_question(blocks: Sequence[Block], table: int, limit: float) -> None:
    """Keep the paragraphs of the question above the space to answer it with the first row of the ``table`` there."""
    height = blocks[table].height + (blocks[table + 1].height if table + 1 < len(blocks) else 0)
    above_heading = False
    for at in range(table - 1, -1, -1):
        block = blocks[at]
        height += block.height
        if block.is_row or block.is_space or height > limit or (above_heading and not block.keeps_next):
            return
        above_heading = above_heading or block.heading
        block.keep_with_next()


def _keep_rows(blocks: Sequence[Block], start: int, end: int, limit: float) -> None:
    """Keep the rows of a table together if there is room for them with all that they are kept with already."""
    before = next((at for at in range(start, 0, -1) if not blocks[at - 1].keeps_next), 0)
    after = next((at for at in range(end - 1, len(blocks)) if not blocks[at].keeps_next), len(blocks) - 1)
    if sum(block.height for block in blocks[before : after + 1]) <= limit:
        for row in blocks[start : end - 1]:
            row.keep_with_next()
        return
    _keep_agreements(blocks[start:end])
    body = [row for row in blocks[start:end] if not row.is_header]
    # A long table has at least two rows on each page that it is on.
    if limit and len(body) > _SMALL_TABLE and body[0].height + body[1].height < limit / 2:
        body[0].keep_with_next()
    if limit and len(body) > _SMALL_TABLE and body[-2].height + body[-1].height < limit / 2:
        body[-2].keep_with_next()


def _keep_agreements(rows: Sequence[Block]) -> None:
    for row, following in pairwise(rows):
        if continues_agreement(following.element) and not row.may_split:
            row.keep_with_next()


def part_chain(chain: Sequence[Block], room: float, least: float) -> None:
    """Let pages end between rows of the tables in ``chain``, if at least the height ``least`` of it fits in ``room``.

    Not within an agreement, nor in a table without a heading row, such as the lines to sign on.
    """
    height, ends = 0.0, []
    with_heading = {block.table for block in chain if block.is_header}
    for row, following in pairwise(chain):
        height += row.height
        within_table = row.table in with_heading and row.table is following.table and not row.is_header
        if within_table and not is_group_title(row.element) and not continues_agreement(following.element):
            ends.append((row, height))
    if any(least <= end <= room for _, end in ends):
        for row, _ in ends:
            row.release()
