"""The details of an employee as JSON, as an import keeps them to undo it."""

from __future__ import annotations

from datetime import date
from typing import Any

from mus_desktop.model.people import Employee
from mus_desktop.storage.database.column_values import iso, json_object, read_text, to_json

Details = tuple[str, str, str, str, date | None, tuple[str, ...]]
"""What an import may change: name, title, workplace, e-mail, the day of leaving, and the Tjenestenumre."""


def details_of(employee: Employee) -> Details:
    """Return what an import may change of an employee."""
    texts = (employee.name, employee.title, employee.workplace, employee.email)
    return (*texts, employee.left_on, employee.numbers)


def details_to_json(details: Details) -> str:
    """Return the text that :func:`read_details` reads."""
    *texts, left_on, numbers = details
    return to_json({"texts": texts, "left_on": iso(left_on), "numbers": numbers})


def read_details(stored: Any) -> Details:
    """Return the details in a column. Raises ``ValueError``, ``TypeError`` or ``KeyError`` on damage."""
    found = json_object(stored)
    name, title, workplace, email = map(read_text, found["texts"])
    day = found["left_on"]
    left_on = None if day is None else date.fromisoformat(day)
    return name, title, workplace, email, left_on, tuple(map(read_text, found["numbers"]))
