"""Documents built from markup, without a template: checked, and with the same bytes every time.

Heavy: imports lxml; import this module only when a document is made.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from mus_desktop.documents.sheets.spread.spread_styles import tightened
from mus_desktop.documents.word.base_document import base_document
from mus_desktop.documents.word.completeness import check_cells, check_names
from mus_desktop.documents.word.markup import WORD, Markup, append_content, element, serialised
from mus_desktop.documents.word.no_break import glue_words
from mus_desktop.documents.word.package import unzipped, zipped
from mus_desktop.documents.word.pages.heading_levels import close_heading_levels
from mus_desktop.documents.word.pages.looks import Looks
from mus_desktop.documents.word.pages.page_arrangement import arrange_pages
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.documents.word.properties import About, core_part
from mus_desktop.model.text import printable_text
from mus_desktop.paths import resources

_W = f"{{{WORD}}}"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BODY = "word/document.xml"
_DOCUMENT = ElementMaker(namespace=WORD, nsmap={"w": WORD, "r": _RELATIONS})
_FOOTER_TEXT = "{{ sidefod }}"
"""What the footer of the base document has in place of the text that identifies a loose page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document to be built: ``body`` is markup; ``left`` and ``right`` are the header of every page."""

    about: About
    body: Markup
    paper: Paper
    left: str = ""
    right: str = ""
    footer: str = ""
    made_on: date | None = None
    author: str = ""
    language: str = "da-DK"


def build_document(sheet: Sheet) -> bytes:
    """Return ``sheet`` as a Word document.

    :raises DamagedDocument: Word could not open a document with this markup.
    """
    # A copy: the cached parts are shared by all sheets of the same language and letter size.
    parts = dict(_base_parts(sheet.language, sheet.paper.letter_scale, tight=sheet.paper.tight))
    styles = etree.fromstring(parts["word/styles.xml"])
    trees = {
        "word/styles.xml": _with_tab_stop(styles, sheet.paper),
        _BODY: _document(sheet, Looks(styles)),
        "word/header1.xml": _header(etree.fromstring(parts["word/header1.xml"]), sheet),
        "word/footer1.xml": _footer(etree.fromstring(parts["word/footer1.xml"]), sheet.footer),
    }
    for name, tree in trees.items():
        if name != _BODY:
            glue_words(tree)
    parts |= {name: serialised(tree) for name, tree in trees.items()}
    parts["docProps/core.xml"] = core_part(sheet.about, sheet.author, sheet.made_on, sheet.language)
    check_names(parts)
    return zipped(parts)


def sheet_styles(paper: Paper, language: str) -> Any:
    """Return the styles of a sheet on ``paper`` as a tree."""
    return etree.fromstring(_base_parts(language, paper.letter_scale, tight=paper.tight)["word/styles.xml"])


def _document(sheet: Sheet, looks: Looks) -> Any:
    document = _DOCUMENT("document", element("body"))
    append_content(document[0], sheet.body, _section(sheet.paper))
    # Before the pages are arranged: no-break spaces decide how many lines a text needs.
    glue_words(document)
    # Cards and folded panels have sizes of their own.
    if sheet.paper.flows:
        arrange_pages(document[0], looks, sheet.paper.text_width, sheet.paper.text_height)
    close_heading_levels(document[0], looks)
    check_cells(document)
    return document


def _section(paper: Paper) -> Any:
    """Return the page as Word's section properties, with header and footer as the base document names them."""
    turned = {"orient": "landscape"} if paper.width > paper.height else {}
    folded = {"num": paper.columns, "sep": 1, "space": 2 * paper.side} if paper.columns > 1 else {"space": 708}
    margins = {"top": paper.top, "right": paper.side, "bottom": paper.bottom, "left": paper.side}
    return element(
        "sectPr",
        # The ids follow from the order of the parts in :mod:`..word.base_document`.
        [] if paper.without_header else [_reference("header", "rId3"), _reference("footer", "rId4")],
        element("pgSz", w=paper.width, h=paper.height, **turned),
        element("pgMar", **margins, header=567, footer=510, gutter=0),
        element("cols", **folded),
    )


def _reference(part: str, relation: str) -> Any:
    return _DOCUMENT(f"{part}Reference", {f"{_W}type": "default", f"{{{_RELATIONS}}}id": relation})


def _with_tab_stop(styles: Any, paper: Paper) -> Any:
    """Move the tab stops at the right margin to the margin of ``paper``."""
    for tab in styles.iter(f"{_W}tab"):
        if tab.get(f"{_W}val") == "right":
            tab.set(f"{_W}pos", str(paper.width - 2 * paper.side))
    return styles


def _header(empty: Any, sheet: Sheet) -> Any:
    left, right = (element("r", element("t", _on_a_line(text))) for text in (sheet.left, sheet.right))
    for paragraph in empty.iter(f"{_W}p"):
        append_content(paragraph, left, element("r", element("tab")), right)
    return empty


def _footer(footer: Any, text: str) -> Any:
    for words in footer.iter(f"{_W}t"):
        if words.text == _FOOTER_TEXT:
            words.text = _on_a_line(text)
    return footer


def _on_a_line(text: str) -> str:
    return " ".join(printable_text(text).split())


@cache
def _base_parts(language: str, letter_scale: float, *, tight: bool) -> dict[str, bytes]:
    """Return the parts of the base document with the styles of sheets, every letter scaled by ``letter_scale``."""
    parts = unzipped(base_document(language))
    styles = etree.fromstring(parts["word/styles.xml"])
    sheet_styles = (resources() / "base" / "sheets.xml").read_text(encoding="utf-8")
    for style in etree.fromstring(f'<styles xmlns:w="{WORD}">{sheet_styles}</styles>'):
        # A copy: lxml would move the element out of the tree that is iterated over.
        styles.append(deepcopy(style))
    if tight:
        tightened(styles, letter_scale)
    for size in styles.iter(f"{_W}sz", f"{_W}szCs"):
        size.set(f"{_W}val", str(round(int(size.attrib[f"{_W}val"]) * letter_scale)))
    return parts | {"word/styles.xml": serialised(styles)}
