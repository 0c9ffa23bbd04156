"""Documents built from markup, without a template: checked, and with the same bytes every time.

Heavy: imports lxml; import this module only when a document is made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape

from lxml import etree

from mus_desktop.documents.word.base_document import base_document
from mus_desktop.documents.word.completeness import DamagedDocument, check_cells, check_package
from mus_desktop.documents.word.markup import WORD
from mus_desktop.documents.word.package import unzipped, zipped
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.documents.word.properties import core_part
from mus_desktop.model.text import printable
from mus_desktop.paths import resources

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LETTERS = re.compile(r'<w:(sz|szCs) w:val="(\d+)"/>')
_TAB = re.compile(r'(<w:tab w:val="right" w:pos=)"\d+"')
_PLAIN_TAB = "<w:r><w:tab/></w:r>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document to be built: ``body`` is markup; ``left`` and ``right`` are the header of every page."""

    title: str
    body: str
    paper: Paper
    left: str = ""
    right: str = ""
    footer: str = ""
    made_on: date | None = None
    author: str = ""
    language: str = "da-DK"


def built(sheet: Sheet) -> bytes:
    """Return ``sheet`` as a Word document.

    :raises DamagedDocument: Word could not open a document with this markup.
    """
    parts = {**_base(sheet.language, sheet.paper.letters)}
    styles = parts["word/styles.xml"].decode()
    parts["word/styles.xml"] = _TAB.sub(rf'\1"{_tab_stop(sheet.paper)}"', styles).encode()
    parts["word/document.xml"] = _document(sheet)
    parts["word/header1.xml"] = _head(parts["word/header1.xml"].decode(), sheet).encode()
    parts["word/footer1.xml"] = (
        parts["word/footer1.xml"].decode().replace("{{ sidefod }}", _escaped(sheet.footer)).encode()
    )
    parts["docProps/core.xml"] = core_part(sheet.title, sheet.author, sheet.made_on, sheet.language)
    document = zipped(parts)
    check_package(document)
    return document


def _tab_stop(paper: Paper) -> int:
    return paper.width - 2 * paper.side


def _document(sheet: Sheet) -> bytes:
    markup = (
        f'{_DECLARATION}<w:document xmlns:w="{WORD}" xmlns:r="{_RELATIONS}"><w:body>{sheet.body}'
        f"{sheet.paper.properties()}</w:body></w:document>"
    )
    try:
        # Parsed only for the check; the markup itself is written as it is.
        check_cells(etree.fromstring(markup.encode()))
    except etree.XMLSyntaxError as error:
        raise DamagedDocument from error
    return markup.encode()


def _head(empty: str, sheet: Sheet) -> str:
    runs = f"<w:r><w:t>{_escaped(sheet.left)}</w:t></w:r>{_PLAIN_TAB}<w:r><w:t>{_escaped(sheet.right)}</w:t></w:r>"
    return empty.replace("</w:p>", f"{runs}</w:p>")


def _escaped(text: str) -> str:
    return escape(" ".join(printable(text).split()), quote=False)


@cache
def _base(language: str, letters: float) -> dict[str, bytes]:
    """Return the parts of the base document with the styles of sheets, every letter scaled by ``letters``."""
    parts = unzipped(base_document(language))
    more = (resources() / "base" / "sheets.xml").read_text(encoding="utf-8")
    styles = parts["word/styles.xml"].decode().replace("</w:styles>", f"{more}</w:styles>")
    scaled = _LETTERS.sub(lambda size: f'<w:{size[1]} w:val="{round(int(size[2]) * letters)}"/>', styles)
    return {**parts, "word/styles.xml": scaled.encode()}
