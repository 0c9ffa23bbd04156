"""The day typed into a dialog, never dropped in silence."""

from __future__ import annotations

from datetime import date

from mus_desktop.errors import KnownError
from mus_desktop.ui.controls.date_input import DateInput


def typed_day(line: DateInput) -> date | None:
    """The day that stands in ``line``, ``None`` if it is blank. :raises KnownError: what stands there is no date."""
    day = line.day()
    if day is None and line.line.text().strip():
        line.setFocus()
        raise KnownError("Datoen kan ikke læses. Skriv den for eksempel som 1. marts 2027.")
    return day


def required_day(line: DateInput) -> date:
    """As :func:`typed_day`, and blank will not do."""
    day = typed_day(line)
    if day is None:
        line.setFocus()
        raise KnownError("Der mangler en dato. Skriv den for eksempel som 1. marts 2027.")
    return day
