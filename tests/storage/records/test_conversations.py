from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

import pytest

from mus_desktop.errors import UnreadableValue
from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.form import PartyRole, Purpose
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, Plan
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.form_versions import FormVersions
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.signed_contents import SignedContents
from mus_desktop.storage.records.stored_answers import StoredAnswers

PERIOD = Period(date(2026, 8, 1), date(2027, 7, 31))
NOW = datetime(2026, 9, 1, 10, 30).astimezone()


def test_a_conversation_comes_back_as_it_was(database: Database, held: Any) -> None:
    conversations = Conversations(database)
    whole = Conversation(
        id=0,
        form_version=conversations.get(held.conversation).form_version,
        period=PERIOD,
        purpose=Purpose.FOLLOW_UP,
        origin=held.conversation,
        on_date=date(2026, 9, 1),
        at_time=time(10, 30),
        minutes=15,
        place="Kontoret på 1. sal",
        invited_on=date(2026, 8, 10),
        declined_on=date(2026, 8, 11),
        postponed_on=date(2026, 8, 12),
        held_on=date(2026, 9, 1),
        last_tab="trivsel",
    )
    added = conversations.add(whole, held.employees)
    assert added == replace(whole, id=added.id)
    assert conversations.get(added.id) == added
    empty = replace(Conversation(added.id, whole.form_version, PERIOD), purpose=Purpose.PAPER)
    conversations.update(empty)
    assert conversations.get(added.id) == empty
    conversations.set_last_tab(added.id, "plan")
    assert conversations.get(added.id) == replace(empty, last_tab="plan")


def test_a_group_has_a_party_for_each_employee_a_leader_and_what_they_share(
    database: Database, beginning: Callable[..., Any]
) -> None:
    group = beginning("Anna Bæk", "Jens Lund")
    parties = Conversations(database).parties(group.conversation)
    assert [(party.role, party.employee) for party in parties] == [
        (PartyRole.EMPLOYEE, group.employees[0]),
        (PartyRole.EMPLOYEE, group.employees[1]),
        (PartyRole.LEADER, None),
        (PartyRole.SHARED, None),
    ]
    (plan,) = Plans(database).of_conversation(group.conversation)
    assert plan.party == group.shared


def test_conversation_without_employees_is_refused(database: Database, held: Any) -> None:
    before = Conversations(database).overview()
    with pytest.raises(ValueError, match="somebody"):
        Conversations(database).add(before[0].conversation, [])
    assert Conversations(database).overview() == before


def test_what_is_not_there_is_a_key_error(database: Database) -> None:
    for get in (Conversations(database).get, Employees(database).get):
        with pytest.raises(KeyError):
            get(1)
    with pytest.raises(UnreadableValue):  # nobody types the number of a form: a conversation points at it
        FormVersions(database).get(1)


@pytest.mark.parametrize("party", ["employees", "leader", "shared"])
def test_a_conversation_is_begun_by_anything_anybody_writes(
    database: Database, beginning: Callable[..., Any], party: str
) -> None:
    other, held = beginning("Anna Bæk"), beginning("Mette Holm")
    conversations = Conversations(database)
    whose = conversations.parties(held.conversation)[0].id if party == "employees" else getattr(held, party)
    assert not conversations.get(held.conversation).begun
    StoredAnswers(database).save({AnswerKey(whose, "trivsel"): "Godt"}, NOW)
    assert conversations.get(held.conversation).begun
    assert not conversations.get(other.conversation).begun
    StoredAnswers(database).save({AnswerKey(whose, "trivsel"): None}, NOW)
    assert not conversations.get(held.conversation).begun


def test_a_conversation_is_begun_by_an_agreement(database: Database, held: Any) -> None:
    Plans(database).save_rows(held.plan, "plan", [Agreement("a", "plan", cells={"maal": "Kor"})])
    assert Conversations(database).get(held.conversation).begun
    Plans(database).save_rows(held.plan, "plan", [])
    assert not Conversations(database).get(held.conversation).begun


def test_the_overview_shows_each_conversation_once_with_people_plan_and_status(
    database: Database, beginning: Callable[..., Any], closing: Callable[..., Any]
) -> None:
    alone, group = beginning("Mette Holm"), beginning("Anna Bæk", "Jens Lund")
    plans = Plans(database)
    plans.save_rows(group.plan, "plan", [Agreement(key, "plan", cells={"maal": "Kor"}) for key in "abc"])
    own = plans.add(Conversations(database).parties(group.conversation)[0].id)
    plans.save_rows(own.id, "plan", [Agreement("d", "plan", cells={"maal": "Eget"})])
    unsigned = plans.of_conversation(alone.conversation)[0]
    signed = closing(replace(unsigned, signed_on=date(2026, 9, 2), signed_by="Begge"))
    second, first = Conversations(database).overview()
    assert (first.conversation.id, second.conversation.id) == (alone.conversation, group.conversation)
    assert first.employees == ((alone.employees[0], "Mette Holm"),)
    assert second.employees == ((group.employees[0], "Anna Bæk"), (group.employees[1], "Jens Lund"))
    assert (first.plan, first.agreements, first.form_id) == (signed, 0, "kobenhavn-buf")
    assert (second.plan.id, second.plan.agreements, second.agreements) == (group.plan, (), 3)
    assert (first.conversation.begun, second.conversation.begun) == (False, True)


