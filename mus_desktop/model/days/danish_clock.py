"""Danish local time and UTC, by the rule of the European Union since 1996, without the time zone data of the computer.

Windows has no such data, and a calendar file states the same rule (RFC 5545, VTIMEZONE).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)
_CHANGE_HOUR = 1
"""The hour in UTC at which the clocks change, on the last Sunday of March and of October."""


def utc_of(local: datetime) -> datetime:
    """Return the UTC of a Danish time of day, both without ``tzinfo``; of an hour that occurs twice the earlier."""
    summer = local - SUMMER
    return summer if _is_summer(summer) else local - WINTER


def local_of(utc: datetime) -> datetime:
    """Return the Danish time of day at ``utc``; both without ``tzinfo``."""
    return utc + (SUMMER if _is_summer(utc) else WINTER)


def end_of(start: datetime, minutes: int) -> datetime:
    """Return the Danish time of day ``minutes`` after ``start``, also in the night when the clocks change."""
    return local_of(utc_of(start) + timedelta(minutes=minutes))


def is_skipped(local: datetime) -> bool:
    """Return whether the clocks are put forward over this time of day, so that it does not exist."""
    return local_of(utc_of(local)) != local


def _is_summer(utc: datetime) -> bool:
    return _change(utc.year, 3) <= utc < _change(utc.year, 10)


def _change(year: int, month: int) -> datetime:
    """Return the last Sunday of a month of 31 days, at the hour of the change."""
    last = date(year, month, 31)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    return datetime(sunday.year, sunday.month, sunday.day, _CHANGE_HOUR)  # noqa: DTZ001 - UTC without tzinfo, see above
