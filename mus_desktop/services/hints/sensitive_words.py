"""Finding CPR numbers and words about illness in typed text, with few false alarms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_CPR = re.compile(
    r"(?<![\d+/.,-])(?<!\d )(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)[ \u2010-\u2015-]?\d{4}(?![\d/]|[.,-]\d| \d)"
    r"|(?<![\d+/.,-])(?P<day2>\d\d)[./-](?P<month2>\d\d)[./-](?:19|20)?(?P<year2>\d\d)[\u2010-\u2015-]\d{4}(?!\d)"
)
_ADDED_TO_DAY = 60
"""A replacement number, for somebody without a Danish one, has 60 added to its day."""

_ABOUT_SOMEBODY = r"har|havde|haft|fik|fået|får|lider af|led af|min|mit|sin|sit|din|dit|hans|hendes|på grund af|pga\.?"
_BETWEEN = r"(?:(?:fået|haft|konstateret|en|et|svær|let|mild|kronisk|stærk|meget|min|mit|sin|sit|hans|hendes)\s+){0,3}"
_CONDITION = (
    r"adhd|alkoholmisbrug|allergi|anoreksi|angst|angstanfald|astma|autisme|blodprop|borreliose|brystkræft|bulimi|"
    r"cancer|depression|depressioner|diabetes|diagnose|diagnoser|diskusprolaps|epilepsi|gigt|hjernerystelse|"
    r"hjertefejl|hjertestop|iskias|kræft|leddegigt|lungebetændelse|migræne|misbrug|ptsd|sclerose|sklerose|slidgigt|"
    r"skizofreni|spiseforstyrrelse|sygdom|sygdommen|sygefravær"
)
_ILLNESS = re.compile(
    rf"(?i)(?<!\bder )\b(?:{_ABOUT_SOMEBODY})\s+{_BETWEEN}(?P<condition>(?:{_CONDITION})(?:en|et|s)?)\b"
    r"|\b(?P<absent>(?:stress-?)?syge?meldt|(?:stress-?)?sygemeldte|sygemelding(?:en|er)?|sygdomsforløb(?:et)?)\b"
    r"|\b(?:er|var|blev|bliver|blevet|været|meldt(?:e)? sig)\s+(?:alvorligt\s+|kronisk\s+|ofte\s+|meget\s+)?"
    r"(?P<ill>syg|deprimeret)\b(?!e)"
)


def has_cpr_number(text: str) -> bool:
    """Return whether ``text`` contains ten digits that begin with a date, and are no telephone or account number."""
    return any(_begins_with_date(found) for found in _CPR.finditer(text))


def illnesses_in(text: str) -> Iterator[str]:
    """Yield each word that says that somebody is or was ill.

    A condition counts only where somebody has it: *kursus om diabetes* is no illness of the employee.
    """
    for found in _ILLNESS.finditer(text):
        yield found["condition"] or found["absent"] or found["ill"]


def _begins_with_date(found: re.Match[str]) -> bool:
    day, month, year = (int(found[name] or found[f"{name}2"]) for name in ("day", "month", "year"))
    try:
        # Of both centuries 29 February exists in the same years, but for 1900.
        date(2000 + year, month, day - _ADDED_TO_DAY if day > _ADDED_TO_DAY else day)
    except ValueError:
        return False
    return True
