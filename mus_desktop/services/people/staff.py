"""The leader's employees: their details, who has left, and searching for one while typing."""

from __future__ import annotations

from dataclasses import replace

from mus_desktop.errors import KnownError
from mus_desktop.model.display_names import distinct_names, distinguishing_details
from mus_desktop.model.people import Employee
from mus_desktop.storage.records.employees import Employees


class Staff:
    """Adds, changes and finds employees."""

    def __init__(self, employees: Employees) -> None:
        self._employees = employees

    def everyone(self, search: str = "", *, left: bool = False) -> list[Employee]:
        """Return, in Danish order, employees whose name, title or workplace contains every word of ``search``.

        :param left: include those who have left.
        """
        words = search.casefold().split()
        found = self._employees.all()
        # Employees of one name are shown with a distinguishing detail, which can be searched for too.
        detail_texts = distinguishing_details(found) if words else {}
        return [e for e in found if (left or e.active) and _contains_all(e, words, detail_texts.get(e.id, ""))]

    def get(self, employee_id: int) -> Employee:
        """Return the employee with that id; ``KeyError`` if there is none."""
        return self._employees.get(employee_id)

    def labels(self) -> dict[int, str]:
        """Return each employee's name on screen, by id, including those who have left."""
        return distinct_names(self._employees.all())

    def add(self, employee: Employee) -> Employee:
        """Store a new employee and return it with its id; an employee without a name is refused."""
        return self._employees.add(_checked(employee))

    def change(self, employee: Employee) -> None:
        """Store changed details; an employee without a name is refused."""
        self._employees.update(_checked(employee))


def _contains_all(employee: Employee, words: list[str], detail: str) -> bool:
    text = f"{employee.name} {employee.title} {employee.workplace} {detail}".casefold()
    return all(word in text for word in words)


def _checked(employee: Employee) -> Employee:
    trimmed = replace(
        employee,
        name=" ".join(employee.name.split()),
        title=employee.title.strip(),
        workplace=employee.workplace.strip(),
        email=employee.email.strip(),
    )
    if not trimmed.name:
        raise KnownError("Medarbejderen mangler et navn. Skriv navnet, og gem igen.")
    return trimmed
