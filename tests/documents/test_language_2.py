"""Documents of a form in language 2: whole, as accepted, and with every new key on paper."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from mus_desktop.documents.content import EvaluationContent, PlanContent, SheetContent, blank_content
from mus_desktop.documents.sheets.field_markup import SheetLayout, fillable_field
from mus_desktop.documents.sheets.sheet_registry import build_sheet
from mus_desktop.documents.titles import title_of
from mus_desktop.documents.word.render import Renderer
from mus_desktop.documents.word.template_names import ROW_HEADING
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.form import (
    Fact,
    Field,
    Form,
    InfoField,
    PartyRole,
    RatingField,
    SignatureMeaning,
    SignaturesField,
    TableField,
    TextField,
)
from mus_desktop.model.plan import Agreement
from mus_desktop.model.text import is_blank, printable_text

_DATA = Path(__file__).parents[1] / "data"
_FACTS = {
    Fact.EMPLOYEE: "Bjørn Ågård",
    Fact.LEADER: "Mette Holm",
    Fact.TIME: "12. november 2026 kl. 13.00",
    Fact.PERIOD: "2026",
    Fact.TITLE: "Afdelingsbibliotekar",
}
_ANSWERS: dict[str, Any] = {
    "udbytte": "Jeg blev klogere.\nVi skal tale om vagterne igen.",
    "samtalen": {
        "Jeg blev hørt": {"level": 1, "remark": "Hele vejen"},
        "Vi nåede det hele": {"level": -1},
        "": {"remark": "Godt, at vi gik en tur."},
    },
    "forslag": [
        {"id": "1", "cells": {"hvad": "Længere tid", "dag": "2027-03-01"}},
        {"id": "2", "cells": {"hvad": "Kaffe"}},
    ],
    "kaldenavn": "Bo",
}
_PLANNED: dict[str, Any] = {
    "overskrift": "Ro på\nog tid til fagligheden",
    "kaldenavn": "Bo",
    "maalene": [{"id": "Økonomien", "cells": {"bidrag": "Færre vikarer"}}],
}


@pytest.fixture(scope="module")
def form() -> Form:
    return read_form(_DATA / "forms" / "every-kind-2").form


def _plan(form: Form) -> PlanContent:
    row = Agreement(id="a", field="plan", group="Faglige", cells={"maal": "At være tryg i svære samtaler."})
    signed_on = date(2026, 11, 19)
    return PlanContent(
        form=form, facts=_FACTS, agreements=(row,), answers=_PLANNED, signed_on=signed_on, closed_on=signed_on
    )


def _made(name: str, form: Form, renderer: Renderer) -> bytes:
    sheet = SheetContent(form=form, facts=_FACTS)
    makers: dict[str, Callable[[], bytes]] = {
        "plan": lambda: renderer.plan(_plan(form)),
        "plan-blank": lambda: renderer.plan(blank_content(form)),
        "guide": lambda: build_sheet(DocumentKind.GUIDE, sheet),
        "preparation": lambda: build_sheet(DocumentKind.PREPARATION, replace(sheet, party=PartyRole.EMPLOYEE)),
        "evaluation": lambda: build_sheet(
            DocumentKind.EVALUATION, EvaluationContent(form=form, facts=_FACTS, answers=_ANSWERS)
        ),
        "evaluation-blank": lambda: build_sheet(DocumentKind.EVALUATION, EvaluationContent(form=form)),
    }
    return makers[name]()


_MADE = ("plan", "plan-blank", "guide", "preparation", "evaluation", "evaluation-blank")


def _lines(document: bytes) -> list[str]:
    return _lines_of(zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml"))


def _lines_of(part: bytes) -> list[str]:
    root = etree.fromstring(part)
    return ["".join(p.itertext()).replace("\N{NO-BREAK SPACE}", " ") for p in root.iter(f"{{{root.nsmap['w']}}}p")]


def _changed(form: Form, key: str, **changes: Any) -> Form:
    def change(field: Field) -> Field:
        return replace(field, **changes) if field.key == key else field

    return replace(form, tabs=tuple(replace(tab, fields=tuple(map(change, tab.fields))) for tab in form.tabs))


@pytest.mark.parametrize("name", _MADE)
def test_every_part_is_as_accepted(name: str, form: Form, renderer: Renderer, tmp_path: Path) -> None:
    """To accept a change: look at the document, then run with ``MUS_GOLDEN=write`` and read the diff."""
    document = _made(name, form, renderer)
    assert document == _made(name, form, renderer)
    (tmp_path / "made.docx").write_bytes(document)
    assert OpenXmlValidator().validate(tmp_path / "made.docx").is_valid
    part = zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml")
    readable = etree.tostring(etree.fromstring(part), method="c14n", exclusive=True).decode().replace("><", ">\n<")
    accepted = _DATA / "golden" / "language-2" / f"{name}.xml"
    if os.environ.get("MUS_GOLDEN") == "write":
        accepted.parent.mkdir(parents=True, exist_ok=True)
        accepted.write_text(readable + "\n", encoding="utf-8", newline="\n")
    assert readable + "\n" == accepted.read_text(encoding="utf-8")


@pytest.mark.parametrize("blank", [False, True])
def test_a_plan_on_the_form_of_language_1_prints_as_before_there_was_a_language_2(
    blank: bool, renderer: Renderer
) -> None:
    """The plan was written by the program as it was then; never accept a change of its words here.

    The markup has changed since: lists, levels of headings, what stays together on a page. The blank one has been
    accepted once since: dates, numbers, boxes and steps became places to fill in, in all forms.
    """
    form = read_form(_DATA / "forms" / "every-kind").form
    document = renderer.plan(blank_content(form) if blank else _plan(form))
    accepted = _DATA / "golden" / "language-1" / ("plan-blank.xml" if blank else "plan.xml")
    # The heading of the column of row titles was blank then.
    printed = [line for line in _lines(document) if line.strip() and line != ROW_HEADING]
    assert printed == [line.strip("\n") for line in _lines_of(accepted.read_bytes()) if line.strip()]


def test_the_plan_has_the_title_of_the_form(form: Form, renderer: Renderer) -> None:
    document = _made("plan", form, renderer)
    assert _lines(document)[0] == "Seniorplan"
    assert docx.Document(io.BytesIO(document)).core_properties.title == "Seniorplan – Bjørn Ågård – 2026"
    for kind in (DocumentKind.PLAN, DocumentKind.MINUTES):
        assert title_of(kind, form) == "Seniorplan"
    without = replace(form, plan_title="")
    assert title_of(DocumentKind.PLAN, without) == "Plan på kort sigt og referat"
    assert _lines(_made("plan", without, renderer))[0] == "Plan på kort sigt"


def test_the_plan_shows_the_job_title_under_the_forms_label(form: Form, renderer: Renderer) -> None:
    lines = _lines(_made("plan", form, renderer))
    assert lines[lines.index("Stilling") + 1] == "Afdelingsbibliotekar"


def test_a_field_called_stilling_keeps_its_name_in_a_template(renderer: Renderer) -> None:
    """Forms of language 1 may have such a field, and a template of their own that names it."""
    old = read_form(_DATA / "forms" / "every-kind").form
    shared = (PartyRole.SHARED,)
    field = TextField(key="stilling", title="Din stilling", by=shared, prints=True)
    form = replace(old, tabs=(*old.tabs[:-1], replace(old.tabs[-1], fields=(*old.tabs[-1].fields, field))))
    content = replace(_plan(form), answers={"stilling": "Fagleder"})
    lines = _lines(renderer.plan(content))
    assert lines[lines.index("Din stilling") + 1] == "Fagleder"
    assert "Afdelingsbibliotekar" not in lines


def test_everybody_who_signs_has_a_line_and_reads_what_it_confirms(form: Form, renderer: Renderer) -> None:
    field = form.field_with("underskrift")
    assert isinstance(field, SignaturesField)
    for name in ("plan", "plan-blank", "guide"):
        lines = _lines(_made(name, form, renderer))
        lines = lines[lines.index(field.title) :]
        at = [lines.index(words) for words in (field.meaning, *field.labels)]
        assert at == sorted(at), name
    usual = _changed(form, "underskrift", confirms=SignatureMeaning.CONTENT)
    assert not any("bekræfter" in line for name in ("plan", "guide") for line in _lines(_made(name, usual, renderer)))
    many = _changed(form, "underskrift", extra=tuple(f"Person {n}" for n in range(7)))
    assert [line for line in _lines(_made("plan", many, renderer)) if line.startswith("Person ")] == list(
        many.field_with("underskrift").extra  # type: ignore[attr-defined]  # a signatures field
    )


def test_a_long_text_prints_as_paragraphs_and_has_lines_when_blank(form: Form, renderer: Renderer) -> None:
    lines = _lines(_made("plan", form, renderer))
    at = lines.index("Ro på")
    assert lines[at + 1] == "og tid til fagligheden"
    blank = _rules(_made("plan-blank", form, renderer))
    fewer = _rules(_made("plan-blank", _changed(form, "overskrift", lines=1), renderer))
    assert blank - fewer == 3
    assert _rules(_made("plan", form, renderer)) == _rules(
        _made("plan", _changed(form, "overskrift", lines=9), renderer)
    )
    (field,) = (f for f in form.fields() if f.key == "overskrift")
    # On a sheet the lines are as many before they fill the page.
    (lines_to_write_on,) = (one for one in fillable_field(field, SheetLayout(form, 9_000)) if one.tag.endswith("}tbl"))
    assert _rules_in(lines_to_write_on) == field.lines == 4


def _rules(document: bytes) -> int:
    return _rules_in(etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml")))


def _rules_in(root: Any) -> int:
    """How many rows there are of one cell with a line below it."""
    w = f"{{{root.nsmap['w']}}}"
    return sum(len(row.findall(f"{w}tc")) == 1 and row.find(f".//{w}bottom") is not None for row in root.iter(f"{w}tr"))


def test_the_text_of_a_row_prints_below_its_label(form: Form, renderer: Renderer) -> None:
    fields = [f for f in form.fields() if isinstance(f, RatingField | TableField) and f.row_texts]
    assert {f.key for f in fields} == {"trivsel", "maalene", "samtalen"}
    shown = {"plan": {"maalene"}, "plan-blank": {"maalene"}, "guide": {"trivsel", "maalene", "samtalen"},
             "preparation": {"trivsel", "samtalen"}, "evaluation": {"samtalen"},
             "evaluation-blank": {"maalene", "samtalen"}}  # fmt: skip
    for name, keys in shown.items():
        lines = _lines(_made(name, form, renderer))
        for label, text in (pair for f in fields if f.key in keys for pair in f.row_texts.items()):
            at = lines.index(label) + 1
            assert lines[at : at + len(text.split("\n"))] == text.split("\n"), name


def test_a_printed_rating_has_the_text_below_the_answer(form: Form, renderer: Renderer) -> None:
    shared = _changed(form, "trivsel", by=(PartyRole.SHARED,), prints=True)
    answer = {"Jeg trives": {"level": 1}, "Jeg bliver hørt": {"level": -1}, "": {"remark": "Samlet godt"}}
    lines = _lines(renderer.plan(replace(_plan(shared), answers={"trivsel": answer})))
    at = lines.index("Jeg trives: 1 (Enig)")
    assert lines[at + 1 : at + 4] == [
        "Tænk på det seneste halve år.", "Jeg bliver hørt: -1 (Uenig)", "Bemærkninger: Samlet godt",
    ]  # fmt: skip


def test_the_evaluation_says_whose_it_is_and_all_that_was_answered(form: Form, renderer: Renderer) -> None:
    document = _made("evaluation", form, renderer)
    text = "\n".join(_lines(document))
    assert docx.Document(io.BytesIO(document)).core_properties.title == "Evaluering til aflevering – Bjørn Ågård – 2026"
    for said in ("Evaluering til aflevering", "Bjørn Ågård", "Evalueringen afleveres.", "Jeg blev klogere.",
                 "Vi skal tale om vagterne igen.", "1 (Enig)", "Hele vejen", "-1 (Uenig)", "Godt, at vi gik en tur.",
                 "Længere tid", "1. marts 2027", "Kaffe", "Kaldenavn\nBo", "Bedste del\nIkke besvaret"):  # fmt: skip
        assert said in text
    for other in ("Kun til mig selv", "Jeg vil tale om det igen", "Trivsel", "Plan på kort sigt", "Underskrifter"):
        assert other not in text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=()), min_size=1, max_size=120) | st.sampled_from(
    ["{{ x }} {%p if %} {# #}", "<w:p>&amp;</w:p>]]>", "\ud800\x00\x0b\f\u2028", "ræv\u202e", "Æ" * 5_000]
))  # fmt: skip
def test_any_text_leaves_a_whole_document(text: str, form: Form, renderer: Renderer) -> None:
    words = " ".join(printable_text(text).split())
    words = "x" if is_blank(words) else words  # a form holds nothing else
    hostile = replace(form, plan_title=words, title=words)
    for key, changes in (("underskrift", {"extra": (words,)}), ("maalene", {"row_texts": {"Borgerne": words}}),
                         ("samtalen", {"row_texts": {"Jeg blev hørt": words}, "row_remark": words})):  # fmt: skip
        hostile = _changed(hostile, key, **changes)
    answers = {**_ANSWERS, "udbytte": text, "samtalen": {"Jeg blev hørt": {"level": 1, "remark": text}}}
    contents = (
        renderer.plan(replace(_plan(hostile), answers={"overskrift": text}, facts=dict.fromkeys(Fact, text))),
        build_sheet(DocumentKind.EVALUATION, EvaluationContent(form=hostile, answers=answers)),
        build_sheet(DocumentKind.GUIDE, SheetContent(form=hostile)),
    )
    for document in contents:
        found = "\n".join(_lines(document)).replace("\N{WORD JOINER}", "")
        assert words.replace("\N{WORD JOINER}", "") in found


def test_the_job_title_of_a_form_in_language_1_is_not_shown(renderer: Renderer) -> None:
    old = read_form(_DATA / "forms" / "every-kind").form
    assert not any(Fact.TITLE in f.facts for f in old.fields() if isinstance(f, InfoField))
    assert "Afdelingsbibliotekar" not in _lines(renderer.plan(_plan(old)))
