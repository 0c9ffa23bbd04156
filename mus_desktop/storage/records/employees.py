"""Employees in the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from mus_desktop.model.people import Absence, Employee
from mus_desktop.model.text import danish_sort_key, storable_text
from mus_desktop.storage.database.column_values import RowReader, iso, read_date
from mus_desktop.storage.database.connection import Database

_COLUMNS = ("name", "title", "workplace", "email", "left_on", "away_from_on", "away_until_on")
_INSERT = f"INSERT INTO employee ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_UPDATE = "UPDATE employee SET {} = ? WHERE id = ?"
# A row for each number of an employee, and one for an employee without a number.
_SELECT = f"""
SELECT employee.id, {", ".join(_COLUMNS)}, service_number.number
  FROM employee LEFT JOIN service_number ON service_number.employee = employee.id
 {{where}}
 ORDER BY employee.id, service_number.rowid
"""  # noqa: S608 - of the names above
_EVERY, _ONE = _SELECT.format(where=""), _SELECT.format(where="WHERE employee.id = ?")


class Employees:
    """The leader's employees, including those who have left."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Employee]:
        """Return every employee, in Danish alphabetical order."""
        rows = self._database.rows(_EVERY)
        found = [_employee(list(group)) for _, group in groupby(rows, key=lambda row: row[0])]
        # Sorted here, because SQLite's own collations do not know where æ, ø and å belong.
        return sorted(found, key=lambda employee: (danish_sort_key(employee.name), employee.id))

    def get(self, employee: int) -> Employee:
        """Return the employee with that id; ``KeyError`` if there is none."""
        rows = self._database.rows(_ONE, (employee,))
        if not rows:
            raise KeyError(employee)
        return _employee(rows)

    def add(self, employee: Employee) -> Employee:
        """Store a new employee and return it with its id."""
        with self._database.transaction():
            number = self._database.write(_INSERT, _columns(employee))
            self._write_numbers(number, employee.numbers)
        return replace(employee, id=number)

    def update(self, employee: Employee) -> None:
        """Store changes to an employee; a damaged value that is not replaced is kept as it is."""
        with self._database.transaction():
            stored = self.get(employee.id)
            # Column by column: a damaged value is shown as a substitute, which must not be written over it.
            changes = [
                (column, after)
                for column, before, after in zip(_COLUMNS, _columns(stored), _columns(employee), strict=True)
                if before != after
            ]
            # The end of an absence is never before its beginning, also between two of these updates.
            if any(column == "away_from_on" for column, _ in changes):
                self._database.write(_UPDATE.format("away_until_on"), (None, employee.id))
                changes.append(("away_until_on", _columns(employee)[-1]))
            for column, after in changes:
                self._database.write(_UPDATE.format(column), (after, employee.id))
            if stored.numbers != employee.numbers:
                self._database.write("DELETE FROM service_number WHERE employee = ?", (employee.id,))
                self._write_numbers(employee.id, employee.numbers)

    def delete(self, employee: int) -> None:
        """Delete an employee, their individual conversations, and their part of group conversations."""
        with self._database.transaction():
            # A trigger deletes the individual conversations; foreign keys delete the part in group conversations.
            self._database.write("DELETE FROM employee WHERE id = ?", (employee,))

    def _write_numbers(self, employee: int, numbers: Iterable[str]) -> None:
        for number in numbers:
            self._database.write(
                "INSERT INTO service_number (number, employee) VALUES (?, ?)", (storable_text(number), employee)
            )


def _columns(employee: Employee) -> tuple[str | None, ...]:
    texts = (employee.name, employee.title, employee.workplace, employee.email)
    absence = employee.absence
    days = (employee.left_on, absence.from_on if absence else None, absence.until_on if absence else None)
    return (*map(storable_text, texts), *map(iso, days))


def _employee(rows: Sequence[tuple[Any, ...]]) -> Employee:
    number, *texts, left_on, away_from, away_until, _ = rows[0]
    numbers = [row[-1] for row in rows if row[-1] is not None]
    read = RowReader()
    name, title, workplace, email = map(read.display_text, texts)
    shown_numbers = tuple(map(read.display_text, numbers))
    away_from_on = read(read_date, away_from, None)
    absence = Absence(away_from_on, read(read_date, away_until, None)) if away_from_on else None
    left = read(read_date, left_on, None)
    return Employee(name, title, workplace, email, left, number, read.damaged, shown_numbers, absence)
