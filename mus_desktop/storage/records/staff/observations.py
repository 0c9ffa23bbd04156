"""What the leader noted about an employee between conversations, in the database. It is for the leader alone."""

from __future__ import annotations

from datetime import date

from mus_desktop.model.people import Observation
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import RowReader, iso, read_date
from mus_desktop.storage.database.connection import Database

_OF_EMPLOYEE = "SELECT id, on_date, body FROM observation WHERE employee = ? ORDER BY on_date DESC, id DESC"
_ADD = "INSERT INTO observation (employee, on_date, body) VALUES (?, ?, ?)"
_CHANGE = "UPDATE observation SET on_date = ?, body = ? WHERE id = ? AND (on_date, body) IS NOT (?, ?)"
# With its id, so that the undo of a removal brings back the same observation.
_RESTORE = "INSERT INTO observation (id, employee, on_date, body) VALUES (?, ?, ?, ?)"


class Observations:
    """The dated observations of each employee. They go with the employee, and are in every backup."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_employee(self, employee: int) -> list[Observation]:
        """Return the observations of an employee, the newest first."""
        return [_observation(*row) for row in self._database.rows(_OF_EMPLOYEE, (employee,))]

    def add(self, employee: int, day: date, body: str) -> Observation:
        """Store a new observation and return it."""
        body = storable_text(body)
        with self._database.transaction():
            return Observation(self._database.write(_ADD, (employee, iso(day), body)), day, body)

    def change(self, observation: Observation) -> None:
        """Store another day or text."""
        values = (iso(observation.on_date), storable_text(observation.body))
        with self._database.transaction():
            self._database.write(_CHANGE, (*values, observation.id, *values))

    def delete(self, observation: int) -> None:
        """Delete an observation."""
        with self._database.transaction():
            self._database.write("DELETE FROM observation WHERE id = ?", (observation,))

    def restore(self, employee: int, observation: Observation) -> None:
        """Store an observation again that was deleted."""
        values = (iso(observation.on_date), observation.body)
        with self._database.transaction():
            self._database.write(_RESTORE, (observation.id, employee, *values))


def _observation(key: int, on_date: str, body: str) -> Observation:
    read = RowReader()
    return Observation(key, read(read_date, on_date, None), read.display_text(body), damaged=read.damaged)
