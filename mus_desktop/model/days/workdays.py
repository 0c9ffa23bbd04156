"""Danish working days. Weekends and days off can be chosen for a meeting, but are never proposed.

Computed here because the model uses the standard library only, and because the Windows program has no room for the
``holidays`` package with the calendars of all countries. The tests compare with years known from the almanac.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6
_LAST_STORE_BEDEDAG = 2023
_FIXED = {
    (1, 1): "nytårsdag",
    (6, 5): "grundlovsdag",
    (12, 24): "juleaftensdag",
    (12, 25): "juledag",
    (12, 26): "2. juledag",
    (12, 31): "nytårsaftensdag",
}
"""Fixed days off by month and day. 5 June, 24 and 31 December are no public holidays, but hardly anybody meets then."""
_AFTER_EASTER = {
    -3: "skærtorsdag",
    -2: "langfredag",
    0: "påskedag",
    1: "2. påskedag",
    39: "Kristi himmelfartsdag",
    49: "pinsedag",
    50: "2. pinsedag",
}
_STORE_BEDEDAG_AFTER_EASTER = 26


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of ``year`` in the Gregorian calendar (the anonymous algorithm of Meeus, Jones, Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> dict[date, str]:
    """Return the Danish name of each day off in ``year`` that is not just a weekend."""
    easter = easter_sunday(year)
    days = {date(year, month, day): name for (month, day), name in _FIXED.items()}
    days |= {easter + after * _DAY: name for after, name in _AFTER_EASTER.items()}
    if year <= _LAST_STORE_BEDEDAG:
        days[easter + _STORE_BEDEDAG_AFTER_EASTER * _DAY] = "store bededag"
    return days


def day_off_name(day: date) -> str:
    """Return why ``day`` is no working day: ``langfredag``, ``en lørdag``; empty for a working day."""
    weekend = {_SATURDAY: "en lørdag", _SUNDAY: "en søndag"}.get(day.weekday(), "")
    return holidays(day.year).get(day, weekend)


def next_workday(day: date) -> date:
    """Return ``day`` if it is a working day, otherwise the next one; ``day`` itself at the end of the calendar."""
    found = day
    while day_off_name(found):
        if found == date.max:
            return day
        found += _DAY
    return found
