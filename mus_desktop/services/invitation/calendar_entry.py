"""An appointment as a calendar file shows it, and its number among the versions that were issued."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from mus_desktop.errors import KnownError
from mus_desktop.model.dates import format_planned_date, format_time
from mus_desktop.model.days.danish_clock import is_skipped

FIRST_YEAR, LAST_YEAR = 1996, 2199
"""The years of the present rule for summer time, as far as a calendar may reach."""
DELETE_EARLIER = "Har du en tidligere udgave af aftalen i kalenderen, så slet den."
"""What an entry without an invitation says: most calendars add it and keep the earlier one."""


class Method(StrEnum):
    """The use of a calendar file: an invitation that is mailed, or an entry for the own calendar."""

    REQUEST = "REQUEST"
    PUBLISH = "PUBLISH"


class Mailbox(NamedTuple):
    """A person with a valid mail address."""

    name: str
    address: str


class EntryNumber(NamedTuple):
    """The unchanging identity of an appointment, and the number of its latest issued version, from 0 on."""

    uid: str
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An appointment. ``start`` is a Danish time of day, or a date for a whole day, with ``minutes`` 0.

    ``organizer`` and ``attendee`` are ``None`` where they have no mail address.
    """

    title: str
    start: datetime | date
    minutes: int = 0
    place: str = ""
    description: str = ""
    organizer: Mailbox | None = None
    attendee: Mailbox | None = None

    def appointment_sha256(self) -> str:
        """Return the SHA-256 of the time and place: when it changes, calendars must replace the earlier version."""
        facts = [self.start.isoformat(), self.minutes, self.place]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def refuse_impossible(entry: CalendarEntry) -> None:
    """Raise :class:`KnownError` if no calendar file can state the time of ``entry``."""
    if not FIRST_YEAR <= entry.start.year <= LAST_YEAR:
        raise KnownError(
            f"Året {entry.start.year} kan ikke stå i en kalender. Ret datoen under »Ændr tid og sted«, og prøv igen."
        )
    if isinstance(entry.start, datetime) and is_skipped(entry.start):
        raise KnownError(
            f"Klokken {format_time(entry.start.time())} findes ikke {format_planned_date(entry.start.date())}, fordi "
            "uret stilles frem til sommertid. Vælg et andet tidspunkt under »Ændr tid og sted«."
        )
