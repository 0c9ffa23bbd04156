"""The conversation guide in A3: one spread, which leader and employee lay on the table and write on together.

It says what the guide in A4 says, with related content side by side, on one page or two. Room to write fills what the
text leaves. If the whole does not fit, room to write shrinks first, then the letters, from 11 points to 9. A form with
still more text gets a line to write on at each note; and if even that is not enough, the bands that do not fit follow
on further pages, with nothing cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mus_desktop.documents.content import SheetContent
from mus_desktop.documents.sheets.spread.spread_items import pieces_of, plain_pieces_of
from mus_desktop.documents.sheets.spread.spread_pages import ROOMS, LetteredSpread, PageOfBands
from mus_desktop.documents.sheets.spread.spread_styles import LETTER_SCALES
from mus_desktop.documents.sheets.themes import themes_on_paper, without_title_of_form
from mus_desktop.documents.word.markup import Markup
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.model.agenda import in_agreed_order

_LEAST_ROOMS = (0.35, 0.2)
"""What is tried last, with the smallest letters; a note then has a line or two."""
_LARGE_ENOUGH = 1.18
"""The smallest letter scale at which everything on one page is better than larger letters on two."""


def spread(content: SheetContent) -> tuple[Markup, Paper]:
    """Return the guide in A3 as markup, and its paper with the size of letters that fits."""
    form = content.form
    tabs = [without_title_of_form(form, tab) for tab in themes_on_paper(in_agreed_order(form, content.agreed_topics))]
    arranged, plain = pieces_of(tabs), plain_pieces_of(tabs)
    # A matrix or a plan in the centre cannot be divided: one that no page holds becomes parts like any others.
    for pieces in (arranged, plain) if len(arranged) < len(plain) else (plain,):
        sizes = [LetteredSpread(content, pieces, scale) for scale in LETTER_SCALES]
        found = _on_one_page(sizes) or _on_two_pages(sizes)
        if found:
            break
    lettered, pages = found or (sizes[-1], sizes[-1].on_many_pages(_LEAST_ROOMS[-1]))
    return lettered.markup(pages), lettered.paper


def _on_one_page(sizes: Sequence[LetteredSpread]) -> tuple[LetteredSpread, list[PageOfBands]] | None:
    large = [lettered for lettered in sizes if lettered.scale >= _LARGE_ENOUGH]
    for lettered in _worth_trying(large, 1.0, sizes[0].first_page_height):
        page = lettered.page(0, 0, lettered.count, least=1.0)
        if page:
            return lettered, [page]
    return None


def _on_two_pages(sizes: Sequence[LetteredSpread]) -> tuple[LetteredSpread, list[PageOfBands]] | None:
    for lettered in _worth_trying(sizes, _LEAST_ROOMS[-1], sizes[0].height_of_pages):
        for room in (*ROOMS, *(_LEAST_ROOMS if lettered is sizes[-1] else ())):
            pages = lettered.on_two_pages(room)
            if pages:
                return lettered, pages
    return None


def _worth_trying(sizes: Sequence[LetteredSpread], room: float, height: int) -> Iterator[LetteredSpread]:
    """Yield the sizes of letters with which ``height`` may hold the text with ``room``, judged by the largest."""
    largest = sizes[0]
    # Text in smaller letters is narrower and lower; rows to write in keep their height.
    overfull = largest.least_height(room) / height
    return (one for one in sizes if overfull * (one.scale / largest.scale) ** 2 <= 1)
