"""Conversations on a form in language 2: the evaluation that is handed in, names of documents and forms, job titles."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.app import build
from mus_desktop.errors import DocumentError
from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.form import ColumnType, Fact, Field
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.document_kinds import DocumentRequest, choices, offered_kinds
from mus_desktop.services.workplace import Workplace

_FORMS = Path(__file__).parents[2] / "data" / "forms"
_PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))
_EVALUATION = DocumentKind.EVALUATION


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    for name in ("every-kind", "every-kind-2", "evaluation"):
        shutil.copytree(_FORMS / name, tmp_path / "forms" / name)
    return tmp_path / "forms"


@pytest.fixture
def workplace(tmp_path: Path, forms: Path) -> Iterator[Workplace]:
    made = build(tmp_path / "data", forms=forms)
    yield made
    made.close()


@pytest.fixture
def held(workplace: Workplace) -> Callable[..., OpenConversation]:
    """A conversation on a form, alone or with a group of three."""

    def held_(form_id: str = "every-kind-2", *, group: bool = False) -> OpenConversation:
        titles = {"Bjørn Ågård": "Lærer", "Sidsel Krogh": "", "Åse Kjær": "Pædagog"}
        people = [workplace.staff.add(Employee(name, title)).id for name, title in titles.items()]
        meeting, book = Meeting(form_id, _PERIOD), workplace.conversations
        return book.open(book.plan_group(people, meeting) if group else book.plan_new(people[0], meeting))

    return held_


def _answer(field: Field, said: str) -> Any:
    """An answer to ``field`` that holds ``said``; ``None`` for a kind that holds no text of one's own."""
    if field.kind in {"text", "notes"}:
        return said
    if field.kind == "table":
        columns = [column.key for column in field.columns if column.type is ColumnType.TEXT]  # type: ignore[attr-defined]  # a table
        return [{"id": (getattr(field, "rows", ()) or ("1",))[0], "cells": dict.fromkeys(columns, said)}]
    if field.kind == "rating" and getattr(field, "row_remark", ""):
        return {field.rows[0]: {"remark": said}, "": {"remark": said}}  # type: ignore[attr-defined]  # a rating
    return None


def _marker(party: int, field: str) -> str:
    return f"KUN-{party}-{field}-MELLEM-OS"


def _say_everything(workplace: Workplace, opened: OpenConversation) -> set[str]:
    """Write in everything each party can write in; return what was written."""
    said = {
        AnswerKey(party.id, field.key): _answer(field, _marker(party.id, field.key))
        for party in opened.parties
        for field in opened.form.fields()
        if party.role in field.by
    }
    said = {key: value for key, value in said.items() if value is not None}
    workplace.writing.save(Changes(said))
    return {_marker(key.party, key.field) for key in said}


def _found(document: bytes, markers: set[str]) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
    return {marker for marker in markers if marker.encode() in everything}


@pytest.mark.parametrize("group", [False, True])
@pytest.mark.parametrize("form_id", ["every-kind-2", "every-kind"])
def test_what_one_hands_in_is_in_ones_own_evaluation_and_nowhere_else(
    form_id: str, group: bool, workplace: Workplace, held: Callable[..., OpenConversation]
) -> None:
    opened = held(form_id, group=group)
    markers, number = _say_everything(workplace, opened), opened.conversation.id
    own = [field.key for field in opened.form.fields() if field.handed_in and _answer(field, "x")]
    assert len(own) == (3 if form_id == "every-kind-2" else 0)
    shared = next(party.id for party in opened.parties if party.employee is None and party.role.value == "shared")
    printed = {_marker(shared, f.key) for f in opened.form.fields() if f.prints and "shared" in f.by} & markers
    request = {each for each, _ in workplace.documents.choices(number)}
    request |= {DocumentRequest(w.kind, w.role, party.id, w.size) for w in request for party in opened.participants}
    request |= {DocumentRequest(w.kind, w.role, None, w.size) for w in request}
    for each in request:
        found = _found(workplace.documents.render(number, each), markers)
        if each.kind is _EVALUATION:
            party = each.party or (None if group else opened.participants[0].id)
            assert found == ({_marker(party, key) for key in own} | printed if party else set()), each
        elif each.kind in {DocumentKind.PLAN, DocumentKind.MINUTES}:
            assert found == printed, each
        else:
            assert found == set(), each


def test_each_participant_has_an_evaluation_under_a_name_of_its_own(
    workplace: Workplace, held: Callable[..., OpenConversation]
) -> None:
    opened = held(group=True)
    names = [name for each, name in workplace.documents.choices(opened.conversation.id) if each.kind is _EVALUATION]
    assert names == [f"Evaluering til aflevering – {name}" for name in ("Bjørn Ågård", "Sidsel Krogh", "Åse Kjær")]
    alone = [each for each in choices(held().form) if each.kind is _EVALUATION]
    assert alone == [DocumentRequest(_EVALUATION)]


def test_a_form_of_language_1_has_no_evaluation_to_hand_in(held: Callable[..., OpenConversation]) -> None:
    for form_id in ("every-kind", "evaluation"):
        opened = held(form_id)
        assert _EVALUATION not in offered_kinds(opened.form)


