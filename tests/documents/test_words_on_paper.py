"""No words of the program, and none about another document, on any paper of the shipped forms."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from mus_desktop import paths
from mus_desktop.documents.sheets.page_references import unpaged_text
from mus_desktop.documents.word.markup import WORD
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.form import Form, NotesField, PartyRole
from mus_desktop.services.documents.blank_documents import blank_document
from mus_desktop.services.documents.document_kinds import DocumentRequest, choices

_FORMS = sorted(file.parent for file in paths.forms().glob("*/form.toml"))
_FORBIDDEN = [
    r"indstilling(en|er|erne)?\b",
    r"\bprogrammet\b",
    r"\b(klik|tryk) på\b|\bklik\b",
    r"\b(vindue|menu|fane|skærm|dialogboks)(n|et|en|erne|er)?\b",
    r"\bknap(pen)?\b",
    r"\bF1[012]?\b|\bCtrl\b",
    r"\bse side \d|\b(næste|forrige) side\b|\bpå siden\b",
    r"\btrykkes\b|\budskrives ikke\b|\bvises ikke på\b",
    r"\bfra før programmet\b",
    r"\bindsæt(te)?\b|\bgem(mes|t) automatisk\b",
    r"\{\{|\}\}|\{%|None\b|\bTrue\b",
]
"""What only the program, its windows, or the pages of another document can be called."""


def lines_of(document: bytes) -> list[str]:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml"))
    return ["".join(p.itertext()) for p in root.iter(f"{{{WORD}}}p")]


def _forbidden(lines: list[str]) -> list[str]:
    return [line for line in lines for words in _FORBIDDEN if re.search(words, line, re.IGNORECASE)]


@pytest.mark.parametrize("folder", _FORMS, ids=lambda folder: folder.name)
def test_no_paper_has_words_of_the_program(folder: Path) -> None:
    form = read_form(folder).form
    found = {request: _forbidden(lines_of(blank_document(form, request, None))) for request in choices(form)}
    assert {request: lines for request, lines in found.items() if lines} == {}


def test_a_guide_speaks_of_no_checklist_that_is_not_there() -> None:
    for folder in _FORMS:
        guide = "\n".join(lines_of(blank_document(read_form(folder).form, DocumentRequest(DocumentKind.GUIDE), None)))
        assert not re.search(r"tjekliste", guide, re.IGNORECASE), folder.name


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("niveau (1-5 se side 4) i forhold til kravet", "niveau (1-5) i forhold til kravet"),
        ("i din plan (skemaet næste side)", "i din plan"),
        ("Læs mere, se også side 12-14.", "Læs mere."),
        ("Trin (se s. 3)", "Trin"),
        ("Se den anden side af sagen", "Se den anden side af sagen"),
        ("Lad os se siden efter", "Lad os se siden efter"),
        ("Se på samarbejdet (fx i næste team)", "Se på samarbejdet (fx i næste team)"),
    ],
)
def test_references_to_pages_of_the_source_are_left_out_on_paper(text: str, printed: str) -> None:
    assert unpaged_text(text) == printed


def _notes(form: Form, key: str) -> NotesField:
    field = form.field_with(key)
    assert isinstance(field, NotesField)
    return field


@pytest.mark.parametrize(
    ("form_id", "label", "keys"),
    [
        ("aalborg-tm", "Egne notater:", ("siden_sidst", "social_kapital", "opgaver", "samarbejde", "trivsel")),
        ("kobenhavn-buf", "Noter", ("siden_sidst", "trivsel", "samarbejde", "trivsel_andet", "laeringsmaal")),
    ],
)
def test_the_label_of_the_notes_is_over_the_space_to_write_in(form_id: str, label: str, keys: tuple[str, ...]) -> None:
    form = read_form(paths.forms() / form_id).form
    for role in (PartyRole.EMPLOYEE, PartyRole.LEADER):
        lines = lines_of(blank_document(form, DocumentRequest(DocumentKind.PREPARATION, role), None))
        for field in (_notes(form, key) for key in keys):
            last = field.prompts[-1].text if field.prompts else field.title
            at = next(n for n, line in enumerate(lines) if line.endswith(unpaged_text(last)))
            assert lines[at + 1] == label, field.key
            assert lines[at + 2] == "", "lines to write on follow"
    guide = lines_of(blank_document(form, DocumentRequest(DocumentKind.GUIDE), None))
    notes = [f for f in form.fields() if isinstance(f, NotesField) and f.key != "andet"]
    assert guide.count(label) >= len(notes)


def test_the_title_is_the_label_where_it_says_so() -> None:
    lines = lines_of(
        blank_document(read_form(paths.forms() / "albertslund").form, DocumentRequest(DocumentKind.GUIDE), None)
    )
    assert lines.count("Noter") == 3 + 1  # three perspectives, and anything else


def test_the_employee_is_told_to_bring_the_report() -> None:
    form = read_form(paths.forms() / "aalborg-tm").form
    lines = lines_of(blank_document(form, DocumentRequest(DocumentKind.PREPARATION, PartyRole.EMPLOYEE), None))
    assert any("HUSK at medbringe medarbejderrapporten" in line for line in lines)
