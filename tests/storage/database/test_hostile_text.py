"""Any text a person, a paste or a broken file can bring comes back as it was typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.people import Employee
from mus_desktop.model.plan import Agreement
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.form_versions import FormVersions
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.settings import Settings
from mus_desktop.storage.records.stored_answers import StoredAnswers
from mus_desktop.storage.records.stored_documents import StoredDocuments

NOW = datetime(2026, 3, 2, 14, 3, tzinfo=UTC)

HARD = [
    "\ud800",
    "\udfff",
    "\ude00\ud83d",
    "\x00",
    "a\x00b",
    "\x1f\x7f\x85",
    "\ufffe\uffff",
    "😀👩🏽‍🏫",
    "æøå ÆØÅ é e\u0301",
]
HARD += [
    "<>&\"'",
    "{{ x }} {% if %}",
    "'; DROP TABLE employee; --",
    "\\u0000 \\ud800",
    "\r\n\v\f\u2028",
    "\ufeff",
    "null",
]
TEXT = st.one_of(
    st.text(st.one_of(st.characters(), st.sampled_from(["\ud800", "\udfff", "\x00", "😀"]))),
    st.sampled_from(HARD),
    st.lists(st.sampled_from(HARD), max_size=5).map("".join),
    st.text(st.characters(), min_size=1, max_size=9).map(lambda text: (text * 20_000)[:20_000]),
)

any_text = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=150
)


def shown(text: str) -> str:
    """``text`` as it must come back: only half characters, which no file can hold, are marked."""
    return "".join("\ufffd" if 0xD800 <= ord(character) <= 0xDFFF else character for character in text)


@any_text
@given(text=TEXT)
@example(text="\ud83d\ude00")
def test_in_every_text_column(database: Database, held: Any, text: str) -> None:
    expected, employees, conversations, plans = (
        shown(text),
        Employees(database),
        Conversations(database),
        Plans(database),
    )

    employee = employees.add(Employee(text, text, text, text))
    assert employees.get(employee.id) == Employee(expected, expected, expected, expected, id=employee.id)
    employees.delete(employee.id)

    conversations.update(replace(conversations.get(held.conversation), place=text))
    conversations.set_last_tab(held.conversation, text)
    found = conversations.get(held.conversation)
    assert (found.place, found.last_tab) == (expected, expected)

    plan = plans.of_conversation(held.conversation)[0]
    plans.update(replace(plan, signed_by=text, journalised_where=text))
    plan = plans.of_conversation(held.conversation)[0]
    assert (plan.signed_by, plan.journalised_where) == (expected, expected)

    document = StoredDocuments(database).add(held.conversation, None, DocumentKind.PLAN, text, b"", NOW)
    assert document.name == expected
    assert StoredDocuments(database).latest(held.conversation, DocumentKind.PLAN) == document

    name = f"ukendt {text}"  # A name the program reads, such as "text:", holds a value of that setting only.
    Settings(database).store(name, text)
    assert Settings(database).get(name) == expected
    assert Settings(database).all()[shown(name)] == expected

    definition = json.dumps({"title": text}, ensure_ascii=False)
    digest = sha256(storable_text(definition).encode()).hexdigest()
    form = FormVersions(database).get(FormVersions(database).store(text, 1, digest, definition))
    assert (form.form_id, json.loads(form.definition)) == (expected, {"title": expected})
    assert FormVersions(database).store("x", 1, digest, "x") == form.id


@any_text
@given(text=TEXT)
def test_in_every_place_of_an_answer(database: Database, held: Any, text: str) -> None:
    expected = shown(text)
    values = {
        AnswerKey(held.shared, text): text,
        AnswerKey(held.leader, "liste"): [text, [text, text]],
        AnswerKey(held.leader, "rækker"): {text: {text: 3}, "id": [{"a": text}]},
    }
    StoredAnswers(database).save(values, NOW)
    assert StoredAnswers(database).of_conversation(held.conversation) == {
        AnswerKey(held.shared, expected): expected,
        AnswerKey(held.leader, "liste"): [expected, [expected, expected]],
        AnswerKey(held.leader, "rækker"): {expected: {expected: 3}, "id": [{"a": expected}]},
    }
    StoredAnswers(database).save(dict.fromkeys(values), NOW)
    assert StoredAnswers(database).of_conversation(held.conversation) == {}


@any_text
@given(text=TEXT)
def test_in_every_place_of_an_agreement(database: Database, held: Any, text: str) -> None:
    expected, plans = shown(text), Plans(database)
    row = Agreement("a", text, text, {text: text}, {text: text}, date(2026, 9, 1), text)
    for _ in range(2):  # the second time it is there already
        plans.save_rows(held.plan, text, [row])
        assert plans.of_conversation(held.conversation)[0].agreements == (
            replace(
                row,
                field=expected,
                group=expected,
                cells={expected: expected},
                extra={expected: expected},
                responsible=expected,
            ),
        )
    plans.save_rows(held.plan, text, [])
    assert plans.of_conversation(held.conversation)[0].agreements == ()


def test_what_a_search_by_hand_finds_is_text_and_not_escapes(database: Database, held: Any) -> None:
    StoredAnswers(database).save({AnswerKey(held.shared, "trivsel"): "Blåbærgrød 😀"}, NOW)
    assert database.row("SELECT value FROM answer") == ('"Blåbærgrød 😀"',)


@pytest.mark.parametrize("text", HARD)
def test_it_is_still_there_after_reopening(
    database: Database, held: Any, text: str, beginning: Callable[..., Any]
) -> None:
    StoredAnswers(database).save({AnswerKey(held.shared, "trivsel"): text}, NOW)
    Plans(database).save_rows(held.plan, "plan", [Agreement("a", "plan", cells={"maal": f"x{text}"})])
    database.close()
    with Database.open(database.path, key=database.key) as again:
        assert again.health() == []
        assert list(StoredAnswers(again).of_conversation(held.conversation).values()) == [shown(text)]
        (plan,) = Plans(again).of_conversation(held.conversation)
        assert plan.agreements[0].cells == {"maal": f"x{shown(text)}"}
