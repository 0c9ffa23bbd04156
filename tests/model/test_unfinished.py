"""What is still to be done about a conversation, by date through two years."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.conversation import Conversation
from mus_desktop.model.period import Period, PeriodKind, PeriodRule
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import Purpose
from mus_desktop.model.unfinished import (
    OutstandingStep,
    OutstandingStepKind,
    UnfinishedCase,
    outstanding,
    own_plan_no_longer_counts,
    short_steps_text,
    steps_text,
)

YEAR = PeriodRule().period_of(date(2026, 5, 1))
SCHOOL_YEAR = PeriodRule(PeriodKind.SCHOOL).period_of(date(2026, 5, 1))
DAY = date(2026, 12, 3)
BEFORE, THAT_DAY, AFTER = date(2026, 12, 2), DAY, date(2026, 12, 4)
NEW_YEAR, A_YEAR_ON, TWO_YEARS_ON = date(2027, 1, 4), date(2027, 12, 31), date(2028, 12, 31)
CLOCK_SET_BACK = date(2024, 2, 29)


def talk(period: Period = YEAR, day: date | None = DAY, **more: Any) -> Conversation:
    return Conversation(1, 1, period, on_date=day, **more)


def case(conversation: Conversation, plan: dict[str, Any] | None = None, **more: Any) -> UnfinishedCase:
    return UnfinishedCase(conversation, Plan(1, 1, **(plan or {})), **more)


def steps(one: UnfinishedCase, today: date) -> str:
    return " ".join(f"{found.step}{'!' if found.overdue else ''}" for found in outstanding(one, today))


HELD = {"held_on": DAY}
AGREED = {"agreed_on": DAY}
BY_ONE = {**AGREED, "closed_on": DAY}
REFUSED = {**BY_ONE, "refused_on": AFTER}
SIGNED = {**BY_ONE, "signed_on": AFTER}
COPIED = {**SIGNED, "copy_given_on": AFTER}
DONE = {**COPIED, "journalised_on": AFTER}
GONE = {"all_employees_left": True}


@pytest.mark.parametrize(
    ("one", "before", "that_day", "after", "new_year", "two_years_on", "set_back"),
    [
        (case(talk()), "hold", "hold", "hold!", "hold!", "hold!", "hold"),
        (case(talk(invited_on=BEFORE)), "hold", "hold", "hold!", "hold!", "hold!", "hold"),
        (case(talk(begun=True)), "hold", "hold", "finish!", "finish!", "finish!", "hold"),
        (case(talk(day=None)), "hold", "hold", "hold", "hold!", "hold!", "hold"),
        (case(talk(SCHOOL_YEAR, None)), "hold!", "hold!", "hold!", "hold!", "hold!", "hold"),
        (case(talk(SCHOOL_YEAR)), "hold", "hold", "hold!", "hold!", "hold!", "hold"),
        (case(talk(day=date(2027, 1, 20))), "hold", "hold", "hold", "hold", "hold!", "hold"),
        (case(talk(postponed_on=BEFORE)), *["new_date"] * 3, "new_date!", "new_date!", "new_date"),
        (case(talk(declined_on=BEFORE)), *[""] * 6),
        (case(talk(declined_on=BEFORE, begun=True)), *[""] * 6),
        (case(talk(**HELD)), *["agree"] * 6),
        (case(talk(**HELD), AGREED), *["sign"] * 6),
        (case(talk(), AGREED), *["sign"] * 6),
        (case(talk(), BY_ONE), *["sign"] * 6),
        (case(talk(**HELD), REFUSED), *["give_copy journalise"] * 6),
        (case(talk(**HELD), {**REFUSED, "copy_given_on": AFTER, "journalised_on": AFTER}), *[""] * 6),
        (case(talk(**HELD), SIGNED), *["give_copy journalise"] * 6),
        (case(talk(declined_on=BEFORE), SIGNED), *["give_copy journalise"] * 6),
        (case(talk(**HELD), COPIED), *["journalise"] * 6),
        (case(talk(**HELD), DONE), *[""] * 6),
        (case(talk(**HELD), has_plan=False), *[""] * 6),
        (case(talk(), **GONE), *[""] * 6),
        (case(talk(begun=True), **GONE), "hold", "hold", "finish!", "finish!", "finish!", "hold"),
        (case(talk(**HELD), SIGNED, **GONE), *["give_copy journalise"] * 6),
        (case(talk(purpose=Purpose.PAPER, day=None)), *[""] * 6),
        (case(talk(purpose=Purpose.FOLLOW_UP)), "hold", "hold", "hold!", "hold!", "hold!", "hold"),
        (case(talk(purpose=Purpose.FOLLOW_UP, **HELD)), *[""] * 6),
        (case(talk(purpose=Purpose.FOLLOW_UP, **HELD), SIGNED), *["give_copy journalise"] * 6),
        (case(talk(purpose=Purpose.EVALUATION, **HELD)), *[""] * 6),
    ],
)  # fmt: skip
def test_through_two_years_and_with_the_clock_set_back(
    one: UnfinishedCase, before: str, that_day: str, after: str, new_year: str, two_years_on: str, set_back: str
) -> None:
    days = (BEFORE, THAT_DAY, AFTER, NEW_YEAR, TWO_YEARS_ON, CLOCK_SET_BACK)
    assert [steps(one, day) for day in days] == [before, that_day, after, new_year, two_years_on, set_back]


@pytest.mark.parametrize(
    ("held", "own", "required", "wanted"),
    [
        ({}, {1: None, 2: None}, True, [("hold", None)]),
        (HELD, {1: None, 2: None}, True, [("agree", None), ("agree", 1), ("agree", 2)]),
        (HELD, {1: None, 2: None}, False, [("agree", None)]),
        (HELD, {1: {}, 2: AGREED}, False, [("agree", None), ("sign", 2)]),
        (HELD, {1: DONE, 2: COPIED}, True, [("agree", None), ("journalise", 2)]),
        ({}, {1: SIGNED, 2: None}, True, [("hold", None), ("give_copy", 1), ("journalise", 1)]),
    ],
)
def test_each_participants_own_plan_is_owed_by_itself(
    held: dict[str, Any], own: dict[int, Any], required: bool, wanted: list[tuple[str, int | None]]
) -> None:
    plans = {key: None if dates is None else Plan(10 + key, key, **dates) for key, dates in own.items()}
    found = outstanding(case(talk(**held), own=plans, own_plans_required=required), THAT_DAY)
    assert [(one.step.value, one.employee) for one in found] == wanted


@pytest.mark.parametrize(
    ("left", "held", "plan", "no_longer"),
    [
        (None, None, None, False),
        (BEFORE, None, None, True),
        (BEFORE, DAY, AGREED, True),
        (BEFORE, DAY, SIGNED, False),
        (AFTER, DAY, None, False),
    ],
)
def test_participant_who_left_has_only_steps_that_still_count(
    left: date | None, held: date | None, plan: dict[str, Any] | None, no_longer: bool
) -> None:
    assert own_plan_no_longer_counts(left, held, None if plan is None else Plan(1, 1, **plan)) is no_longer


@pytest.mark.parametrize(
    ("one", "today", "text", "short"),
    [
        (case(talk()), BEFORE, "skal holdes torsdag 3. december 2026", ""),
        (case(talk()), AFTER, "overskredet: skulle være holdt 3. december 2026", "overskredet 3. dec. 2026"),
        (case(talk(begun=True)), AFTER,
         "overskredet: skulle være holdt 3. december 2026 (begyndt, men ikke markeret som afholdt)",
         "overskredet 3. dec. 2026"),
        (case(talk(day=None)), AFTER, "tid ikke aftalt", ""),
        (case(talk(day=None)), NEW_YEAR,
         "overskredet: skulle være holdt senest 31. december 2026", "overskredet · 2026"),
        (case(talk(postponed_on=DAY)), AFTER, "udsat 3. december 2026, mangler ny dato", "mangler ny dato · 2026"),
        (case(talk(postponed_on=DAY)), NEW_YEAR,
         "overskredet: udsat 3. december 2026, mangler ny dato", "mangler ny dato · 2026"),
        (case(talk(**HELD)), AFTER,
         "afholdt 3. december 2026, mangler at blive enige om planen", "mangler plan · 2026"),
        (case(talk(**HELD), BY_ONE), AFTER,
         "underskrevet af én 3. december 2026, mangler underskrift", "mangler underskrift · 2026"),
        (case(talk(**HELD), REFUSED), AFTER,
         "vil ikke underskrive 4. december 2026, mangler kopi til medarbejderen og journalisering",
         "mangler kopi · 2026"),
        (case(talk(**HELD), SIGNED), AFTER,
         "underskrevet 4. december 2026, mangler kopi til medarbejderen og journalisering", "mangler kopi · 2026"),
    ],
)  # fmt: skip
def test_in_words(one: UnfinishedCase, today: date, text: str, short: str) -> None:
    found = outstanding(one, today)
    assert (steps_text(found), short_steps_text(found, "2026")) == (text, short)


_MAYBE = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
_CONVERSATIONS = st.builds(
    lambda day, invited, declined, postponed, held, begun: talk(
        day=day, invited_on=invited, declined_on=declined, postponed_on=postponed, held_on=held, begun=begun
    ),
    _MAYBE, _MAYBE, _MAYBE, _MAYBE, _MAYBE, st.booleans(),
)  # fmt: skip
_PLANS = st.builds(
    lambda agreed, signed, copied, filed: {
        "agreed_on": agreed, "signed_on": signed, "copy_given_on": copied, "journalised_on": filed
    },
    _MAYBE, _MAYBE, _MAYBE, _MAYBE,
)  # fmt: skip


@given(one=st.builds(case, _CONVERSATIONS, _PLANS), today=st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_passing_day_removes_nothing_from_the_list(one: UnfinishedCase, today: date) -> None:
    now, later = outstanding(one, today), outstanding(one, today + timedelta(days=1))
    assert [_apart_from_the_day(found) for found in now] == [_apart_from_the_day(found) for found in later]
    assert all(after.overdue for before, after in zip(now, later, strict=True) if before.overdue)


def _apart_from_the_day(found: OutstandingStep) -> OutstandingStep:
    return found._replace(
        overdue=False, step=OutstandingStepKind.HOLD if found.step is OutstandingStepKind.FINISH else found.step
    )


def test_only_a_talk_whose_day_has_not_come_is_coming() -> None:
    assert [OutstandingStep(step, DAY).upcoming for step in OutstandingStepKind] == [
        step is OutstandingStepKind.HOLD for step in OutstandingStepKind
    ]
    assert not OutstandingStep(OutstandingStepKind.HOLD, DAY, overdue=True).upcoming
