"""The smallest values: a text, a date, a number, a tick, a pick from a list, a step on a scale.

A cleaner gives the value as it is stored or ``None`` for blank, and raises ``ValueError`` with a Danish sentence for
what can be neither. A writer gives a stored value as it is printed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from mus_desktop.model.answers import Value
from mus_desktop.model.dates import written
from mus_desktop.model.form import Column, ColumnType, Form, Scale
from mus_desktop.model.text import is_blank, storable

_LARGEST = 10**15
"""Numbers up to here are exact in the database, in JSON and in Word."""


def clean_text(value: Any) -> str | None:
    """Text as typed, with what no file can hold made visible."""
    if not isinstance(value, str):
        raise ValueError("Her kan kun stå tekst.")  # noqa: TRY004 - one kind of error for whoever saves
    return None if is_blank(value) else storable(value)


def clean_date(value: Any) -> str | None:
    """A day as ISO text."""
    words = clean_text(value)
    if words is None:
        return None
    try:
        return date.fromisoformat(words.strip()).isoformat()
    except ValueError:
        raise ValueError("Datoen findes ikke. Skriv den som for eksempel 1.3.2027.") from None


def clean_check(value: Any) -> bool | None:
    """A tick; not ticked is blank."""
    if not isinstance(value, bool):
        raise ValueError("Feltet kan kun være afkrydset eller tomt.")  # noqa: TRY004 - as above
    return value or None


def clean_number(value: Any) -> int | float | None:
    """A number; zero is a number, not a blank."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        if isinstance(value, str) and is_blank(value):
            return None
        raise ValueError("Her kan kun stå et tal.")
    if not math.isfinite(value) or abs(value) > _LARGEST:
        raise ValueError("Tallet er for stort.")
    return value


def clean_option(value: Any, options: Sequence[str]) -> str | None:
    """One of ``options``, by its label."""
    label = clean_text(value)
    if label is not None and label not in options:
        raise ValueError(f"»{label}« er ikke blandt de muligheder, skemaet har.")
    return label


def clean_step(value: Any, scale: Scale) -> int | None:
    """A value on ``scale``; text that is blank is no answer."""
    if isinstance(value, str) and is_blank(value):
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value not in [step.value for step in scale.steps]:
        raise ValueError("Svaret er ikke et trin på skalaen.")
    return value


def date_text(value: str) -> str:
    """A stored day in words."""
    return written(date.fromisoformat(value))


def number_text(value: float, unit: str) -> str:
    """A number as Danes write it, with its unit."""
    digits = format(Decimal(repr(value)), "f").removesuffix(".0").replace(".", ",")
    return f"{digits} {unit}" if unit else digits


def check_text(_value: bool) -> str:
    """A tick in words."""
    return "Ja"


def step_text(value: int, scale: Scale) -> str:
    """A step with its label."""
    label = next(step.label for step in scale.steps if step.value == value)
    return f"{value} ({label})" if label != str(value) else label


def clean_cell(column: Column, form: Form, value: Any) -> Value | None:
    """What ``column`` of a table stores for ``value``."""
    return None if value is None else _CLEAN[column.type](column, form, value)


def cell_text(column: Column, form: Form, value: Any) -> str:
    """A stored cell as it is printed."""
    return _TEXT[column.type](column, form, value)


_CLEAN: dict[ColumnType, Callable[[Column, Form, Any], Value | None]] = {
    ColumnType.TEXT: lambda _column, _form, value: clean_text(value),
    ColumnType.DATE: lambda _column, _form, value: clean_date(value),
    ColumnType.NUMBER: lambda _column, _form, value: clean_number(value),
    ColumnType.CHECK: lambda _column, _form, value: clean_check(value),
    ColumnType.CHOICE: lambda column, _form, value: clean_option(value, column.options),
    ColumnType.RATING: lambda column, form, value: clean_step(value, form.scale(column.scale)),
}

_TEXT: dict[ColumnType, Callable[[Column, Form, Any], str]] = {
    ColumnType.TEXT: lambda _column, _form, value: str(value),
    ColumnType.DATE: lambda _column, _form, value: date_text(value),
    ColumnType.NUMBER: lambda column, _form, value: number_text(value, column.unit),
    ColumnType.CHECK: lambda _column, _form, value: check_text(value),
    ColumnType.CHOICE: lambda _column, _form, value: str(value),
    ColumnType.RATING: lambda column, form, value: step_text(value, form.scale(column.scale)),
}
