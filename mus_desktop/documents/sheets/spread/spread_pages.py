"""The pages of a spread with one size of letters: whether the pieces fit, and the pages as markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from mus_desktop.documents.content import SheetContent
from mus_desktop.documents.sheets.built_document import sheet_styles
from mus_desktop.documents.sheets.spread.spread_bands import Band, BandArrangement, bands_height
from mus_desktop.documents.sheets.spread.spread_filling import SpreadBands
from mus_desktop.documents.sheets.spread.spread_head import gap, spread_head
from mus_desktop.documents.sheets.spread.spread_items import Piece
from mus_desktop.documents.sheets.spread.spread_markup import SpreadMarkup, scales_explained
from mus_desktop.documents.sheets.spread.spread_sizes import PieceSizes
from mus_desktop.documents.sheets.spread.spread_styles import TEXT_SIZE
from mus_desktop.documents.word.markup import Markup, element, joined
from mus_desktop.documents.word.pages.height_estimate import HeightEstimate
from mus_desktop.documents.word.pages.looks import Looks
from mus_desktop.documents.word.paper_size import A3_LANDSCAPE, Paper

ROOMS = (2.2, 1.6, 1.25, 1.0, 0.75, 0.5)
"""How much of the usual room to write is tried with each size of letters."""
_RESERVE = 200
"""Twips of each page that stay empty, because heights are only estimated."""
_SHEET_TITLE_SIZE = 18
"""Half-points of a column title on other sheets."""
_MOST_COMFORT = 1.5


@dataclass(frozen=True, slots=True)
class PageOfBands:
    """The bands of a page, arranged for so much room to write."""

    bands: list[Band]
    room: float


class LetteredSpread:
    """The spread with one size of letters, arranged for any measure of room to write."""

    def __init__(self, content: SheetContent, pieces: Sequence[Piece], scale: float) -> None:
        form = content.form
        self.scale = scale
        self.paper = replace(A3_LANDSCAPE, letter_scale=scale)
        width = self.paper.text_width
        estimate = _estimate(self.paper, form.word_language)
        explained = scales_explained(list(form.fields()))
        builder = SpreadMarkup(form, content, explained, letter_scale=scale * TEXT_SIZE / _SHEET_TITLE_SIZE)
        self._pieces, self._sizes = pieces, PieceSizes(builder, estimate, width)
        self._arrangements: dict[float, BandArrangement] = {}
        self._head = spread_head(content, width)
        next_page = self.paper.text_height - _RESERVE
        self._heights = (next_page - estimate.height(self._head, width), next_page)

    @property
    def first_page_height(self) -> int:
        """The height of the first page below its head."""
        return self._heights[0]

    @property
    def height_of_pages(self) -> int:
        """The height of both pages together."""
        return sum(self._heights)

    def least_height(self, room: float) -> float:
        """Return a height below which the pieces cannot be arranged, however they are placed."""
        return self._sizes.least_height(self._pieces, room)

    @property
    def count(self) -> int:
        """The number of pieces."""
        return len(self._pieces)

    def page(self, number: int, start: int, stop: int, *, least: float) -> PageOfBands | None:
        """Return the page ``number`` with the pieces from ``start`` to ``stop``, and as much room as it has for them.

        None if it does not hold them with the ``least`` room.
        """
        height = self._page_height(number)
        for room in ROOMS if least in ROOMS else (*ROOMS, least):
            if room < least or self._sizes.least_height(self._pieces[start:stop], room) > height:
                continue
            bands = self._arrangement(room).bands(start, stop)
            if bands_height(bands) <= height:
                return PageOfBands(bands, room)
        return None

    def on_two_pages(self, room: float) -> list[PageOfBands] | None:
        """Return two pages that have at least so much ``room``; none if the pieces do not fit, or are only one."""
        if self.count == 1 or self.least_height(room) > self.height_of_pages:
            return None
        arrangement = self._arrangement(room)
        at = arrangement.page_break(*self._heights)
        halves = ((0, at), (at, self.count))
        fit = (
            bands_height(arrangement.bands(*half)) <= height for half, height in zip(halves, self._heights, strict=True)
        )
        if not all(fit):
            return None
        # With its pieces known, each page may have more room than both must have.
        pages = [self.page(number, *half, least=room) for number, half in enumerate(halves)]
        return [page for page in pages if page]

    def on_many_pages(self, room: float) -> list[PageOfBands]:
        """Return as many pages as the pieces need."""
        pages = [PageOfBands([], room)]
        for band in self._arrangement(room).bands(0, self.count):
            bands = pages[-1].bands
            if bands and bands_height([*bands, band]) > self._page_height(len(pages) - 1):
                pages.append(PageOfBands([], room))
            pages[-1].bands.append(band)
        return pages

    def _page_height(self, number: int) -> int:
        return self._heights[min(number, 1)]

    def _arrangement(self, room: float) -> BandArrangement:
        if room not in self._arrangements:
            measures = self._sizes.measures(self._pieces, room)
            # Where there is much room, columns are wider rather than their lines many.
            self._arrangements[room] = BandArrangement(self._pieces, measures, min(_MOST_COMFORT, room))
        return self._arrangements[room]

    def markup(self, pages: Sequence[PageOfBands]) -> Markup:
        """Return the markup of all pages, each filled up with room to write."""
        markup = [*self._head]
        for number, page in enumerate(pages):
            # What is too high for a page is followed directly, wherever it ends.
            after_overflow = number > 0 and bands_height(pages[number - 1].bands) > self._page_height(number - 1)
            markup += [] if number == 0 or after_overflow else _page_break()
            markup += self._filled(page, self._page_height(number))
        return markup

    def _filled(self, page: PageOfBands, height: int) -> Markup:
        filler = SpreadBands(self._sizes, page.room, self._pieces)
        spare = max(0, height - bands_height(page.bands))
        rooms = [filler.room(band) for band in page.bands]
        shares = [spare * room / sum(rooms) if sum(rooms) else 0 for room in rooms]
        # What no page holds goes on over the next ones.
        filled = (
            filler.flowing(band) if band.height > height else filler.filled(band, band.height + int(share))
            for band, share in zip(page.bands, shares, strict=True)
        )
        return joined(markup + gap() for markup in filled)


def _page_break() -> Markup:
    return [element("p", element("pPr", element("pStyle", val="Slut"), element("pageBreakBefore")))]


@cache
def _estimate(paper: Paper, language: str) -> HeightEstimate:
    return HeightEstimate(Looks(sheet_styles(paper, language)))
