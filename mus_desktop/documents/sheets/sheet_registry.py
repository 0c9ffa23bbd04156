"""The registry of documents that are built from a form: the function that builds each, and its paper.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mus_desktop.documents.content import SheetContent
from mus_desktop.documents.plan.context import footer_line
from mus_desktop.documents.sheets.built_document import Sheet, build_document
from mus_desktop.documents.sheets.cards import CARDS_PAPER, cards_body
from mus_desktop.documents.sheets.evaluation import evaluation_body
from mus_desktop.documents.sheets.guide import guide_body
from mus_desktop.documents.sheets.page_references import without_page_references
from mus_desktop.documents.sheets.pocket import POCKET_PAPER, pocket_body
from mus_desktop.documents.sheets.preparation import preparation_body
from mus_desktop.documents.sheets.sheet_markup import styled_lines
from mus_desktop.documents.sheets.spread.spread import spread
from mus_desktop.documents.sheets.status import status_body
from mus_desktop.documents.titles import title_of
from mus_desktop.documents.word.markup import Markup
from mus_desktop.documents.word.paper_size import A4_LANDSCAPE, A4_PORTRAIT, GUIDE_PAPER, Paper, Size
from mus_desktop.documents.word.properties import about_document
from mus_desktop.model.confidentiality import DocumentKind


@dataclass(frozen=True, slots=True)
class SheetMaker:
    """How a sheet is made: the function for its body, its paper, and a note in its header instead of the form's title.

    ``papers`` is the paper of each size, for a sheet that can be printed in several. ``arranged`` are functions for the
    sizes whose letters depend on the content: they return the body and its paper.
    """

    body: Callable[[Any, Paper], Markup]
    paper: Paper
    header_note: str = ""
    papers: Mapping[Size, Paper] = field(default_factory=dict)
    arranged: Mapping[Size, Callable[[Any], tuple[Markup, Paper]]] = field(default_factory=dict)

    def body_on_paper(self, content: SheetContent, size: Size) -> tuple[Markup, Paper]:
        """Return the body of the sheet, and the paper that it is for."""
        if size in self.arranged:
            return self.arranged[size](content)
        paper = self.papers.get(size, self.paper)
        return self.body(content, paper), paper


MAKERS: Mapping[DocumentKind, SheetMaker] = {
    DocumentKind.GUIDE: SheetMaker(guide_body, A4_LANDSCAPE, papers=GUIDE_PAPER, arranged={Size.A3: spread}),
    DocumentKind.PREPARATION: SheetMaker(preparation_body, A4_PORTRAIT),
    DocumentKind.CARDS: SheetMaker(cards_body, CARDS_PAPER, "Klip langs de stiplede linjer"),
    DocumentKind.POCKET: SheetMaker(pocket_body, POCKET_PAPER),
    DocumentKind.STATUS: SheetMaker(status_body, A4_LANDSCAPE),
    DocumentKind.EVALUATION: SheetMaker(evaluation_body, A4_PORTRAIT),
}
"""Every kind of document but the plan, which is made from a template by :mod:`mus_desktop.documents.word.render`."""


def build_sheet(kind: DocumentKind, content: SheetContent, size: Size = Size.A4) -> bytes:
    """Return the document as bytes; the same content always produces the same bytes. ``size`` only matters to a guide.

    :raises DamagedDocument: Word could not open the document.
    """
    sheet_kind, form = MAKERS[kind], without_page_references(content.form)
    content = replace(content, form=form)
    body, paper = sheet_kind.body_on_paper(content, size)
    # A page without a header has the marking above its body.
    marking = styled_lines("Etiket", form.marking) if paper.without_header else []
    return build_document(
        Sheet(
            about=about_document(title_of(kind, form, content.party), form, content.facts),
            body=marking + body,
            paper=paper,
            left=form.organisation,
            right=" · ".join(part for part in (form.marking, sheet_kind.header_note or form.title) if part),
            footer=footer_line(content.facts),
            made_on=content.made_on,
            author=content.author,
            language=form.word_language,
        )
    )
