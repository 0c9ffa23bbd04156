"""Dates as people type them into a date input."""

from __future__ import annotations

import re
from datetime import date

from mus_desktop.model.dates import WEEKDAYS, find_date, format_date, next_occurrence
from mus_desktop.model.text import visible_text

_WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\.?")
_WEEKDAY_NAMES = "|".join(f"{day}|{day[:3]}" for day in WEEKDAYS)
_IGNORED_WORDS = re.compile(rf"(senest|inden|den|d|tirs|tors|{_WEEKDAY_NAMES}|[\s.,])*", re.IGNORECASE)


def parse_day(text: str, today: date) -> date | None:
    """Return the day written in ``text``, or ``None`` if there is none, or if it contains more than a day.

    In addition to the forms ``find_date`` reads, ``1/3`` is the next 1 March from ``today``. A weekday is ignored, also
    a wrong one: it is often left over from the date that was changed. White space of any kind is a space, and
    characters that nobody sees are ignored.
    """
    text = visible_text(text)
    found = find_date(text, today)
    if found is not None:
        rest = f"{text[: found.start]} {text[found.end :]}"
        return found.day if _IGNORED_WORDS.fullmatch(rest) else None
    match = _WITHOUT_YEAR.search(text)
    if match is None or not _IGNORED_WORDS.fullmatch(f"{text[: match.start()]} {text[match.end() :]}"):
        return None
    return next_occurrence(int(match[1]), int(match[2]), today)


def day_in_words(text: str) -> str:
    """Return a stored day in words; any other text unchanged."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text
