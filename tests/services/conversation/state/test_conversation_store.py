"""Saving the state of a conversation: what cannot be stored waits, and nothing else waits with it; on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from mus_desktop.errors import AnswersRefused, PlanClosed, SaveFailed, StorageError
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.form import NotesField
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.conversation_writer import ConversationWriter
from mus_desktop.services.conversation.state.conversation_state import ConversationState
from mus_desktop.services.conversation.state.conversation_store import ConversationStore
from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange
from mus_desktop.services.workplace import Workplace

TODAY = date(2026, 5, 12)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
MISFIT = "»Hvad skal vi tale om?« kunne ikke gemmes. Ret svaret."


@pytest.fixture
def store(workplace: Workplace) -> ConversationStore:
    anna = workplace.staff.add(Employee("Anna Holm"))
    return ConversationStore(workplace, workplace.conversations.plan_new(anna.id, Meeting("kobenhavn-buf", YEAR)))


@pytest.fixture
def fields(store: ConversationStore) -> tuple[str, str]:
    """Two notes that both parties share."""
    form = store.load().form
    first, second, *_ = (f.key for f in form.fields() if isinstance(f, NotesField) and PartyRole.SHARED in f.by)
    return first, second


@pytest.fixture
def typed(store: ConversationStore, fields: tuple[str, str]) -> ConversationState:
    """A state with both notes and an agreement typed."""
    state = store.load()
    plan = state.form.plan_fields()[0]
    row = Agreement("a", plan.key, cells={plan.columns[0].key: "Sløjd"})
    rows = {RowsKey(state.plan.id, plan.key): (row,)}
    return state.with_changes(Changes({key(state, field): f"Om {field}" for field in fields}, rows), TODAY)


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let saving raise ``error`` whenever ``applies`` to the changes."""

    def refuse_(applies: Callable[[Changes], object], error: StorageError) -> None:
        real = ConversationWriter.save

        def save(writer: Any, changes: Changes, conversation: int | None = None) -> datetime:
            if applies(changes):
                raise error
            return real(writer, changes, conversation)

        monkeypatch.setattr(ConversationWriter, "save", save)

    return refuse_


def key(state: ConversationState, field: str) -> AnswerKey:
    return AnswerKey(state.opened.party(PartyRole.SHARED).id, field)


def in_field(*keys: str) -> Callable[[Changes], object]:
    return lambda changes: changes.in_fields(keys)


def test_everything_is_stored_in_one_go(store: ConversationStore, typed: ConversationState) -> None:
    result = store.save(typed.with_step(StepChange(PlanStep.AGREED, TODAY)), TODAY)
    assert not result.state.unsaved
    assert result.problem is None
    again = store.load()
    assert again.content.answers == result.state.content.answers
    assert again.content.plan == result.state.content.plan
    assert again.plan.agreed_on == TODAY


def test_an_answer_that_does_not_fit_waits_alone(
    store: ConversationStore, typed: ConversationState, fields: tuple[str, str], refuse: Callable[..., None]
) -> None:
    misfit, fine = fields
    refuse(in_field(misfit), AnswersRefused(MISFIT, frozenset({misfit})))
    step = StepChange(PlanStep.AGREED, TODAY)
    result = store.save(typed.with_step(step), TODAY)
    assert result.state.unsaved.changes == Changes({key(typed, misfit): f"Om {misfit}"})
    assert result.problem
    assert result.problem.message == MISFIT
    assert result.at
    assert result.state.content is not None
    assert result.state.content.answers[key(typed, misfit)] == f"Om {misfit}", "it stays on screen"
    stored = store.load()
    assert key(typed, misfit) not in stored.content.answers
    assert stored.content.answers[key(typed, fine)] == f"Om {fine}"
    assert [row.id for row in stored.plan.agreements] == ["a"]
    assert stored.plan.agreed_on is None, "a plan is not closed while something typed is not in it"
    assert list(result.state.unsaved.steps.values()) == [step]


def test_an_edited_answer_is_tried_again_and_the_steps_follow(
    store: ConversationStore, typed: ConversationState, fields: tuple[str, str], refuse: Callable[..., None]
) -> None:
    misfit = key(typed, fields[0])
    refuse(lambda c: c.answers.get(misfit) == f"Om {fields[0]}", AnswersRefused(MISFIT, frozenset({fields[0]})))
    waiting = store.save(typed.with_step(StepChange(PlanStep.AGREED, TODAY)), TODAY).state
    result = store.save(waiting.with_changes(Changes({misfit: "Rettet"}), TODAY), TODAY)
    assert (result.problem, bool(result.state.unsaved)) == (None, False)
    assert store.load().content.answers[misfit] == "Rettet"
    assert store.load().plan.agreed_on == TODAY


