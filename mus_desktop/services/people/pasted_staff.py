"""Employees typed or pasted as lines ``Navn; stilling``, without the CPR numbers that staff lists often contain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from mus_desktop.model.people import Employee
from mus_desktop.model.staff_list.cpr_numbers import without_cpr_numbers
from mus_desktop.model.text import comparison_key, visible_text

_SEPARATOR = re.compile(r"[;\t]")
_HEADINGS = {"navn", "medarbejder", "medarbejdere"}


class LineFault(Enum):
    """Why a line is no new employee."""

    NO_NAME = "no name"
    ADDRESS_FIRST = "an e-mail address in place of the name"
    KNOWN = "an employee who is known already"


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that is no new employee: its number from 1, its text without CPR numbers, and why."""

    line: int
    content: str
    fault: LineFault


@dataclass(frozen=True, slots=True)
class PastedStaff:
    """The new employees of a list, the lines that are none, and the number of CPR numbers removed."""

    employees: tuple[Employee, ...] = ()
    problems: tuple[RefusedLine, ...] = ()
    cpr_numbers: int = 0

    @property
    def known(self) -> tuple[str, ...]:
        """The lines left out because the employee is known."""
        return tuple(one.content for one in self.problems if one.fault is LineFault.KNOWN)


def read_staff(text: str, known: Iterable[Employee] = (), workplace: str = "") -> PastedStaff:
    """Return the employees in ``text``, one on each line; ``workplace`` is that of each of them.

    A line is left out if it repeats an earlier one or one of ``known``: the name is the same, and so is the title, or
    one of them has none. Two people of one name with different titles are two employees. Empty lines and a line of
    headings are passed over in silence.
    """
    removed = [without_cpr_numbers(line) for line in text.splitlines()]  # a number never continues on the next line
    titles: dict[str, set[str]] = {}
    for employee in known:
        titles.setdefault(comparison_key(employee.name), set()).add(comparison_key(employee.title))
    new: list[Employee] = []
    problems: list[RefusedLine] = []
    for number, (line, cpr_numbers) in enumerate(removed, 1):
        cells = [visible_text(cell) for cell in _SEPARATOR.split(line.strip("; \t"))]
        if not (any(cells) or cpr_numbers) or comparison_key(cells[0]) in _HEADINGS:
            continue
        employee = _employee(cells, workplace)
        fault = _fault(employee, titles)
        if fault is None:
            new.append(employee)
        else:
            content = employee.name if fault is LineFault.KNOWN else visible_text(line)
            problems.append(RefusedLine(number, content, fault))
    return PastedStaff(tuple(new), tuple(problems), sum(count for _, count in removed))


def _employee(cells: Sequence[str], workplace: str) -> Employee:
    name, *others = cells
    email = next((cell for cell in others if "@" in cell), "")
    return Employee(name, ", ".join(cell for cell in others if cell and cell != email), workplace, email)


def _fault(employee: Employee, titles: dict[str, set[str]]) -> LineFault | None:
    """Return why ``employee`` is not added; ``None`` if it is, and then add its title to those of its name."""
    if not any(letter.isalpha() for letter in employee.name):
        return LineFault.NO_NAME
    if "@" in employee.name and " " not in employee.name:
        return LineFault.ADDRESS_FIRST
    title = comparison_key(employee.title)
    earlier = titles.setdefault(comparison_key(employee.name), set())
    if earlier and (not title or "" in earlier or title in earlier):
        return LineFault.KNOWN
    earlier.add(title)
    return None
