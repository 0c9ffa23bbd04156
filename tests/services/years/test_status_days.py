"""The days on a status sheet through a year with several of them: its own day, and the day to talk again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mus_desktop.documents.content import StatusContent
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.review import FollowUp
from mus_desktop.services.documents.document_content import content_of
from mus_desktop.services.documents.document_kinds import DocumentRequest

_SPRING, _SUMMER, _AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)


def status(opened: Any, today: date) -> tuple[str, str]:
    content = content_of(opened, DocumentRequest(DocumentKind.STATUS), today, {})
    assert isinstance(content, StatusContent)
    return content.own_on, content.next_on


def with_days(years: Any, opened: Any, *rows: FollowUp, field: str = "naeste_gang") -> Any:
    years.at.writing.save(Changes(follow_ups={RowsKey(opened.plan.id, field): rows}))
    return years.open(opened.conversation.id)


@pytest.mark.parametrize(
    ("today", "done", "own", "following"),
    [
        (date(2026, 1, 5), 0, "1. marts 2026", "1. juni 2026"),
        (date(2026, 3, 1), 0, "1. marts 2026", "1. juni 2026"),
        (date(2026, 3, 9), 0, "1. marts 2026", "1. juni 2026"),  # a week late, and not yet done
        (date(2026, 3, 9), 1, "1. juni 2026", "1. september 2026"),
        (date(2026, 6, 9), 0, "1. juni 2026", "1. september 2026"),  # the one in March was never held
        (date(2026, 8, 1), 2, "1. september 2026", ""),
        (date(2026, 10, 1), 0, "1. september 2026", ""),
        (date(2026, 10, 1), 3, "", ""),
    ],
)
def test_the_status_of_a_plan_has_the_day_that_is_due_and_the_next(
    years: Any, today: date, done: int, own: str, following: str
) -> None:
    days = (_AUTUMN, _SPRING, _SUMMER)  # the rows are in the order of the form, not of the year
    rows = [FollowUp(day, done_on=day if day in sorted(days)[:done] else None) for day in days]
    opened = with_days(years, years.mus(years.employee(), 2026, "enkel"), *rows)
    found = tuple(text.replace("\N{NO-BREAK SPACE}", " ") for text in status(opened, today))
    assert found == (own, following)


@pytest.mark.parametrize("held_on", [None, date(2026, 3, 4)])
def test_each_mini_mus_of_a_year_has_its_own_day_and_leaves_the_next_for_the_next(
    years: Any, held_on: date | None
) -> None:
    mus = years.mus(years.employee(), 2026)
    for day, following in ((_SPRING, _SUMMER), (_SUMMER, _AUTUMN), (_AUTUMN, None)):
        meeting = replace(years.at.conversations.meeting(mus.conversation.id), form_id="status", on_date=day)
        number = years.at.follow_up_conversations.plan_follow_up(mus.conversation.id, meeting)
        rows = [FollowUp(day), *([FollowUp(following, done_on=following)] if following else [])]
        opened = with_days(years, years.open(number), *rows, field="opfoelgning")
        if held_on and day is _SPRING:
            opened = replace(opened, conversation=replace(opened.conversation, held_on=held_on))
        own, again = (text.replace("\N{NO-BREAK SPACE}", " ") for text in status(opened, date(2027, 1, 1)))
        months = {_SPRING: "1. marts 2026", _SUMMER: "1. juni 2026", _AUTUMN: "1. september 2026"}
        assert own == ("4. marts 2026" if held_on and day is _SPRING else months[day])
        assert again == (months[following] if following else "")
