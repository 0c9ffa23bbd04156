"""Employees in the database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mus_desktop.model.people import Employee
from mus_desktop.model.text import danish_sort_key, storable_text
from mus_desktop.storage.database.column_values import RowReader, iso, read_date
from mus_desktop.storage.database.connection import Database

_COLUMNS = ("name", "title", "workplace", "email", "left_on")
_UPDATE = "UPDATE employee SET {} = ? WHERE id = ?"
_SELECT = "SELECT id, name, title, workplace, email, left_on FROM employee"


class Employees:
    """The leader's employees, including those who have left."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Employee]:
        """Return every employee, in Danish alphabetical order."""
        found = [_employee(row) for row in self._database.rows(_SELECT)]
        # Sorted here, because SQLite's own collations do not know where æ, ø and å belong.
        return sorted(found, key=lambda employee: (danish_sort_key(employee.name), employee.id))

    def get(self, employee: int) -> Employee:
        """Return the employee with that id; ``KeyError`` if there is none."""
        row = self._database.row(f"{_SELECT} WHERE id = ?", (employee,))
        if row is None:
            raise KeyError(employee)
        return _employee(row)

    def add(self, employee: Employee) -> Employee:
        """Store a new employee and return it with its id."""
        with self._database.transaction():
            number = self._database.write(
                "INSERT INTO employee (name, title, workplace, email, left_on) VALUES (?, ?, ?, ?, ?)",
                _columns(employee),
            )
        return replace(employee, id=number)

    def update(self, employee: Employee) -> None:
        """Store changes to an employee; a damaged value that is not replaced is kept as it is."""
        with self._database.transaction():
            stored = _columns(self.get(employee.id))
            # Column by column: a damaged value is shown as a substitute, which must not be written over it.
            for column, before, after in zip(_COLUMNS, stored, _columns(employee), strict=True):
                if before != after:
                    self._database.write(_UPDATE.format(column), (after, employee.id))

    def delete(self, employee: int) -> None:
        """Delete an employee, their individual conversations, and their part of group conversations."""
        with self._database.transaction():
            # A trigger deletes the individual conversations; foreign keys delete the part in group conversations.
            self._database.write("DELETE FROM employee WHERE id = ?", (employee,))


def _columns(employee: Employee) -> tuple[str | None, ...]:
    texts = (employee.name, employee.title, employee.workplace, employee.email)
    return (*map(storable_text, texts), iso(employee.left_on))


def _employee(row: tuple[Any, ...]) -> Employee:
    number, *texts, left_on = row
    read = RowReader()
    name, title, workplace, email = map(read.display_text, texts)
    return Employee(name, title, workplace, email, read(read_date, left_on, None), number, read.damaged)
