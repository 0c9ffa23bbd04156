"""Mini-MUS: it belongs to the MUS it follows, is never taken for one, and says when the next one is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mus_desktop.errors import KnownError
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.days.workdays import next_workday
from mus_desktop.model.review import FollowUp
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.conversation_service import Meeting


def mini(years: Any, origin: Any, day: date | None) -> int:
    known = years.at.conversations.meeting(origin.conversation.id)
    number: int = years.at.follow_up_conversations.plan_follow_up(
        origin.conversation.id, replace(known, form_id="status", on_date=day, minutes=15, place=" Kontoret ")
    )
    return number


def test_a_mini_mus_belongs_to_the_period_of_the_mus_and_does_not_count_as_one(years: Any) -> None:
    mette = years.employee()
    mus = years.mus(mette, 2025)
    number = mini(years, mus, date(2026, 3, 2))
    found = years.open(number).conversation
    assert (found.purpose, found.origin, found.period) == (
        Purpose.FOLLOW_UP,
        mus.conversation.id,
        mus.conversation.period,
    )
    assert (found.on_date, found.minutes, found.place) == (date(2026, 3, 2), 15, "Kontoret")
    current_mus = years.at.yearly_mus.current_mus(date(2025, 12, 1))
    assert current_mus[mette].conversation.id == mus.conversation.id
    assert years.at.yearly_mus.current_mus(date(2026, 3, 2)) == {}
    assert {line.conversation.id for line in years.at.conversations.of_employee(mette)} == {mus.conversation.id, number}


def test_paper_plans_and_follow_up_forms_do_not_count_as_the_mus(years: Any, row: Any) -> None:
    mette = years.employee()
    period = years.mus(mette, 2024).conversation.period
    years.at.paper.add_paper(
        mette, "enkel", replace(period, first=date(2026, 1, 1), last=date(2026, 12, 31)), [row("a")]
    )
    book = years.at.conversations
    number = book.plan_new(mette, Meeting("status", replace(period, first=date(2026, 1, 1), last=date(2026, 12, 31))))
    assert years.open(number).conversation.purpose is Purpose.FOLLOW_UP
    assert years.at.yearly_mus.current_mus(date(2026, 3, 2)) == {}


def test_only_forms_for_it_and_only_after_a_mus(years: Any) -> None:
    mus = years.mus(years.employee(), 2026)
    talks = years.at.follow_up_conversations
    assert [form.id for form in talks.forms()] == ["status"]
    known = years.at.conversations.meeting(mus.conversation.id)
    with pytest.raises(KnownError, match="ikke til en mini-MUS"):
        talks.plan_follow_up(mus.conversation.id, known)
    first = mini(years, mus, None)
    with pytest.raises(KnownError, match="følger op på en MUS"):
        talks.plan_follow_up(first, replace(known, form_id="status"))


def test_everybody_of_the_group_takes_part(years: Any) -> None:
    people = [years.employee(name) for name in ("Mette Holm", "Jens Lund")]
    number = mini(years, years.mus(people, 2026), date(2026, 9, 1))
    assert [employee.id for employee in years.open(number).employees] == people


def follow_up(years: Any, opened: Any, *rows: FollowUp, field: str = "naeste_gang") -> None:
    years.at.writing.save(Changes(follow_ups={RowsKey(opened.plan.id, field): rows}))
    assert years.open(opened.conversation.id).follow_ups_of(opened.plan.id) == {field: rows}


@pytest.mark.parametrize(
    ("held", "day"),
    [
        (date(2026, 3, 2), date(2026, 9, 2)),
        (date(2028, 8, 31), date(2029, 2, 28)),
        (date(2026, 8, 31), date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 12, 5), date(2027, 6, 7)),  # 5 June is both a Saturday and Grundlovsdag
        (date(2026, 9, 25), date(2027, 3, 30)),  # from Skærtorsdag past Easter Monday
    ],
)
def test_half_a_year_on_is_suggested(years: Any, held: date, day: date) -> None:
    mus = years.mus(years.employee(), 2026, day=held)
    assert years.at.follow_up_conversations.suggested_day(mus.conversation.id, held) == day
    assert years.at.follow_up_conversations.suggested_day(mus.conversation.id, day) == day
    late = day + timedelta(days=3)
    assert years.at.follow_up_conversations.suggested_day(mus.conversation.id, late) == next_workday(late), (
        "never in the past"
    )
