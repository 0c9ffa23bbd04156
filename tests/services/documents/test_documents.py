"""The documents of real conversations: offered by what a form holds, and free of what was said in confidence."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from mus_desktop import paths
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.errors import DocumentError
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.confidentiality import DocumentKind, may_print_content
from mus_desktop.model.conversation import Party
from mus_desktop.model.form import ColumnType, Field, Form, PartyRole, Purpose
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.document_kinds import DocumentRequest, choices, offered_kinds
from mus_desktop.services.documents.period_plans import PeriodPlans, PlanJob, PlanResult, write_all
from mus_desktop.services.workplace import Workplace

_FORMS = sorted(file.parent.name for file in paths.forms().glob("*/form.toml"))
_PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))
_NAMES = ("Bjørn Ågård", "Sidsel Krogh", "Åse Kjær")


def _write_all(jobs: Sequence[PlanJob]) -> tuple[PlanResult, ...]:
    return write_all(jobs, lambda _done, _total: None, threading.Event(), make_parents=False)


def _form(form_id: str) -> Form:
    return read_form(paths.forms() / form_id).form


def _confidence(party: Party) -> str:
    return f"KUN-MELLEM-OS-{party.id}"


def _answer(field: Field, form: Form, said: str) -> Any:
    """An answer to ``field`` that holds ``said``; ``None`` for a kind that holds no text of one's own."""
    if field.kind in {"text", "notes"}:
        return said
    if field.kind == "table":
        columns = [column.key for column in field.columns if column.type is ColumnType.TEXT]
        ids = field.rows or ("1",)
        return [{"id": ids[0], "cells": dict.fromkeys(columns, said)}]
    if field.kind == "rating" and not field.rows:
        return {said: {}}
    return None


def _confidences(opened: OpenConversation) -> Iterator[tuple[AnswerKey, Any]]:
    """Everything each party may write in the form, but for the common answers that the form prints."""
    for party in opened.parties:
        for field in opened.form.fields():
            allowed = any(may_print_content(kind, field, party.role) for kind in DocumentKind)
            value = _answer(field, opened.form, _confidence(party))
            if party.role in field.by and not allowed and value is not None:
                yield AnswerKey(party.id, field.key), value


def _held(workplace: Workplace, form_id: str) -> OpenConversation:
    form = _form(form_id)
    people = [workplace.staff.add(Employee(name)).id for name in _NAMES]
    meeting = Meeting(form_id=form_id, period=_PERIOD)
    book = workplace.conversations
    number = book.plan_group(people, meeting) if "group" in form.held else book.plan_new(people[0], meeting)
    return book.open(number)


