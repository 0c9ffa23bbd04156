"""Danish dates: writing them in words, and finding them in typed text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import NamedTuple

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
"""The weekdays, numbered as in :meth:`datetime.date.weekday`."""

_MONTH_NAMES = "|".join(sorted((*MONTHS, *(m[:3] for m in MONTHS), "sept"), key=len, reverse=True))
# A year of two digits after a space must end the text or a part of it: in *10. marts 12 deltagere* it is no year.
_ENDS = r"(?=\s*(?:$|\n|[,;:!?)]|\.(?!\d)))"
# These are compiled at the first search.
_DATE_WITH_MONTH_NAME = rf"(?i)(?<![\d.])(\d{{1,2}})\.?\s*({_MONTH_NAMES})\b\.?(?:\s+(\d{{4}}(?!\d)|['’]?\d\d{_ENDS}))?"
# Not within a longer series of numbers, such as ``1.2.3.2027``.
_DATE_WITH_NUMBERS = r"(?<![\d./-])(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?![\d/])"
_DATE_WITH_SPACE = (
    rf"(?<![\d./-])(\d{{1,2}})(?:/|[.-]\s?)(\d{{1,2}})(?:[./-]\s?|\s+)(\d{{4}})(?![\w/-])|"
    rf"(?<![\d./-])(\d{{1,2}})/(\d{{1,2}})\s+['’]?(\d\d){_ENDS}"
)
_ISO_DATE = r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)"

_FIRST_LIKELY_YEAR, _LIKELY_YEARS_AHEAD = 2000, 10

Today = Callable[[], date]
"""A function that returns the current day each time it is called: a conversation may stay open past midnight."""


class FoundDate(NamedTuple):
    """A date found in a text: ``text[start:end]`` was read as ``day``."""

    day: date
    start: int
    end: int


def format_date(day: date) -> str:
    """Return ``day`` as in a letter: ``1. marts 2027``."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def format_date_short(day: date) -> str:
    """Return ``day`` for narrow places: ``1. mar. 2027``; months of four letters or fewer are not shortened."""
    month = MONTHS[day.month - 1]
    return f"{day.day}. {month if len(month) <= 4 else month[:3] + '.'} {day.year}"


def format_planned_date(day: date) -> str:
    """Return ``day`` with its weekday, for a day that somebody plans by: ``mandag 1. marts 2027``."""
    return f"{WEEKDAYS[day.weekday()]} {format_date(day)}"


def format_planned_date_short(day: date) -> str:
    """Return ``day`` with its weekday for narrow places: ``man. 1. mar. 2027``."""
    return f"{WEEKDAYS[day.weekday()][:3]}. {format_date_short(day)}"


def format_time(at: time) -> str:
    """Return a time of day in Danish notation: ``14.03``."""
    return f"{at.hour:02d}.{at.minute:02d}"


def find_date(text: str, today: date) -> FoundDate | None:
    """Return the first date written in ``text``, or ``None``.

    A date without a year means the next such day from ``today`` on. A day that does not exist (31. april) is not a
    date.
    """
    found = [
        found_date
        for found_date in (
            *_dates_with_month_name(text, today),
            *_dates_with_numbers(text),
            *_dates_with_space(text),
            *_iso_dates(text),
        )
        if found_date
    ]
    return min(found, key=lambda found_date: found_date.start, default=None)


def is_unlikely(day: date, today: date) -> bool:
    """Return whether ``day`` is rather a typing error: before 2000, or more than ten years ahead of ``today``."""
    return day.year < _FIRST_LIKELY_YEAR or (day.year - _LIKELY_YEARS_AHEAD, day.month, day.day) > (
        today.year,
        today.month,
        today.day,
    )


def next_occurrence(day: int, month: int, today: date) -> date | None:
    """Return the first such day from ``today`` on, within this year and the next; ``None`` if there is none.

    The limit of two years keeps 29 February from meaning a day years ahead, which is hardly intended.
    """
    # 9999 is the last year a date can have.
    for year in range(today.year, min(today.year + 1, date.max.year) + 1):
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate >= today:
            return candidate
    return None


def year_before(day: date) -> date:
    """Return the same day of the year before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _dates_with_month_name(text: str, today: date) -> list[FoundDate | None]:
    return [_date_with_month_name(match, today) for match in re.finditer(_DATE_WITH_MONTH_NAME, text)]


def _date_with_month_name(match: re.Match[str], today: date) -> FoundDate | None:
    day, month = int(match[1]), _month_number(match[2])
    if match[3]:
        return _valid_date(match, _full_year(match[3]), month, day)
    candidate = next_occurrence(day, month, today)
    return FoundDate(candidate, match.start(), match.end()) if candidate else None


def _month_number(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3]))


def _dates_with_numbers(text: str) -> list[FoundDate | None]:
    return [
        _valid_date(match, _full_year(match[3]), int(match[2]), int(match[1]))
        for match in re.finditer(_DATE_WITH_NUMBERS, text)
    ]


def _dates_with_space(text: str) -> list[FoundDate | None]:
    """Return the dates with a space before the year: ``1/3 2027``, ``1. 3. 2027``, ``1/3 27``."""
    return [
        _valid_date(match, _full_year(match[3] or match[6]), int(match[2] or match[5]), int(match[1] or match[4]))
        for match in re.finditer(_DATE_WITH_SPACE, text)
    ]


def _full_year(digits: str) -> int:
    """Return the year; one of two digits is one of this century."""
    year = int(digits.strip("'’"))
    return year if len(digits) == 4 else year + 2000


def _iso_dates(text: str) -> list[FoundDate | None]:
    return [_valid_date(match, int(match[1]), int(match[2]), int(match[3])) for match in re.finditer(_ISO_DATE, text)]


def _valid_date(match: re.Match[str], year: int, month: int, day: int) -> FoundDate | None:
    try:
        return FoundDate(date(year, month, day), match.start(), match.end())
    except ValueError:
        return None
