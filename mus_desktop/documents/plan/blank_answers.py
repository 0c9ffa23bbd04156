"""Places to fill in by hand on blank paper, as text: a date, a number with its unit, boxes to tick, steps to ring."""

from __future__ import annotations

from collections.abc import Sequence

from mus_desktop.model.form import (
    BoardField,
    CheckField,
    ChoiceField,
    Column,
    ColumnType,
    DateField,
    Field,
    Form,
    NumberField,
    RatingColumn,
    RatingField,
    Scale,
)

BOX = "\N{BALLOT BOX}"
_SPACE = "\N{NO-BREAK SPACE}"
DATE_TO_WRITE = f"____/____{_SPACE}20____"
"""Day, month and year; it is never broken over two lines."""
_NUMBER_TO_WRITE = "_" * 7
_LINE_TO_WRITE = "_" * 40
_BETWEEN = "   "
_ROWS_TO_ADD = 3


def blank_cell(column: Column, form: Form) -> str:
    """Return the place to fill in of a cell; empty for text, which is written on the free space."""
    match column.type:
        case ColumnType.DATE:
            return DATE_TO_WRITE
        case ColumnType.NUMBER:
            return number_to_write(column.unit)
        case ColumnType.CHECK:
            return BOX
        case ColumnType.CHOICE:
            return boxes(column.options)
        case ColumnType.RATING:
            return named_steps(form.scale(column.scale))
        case ColumnType.TEXT:
            return ""


def blank_line(column: Column, form: Form) -> str:
    """Return the title of ``column`` and its place to fill in, as part of a line of text."""
    return f"{column.title}:{_SPACE}{blank_cell(column, form) or _LINE_TO_WRITE}"


def blank_answer(field: Field, form: Form) -> list[str]:
    """Return the places to fill in of a field outside a table, as paragraphs; empty for text, which has lines."""
    match field:
        case DateField():
            return [DATE_TO_WRITE]
        case NumberField():
            return [number_to_write(field.unit)]
        case CheckField() | ChoiceField():
            return [boxes(field.options if isinstance(field, ChoiceField) else ["Ja"])]
        case BoardField():
            return [f"{area}: {_LINE_TO_WRITE}" for area in field.areas]
        case RatingField():
            return _rating(field, form)
    return [""]


def number_to_write(unit: str) -> str:
    """Return a line for a number, with its unit after it."""
    return f"{_NUMBER_TO_WRITE}{_SPACE}{unit}" if unit else _NUMBER_TO_WRITE


def boxes(labels: Sequence[str]) -> str:
    """Return ``labels``, each after a box to tick and never parted from it."""
    return _BETWEEN.join(f"{BOX}{_SPACE}{label}" for label in labels)


def named_steps(scale: Scale) -> str:
    """Return the steps of ``scale`` with their labels, to ring one of them."""
    names = (f"{s.value}{_SPACE}{s.label}" if s.label != str(s.value) else s.label for s in scale.steps)
    return _BETWEEN.join(names)


def steps(scale: Scale) -> str:
    """Return the values of ``scale``, to ring one of them where the scale is explained beside."""
    return _BETWEEN.join(str(step.value) for step in scale.steps)


def _rating(field: RatingField, form: Form) -> list[str]:
    columns: Sequence[RatingColumn | None] = field.columns or [None]
    rows = field.rows or [*field.groups, *[_LINE_TO_WRITE] * _ROWS_TO_ADD]
    marks = [
        f"{column.title}: {named_steps(form.scale(column.scale or field.scale))}"
        if column
        else named_steps(form.scale(field.scale))
        for column in columns
    ]
    remark = [f"{field.remark}: {_LINE_TO_WRITE}"] if field.remark else []
    return [*(f"{row}: {_BETWEEN.join(marks)}" for row in rows), *remark]
