"""The days on which nobody plans a conversation: Easter, the holidays, and the working day after them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.days.workdays import day_off_name, easter_sunday, holidays, next_workday

# The earliest and latest Easter there can be, leap years, and the years leaders plan in.
_EASTER = (
    date(1818, 3, 22), date(1943, 4, 25), date(2000, 4, 23), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5),
    date(2027, 3, 28), date(2028, 4, 16), date(2038, 4, 25), date(2285, 3, 22),
)  # fmt: skip


@pytest.mark.parametrize("day", _EASTER)
def test_easter(day: date) -> None:
    assert easter_sunday(day.year) == day


@given(st.integers(1, 9999))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    day = easter_sunday(year)
    assert day.weekday() == 6
    assert date(year, 3, 22) <= day <= date(year, 4, 25)


def test_the_days_off_of_2026() -> None:
    assert {day.isoformat()[5:]: name for day, name in holidays(2026).items()} == {
        "01-01": "nytårsdag", "04-02": "skærtorsdag", "04-03": "langfredag", "04-05": "påskedag",
        "04-06": "2. påskedag", "05-14": "Kristi himmelfartsdag", "05-24": "pinsedag", "05-25": "2. pinsedag",
        "06-05": "grundlovsdag", "12-24": "juleaftensdag", "12-25": "juledag", "12-26": "2. juledag",
        "12-31": "nytårsaftensdag",
    }  # fmt: skip


def test_store_bededag_ended_with_2023() -> None:
    assert day_off_name(date(2023, 5, 5)) == "store bededag"
    assert day_off_name(date(2024, 4, 26)) == ""


@pytest.mark.parametrize(
    ("day", "workday"),
    [
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 4, 2), date(2026, 4, 7)),
        (date(2026, 12, 24), date(2026, 12, 28)),
        (date(2026, 12, 31), date(2027, 1, 4)),
        (date(2027, 6, 5), date(2027, 6, 7)),
        (date.max, date.max),
    ],
)
def test_the_next_workday(day: date, workday: date) -> None:
    assert next_workday(day) == workday


@given(st.dates(max_value=date(9998, 12, 31)))
def test_a_proposed_day_is_a_working_day_within_a_week(day: date) -> None:
    found = next_workday(day)
    assert not day_off_name(found)
    assert day <= found <= day + timedelta(days=7)
