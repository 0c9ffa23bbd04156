"""The latest import of a staff list: whom it changed, and whether something has been written since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from mus_desktop.model.people import Employee
from mus_desktop.storage.database.column_values import iso, read_timestamp
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.staff.employee_details import Details, details_of, details_to_json, read_details

_WRITTEN_SINCE = """
SELECT employee.id FROM employee
  JOIN staff_import_change AS change ON change.employee = employee.id
  JOIN staff_import ON staff_import.id = change.staff_import
 WHERE staff_import.id = ? AND (
   EXISTS (SELECT 1 FROM party WHERE party.employee = employee.id AND party.id > staff_import.latest_party)
   OR EXISTS (SELECT 1 FROM observation
               WHERE observation.employee = employee.id AND observation.id > staff_import.latest_observation)
   OR EXISTS (SELECT 1 FROM party AS own
                JOIN party AS writer ON writer.conversation = own.conversation
                JOIN answer ON answer.party = writer.id
               WHERE own.employee = employee.id AND answer.saved_at > staff_import.imported_at))
 ORDER BY employee.id
"""
_INSERT = """
INSERT INTO staff_import (imported_at, latest_party, latest_observation)
SELECT ?, (SELECT coalesce(max(id), 0) FROM party), (SELECT coalesce(max(id), 0) FROM observation)
"""


class ImportedPerson(NamedTuple):
    """An employee (id) of the import, with the details before it (``None`` if new) and after it."""

    employee: int
    before: Details | None
    after: Details


class LatestImport(NamedTuple):
    """The latest import: its number, when it was, and the people it added or changed."""

    number: int
    at: datetime
    people: tuple[ImportedPerson, ...]


class StaffImports:
    """Records the latest import of a staff list; one before it is forgotten."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, at: datetime, changes: Iterable[tuple[Employee | None, Employee]]) -> None:
        """Record an import at ``at`` with its ``changes``: each employee before (``None`` if new) and after it."""
        with self._database.transaction():
            self.forget()
            number = self._database.write(_INSERT, (iso(at),))
            for before, after in changes:
                old = None if before is None else details_to_json(details_of(before))
                self._database.write(
                    "INSERT INTO staff_import_change (staff_import, employee, before, after) VALUES (?, ?, ?, ?)",
                    (number, after.id, old, details_to_json(details_of(after))),
                )

    def latest(self) -> LatestImport | None:
        """Return the latest import that has not been undone; ``None`` if there is none, or it cannot be read."""
        row = self._database.row("SELECT id, imported_at FROM staff_import ORDER BY id DESC LIMIT 1")
        if row is None:
            return None
        rows = self._database.rows(
            "SELECT employee, before, after FROM staff_import_change WHERE staff_import = ? ORDER BY employee",
            (row[0],),
        )
        try:
            people = [
                ImportedPerson(employee, None if before is None else read_details(before), read_details(after))
                for employee, before, after in rows
            ]
            return LatestImport(row[0], read_timestamp(row[1]), tuple(people))
        except (ValueError, TypeError, KeyError):  # it is damaged, and so it cannot be undone
            return None

    def written_since(self, number: int) -> list[int]:
        """Return the people of an import (ids) about whom something has been written since."""
        return [employee for (employee,) in self._database.rows(_WRITTEN_SINCE, (number,))]

    def forget(self) -> None:
        """Forget the latest import, so that it can no longer be undone."""
        with self._database.transaction():
            self._database.write("DELETE FROM staff_import")


def with_details(employee: Employee, details: Details) -> Employee:
    """Return ``employee`` with ``details``; what an import never changes stays."""
    name, title, workplace, email, left_on, numbers = details
    return replace(employee, name=name, title=title, workplace=workplace, email=email, left_on=left_on, numbers=numbers)