def _all_parts(document: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return b"".join(package.read(name) for name in package.namelist())


@pytest.mark.parametrize("form_id", _FORMS)
def test_no_confidential_text_is_in_any_part_of_any_document(workplace: Workplace, form_id: str) -> None:
    opened = _held(workplace, form_id)
    said = dict(_confidences(opened))
    assert said or opened.form.purpose is Purpose.FOLLOW_UP
    workplace.writing.save(Changes(said))
    number = opened.conversation.id
    request = {each for each, _ in workplace.documents.choices(number)}
    assert {each.kind for each in request} == set(offered_kinds(opened.form))
    request |= {
        DocumentRequest(w.kind, w.role, party.id, w.size) for w in request for party in opened.parties if party.employee
    }
    for each in request:
        assert b"KUN-MELLEM-OS" not in _all_parts(workplace.documents.render(number, each)), each


@pytest.mark.parametrize("form_id", [name for name in _FORMS if "group" in _form(name).held])
def test_one_participants_plan_is_in_nobody_elses_document(workplace: Workplace, form_id: str) -> None:
    opened = _held(workplace, form_id)
    number, mine, other = opened.conversation.id, *opened.participants[:2]
    field = opened.form.plan_fields()[0]
    cells = {field.columns[0].key: "MIT-EGET-MÅL"}
    own = workplace.groups.own_plan(number, mine.id)
    row = Agreement(new_agreement_id(), field.key, group=next(iter(field.groups), ""), cells=cells)
    workplace.writing.save(Changes(rows={RowsKey(own.id, field.key): (row,)}))
    found = {
        party: "MIT-EGET-MÅL".encode() in _all_parts(workplace.documents.render(number, DocumentRequest(party=party)))
        for party in (mine.id, other.id, None)
    }
    assert found == {mine.id: True, other.id: False, None: False}


def test_offered_documents_depend_on_the_content_of_the_form() -> None:
    by_content = {name: set(offered_kinds(_form(name))) for name in _FORMS}
    for name, kinds in by_content.items():
        form = _form(name)
        assert (DocumentKind.MINUTES in kinds) == form.plan_is_minutes
        assert not {DocumentKind.PLAN, DocumentKind.MINUTES} <= kinds
        assert (DocumentKind.CARDS in kinds) == any(getattr(field, "cards", False) is True for field in form.fields())
        assert DocumentKind.GUIDE in kinds
        if form.purpose is Purpose.FOLLOW_UP:
            assert kinds & {DocumentKind.PLAN, DocumentKind.STATUS} == {DocumentKind.STATUS}
    assert any(DocumentKind.CARDS in kinds for kinds in by_content.values())


def test_no_two_documents_of_a_form_share_a_name() -> None:
    for name in _FORMS:
        titles = [request.title(_form(name)) for request in choices(_form(name))]
        assert len(titles) == len(set(titles))


def test_a_document_the_form_does_not_have_is_refused(workplace: Workplace) -> None:
    plain = next(name for name in _FORMS if not _form(name).plan_is_minutes and "individual" in _form(name).held)
    number = _held(workplace, plain).conversation.id
    with pytest.raises(DocumentError, match=r"siger ikke, at planen også er referat\. Vælg"):
        workplace.documents.render(number, DocumentRequest(DocumentKind.MINUTES))


def test_each_document_recognises_its_own_file(workplace: Workplace, tmp_path: Path) -> None:
    """A guide in A3 and one in A4, and each party's sheet, are not taken for each other's older versions."""
    workplace.preferences.set_document_folder(tmp_path)
    number, documents = _held(workplace, "kobenhavn-buf").conversation.id, workplace.documents
    request = [each for each, _ in documents.choices(number)]
    written = [documents.write(number, documents.target(number, request=each).path, each) for each in request]
    assert len(set(written)) == len(request)
    for each, path in zip(request, written, strict=True):
        target = documents.target(number, request=each)
        assert (target.path, target.edited) == (path, False)
        path.write_bytes(path.read_bytes() + b" ")
        assert documents.target(number, request=each).edited
        with pytest.raises(DocumentError):
            documents.write(number, path, each)


@pytest.mark.parametrize(
    ("size", "order"),
    [
        (Size.A4, ["Autonomi", "Mening", "Mestring", "Samhørighed"]),
        # Row by row: the first two themes are at the left of the plan, the others at its right.
        (Size.A3, ["Autonomi", "Mestring", "Mening", "Samhørighed"]),
    ],
)
def test_a_guide_has_the_themes_in_the_agreed_order(workplace: Workplace, size: Size, order: list[str]) -> None:
    opened = _held(workplace, "aarhus-bu")
    request = DocumentRequest(DocumentKind.GUIDE, size=size)
    assert _themes(workplace.documents.render(opened.conversation.id, request)) != order
    workplace.wishes.set_agreed_topics(opened.party(PartyRole.SHARED).id, ["autonomi", "mening"])
    assert _themes(workplace.documents.render(opened.conversation.id, request)) == order


def _themes(document: bytes) -> list[str]:
    """The headings of the four themes to choose among, in the order of the document."""
    body = docx.Document(io.BytesIO(document)).element.body
    word = f"{{{body.nsmap['w']}}}"
    headings = (p for p in body.iter(f"{word}p") if p.find(f"{word}pPr/{word}pStyle").get(f"{word}val") == "Tema")
    texts = ("".join(text.text or "" for text in p.iter(f"{word}t")) for p in headings)
    return [text for text in texts if text in {"Mestring", "Mening", "Samhørighed", "Autonomi"}]


def _agreed(workplace: Workplace, count: int) -> list[int]:
    found = []
    for n in range(count):
        person = workplace.staff.add(Employee("Bjørn Ågård")).id
        number = workplace.conversations.plan_new(person, Meeting("kobenhavn-buf", _PERIOD))
        plan = workplace.conversations.open(number).plan
        row = Agreement(new_agreement_id(), "plan", cells={"maal": f"Mål {n}"})
        workplace.writing.save(Changes(rows={RowsKey(plan.id, "plan"): (row,)}))
        found.append(number)
    return found


def test_many_plans_are_written_and_recognised_later(workplace: Workplace, tmp_path: Path) -> None:
    numbers = _agreed(workplace, 3)
    many, told = PeriodPlans(workplace.documents, workplace.conversations), []
    assert many.periods() == (_PERIOD,)
    jobs = many.collect_jobs(_PERIOD, tmp_path)
    written = write_all(jobs, lambda *far: told.append(far), threading.Event(), make_parents=False)
    many.store(written)
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert len({each.path for each in written}) == 3, "three people of one name get a file each"
    for each in written:
        assert each.path.read_bytes() == each.content
        assert not workplace.documents.target(each.job.conversation, tmp_path).edited
    assert sorted(each.job.conversation for each in written) == sorted(numbers)


def test_many_plans_can_be_cancelled_and_edited_files_are_unchanged(workplace: Workplace, tmp_path: Path) -> None:
    _agreed(workplace, 3)
    folder = tmp_path / "planer"
    folder.mkdir()
    many, told = PeriodPlans(workplace.documents, workplace.conversations), []
    stop = threading.Event()

    def report(*far: int) -> None:
        told.append(far)
        if len(told) > 2:
            stop.set()

    first = write_all(many.collect_jobs(_PERIOD, folder), report, stop, make_parents=False)
    assert len(first) == len(list(folder.iterdir())) == 2
    many.store(first)
    edited = first[0].path
    edited.write_bytes(b"rettet i Word")
    again = write_all(
        many.collect_jobs(_PERIOD, folder), lambda _done, _total: None, threading.Event(), make_parents=False
    )
    assert [each.edited for each in again].count(True) == 1
    assert edited.read_bytes() == b"rettet i Word"
    assert sum(bool(each.content) for each in again) == 2
