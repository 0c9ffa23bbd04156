"""A date or a name found in the text of a cell, offered so that nobody has to type it twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mus_desktop.model.dates import find_date, format_date, is_unlikely
from mus_desktop.model.text import visible_text


@dataclass(frozen=True, slots=True)
class OfferedValue:
    """An offered value: a due date or a responsible person."""

    due_on: date | None = None
    responsible: str = ""

    @property
    def button_text(self) -> str:
        """Return the text of the button."""
        if self.due_on is not None:
            return f"Brug {format_date(self.due_on)} som frist"
        return f"Brug {self.responsible} som ansvarlig"


def offered_date(text: str, today: date) -> OfferedValue | None:
    """Return the first date in ``text``."""
    found = find_date(text, today)
    return OfferedValue(due_on=found.day) if found and not is_unlikely(found.day, today) else None


def offered_person(text: str, people: Sequence[str]) -> OfferedValue | None:
    """Return the person of ``people`` (full names) named first in ``text``, by full or first name.

    A first name shared by two of them is ignored, because it does not identify either.
    """
    text = visible_text(text)
    count = Counter(_first_name(person) for person in people)
    names = {person: _first_name(person) if count[_first_name(person)] == 1 else person for person in people}
    positions = [
        (position, person) for person, name in names.items() if (position := _position(text, name)) is not None
    ]
    return OfferedValue(responsible=min(positions)[1]) if positions else None


def _first_name(person: str) -> str:
    return visible_text(person).split(" ", 1)[0]


def _position(text: str, name: str) -> int | None:
    match = re.search(rf"(?<!\w){re.escape(visible_text(name))}s?(?!\w)", text) if name else None
    return match.start() if match else None
