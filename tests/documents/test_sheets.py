"""Guides, preparation sheets, cards, pocket pages and status sheets: whole, for the right eyes, whatever is in them."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from mus_desktop import paths
from mus_desktop.documents.content import EvaluationContent, PocketContent, SheetContent, StatusContent, StatusLine
from mus_desktop.documents.sheets.field_markup import FIELD_MARKUP
from mus_desktop.documents.sheets.page_references import unpaged_text
from mus_desktop.documents.sheets.sheet_registry import MAKERS, build_sheet
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.formspec.form_keys import KINDS
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.form import ChoiceField, Fact, Form, PartyRole
from mus_desktop.model.text import printable_text

_FORMS = sorted(file.parent for file in paths.forms().glob("*/form.toml"))
_DATA = Path(__file__).parents[1] / "data"
_FACTS = {Fact.EMPLOYEE: "Bjørn Ågård", Fact.LEADER: "Mette Holm", Fact.TIME: "12. november 2026 kl. 13.00"}
_LINES = (StatusLine("At være tryg i svære samtaler.", "Senest 1. marts 2027, Bjørn", "I gang", "Travlt forår"),)
_BUILT = (
    "guide-a3",
    "guide-a4",
    "preparation-employee",
    "preparation-leader",
    "cards",
    "pocket",
    "status",
    "evaluation",
)


def _made(name: str, form: Form, facts: dict[Fact, str] | None = None) -> bytes:
    kind, _, variant = name.partition("-")
    known = _FACTS if facts is None else facts
    contents = {
        "pocket": lambda: PocketContent(form=form, facts=known, picks=_picks(form)),
        "status": lambda: StatusContent(form=form, facts=known, lines=_LINES, next_on="3. maj 2027"),
        "evaluation": lambda: EvaluationContent(form=form, facts=known),
        "preparation": lambda: SheetContent(form=form, facts=known, party=PartyRole(variant)),
    }
    content = contents.get(kind, lambda: SheetContent(form=form, facts=known))()
    return build_sheet(DocumentKind(kind), content, Size(variant) if kind == "guide" else Size.A4)


def _picks(form: Form) -> dict[str, dict[PartyRole, tuple[str, ...]]]:
    choices = [field for field in form.fields() if isinstance(field, ChoiceField)]
    return {f.key: {PartyRole.EMPLOYEE: f.options[:2], PartyRole.LEADER: f.options[1:3]} for f in choices}


def _text(document: bytes) -> str:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml"))
    return "\n".join("".join(p.itertext()) for p in root.iter(f"{{{root.nsmap['w']}}}p"))


def test_every_kind_has_its_place() -> None:
    assert set(FIELD_MARKUP) == {kind.field for kind in KINDS.values()}
    assert {name.partition("-")[0] for name in _BUILT} == set(MAKERS), "every sheet is tried here"


@pytest.mark.parametrize("folder", _FORMS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("name", _BUILT)
def test_a_validator_accepts_it_and_it_is_the_same_every_time(name: str, folder: Path, tmp_path: Path) -> None:
    form = read_form(folder).form
    document = _made(name, form)
    assert document == _made(name, form)
    (tmp_path / "sheet.docx").write_bytes(document)
    assert OpenXmlValidator().validate(tmp_path / "sheet.docx").is_valid
    assert docx.Document(io.BytesIO(document)).core_properties.language == form.word_language


@pytest.mark.parametrize("name", _BUILT)
def test_every_part_is_as_accepted(name: str, every_kind: Form) -> None:
    """To accept a change: look at the document, then run with ``MUS_GOLDEN=write`` and read the diff."""
    part = zipfile.ZipFile(io.BytesIO(_made(name, every_kind))).read("word/document.xml")
    readable = etree.tostring(etree.fromstring(part), method="c14n", exclusive=True).decode().replace("><", ">\n<")
    accepted = _DATA / "golden" / "sheets" / f"{name}.xml"
    if os.environ.get("MUS_GOLDEN") == "write":
        accepted.parent.mkdir(parents=True, exist_ok=True)
        accepted.write_text(readable + "\n", encoding="utf-8", newline="\n")
    assert readable + "\n" == accepted.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", _FORMS, ids=lambda folder: folder.name)
def test_a_preparation_sheet_asks_its_party_and_nobody_else(folder: Path) -> None:
    form = read_form(folder).form
    for role, other in ((PartyRole.EMPLOYEE, PartyRole.LEADER), (PartyRole.LEADER, PartyRole.EMPLOYEE)):
        lines = _text(_made(f"preparation-{role}", form)).split("\n")
        shown = {line.removeprefix("☐\N{NO-BREAK SPACE}") for line in lines}
        own = {f.title for f in form.fields() if role in f.by}
        alone = {f.title for f in form.fields() if f.by == (other,)} - own
        assert own <= shown
        assert not alone & shown


def test_both_parties_keywords_are_marked(every_kind: Form) -> None:
    text = _text(_made("pocket", every_kind))
    assert "● Bjørn Ågård   ■ Mette Holm" in text
    for marked in ("●\N{NO-BREAK SPACE}Mod", "●■\N{NO-BREAK SPACE}Ansvar", "■\N{NO-BREAK SPACE}Nærvær"):
        assert marked in text
    assert "☐\N{NO-BREAK SPACE}Møder" in text


def test_every_keyword_and_question_has_a_card() -> None:
    for folder in _FORMS:
        form = read_form(folder).form
        text = _text(_made("cards", form)).replace("\N{NO-BREAK SPACE}", " ")
        words = [o for f in form.fields() if isinstance(f, ChoiceField) and f.cards for o in f.options]
        asks = [
            unpaged_text(p.text)
            for f in form.fields()
            if f.by != (PartyRole.LEADER,)
            for p in getattr(f, "prompts", ())
        ]
        assert [word for word in (*words, *asks) if word not in text] == []


@pytest.mark.parametrize("name", _BUILT)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=()), min_size=1, max_size=120) | st.sampled_from(
    ["{{ x }} {%p if %} {# #}", "<w:p>&amp;</w:p>]]>", "\ud800\x00\x0b\f\u2028", "ræv\u202e", "Æ" * 5_000]
))  # fmt: skip
def test_any_text_leaves_a_whole_document(name: str, every_kind: Form, text: str) -> None:
    hostile = replace(every_kind, title=text, organisation=text, marking=text, cues=(text,))
    document = _made(name, hostile, dict.fromkeys(Fact, text))
    for part in zipfile.ZipFile(io.BytesIO(document)).namelist():
        etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read(part))
    words = printable_text(text).split()
    if words and name != "cards":
        assert words[0] in _text(document)


def test_a_sheet_has_no_place_for_an_answer(parts: Callable[[bytes], dict[str, bytes]]) -> None:
    held = {slot for kind in (SheetContent, PocketContent, StatusContent) for slot in kind.__dataclass_fields__}
    assert held == {
        "form", "facts", "party", "made_on", "author", "settings", "picks", "lines", "initiatives", "own_on", "next_on",
        "earlier",  # what earlier plans agreed, without the status and comment of today
        "additions",  # what came to a signed mini-MUS: a plan prints the same
        "agreed_topics",  # the keys of themes, in the order the parties have agreed on
    }  # fmt: skip
