"""Days, periods and 29 February."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.dates import find_date, format_date, next_occurrence
from mus_desktop.model.period import Period, PeriodKind, PeriodRule

_RULES = st.builds(PeriodRule, st.sampled_from(PeriodKind), st.integers(1, 12), st.integers(1, 31))
_LEAP_DAYS = [date(year, 2, 29) for year in range(2024, 2120) if isleap(year)]


@given(rule=_RULES, day=st.dates() | st.sampled_from(_LEAP_DAYS))
def test_every_day_falls_in_one_period_and_periods_follow_each_other(rule: PeriodRule, day: date) -> None:
    before, this, after = rule.periods_around(day)
    assert day in this
    assert rule.period_of(this.first) == rule.period_of(this.last) == this
    assert before == this or before.last + timedelta(days=1) == this.first
    assert after == this or this.last + timedelta(days=1) == after.first
    assert Period.parse(this.isoformat()) == this
    if date.min.year < this.first.year and this.last < date.max:
        assert 364 <= (this.last - this.first).days <= 365


@given(today=st.dates(max_value=date(9990, 12, 31)), ahead=st.integers(0, 364))
def test_a_day_without_a_year_is_the_next_such_day(today: date, ahead: int) -> None:
    wanted = today + timedelta(days=ahead)
    assert next_occurrence(wanted.day, wanted.month, today) == wanted
    read = find_date(f"senest {format_date(wanted).rsplit(' ', 1)[0]}", today)
    assert read is not None
    assert read.day == wanted


@pytest.mark.parametrize(
    ("today", "coming"),
    [
        (date(2026, 3, 1), None),
        (date(2027, 1, 1), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2028, 3, 1), None),
        (date(9999, 3, 1), None),
    ],
)
def test_29_february_is_not_looked_for_years_ahead(today: date, coming: date | None) -> None:
    assert next_occurrence(29, 2, today) == coming
    found = find_date("29. februar", today)
    assert (found.day if found else None) == coming


@pytest.mark.parametrize(("day", "month"), [(30, 2), (31, 4), (0, 1), (1, 13)])
def test_a_day_that_does_not_exist_is_none(day: int, month: int) -> None:
    assert next_occurrence(day, month, date(2026, 1, 1)) is None
