"""The leader's employees: their details, who has left, and searching for one while typing."""

from __future__ import annotations

from dataclasses import replace

from mus_desktop.errors import KnownError
from mus_desktop.model.display_names import distinct_names, distinguishing_details
from mus_desktop.model.people import Employee
from mus_desktop.model.staff_list.service_numbers import number_key
from mus_desktop.model.text import is_blank, matches_search, one_line
from mus_desktop.storage.records.employees import Employees


class Staff:
    """Adds, changes and finds employees."""

    def __init__(self, employees: Employees) -> None:
        self._employees = employees

    def everyone(self, search: str = "", *, left: bool = False) -> list[Employee]:
        """Return, in Danish order, employees whose name, title or workplace contains every word of ``search``.

        :param left: include those who have left.
        """
        found = self._employees.all()
        # Employees of one name are shown with a distinguishing detail, which can be searched for too.
        details = {} if is_blank(search) else distinguishing_details(found)
        return [e for e in found if (left or e.active) and _matches(e, search, details.get(e.id, ""))]

    def get(self, employee_id: int) -> Employee:
        """Return the employee with that id; ``KeyError`` if there is none."""
        return self._employees.get(employee_id)

    def labels(self) -> dict[int, str]:
        """Return each employee's name on screen, by id, including those who have left."""
        return distinct_names(self._employees.all())

    def add(self, employee: Employee) -> Employee:
        """Store a new employee and return it with its id.

        :raises KnownError: the name is missing, a Tjenestenummer is another's, or an absence ends before it begins.
        """
        return self._employees.add(self._checked(employee))

    def change(self, employee: Employee) -> None:
        """Store changed details. :raises KnownError: as for :meth:`add`."""
        self._employees.update(self._checked(employee))

    def _checked(self, employee: Employee) -> Employee:
        tidy = _tidied(employee)
        keys = set(map(number_key, tidy.numbers))
        for other in self._employees.all() if keys else ():
            taken = [number for number in other.numbers if number_key(number) in keys]
            if other.id != tidy.id and taken:
                raise KnownError(
                    f"Tjenestenummer {taken[0]} står allerede ved {other.name}. Ret nummeret, og gem igen."
                )
        return tidy


def _matches(employee: Employee, search: str, detail: str) -> bool:
    return matches_search(search, employee.name, employee.title, employee.workplace, detail)


def _tidied(employee: Employee) -> Employee:
    trimmed = replace(
        employee,
        name=" ".join(one_line(employee.name).split()),
        title=one_line(employee.title),
        workplace=one_line(employee.workplace),
        email=one_line(employee.email),
        numbers=tuple(one_line(number) for number in employee.numbers if not is_blank(number)),
    )
    if not trimmed.name:
        raise KnownError("Medarbejderen mangler et navn. Skriv navnet, og gem igen.")
    absence = trimmed.absence
    if absence is not None and absence.until_on is not None and absence.until_on < absence.from_on:
        raise KnownError("Fraværet slutter, før det begynder. Ret en af datoerne, og gem igen.")
    return trimmed
