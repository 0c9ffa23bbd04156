"""Read the day typed into a dialog; an unreadable one is reported, never ignored."""

from __future__ import annotations

from datetime import date

from mus_desktop.errors import KnownError
from mus_desktop.model.dates import format_date
from mus_desktop.ui.controls.date_input import DateInput

_UNREADABLE = "Datoen kan ikke læses. Skriv den for eksempel som 1. marts 2027."


def typed_day(line: DateInput) -> date | None:
    """Return the day in ``line``, ``None`` if it is blank.

    :raises KnownError: the text is not a date, or a date that must be confirmed.
    """
    if line.unparsed_text():
        unlikely = line.unlikely_day() is not None
        line.setFocus()
        line.check()
        raise KnownError(line.problem() if unlikely else _UNREADABLE)
    return line.day()


def required_day(line: DateInput) -> date:
    """Return the day in ``line``.

    :raises KnownError: the line is blank, or the text is not a date.
    """
    day = typed_day(line)
    if day is None:
        line.setFocus()
        raise KnownError("Der mangler en dato. Skriv den for eksempel som 1. marts 2027.")
    return day


def past_day(line: DateInput, latest: date) -> date:
    """Return the day in ``line`` on which something happened, at the latest on ``latest``.

    :raises KnownError: the line is blank, the text is not a date, or the day is after ``latest``.
    """
    day = required_day(line)
    if day > latest:
        line.setFocus()
        raise KnownError(f"{format_date(day)} ligger efter i dag. Skriv den dag, det skete.")
    return day
