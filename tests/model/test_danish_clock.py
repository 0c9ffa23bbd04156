"""The Danish clock agrees with the time zone data of the computer, which the program must do without."""

# ruff: noqa: DTZ001 - the clock on the wall

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.days.danish_clock import end_of, is_skipped, local_of, utc_of

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MOMENTS = st.datetimes(datetime(1996, 1, 1), datetime(2037, 12, 30))


def change_days(year: int) -> tuple[date, date]:
    """Return the last Sundays of March and October, counted backwards."""
    found = []
    for month in (3, 10):
        day = date(year, month, 31)
        while day.weekday() != 6:
            day -= timedelta(days=1)
        found.append(day)
    return found[0], found[1]


@given(MOMENTS)
def test_utc_becomes_the_same_local_time(utc: datetime) -> None:
    assert local_of(utc) == utc.replace(tzinfo=UTC).astimezone(COPENHAGEN).replace(tzinfo=None)


@pytest.mark.parametrize("year", range(1996, 2037))
def test_every_quarter_of_the_days_of_the_change(year: int) -> None:
    for day in change_days(year):
        for quarter in range(96):
            local = datetime.combine(day, time()) + timedelta(minutes=15 * quarter)
            aware = local.replace(tzinfo=COPENHAGEN, fold=0)
            exists = aware.astimezone(UTC).astimezone(COPENHAGEN).replace(tzinfo=None) == local
            assert is_skipped(local) is not exists
            if exists:
                assert utc_of(local) == aware.astimezone(UTC).replace(tzinfo=None)


def test_the_end_counts_real_minutes_in_the_nights_of_the_change() -> None:
    assert end_of(datetime(2026, 3, 29, 1, 30), 60) == datetime(2026, 3, 29, 3, 30)
    assert end_of(datetime(2026, 10, 25, 1, 30), 120) == datetime(2026, 10, 25, 2, 30)
    assert end_of(datetime(2026, 6, 1, 23, 30), 60) == datetime(2026, 6, 2, 0, 30)