def test_a_refusal_that_names_no_field_here_ends(
    store: ConversationStore, typed: ConversationState, fields: tuple[str, str], refuse: Callable[..., None]
) -> None:
    refuse(in_field(fields[0]), AnswersRefused(MISFIT, frozenset({"andet"})))
    result = store.save(typed, TODAY)
    assert result.state.unsaved.changes == Changes({key(typed, fields[0]): f"Om {fields[0]}"})
    assert store.load().content.answers[key(typed, fields[1])] == f"Om {fields[1]}"


def test_a_full_disk_keeps_all_of_it_also_beside_a_misfit(
    store: ConversationStore,
    workplace: Workplace,
    typed: ConversationState,
    fields: tuple[str, str],
    refuse: Callable[..., None],
) -> None:
    refuse(lambda changes: not changes.in_fields(fields[:1]), SaveFailed("Disken er fuld."))
    refuse(in_field(fields[0]), AnswersRefused(MISFIT, frozenset({fields[0]})))
    result = store.save(typed, TODAY)
    assert result.state.unsaved.changes == typed.unsaved.changes
    assert result.problem
    assert result.problem.message == "Disken er fuld."
    assert store.load().content.answers == {}


def test_what_a_plan_closed_elsewhere_does_not_allow_is_handed_back_and_a_misfit_stays_on_screen(
    store: ConversationStore,
    workplace: Workplace,
    typed: ConversationState,
    fields: tuple[str, str],
    refuse: Callable[..., None],
) -> None:
    workplace.plan_recorder.sign(store.load().plan, TODAY)
    misfit, fine = fields
    refuse(in_field(misfit), AnswersRefused(MISFIT, frozenset({misfit})))
    step = StepChange(PlanStep.COPY_GIVEN, TODAY)
    result = store.save(typed.with_step(step), TODAY)
    assert result.closed == Changes(rows=typed.unsaved.changes.rows)
    assert result.state.unsaved.changes == Changes({key(typed, misfit): f"Om {misfit}"})
    assert result.state.content.answers == {key(typed, field): f"Om {field}" for field in fields}
    assert result.state.content.plan.closed, "the screen has learnt that the plan is closed"
    assert result.state.content.plan.agreements == ()
    assert list(result.state.unsaved.steps.values()) == [step], "the leader sees the refusal first"
    assert key(typed, fine) in store.load().content.answers


def test_a_disk_that_fails_half_way_through_reports_everything_next_time(
    store: ConversationStore, typed: ConversationState, fields: tuple[str, str], refuse: Callable[..., None]
) -> None:
    refuse(in_field(fields[1]), SaveFailed("Disken er fuld."))
    refuse(lambda changes: changes.rows, PlanClosed("Planen er lukket."))
    result = store.save(typed, TODAY)
    assert result.closed is None
    assert result.state.unsaved.changes == typed.unsaved.changes.without(Changes({key(typed, fields[0]): ""}))
    assert result.state.content == typed.content


def test_a_step_the_plan_does_not_allow_does_not_take_the_others_with_it(
    store: ConversationStore, workplace: Workplace
) -> None:
    plan = workplace.plan_recorder.sign(store.load().plan, TODAY)
    workplace.plan_recorder.journalise(plan, TODAY, "Sag 1")
    state = store.load()
    state = state.with_step(StepChange(PlanStep.SIGNED, None)).with_step(StepChange(PlanStep.COPY_GIVEN, TODAY))
    result = store.save(state, TODAY)
    assert "journaliseret" in result.refused_steps[0]
    assert (result.problem, bool(result.state.unsaved)) == (None, False)
    assert (result.state.plan.signed_on, result.state.plan.copy_given_on) == (TODAY, TODAY)
    assert result.state.content.plan == result.state.plan
    assert store.load().plan == result.state.plan


def test_a_participants_plan_waits_for_the_disk_without_holding_anything(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [workplace.staff.add(Employee(name)).id for name in ("Anna Holm", "Bo Dam")]
    group = workplace.conversations.plan_group(people, Meeting("albertslund", YEAR))
    store = ConversationStore(workplace, group)
    party = store.load().whole.participants[0].id
    state = store.load(party).with_own_plan_wanted(wanted=True)
    with monkeypatch.context() as disk:

        def full(*_: object) -> None:
            raise SaveFailed("Disken er fuld.")

        disk.setattr(workplace.groups, "own_plan", full)
        failed = store.save(state, TODAY)
    assert failed.problem
    assert failed.state.unsaved.own_plan
    assert not failed.state.unsaved
    made = store.save(failed.state, TODAY)
    assert made.problem is None
    assert made.state.plan.id
    assert not made.state.unsaved.own_plan
    assert not made.state.needs_own_plan()
