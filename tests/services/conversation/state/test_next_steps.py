"""Which steps follow after a conversation, and what they say is done; on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.state.conversation_store import ConversationStore
from mus_desktop.services.conversation.state.next_steps import NextStep, NextStepKind, next_steps
from mus_desktop.services.workplace import Workplace

_DAY = date(2026, 11, 18)
_PLANNED = Meeting("kobenhavn-buf", PeriodRule().period_of(_DAY), _DAY)


def _steps(workplace: Workplace, key: int) -> tuple[NextStep, ...]:
    state = ConversationStore(workplace, key).load()
    return next_steps(state, workplace.follow_up_conversations.upcoming(key))


def test_steps_say_what_is_done(workplace: Workplace) -> None:
    employee = workplace.staff.add(Employee("Åse Nørgård")).id
    key = workplace.conversations.plan_new(employee, _PLANNED)
    kinds = [NextStepKind.WORD, NextStepKind.SIGNATURE, NextStepKind.COPY_GIVEN, NextStepKind.FOLLOW_UP]
    assert _steps(workplace, key) == tuple(map(NextStep, kinds))
    workplace.plan_recorder.give_copy(
        workplace.plan_recorder.sign(workplace.conversations.open(key).plan, _DAY), date(2026, 11, 20)
    )
    later = [
        workplace.follow_up_conversations.plan_follow_up(key, replace(_PLANNED, form_id="mini-mus", on_date=day))
        for day in (date(2027, 5, 18), date(2027, 2, 1))
    ]
    assert [step.done_text for step in _steps(workplace, key)] == [
        "",
        "Underskrevet den 18. november 2026.",
        "Kopi givet den 20. november 2026.",
        "Mini-MUS mandag 1. februar 2027.",
    ]
    workplace.conversations.finish(later[1], date(2027, 2, 1))
    assert _steps(workplace, key)[-1].done_text == "Mini-MUS tirsdag 18. maj 2027."
    assert not [step for step in _steps(workplace, later[0]) if step.kind is NextStepKind.FOLLOW_UP]


def test_only_a_form_with_an_evaluation_has_that_step(workplace: Workplace) -> None:
    employee = workplace.staff.add(Employee("Åse Nørgård")).id
    key = workplace.conversations.plan_new(employee, replace(_PLANNED, form_id="abc-hurtig"))
    assert _steps(workplace, key)[-1] == NextStep(NextStepKind.EVALUATION)


def test_a_day_for_the_mini_mus_is_proposed_until_one_is_planned(workplace: Workplace) -> None:
    employee = workplace.staff.add(Employee("Åse Nørgård")).id
    key, day = workplace.conversations.plan_new(employee, _PLANNED), date(2027, 5, 18)
    state, talks = ConversationStore(workplace, key).load(), workplace.follow_up_conversations
    assert talks.suggested_day(key, _DAY) == day
    assert [step.proposed for step in next_steps(state, None, day)] == [None, None, None, day]
    talks.plan_follow_up(key, replace(_PLANNED, form_id="mini-mus", on_date=day))
    assert next_steps(state, talks.upcoming(key), day)[-1].proposed is None
