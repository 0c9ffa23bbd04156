"""What every sheet must show: the themes in the order of paper, each heading once, and the marking of the form."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from lxml import etree

from mus_desktop import paths
from mus_desktop.documents.content import blank_content
from mus_desktop.documents.plan.templates import derive_plan_template
from mus_desktop.documents.sheets.themes import themes_on_paper
from mus_desktop.documents.word.markup import WORD
from mus_desktop.documents.word.render import Renderer
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.document_table import DOCUMENT_KINDS
from mus_desktop.model.form import Form, PlanField
from mus_desktop.services.documents.blank_documents import blank_document
from mus_desktop.services.documents.document_kinds import choices

_FORMS = sorted(file.parent for file in paths.forms().glob("*/form.toml"))
_MADE_UP = Path(__file__).parents[1] / "data" / "forms"
_OTHER = "Andet, vi vil tale om"


def _lines(document: bytes) -> list[str]:
    """Return every paragraph of the document in order, those in tables included."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml"))
    return ["".join(p.itertext()) for p in root.iter(f"{{{WORD}}}p")]


def _package_text(document: bytes) -> str:
    package = zipfile.ZipFile(io.BytesIO(document))
    # A page without a header has the part, but does not refer to it.
    headed = b"headerReference" in package.read("word/document.xml")
    shown = ["word/document.xml", *(["word/header1.xml", "word/footer1.xml"] if headed else [])]
    return "\n".join("".join(etree.fromstring(package.read(name)).itertext()) for name in shown)


@pytest.mark.parametrize("folder", _FORMS, ids=lambda folder: folder.name)
def test_anything_else_is_asked_before_the_plan_under_one_heading(folder: Path) -> None:
    form = read_form(folder).form
    for request in choices(form):
        if request.kind not in {DocumentKind.GUIDE, DocumentKind.PREPARATION}:
            continue
        lines = _lines(blank_document(form, request, None))
        assert lines.count(_OTHER) == (1 if form.tabs[-1].key == "andet" else 0), request
        plans = [field.title for field in form.plan_fields() if field.title in lines]
        if plans and _OTHER in lines and len(form.plan_fields()) < 3:
            assert lines.index(_OTHER) < lines.index(plans[0]), request


def test_with_a_plan_in_every_theme_it_comes_after_the_last_of_them() -> None:
    form = read_form(paths.forms() / "albertslund").form
    titles = [tab.title for tab in themes_on_paper(form)]
    assert titles[-3:] == ["Opgaver", _OTHER, "Afslutning"]
    assert sorted(titles) == sorted(tab.title for tab in form.tabs)


def test_a_form_that_ends_with_its_plan_keeps_its_order() -> None:
    form = read_form(_MADE_UP / "every-kind-2").form
    assert themes_on_paper(form) == form.tabs
    plan_last = replace(
        form, tabs=(form.tabs[0], *(t for t in form.tabs if any(isinstance(f, PlanField) for f in t.fields)))
    )
    assert themes_on_paper(plan_last) == plan_last.tabs


@pytest.mark.parametrize("folder", [*_FORMS, _MADE_UP / "every-kind-2"], ids=lambda folder: folder.name)
def test_the_title_of_the_form_is_no_theme_of_its_own(folder: Path) -> None:
    form = read_form(folder).form
    for request in choices(form):
        if not DOCUMENT_KINDS[request.kind].is_plan and request.kind is not DocumentKind.STATUS:
            assert _lines(blank_document(form, request, None)).count(form.title) <= 1, request


@pytest.mark.parametrize("folder", [*_FORMS, *sorted(_MADE_UP.glob("e*"))], ids=lambda folder: folder.name)
def test_the_marking_is_on_every_document(folder: Path) -> None:
    form = replace(read_form(folder).form, marking="Kun til {{ os }} to")
    for request in choices(form):
        text = _package_text(blank_document(form, request, None)).replace("\N{WORD JOINER}", "")
        assert text.count("Kun til {{ os }} to") == 1, request


def _restyled(form: Form) -> bytes:
    """Return a template made before the form had a marking."""
    made: Document = docx.Document(io.BytesIO(derive_plan_template(replace(form, marking=""))))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize("marking", ["Fortroligt", "Åbent & <fælles> {{ x }}"])
def test_a_restyled_template_without_it_has_the_marking_added(marking: str) -> None:
    form = replace(read_form(paths.forms() / "kobenhavn-buf").form, marking=marking)
    document = Renderer().plan(blank_content(form), _restyled(form))
    assert _lines(document)[0] == marking
    assert _package_text(document).count(marking) == 1
