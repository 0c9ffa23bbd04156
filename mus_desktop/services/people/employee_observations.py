"""The leader's own observations between conversations: written, changed and removed, each with a way to undo it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from mus_desktop.errors import KnownError
from mus_desktop.model.people import Observation
from mus_desktop.model.text import is_blank
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.staff.observations import Observations

Undo = Callable[[], None]
"""Undoes what was just done. :raises KnownError: something has changed since then."""
_CHANGED_SINCE = "Iagttagelsen er rettet eller fjernet siden, så det kan ikke fortrydes. Se den på medarbejderens side."
_EMPLOYEE_GONE = "Medarbejderen er slettet, og iagttagelserne med."


class EmployeeObservations:
    """Writes the observations of an employee. No document, search or statistic reads them."""

    def __init__(self, observations: Observations, employees: Employees) -> None:
        self._observations = observations
        self._employees = employees

    def of_employee(self, employee: int) -> list[Observation]:
        """Return the observations of an employee, the newest first."""
        return self._observations.of_employee(employee)

    def add(self, employee: int, day: date, body: str) -> Undo:
        """Store what was seen on ``day``. :raises KnownError: there is no text."""
        added = self._observations.add(employee, day, _checked(body))
        return lambda: self._remove_unchanged(employee, added)

    def change(self, employee: int, before: Observation, day: date, body: str) -> Undo:
        """Store another day or text of an observation. :raises KnownError: there is no text."""
        after = before._replace(on_date=day, body=_checked(body), damaged=False)
        self._observations.change(after)

        def undo() -> None:
            self._refuse_unless_stored(employee, after)
            self._observations.change(before)

        return undo

    def remove(self, employee: int, observation: Observation) -> Undo:
        """Delete an observation."""
        self._observations.delete(observation.id)

        def undo() -> None:
            if employee not in {one.id for one in self._employees.all()}:
                raise KnownError(_EMPLOYEE_GONE)
            self._observations.restore(employee, observation)

        return undo

    def _remove_unchanged(self, employee: int, added: Observation) -> None:
        self._refuse_unless_stored(employee, added)
        self._observations.delete(added.id)

    def _refuse_unless_stored(self, employee: int, observation: Observation) -> None:
        if observation not in self._observations.of_employee(employee):
            raise KnownError(_CHANGED_SINCE)


def _checked(body: str) -> str:
    if is_blank(body):
        raise KnownError("Der mangler en tekst. Skriv, hvad du så eller hørte.")
    return body.strip()
