"""The MUS period: a calendar year, a school year from August, or a year that begins on a day the leader chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from mus_desktop.model.dates import format_date

_DAY = timedelta(days=1)
_DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The number of days in each month of a year without 29 February."""


class PeriodKind(StrEnum):
    """How a workplace counts its MUS year."""

    CALENDAR = "calendar"
    SCHOOL = "school"
    OWN = "own"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period from ``first`` to ``last``, both days included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def title(self) -> str:
        """``2026`` for a calendar year, ``2026/2027`` for a school year, otherwise the two dates in words."""
        if self == UNREADABLE_PERIOD:
            return "(perioden er beskadiget)"
        if (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31):
            years = range(self.first.year, self.last.year + 1)
            return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        if (self.first.month, self.first.day) == (8, 1) and self.last == date(self.first.year + 1, 7, 31):
            return f"{self.first.year}/{self.last.year}"
        return f"{format_date(self.first)} – {format_date(self.last)}"

    @property
    def years(self) -> str:
        """``2026`` or ``2026/2027``, whatever the first day: the title for narrow places."""
        first, last = self.first.year, self.last.year
        return str(first) if first == last else f"{first}/{last}"

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period written by :meth:`isoformat`; ``ValueError`` for anything else."""
        first, _, last = text.partition("/")
        return cls(date.fromisoformat(first), date.fromisoformat(last))

    def isoformat(self) -> str:
        """Return ``2026-01-01/2026-12-31``: the form in which a period is stored and sorted."""
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


UNREADABLE_PERIOD = Period(date.min, date.min)
"""A placeholder for a period that is damaged in the database; it belongs to no year and sorts before all others."""


class PeriodRule(NamedTuple):
    """The rule that assigns dates to periods. A year of kind ``OWN`` begins on ``day`` of ``month``."""

    kind: PeriodKind = PeriodKind.CALENDAR
    month: int = 1
    day: int = 1

    def period_of(self, day: date) -> Period:
        """Return the period that contains ``day``."""
        first = self._first_day(day.year)
        return self._period_starting_in(day.year if day >= first else day.year - 1)

    def periods_around(self, day: date) -> tuple[Period, Period, Period]:
        """Return the period before, the one that contains ``day``, and the one after."""
        this = self.period_of(day)
        return (
            # Limited to the days a date can hold: a damaged or mistyped day may be near either end.
            self.period_of(max(this.first, date.min + _DAY) - _DAY),
            this,
            self.period_of(min(this.last, date.max - _DAY) + _DAY),
        )

    def _period_starting_in(self, year: int) -> Period:
        first = self._first_day(year) if year >= date.min.year else date.min
        return Period(first, self._first_day(year + 1) - _DAY if year < date.max.year else date.max)

    def _first_day(self, year: int) -> date:
        """Return the first day of the period that begins in ``year``: the same every year, so never 29 February."""
        month, day = {PeriodKind.CALENDAR: (1, 1), PeriodKind.SCHOOL: (8, 1)}.get(self.kind, (self.month, self.day))
        return date(year, month, min(day, _DAYS_IN_MONTH[month - 1]))
