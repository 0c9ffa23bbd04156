"""Dates as people type them into a date input."""

from __future__ import annotations

import re
from datetime import date

from mus_desktop.model.dates import find_date, format_date, next_occurrence
from mus_desktop.model.text import visible_text

_WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\.?")
_IGNORED_WORDS = re.compile(
    r"(senest|inden|den|d|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|[\s.,])*", re.IGNORECASE
)


def parse_day(text: str, today: date) -> date | None:
    """Return the day written in ``text``, or ``None`` if there is none, or if it contains more than a day.

    In addition to the forms ``find_date`` reads, ``1/3`` is the next 1 March from ``today``. White space of any kind is
    a space, and characters that nobody sees are ignored.
    """
    text = visible_text(text)
    found = find_date(text, today)
    if found is not None:
        rest = f"{text[: found.start]} {text[found.end :]}"
        return found.day if _IGNORED_WORDS.fullmatch(rest) else None
    match = _WITHOUT_YEAR.fullmatch(text)
    return next_occurrence(int(match[1]), int(match[2]), today) if match else None


def day_in_words(text: str) -> str:
    """Return a stored day in words; any other text unchanged."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text