def test_the_overview_of_an_employee_shows_the_whole_group_and_nobody_elses(
    database: Database, beginning: Callable[..., Any]
) -> None:
    beginning("Mette Holm")
    group = beginning("Anna Bæk", "Jens Lund")
    for employee in group.employees:
        (row,) = Conversations(database).overview(employee)
        assert row.conversation.id == group.conversation
        assert [name for _, name in row.employees] == ["Anna Bæk", "Jens Lund"]


def test_newest_conversations_come_first(database: Database, held: Any) -> None:
    conversations = Conversations(database)
    conversations.update(replace(conversations.get(held.conversation), period=Period.parse("2020-01-01/2020-12-31")))
    undated = replace(conversations.get(held.conversation), period=PERIOD)
    early, late = replace(undated, on_date=date(2026, 8, 3)), replace(undated, on_date=date(2026, 9, 3))
    added = [conversations.add(each, held.employees).id for each in (early, undated, late, undated)]
    expected = [added[3], added[1], added[2], added[0], held.conversation]
    assert [row.conversation.id for row in conversations.overview()] == expected
    assert [row.conversation.id for row in conversations.overview(held.employees[0])] == expected


def test_a_conversation_is_read_with_its_parties_at_once(database: Database, held: Any) -> None:
    conversations = Conversations(database)
    both = conversations.get(held.conversation), conversations.parties(held.conversation)
    asked: list[str] = []
    database._connection.set_trace_callback(asked.append)
    assert conversations.with_parties(held.conversation) == both
    database._connection.set_trace_callback(None)
    assert len(asked) == 1
    with pytest.raises(KeyError):
        conversations.with_parties(held.conversation + 1)


def test_lists_and_conversations_are_found_by_index(
    database: Database, held: Any, closing: Callable[..., Plan]
) -> None:
    # Signatures and refusals are read of closed plans only.
    closing(Plan(held.plan, held.shared, signed_on=date(2026, 3, 2), refused_on=date(2026, 3, 2)))
    asked: list[str] = []
    database._connection.set_trace_callback(asked.append)
    Conversations(database).overview(held.employees[0])
    Conversations(database).get(held.conversation)
    Conversations(database).parties(held.conversation)
    Conversations(database).with_parties(held.conversation)
    StoredAnswers(database).of_conversation(held.conversation)
    Plans(database).of_conversation(held.conversation)
    SignedContents(database).of_conversation(held.conversation)
    SignedContents(database).closed_fields(held.conversation)
    database._connection.set_trace_callback(None)
    assert len(asked) == 11, "the overview is one query"
    for query in asked:
        steps = [step for *_, step in database.rows(f"EXPLAIN QUERY PLAN {query}")]
        assert steps
        assert not [step for step in steps if step.startswith("SCAN")]


def test_deleting_an_employee_deletes_conversations_held_with_nobody_else(
    database: Database, beginning: Callable[..., Any]
) -> None:
    alone, group = beginning("Mette Holm"), beginning("Anna Bæk", "Jens Lund")
    Employees(database).delete(alone.employees[0])
    Employees(database).delete(group.employees[1])
    (row,) = Conversations(database).overview()
    assert row.employees == ((group.employees[0], "Anna Bæk"),)
    Employees(database).delete(group.employees[0])
    assert Conversations(database).overview() == []


def test_employees_come_in_danish_order(database: Database) -> None:
    names = [
        "Ane Å",
        "Bo Bech",
        "Zoe Dam",
        "Ærø Æ",
        "Østen Ø",
        "Aase By",
        "Åse Cæ",
        "andrea Ek",
        "André Fo",
        "Bo-Ib Gø",
    ]
    for name in names:
        Employees(database).add(Employee(name))
    assert [employee.name for employee in Employees(database).all()] == [
        "André Fo",
        "andrea Ek",
        "Ane Å",
        "Bo Bech",
        "Bo-Ib Gø",
        "Zoe Dam",
        "Ærø Æ",
        "Østen Ø",
        "Aase By",
        "Åse Cæ",
    ]


def test_an_employee_comes_back_as_they_were(database: Database) -> None:
    employees = Employees(database)
    added = employees.add(Employee("Mette Holm", "Lærer", "Ådalskolen", "mette@adal.dk", date(2026, 7, 31)))
    other = employees.add(Employee("Mette Holm"))
    assert employees.get(added.id) == added
    employees.update(replace(added, title="Viceleder", left_on=None))
    assert employees.get(added.id) == replace(added, title="Viceleder", left_on=None)
    assert employees.get(other.id) == Employee("Mette Holm", id=other.id)


def test_a_definition_is_stored_once(database: Database) -> None:
    versions = FormVersions(database)
    one = versions.store("kobenhavn-buf", 1, sha256(b'{"a":1}').hexdigest(), '{"a":1}')
    two = versions.store("kobenhavn-buf", 2, sha256(b'{"b":2}').hexdigest(), '{"b":2}')
    assert versions.store("kobenhavn-buf", 1, sha256(b'{"a":1}').hexdigest(), "noget andet") == one
    assert [(form.id, form.version, form.definition) for form in versions.all()] == [
        (one, 1, '{"a":1}'),
        (two, 2, '{"b":2}'),
    ]
    assert versions.get(two) == versions.all()[1]
