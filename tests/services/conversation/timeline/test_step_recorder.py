"""Each recorded step can be undone, in the database, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from mus_desktop.errors import KnownError
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.conversation import Status
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement, Refusal, SignatoryRole, new_agreement_id
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep
from mus_desktop.services.workplace import Workplace

DAY, LATER, AGAIN = date(2026, 5, 4), date(2026, 5, 5), date(2026, 5, 6)
Step = ConversationStep
PLAN_STEPS = tuple(step for step in Step if step.plan_step)


def stored(place: Workplace) -> dict[str, list[str]]:
    """Every row of every table; rows stored again may stand in another order."""
    names = place.database.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name: sorted(map(repr, place.database.rows(f"SELECT * FROM {name}"))) for (name,) in names}


@pytest.fixture
def talk(workplace: Workplace) -> int:
    workplace.preferences.set_leader(Leader("Mette Lindgaard", "Skoleleder", "Kastanjeskolen"))
    person = workplace.staff.add(Employee("Ågot Bæk", "Lærer"))
    meeting = Meeting("kobenhavn-buf", PeriodRule().period_of(DAY), DAY, time(9))
    key = workplace.conversations.plan_new(person.id, meeting)
    opened = workplace.conversations.open(key)
    field = opened.form.plan_fields()[0]
    row = Agreement(new_agreement_id(), field.key, cells={field.columns[0].key: "Lede møder"})
    workplace.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): (row,)}))
    return key


def record(place: Workplace, key: int, step: Step, day: date | None, words: str = "") -> Callable[[], None]:
    plan = place.conversations.open(key).plan if step.plan_step else None
    return place.steps.record(key, step, day, plan=plan, words=words)


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.POSTPONED])
def test_a_step_recorded_changed_or_cleared_is_undone(workplace: Workplace, talk: int, step: Step) -> None:
    for day in (DAY, LATER, None):
        before = stored(workplace)
        undo = record(workplace, talk, step, day, "Sag 7")
        assert stored(workplace) != before
        undo()
        assert stored(workplace) == before
        record(workplace, talk, step, day, "Sag 7")
    assert workplace.health() == []


def test_the_whole_way_is_undone_step_by_step(workplace: Workplace, talk: int) -> None:
    undone = []
    for step in (Step.INVITED, Step.HELD, *PLAN_STEPS):
        before = stored(workplace)
        undone.append((before, record(workplace, talk, step, DAY)))
    assert workplace.conversations.open(talk).status is Status.JOURNALISED
    for before, undo in reversed(undone):
        undo()
        assert stored(workplace) == before


def test_a_removed_signature_comes_back_with_what_was_signed(workplace: Workplace, talk: int) -> None:
    record(workplace, talk, Step.AGREED, DAY)
    record(workplace, talk, Step.SIGNED, DAY)
    workplace.preferences.set_leader(Leader("En anden", "Konstitueret", ""))
    undo = record(workplace, talk, Step.SIGNED, None)
    assert not workplace.conversations.open(talk).plan.closed
    undo()
    opened = workplace.conversations.open(talk)
    assert opened.plan.signed_on == DAY
    assert opened.signed[opened.plan.id].author == "Mette Lindgaard", "not who is leader today"


@pytest.mark.parametrize("refused", [True, False])
def test_a_refusal_or_single_signature_is_removed_and_comes_back(
    workplace: Workplace, talk: int, refused: bool
) -> None:
    plan = workplace.conversations.open(talk).plan
    if refused:
        workplace.plan_recorder.refuse(plan, Refusal(DAY, PartyRole.EMPLOYEE, "Uenig"))
    else:
        who = next(one for one in workplace.plan_recorder.signatories(plan) if one.role is SignatoryRole.LEADER)
        workplace.plan_recorder.sign_one(plan, who, DAY)
    before = stored(workplace)
    undo = record(workplace, talk, Step.SIGNED, None)
    assert not workplace.conversations.open(talk).plan.closed
    undo()
    assert stored(workplace) == before
    undo = record(workplace, talk, Step.SIGNED, LATER)
    assert workplace.conversations.open(talk).plan.signed_on == LATER
    undo()
    assert stored(workplace) == before


def test_nothing_is_undone_over_a_later_change(workplace: Workplace, talk: int) -> None:
    undo_invited = record(workplace, talk, Step.INVITED, DAY)
    workplace.conversations.record_declined(talk, LATER)
    undo_agreed = record(workplace, talk, Step.AGREED, DAY)
    record(workplace, talk, Step.SIGNED, LATER)
    before = stored(workplace)
    for undo in (undo_invited, undo_agreed):
        with pytest.raises(KnownError, match="ændret noget siden"):
            undo()
    assert stored(workplace) == before


def test_a_postponement_moves_the_conversation_or_leaves_the_new_day_open(workplace: Workplace, talk: int) -> None:
    before = stored(workplace)
    status = workplace.conversations.open(talk).status
    undo = workplace.steps.postpone(talk, DAY, AGAIN, time(10, 30))
    moved = workplace.conversations.open(talk).conversation
    assert (moved.postponed_on, moved.on_date, moved.at_time) == (None, AGAIN, time(10, 30))
    assert workplace.conversations.open(talk).status is status, "it has a day again"
    undo()
    assert stored(workplace) == before
    undo = workplace.steps.postpone(talk, DAY, None)
    undated = workplace.conversations.open(talk).conversation
    assert (undated.postponed_on, undated.on_date, undated.at_time) == (DAY, None, None), "the old day no longer holds"
    assert workplace.conversations.open(talk).status is Status.POSTPONED
    workplace.steps.postpone(talk, LATER, AGAIN)
    assert workplace.conversations.open(talk).conversation.postponed_on is None, "it has a day again"
    with pytest.raises(KnownError, match="ændret noget siden"):
        undo()


def test_what_cannot_be_postponed_is_refused_and_nothing_is_stored(workplace: Workplace, talk: int) -> None:
    def refused(match: str, to: date | None = AGAIN) -> None:
        before = stored(workplace)
        with pytest.raises(KnownError, match=match):
            workplace.steps.postpone(talk, DAY, to)
        assert stored(workplace) == before

    refused("efter i dag", DAY)
    record(workplace, talk, Step.HELD, DAY)
    refused("er afholdt")
    workplace.conversations.reopen(talk)
    record(workplace, talk, Step.SIGNED, DAY)
    refused("underskrevet")


def test_in_a_group_a_step_is_recorded_on_the_chosen_plan(workplace: Workplace) -> None:
    people = [workplace.staff.add(Employee(name)) for name in ("Anna Holm", "Bo Dam")]
    key = workplace.conversations.plan_group(
        [person.id for person in people], Meeting("abc-faelles", PeriodRule().period_of(DAY), DAY)
    )
    opened: Any = workplace.conversations.open(key)
    for party in opened.participants:
        workplace.groups.own_plan(key, party.id)
    plans = workplace.steps.plans(key)
    assert [(one.owner, one.employee) for one in plans] == [("", None), *((p.name, p.id) for p in people)]
    undo = workplace.steps.record(key, Step.AGREED, DAY, plan=plans[1].plan)
    assert [one.plan.agreed_on for one in workplace.steps.plans(key)] == [None, DAY, None]
    undo()
    assert [one.plan.agreed_on for one in workplace.steps.plans(key)] == [None, None, None]
