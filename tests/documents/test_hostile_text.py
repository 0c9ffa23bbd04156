"""Any text, in any place: readable from the document as it was typed, in a package that a validator accepts."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.word.render import Renderer
from mus_desktop.model.form import Fact, Form
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import FollowUp
from mus_desktop.model.text import is_blank, printable_text

_WORST = [
    "<select>&amp;\"'</w:t></w:p>",
    "{{ medarbejder }} {% for x in y %} {# note #} {{ 7 * 7 }} {_{ }_} {%p endfor %} {%tr if %}",
    "klokke\x07 side\x0c felt\x0b nul\x00 slut\x1f",
    "halv \ud800 og \udfff hel",
    "første\nanden\r\ntredje\rfjerde\u2028femte\x85sjette",
    "\tindrykket\tto gange",
    "👩🏽‍🏫 🇩🇰 😀 \U0010ffff \ufffe \uffff",
    "ræv\u202egnårb\u202c e\u0301 \u200b\u00ad",
    "Æ" * 20_000,
    ("langt ord " * 2_000).strip(),
    "]]> <!-- --> <?xml?> &#0; &unknown;",
    "   ",
]
_ANY = st.text(st.characters(exclude_categories=()), max_size=200) | st.sampled_from(_WORST)


def _shown(text: str) -> str:
    """What Word shows of a text: what can be printed, without empty lines around it."""
    return "" if is_blank(text) else printable_text(text).strip("\n").replace("\N{NO-BREAK SPACE}", " ")


def _on_a_line(text: str) -> str:
    return " ".join(printable_text(text).split())


def _valid(document: bytes, folder: Path) -> None:
    path = folder / "plan.docx"
    path.write_bytes(document)
    result = OpenXmlValidator().validate(path)
    assert result.is_valid, [str(error) for error in result.errors]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(_ANY, min_size=9, max_size=9))
@example(texts=_WORST[:9])
@example(texts=_WORST[3:])
def test_every_cell_and_fact_comes_back(
    texts: list[str],
    form: Form,
    renderer: Renderer,
    cells: Callable[[bytes], list[list[list[str]]]],
    tmp_path: Path,
) -> None:
    name, period, person, *typed = texts
    keys = [column.key for column in form.plan_fields()[0].columns]
    rows = [dict(zip(keys, part, strict=False)) for part in (typed[:4], typed[4:])]
    agreements = [Agreement(id=str(at), field="plan", cells=row) for at, row in enumerate(rows)]
    agreements[1] = replace(agreements[1], responsible=person, due_on=date(2027, 3, 1))
    facts = {Fact.EMPLOYEE: name, Fact.PERIOD: period, Fact.LEADER: name}
    document = renderer.plan(PlanContent(form=form, facts=facts, agreements=tuple(agreements), author=name))

    top, plan, _ = cells(document)
    assert [top[0][0].split("\n", 1)[1], top[0][2].split("\n", 1)[1]] == [_on_a_line(name), _on_a_line(period)]
    assert plan[1][1:] == [_shown(text) for text in typed[:4]]
    assert plan[2][1:3] == [_shown(text) for text in typed[4:]]
    named = "" if is_blank(person) else f", {_shown(person.strip())}"
    assert plan[2][4] == f"Senest 1. marts 2027{named}"
    properties = docx.Document(io.BytesIO(document)).core_properties
    assert properties.author == _on_a_line(name)[:255]
    assert len(properties.title) <= 255
    _valid(document, tmp_path)


@pytest.mark.parametrize("text", _WORST)
def test_printed_answers_and_follow_ups(text: str, wide_plan: PlanContent, renderer: Renderer, tmp_path: Path) -> None:
    answers = {"leder": text, "kurser": [{"id": "1", "cells": {"kursus": text}}]}
    follow_ups = {"opfoelgning": (FollowUp(date(2027, 5, 4), text),)}
    document = renderer.plan(replace(wide_plan, answers=answers, follow_ups=follow_ups))
    read = docx.Document(io.BytesIO(document))
    if not is_blank(text):
        answer, note = [row.cells[1].text for row in read.tables[3].rows][1], read.tables[4].rows[1].cells[0].text
        assert [shown.replace("\N{NO-BREAK SPACE}", " ") for shown in (answer, note)] == [_shown(text)] * 2
        assert printable_text(text).strip("\n") in "\n".join(p.text for p in read.paragraphs)
    _valid(document, tmp_path)
