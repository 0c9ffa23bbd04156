"""The people of a workplace: the employees, and the leader who uses the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Employee:
    """An employee (medarbejder). CPR number and birth date are never asked for.

    ``id`` is 0 until the employee is stored. ``left_on`` is the day the employee left, ``None`` while active.
    ``damaged`` means that part of the record cannot be read from the database; an unreadable text says so itself.
    """

    name: str
    title: str = ""
    workplace: str = ""
    email: str = ""
    left_on: date | None = None
    id: int = 0
    damaged: bool = False

    @property
    def active(self) -> bool:
        """Whether the employee still works here."""
        return self.left_on is None

    @property
    def first_name(self) -> str:
        """The first word of the name, for short addresses on screen."""
        return self.name.split(" ", 1)[0]


class Leader(NamedTuple):
    """The leader (leder) who uses the program."""

    name: str = ""
    title: str = ""
    workplace: str = ""
