"""The pages of a document, arranged: what stays together, space to write that fills them, no empty line at the end.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mus_desktop.documents.word.markup import WORD, element, whole_number
from mus_desktop.documents.word.pages.filling import (
    LEAST_USED_OF_PLAN,
    LEAST_USED_OF_SHEET,
    fill_last_page,
    fill_pages,
    part_after_poor_pages,
)
from mus_desktop.documents.word.pages.flow import BORDER, Block, blocks_of, has_space_to_write, set_space_above
from mus_desktop.documents.word.pages.keeping import keep_together
from mus_desktop.documents.word.pages.looks import Looks, style_of
from mus_desktop.documents.word.pages.writing_space import ON_SHEETS, SpaceBounds
from mus_desktop.documents.word.wide_columns import widen_long_columns

_W = f"{{{WORD}}}"
_SPACERS = {"Luft": 170, "Slut": 20}
"""The styles of empty paragraphs that set tables apart, with their height in twips."""
_END = "Slut"
_LONG_ROW = 0.4
"""The share of a page from which a row of text is long."""
_MOST_BLOCKS = 3_000
"""The most paragraphs and rows of a document that is arranged; a template may have any number of them."""
BLANK_ROW = 1_140
"""The least height in twips of a row of a blank plan: 20 mm, for two lines written by hand."""
_BLANK_PLAN = SpaceBounds(tallest=2_600, lowest=BLANK_ROW + BORDER, last_page=0.65, only_page=0.92)
"""A row of a blank plan has up to 46 mm; on the last page the dates and signatures decide how much is left."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What differs between sheets and plans, as shares of a page.

    ``longest_table`` is how long a table may be to stay whole. A page with less than ``least_used`` is left by none.
    """

    longest_table: float
    least_used: float


_SHEET, _PLAN = _Kind(0.9, LEAST_USED_OF_SHEET), _Kind(0.45, LEAST_USED_OF_PLAN)
"""The rows of a plan have text, and may be on two pages."""


def arrange_pages(body: Any, looks: Looks, width: int, height: int) -> None:
    """Arrange the pages of ``body``, whose text is ``width`` by ``height`` twips on each page."""
    _space_above_paragraphs(body, looks)
    _end_small(body)
    blocks = blocks_of(body, looks, width)
    long_tables = {block.table: block for block in blocks if _is_long(block, height)}
    for table in long_tables:
        widen_long_columns(table)
    _arrange(blocks_of(body, looks, width) if long_tables else blocks, height, _SHEET, fill=ON_SHEETS)


def _is_long(block: Block, height: int) -> bool:
    """Return whether ``block`` is a row with so much text that the columns of its table are divided by it."""
    return block.is_row and block.height > height * _LONG_ROW and not has_space_to_write(block)


def arrange_plan(document: Any, looks: Looks, *, fill: bool, line_counts: Mapping[Any, int]) -> None:
    """Arrange the pages of ``document``, a plan rendered with any template; ``fill`` if all of it is space to write.

    ``line_counts`` are the lines of rows that are counted already.
    """
    body = document.find(f"{_W}body")
    size, margins = (body.find(f"{_W}sectPr/{_W}{name}") for name in ("pgSz", "pgMar"))
    if size is None or margins is None:
        return
    width, height = (_measure(size, name) for name in "wh")
    width -= _measure(margins, "left") + _measure(margins, "right")
    height -= _measure(margins, "top") + _measure(margins, "bottom")
    _end_small(body)
    if width > 0 and height > 0:
        _arrange(blocks_of(body, looks, width, line_counts), height, _PLAN, fill=_BLANK_PLAN if fill else None)


def _arrange(blocks: list[Block], height: int, kind: _Kind, *, fill: SpaceBounds | None) -> None:
    if len(blocks) > _MOST_BLOCKS:
        return
    keep_together(blocks, height, kind.longest_table)
    part_after_poor_pages(blocks, height, least_used=kind.least_used, fill=fill)
    if fill:
        fill_pages(blocks, height, fill)
    else:
        fill_last_page(blocks, height)


def _measure(owner: Any, name: str) -> int:
    return abs(whole_number(owner.get(f"{_W}{name}"), 0))


def _space_above_paragraphs(body: Any, looks: Looks) -> None:
    """Replace empty paragraphs above other paragraphs by space above these: no page begins with an empty line then."""
    for spacer in [child for child in body.iterchildren(f"{_W}p") if _is_spacer(child)]:
        following = spacer.getnext()
        if following is None or following.tag != f"{_W}p":
            continue
        above = looks.of(following).before + _SPACERS[style_of(spacer)]
        if not _is_spacer(following):
            set_space_above(following, above)
        body.remove(spacer)


def _is_spacer(paragraph: Any) -> bool:
    return style_of(paragraph) in _SPACERS and next(paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}drawing"), None) is None


def _end_small(body: Any) -> None:
    """Make the paragraph that Word wants after a last table as small as can be, so that it fits on the page of it."""
    last = next((child for child in body.iterchildren(reversed=True) if child.tag != f"{_W}sectPr"), None)
    if last is None:
        return
    if last.tag == f"{_W}tbl":
        last.addnext(element("p", element("pPr", element("pStyle", val=_END))))
    elif _is_spacer(last):
        last.find(f"{_W}pPr/{_W}pStyle").set(f"{_W}val", _END)
