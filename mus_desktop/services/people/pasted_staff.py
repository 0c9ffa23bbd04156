"""Employees typed or pasted as lines ``Navn; stilling``, without the CPR numbers that staff lists often contain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mus_desktop.model.people import Employee
from mus_desktop.model.text import comparison_key, visible_text

_BETWEEN = r"[\s./\u2010-\u2015\u2212-]"
_CPR = re.compile(
    rf"(?<!\d)(?:\d{{5,6}}|(?:[0-3]?\d|[6-9]\d){_BETWEEN}?[01]\d{_BETWEEN}?(?:\d\d)?\d\d){_BETWEEN}{{0,3}}\d{{4}}(?!\d)"
)
"""A CPR number, also with its date divided or without a leading zero; a telephone number has eight digits."""
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
    removed = [_CPR.subn("", line) for line in text.splitlines()]  # line by line: a number never continues on the next
    clean, count = "\n".join(line for line, _ in removed), sum(number for _, number in removed)
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
