"""The people of a workplace: the employees, and the leader who uses the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Absence(NamedTuple):
    """A longer time away, such as leave: its days, the last one ``None`` while it is not known.

    The reason is never stored: illness is health information, and MUS does not need it. Whoever is away has a right to
    MUS and stays on the list.
    """

    from_on: date
    until_on: date | None = None

    def includes(self, day: date) -> bool:
        """Return whether ``day`` is in it."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True, slots=True)
class Employee:
    """An employee (medarbejder). CPR number and birth date are never asked for.

    ``id`` is 0 until the employee is stored. ``left_on`` is the day the employee left, ``None`` while active.
    ``numbers`` are the Tjenestenumre, one for each employment; ``absence`` is a current or coming time away.
    ``damaged`` means that part of the record cannot be read from the database; an unreadable text says so itself.
    """

    name: str
    title: str = ""
    workplace: str = ""
    email: str = ""
    left_on: date | None = None
    id: int = 0
    damaged: bool = False
    numbers: tuple[str, ...] = ()
    absence: Absence | None = None

    @property
    def active(self) -> bool:
        """Whether the employee still works here."""
        return self.left_on is None

    def is_away_on(self, day: date) -> bool:
        """Return whether the employee works here and is away on ``day``."""
        return self.active and self.absence is not None and self.absence.includes(day)

    @property
    def first_name(self) -> str:
        """The first word of the name, for short addresses on screen."""
        return self.name.split(" ", 1)[0]


class Leader(NamedTuple):
    """The leader (leder) who uses the program."""

    name: str = ""
    title: str = ""
    workplace: str = ""
    email: str = ""


class Observation(NamedTuple):
    """What the leader noted about an employee on a day between conversations: praise, or an example.

    It is for the leader alone: never printed, and never shown while the employee sees the screen. ``on_date`` is
    ``None`` if the stored day cannot be read; ``damaged`` if that or the text cannot.
    """

    id: int
    on_date: date | None
    body: str
    damaged: bool = False
