"""Two documents are compared by what somebody who reads them sees."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from mus_desktop.documents.word.visible_text import same_text, visible_text
from mus_desktop.errors import DocumentError


def saved(document: Document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def plan(change: Callable[[Document], object] = lambda _: None) -> bytes:
    document = docx.Document()
    document.add_paragraph("Udviklingsplan").add_run(" for Mette")
    document.add_table(rows=1, cols=2).cell(0, 1).text = "Læse mere\nSenest 1. maj"
    document.sections[0].footer.paragraphs[0].text = "Mette Holm · 2026"
    change(document)
    return saved(document)


def add_page_number(document: Document, number: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    for kind, text in (("begin", ""), ("separate", number), ("end", "")):
        run = paragraph.add_run()
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if text:
            paragraph.add_run(text)


def merge_runs(document: Document) -> None:
    document.paragraphs[0].text = document.paragraphs[0].text
    document.add_paragraph(" ")
    document.core_properties.author = "En anden"


def test_the_text_is_body_then_headers_and_footers() -> None:
    assert visible_text(plan()) == ("Udviklingsplan for Mette", "Læse mere", "Senest 1. maj", "Mette Holm · 2026")


def test_layout_properties_and_page_numbers_do_not_count() -> None:
    assert same_text(plan(), plan(merge_runs))
    assert same_text(plan(lambda d: add_page_number(d, "1")), plan(lambda d: add_page_number(d, "2")))


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.add_paragraph("Tilføjet"),
        lambda document: document.tables[0].cell(0, 0).paragraphs[0].add_run("x"),
        lambda document: setattr(document.sections[0].footer.paragraphs[0], "text", "Mette Bak · 2026"),
    ],
)
def test_another_text_anywhere_is_another_text(change: Callable[[Document], object]) -> None:
    assert not same_text(plan(), plan(change))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", plan()[:-2000], b"\xd0\xcf\x11\xe0 protected"])
def test_what_cannot_be_read_is_not_the_same(content: bytes) -> None:
    assert not same_text(content, content)
    with pytest.raises(DocumentError):
        visible_text(content)
