"""A longer time away in Danish words."""

from __future__ import annotations

from datetime import date

from mus_desktop.model.dates import format_date
from mus_desktop.model.people import Absence

AWAY = "fraværende"


def absence_text(absence: Absence | None, today: date) -> str:
    """Return ``fraværende til og med 1. maj 2027``; empty without an absence, and for one that is over."""
    if absence is None or (absence.until_on is not None and absence.until_on < today):
        return ""
    begin = f" fra {format_date(absence.from_on)}" if absence.from_on > today else ""
    end = f" til og med {format_date(absence.until_on)}" if absence.until_on is not None else ""
    return f"{AWAY}{begin}{end}"
