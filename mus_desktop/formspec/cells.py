"""The simplest values: a text, a date, a number, a tick, an option of a list, a step on a scale.

A ``clean_`` function returns the value to store, or ``None`` for a blank one, and raises ``ValueError`` with a Danish
sentence for a value of the wrong kind. A ``_text`` function returns a stored value as it is printed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from mus_desktop.model.answers import Value
from mus_desktop.model.dates import format_date
from mus_desktop.model.form import Column, ColumnType, Form, Scale
from mus_desktop.model.text import find_same, is_blank, storable_text

_LARGEST = 10**15
"""Numbers up to here are exact in the database, in JSON and in Word."""


def clean_text(value: Any) -> str | None:
    """Return text as typed, with characters that no file can hold replaced by a visible mark."""
    if not isinstance(value, str):
        raise ValueError("Her kan kun stå tekst.")  # noqa: TRY004 - callers that save handle one kind of error
    return None if is_blank(value) else storable_text(value)


def clean_date(value: Any) -> str | None:
    """Return a date as ISO text."""
    words = clean_text(value)
    if words is None:
        return None
    try:
        return date.fromisoformat(words.strip()).isoformat()
    except ValueError:
        raise ValueError("Datoen findes ikke. Skriv den som for eksempel 1.3.2027.") from None


def clean_check(value: Any) -> bool | None:
    """Return ``True`` for a tick; not ticked is blank."""
    if not isinstance(value, bool):
        raise ValueError("Feltet kan kun være afkrydset eller tomt.")  # noqa: TRY004 - as above
    return value or None


def clean_number(value: Any) -> int | float | None:
    """Return a number; zero is a number, not a blank."""
    # bool is a subclass of int, and a tick is not a number.
    if isinstance(value, bool) or not isinstance(value, int | float):
        if isinstance(value, str) and is_blank(value):
            return None
        raise ValueError("Her kan kun stå et tal.")
    # Compared first, because the largest whole numbers cannot be converted to a float.
    if abs(value) > _LARGEST or not math.isfinite(value):
        raise ValueError("Tallet er for stort.")
    return value


def clean_option(value: Any, options: Sequence[str]) -> str | None:
    """Return one of ``options``, by its label."""
    label = clean_text(value)
    if label is None:
        return None
    option = find_same(label, options)
    if option is None:
        raise ValueError(f"»{label}« er ikke blandt de muligheder, skemaet har.")
    return option


def clean_step(value: Any, scale: Scale) -> int | None:
    """Return a value on ``scale``; blank text is no answer."""
    if isinstance(value, str) and is_blank(value):
        return None
    # bool is a subclass of int, and True equals the step 1.
    if isinstance(value, bool) or not isinstance(value, int) or value not in [step.value for step in scale.steps]:
        raise ValueError("Svaret er ikke et trin på skalaen.")
    return value


def date_text(value: str) -> str:
    """Return a stored date in words."""
    return format_date(date.fromisoformat(value))


def number_text(value: float, unit: str) -> str:
    """Return a number in Danish notation, with its unit."""
    # repr() is the shortest text of a float and "f" avoids exponents: 0.1 is 0,1 and 1e15 is written in full.
    digits = format(Decimal(repr(value)), "f").removesuffix(".0").replace(".", ",")
    return f"{digits} {unit}" if unit else digits


def tick_text(_value: bool) -> str:
    """Return a tick in words."""
    return "Ja"


def step_text(value: int, scale: Scale) -> str:
    """Return a step with its label."""
    label = next(step.label for step in scale.steps if step.value == value)
    return f"{value} ({label})" if label != str(value) else label


def clean_cell(column: Column, form: Form, value: Any) -> Value | None:
    """Return the value to store for ``value`` in ``column`` of a table."""
    return None if value is None else _CLEAN[column.type](column, form, value)


def cell_text(column: Column, form: Form, value: Any) -> str:
    """Return a stored cell as it is printed."""
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
    ColumnType.CHECK: lambda _column, _form, value: tick_text(value),
    ColumnType.CHOICE: lambda _column, _form, value: str(value),
    ColumnType.RATING: lambda column, form, value: step_text(value, form.scale(column.scale)),
}
