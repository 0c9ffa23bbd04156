"""The manual: the pages of the help as one Word document, with headings, numbered steps, pictures and links.

Heavy: imports lxml; import this module only when a document is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from mus_desktop.documents.manual.manual_parts import FIRST_LIST, picture_drawing, with_lists_and_pictures
from mus_desktop.documents.sheets.built_document import Sheet, build_document
from mus_desktop.documents.word.markup import (
    QUESTION_LIST,
    WORD,
    Markup,
    element,
    joined,
    list_item,
    paragraph,
    styled,
    text_element,
)
from mus_desktop.documents.word.package import unzipped, zipped
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.documents.word.properties import About
from mus_desktop.model.help.help_page import BlockKind, HelpBlock, HelpPage, HelpSpan, SpanKind

TITLE = "Vejledning til MUS Desktop"
_PAPER = Paper(11_906, 16_838, side=1_304, top=1_304, bottom=1_077, flows=False)
_PAGE_SIZE, _TITLE_SIZE = 28, 48
"""The letters of a page's title and of the manual's, in half points."""
_LINK_COLOUR, _MUTED = "1F5F8B", "556070"
_STEP_SPACE = 60
"""The space above a step in twips."""


@dataclass(frozen=True, slots=True)
class ManualContent:
    """What the manual contains: the pages, their pictures as PNG by file, and the version of the program."""

    pages: Sequence[HelpPage]
    pictures: Mapping[str, bytes]
    version: str
    made_on: date | None = None


def build_manual(content: ManualContent) -> bytes:
    """Return the manual as a Word document; the same content always makes the same bytes."""
    body = _ManualBody(content)
    sheet = Sheet(
        about=About(TITLE, "MUS Desktop", "vejledning; hjælp; MUS"),
        body=body.markup(),
        paper=_PAPER,
        left=TITLE,
        right=f"Version {content.version}",
        footer=TITLE,
        made_on=content.made_on,
        author="MUS Desktop",
    )
    parts = with_lists_and_pictures(unzipped(build_document(sheet)), body.lists, content.pictures)
    return zipped(parts)


class _ManualBody:
    """Builds the markup, and counts the numbered lists: each begins at one, and is a list of its own in Word."""

    def __init__(self, content: ManualContent) -> None:
        self._content = content
        self._numbers = {page.key: number for number, page in enumerate(content.pages, 1)}
        self._drawings = 0
        self.lists = 0

    def markup(self) -> Markup:
        """Return the title, the contents, and the pages in their chapters."""
        chapters = [(title, list(pages)) for title, pages in groupby(self._content.pages, lambda page: page.chapter)]
        front = styled("Heading1", _run(TITLE, size=_TITLE_SIZE))
        for title, pages in chapters:
            front += paragraph("Notetitel", title)
            front += joined(styled("Normal", self._link(page.title, page.key)) for page in pages)
        return front + joined(self._chapter(title, pages) for title, pages in chapters)

    def _chapter(self, title: str, pages: Sequence[HelpPage]) -> Markup:
        properties = element("pPr", element("pStyle", val="Heading1"), element("pageBreakBefore"))
        heading = [element("p", properties, _run(title))]
        return heading + joined(self._page(page) for page in pages)

    def _page(self, page: HelpPage) -> Markup:
        number = self._numbers[page.key]
        start = element("bookmarkStart", id=number)
        start.set(f"{{{WORD}}}name", _bookmark(page.key))  # a word argument "name" would be that of the element
        heading = styled("Heading2", start, _run(page.title, size=_PAGE_SIZE), element("bookmarkEnd", id=number))
        return heading + joined(
            self._blocks(kind, list(blocks)) for kind, blocks in groupby(page.blocks[1:], lambda block: block.kind)
        )

    def _blocks(self, kind: BlockKind, blocks: Sequence[HelpBlock]) -> Markup:
        if kind is BlockKind.STEP:
            self.lists += 1
        return joined(map(self._block, blocks))

    def _block(self, block: HelpBlock) -> Markup:
        runs = [self._span(span) for span in block.spans]
        if block.kind is BlockKind.HEADING:
            return styled("Heading3", *runs)
        if block.kind is BlockKind.STEP:
            return list_item("Normal", *runs, number=FIRST_LIST + self.lists - 1, space_above=_STEP_SPACE)
        if block.kind is BlockKind.POINT:
            return list_item("Normal", *runs, number=QUESTION_LIST)
        if block.kind is BlockKind.PICTURE:
            return self._picture(block)
        return styled("Normal", *runs)

    def _picture(self, block: HelpBlock) -> Markup:
        self._drawings += 1
        picture = self._content.pictures[block.file]
        drawing = picture_drawing(block.file, picture, block.text, self._drawings, _PAPER.text_width)
        properties = element("pPr", element("pStyle", val="Normal"), element("keepNext"))
        return [element("p", properties, element("r", drawing)), *styled("Normal", _run(block.text, colour=_MUTED))]

    def _span(self, span: HelpSpan) -> Any:
        if span.kind is SpanKind.LINK:
            return self._link(span.text, span.target)
        return _run(span.text, bold=span.kind is not SpanKind.PLAIN)

    def _link(self, text: str, key: str) -> Any:
        return element("hyperlink", _run(text, colour=_LINK_COLOUR, underlined=True), anchor=_bookmark(key))


def _bookmark(key: str) -> str:
    return f"side_{key.replace('-', '_')}"


def _run(text: str, *, bold: bool = False, colour: str = "", size: int = 0, underlined: bool = False) -> Any:
    formatting = [
        *([element("b"), element("bCs")] if bold else []),
        *([element("color", val=colour)] if colour else []),
        *([element("sz", val=size), element("szCs", val=size)] if size else []),
        *([element("u", val="single")] if underlined else []),
    ]
    return element("r", [element("rPr", formatting)] if formatting else [], text_element(text))
