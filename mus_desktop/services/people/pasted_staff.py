"""Employees typed or pasted as lines ``Navn; stilling``, without the CPR numbers that staff lists often contain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mus_desktop.model.people import Employee
from mus_desktop.model.text import comparison_key, visible_text

_CPR = re.compile(r"(?<!\d)\d{5,6}\s?[-\N{EN DASH}]?\s?\d{4}(?!\d)")
"""A CPR number, also without the leading zero that a spreadsheet removes; a telephone number has eight digits."""
_SEPARATOR = re.compile(r"[;\t]")
_HEADINGS = {"navn", "medarbejder", "medarbejdere"}


@dataclass(frozen=True, slots=True)
class PastedStaff:
    """The new employees of a list, the names left out because they are known, and the number of CPR numbers removed."""

    employees: tuple[Employee, ...] = ()
    known: tuple[str, ...] = ()
    cpr_numbers: int = 0


def read_staff(text: str, known: Iterable[Employee] = (), workplace: str = "") -> PastedStaff:
    """Return the employees in ``text``, one on each line; ``workplace`` is that of each of them.

    A line is left out if it repeats an earlier one or one of ``known``: the name is the same, and so is the title, or
    one of them has none. Two people of one name with different titles are two employees.
    """
    clean, count = _CPR.subn("", text)
    titles: dict[str, set[str]] = {}
    for employee in known:
        titles.setdefault(comparison_key(employee.name), set()).add(comparison_key(employee.title))
    new: list[Employee] = []
    repeated: list[str] = []
    for name, title, email in _lines(clean):
        key, title_key = comparison_key(name), comparison_key(title)
        earlier = titles.setdefault(key, set())
        if earlier and (not title_key or "" in earlier or title_key in earlier):
            repeated.append(name)
            continue
        earlier.add(title_key)
        new.append(Employee(name, title, workplace, email))
    return PastedStaff(tuple(new), tuple(repeated), count)


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, title and e-mail of each line with a name; a line of headings is left out."""
    for line in text.splitlines():
        name, *others = map(visible_text, _SEPARATOR.split(line.strip("; \t")))
        if not any(letter.isalpha() for letter in name) or comparison_key(name) in _HEADINGS:
            continue
        email = next((cell for cell in others if "@" in cell), "")
        yield name, ", ".join(cell for cell in others if cell and cell != email), email