def test_an_evaluation_that_is_not_there_is_refused_in_a_sentence(
    workplace: Workplace, held: Callable[..., OpenConversation]
) -> None:
    number = held("evaluation").conversation.id
    with pytest.raises(DocumentError, match=r"har ingen evaluering, som medarbejderen afleverer\. Vælg"):
        workplace.documents.render(number, DocumentRequest(_EVALUATION))


def test_an_evaluation_without_a_plan_is_what_the_conversation_ends_in(
    workplace: Workplace, forms: Path, held: Callable[..., OpenConversation]
) -> None:
    file = forms / "evaluation" / "form.toml"
    text = file.read_text("utf-8").replace("language = 1", "language = 2")
    file.write_text(text.replace('kind = "rating"', 'kind = "rating"\nprint = true'), "utf-8")
    assert workplace.documents.main_document(held("evaluation").conversation.id) == DocumentRequest(_EVALUATION)
    assert workplace.documents.main_document(held().conversation.id) == DocumentRequest()


def test_a_title_with_forbidden_characters_is_recognised(
    workplace: Workplace, forms: Path, tmp_path: Path, held: Callable[..., OpenConversation]
) -> None:
    file = forms / "every-kind-2" / "form.toml"
    file.write_text(file.read_text("utf-8").replace('"Seniorplan"', '"Plan: 2026/27?"'), "utf-8")
    number = held().conversation.id
    documents = workplace.documents
    assert documents.choices(number)[0][1] == "Plan: 2026/27?"
    path = documents.write(number, documents.target(number, tmp_path).path)
    assert path.name.startswith("Plan – 2026-27")
    target = documents.target(number, tmp_path)
    assert (target.path, target.edited) == (path, False)
    assert documents.write(number, target.path) == path


def test_lists_show_the_short_name_and_the_facts_the_job_titles(
    workplace: Workplace, held: Callable[..., OpenConversation]
) -> None:
    assert held().facts()[Fact.TITLE] == "Lærer"
    assert held(group=True).facts()[Fact.TITLE] == "Lærer, Pædagog"
    held("every-kind")
    names = {line.form_id: line.form_name for line in workplace.conversations.all()}
    assert names == {
        "every-kind-2": "Lillevig · Teknik & Miljø · Seniorsamtale",
        "every-kind": "Lillevig · Teknik & Miljø",
    }


@pytest.fixture
def confidential(forms: Path) -> str:
    """The same form, but nothing is handed in and nothing compared; its id."""
    text = (forms / "every-kind-2" / "form.toml").read_text("utf-8").replace('"every-kind-2"', '"fortroligt"')
    head, evaluation = text.replace("compare = true\n", "").split('key = "evaluering"')
    evaluation = evaluation.replace("print = true\n", "")
    (forms / "fortroligt").mkdir()
    (forms / "fortroligt" / "form.toml").write_text(f'{head}key = "evaluering"{evaluation}', "utf-8")
    return "fortroligt"


def test_moving_to_another_form_hands_nothing_in_and_shows_nobody_more(
    workplace: Workplace, confidential: str, held: Callable[..., OpenConversation]
) -> None:
    """The answers stay behind with the form that asked them in confidence, and come back with it."""
    opened = held(confidential)
    employee, leader = (next(p.id for p in opened.parties if p.role.value == role) for role in ("employee", "leader"))
    marks = {"Jeg trives": {"level": 1}}
    given: dict[AnswerKey, Any] = {
        AnswerKey(employee, "udbytte"): "HEMMELIGT",
        AnswerKey(employee, "kun_mig"): "Følger med",
        AnswerKey(employee, "trivsel"): marks,
        AnswerKey(leader, "trivsel"): marks,
    }
    number = opened.conversation.id
    workplace.writing.save(Changes(given))
    workplace.form_change.move_to_form(number, "every-kind-2")
    moved = workplace.conversations.open(number)
    assert {key for key in given if key in moved.answers} == {
        AnswerKey(employee, "kun_mig"),
        AnswerKey(employee, "trivsel"),
    }
    assert not _found(workplace.documents.render(number, DocumentRequest(_EVALUATION)), {"HEMMELIGT"})
    workplace.form_change.move_to_form(number, confidential)
    assert workplace.conversations.open(number).answers == given


def test_a_participant_who_leaves_a_group_hands_nothing_in_on_the_new_form(
    workplace: Workplace, confidential: str, held: Callable[..., OpenConversation]
) -> None:
    opened = held(confidential, group=True)
    party = opened.participants[0].id
    workplace.writing.save(
        Changes({AnswerKey(party, "udbytte"): "HEMMELIGT", AnswerKey(party, "kun_mig"): "Følger med"})
    )
    alone = workplace.groups.split_out(opened.conversation.id, party, "every-kind-2", date(2026, 11, 18))
    answers = {key.field: value for key, value in workplace.conversations.open(alone).answers.items()}
    assert answers["kun_mig"] == "Følger med"
    assert "udbytte" not in answers
    assert "HEMMELIGT" in answers.values(), "kept, and shown as such"
    assert not _found(workplace.documents.render(alone, DocumentRequest(_EVALUATION)), {"HEMMELIGT"})
