"""The columns a pasted list may have in a rating or a table, and how their cells are parsed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from mus_desktop.formspec.row_values import GROUP
from mus_desktop.model.answers import Value
from mus_desktop.model.dates import format_date, is_unlikely
from mus_desktop.model.form import Column, ColumnType, Form, RatingField, TableField
from mus_desktop.services.forms.competences import (
    KNOWN_HEADINGS,
    NAME,
    ListColumn,
    Reader,
    check_reader,
    option_reader,
    step_reader,
    text_reader,
)
from mus_desktop.ui.controls.day_text import parse_day
from mus_desktop.ui.controls.number_text import parse_number
from mus_desktop.ui.fields.rating.rating_columns import MarkColumn

_RANK = {"required": 0, "level": 1}


def rating_list(field: RatingField, columns: tuple[MarkColumn, ...]) -> tuple[ListColumn, ...]:
    """Return the columns name, requirement, level, the form's other columns, and the group if the form has groups."""
    name = ListColumn(NAME, ("Kompetence", *KNOWN_HEADINGS[NAME], field.title), text_reader)
    column_by_key = {column.key: column for column in sorted(columns, key=lambda column: _RANK.get(column.meaning, 2))}
    marks = [
        ListColumn(key, (_heading(column), *KNOWN_HEADINGS.get(column.meaning, ())), step_reader(column.scale))
        for key, column in column_by_key.items()
    ]
    group = [ListColumn(GROUP, ("Gruppe", "Type", "Kategori"), option_reader(field.groups))] if field.groups else []
    return (name, *marks, *group)


def table_list(field: TableField, form: Form, today: date) -> tuple[ListColumn, ...]:
    """Return the columns that a pasted list can fill in a table ``field``: those of the form."""
    return tuple(
        ListColumn(
            column.key,
            (column.title,),
            LIST_READERS[column.type](column, form, today),
            partial(_question, today=today) if column.type is ColumnType.DATE else _no_question,
        )
        for column in field.columns
    )


def _heading(column: MarkColumn) -> str:
    return column.title or "Vurdering"


def _day(cell: str, today: date) -> Value | None:
    day = parse_day(cell, today)
    if cell and day is None:
        raise ValueError("er ikke en dato. Skriv den som 1. marts 2027")
    return day.isoformat() if day else None


def _question(value: Value, today: date) -> str:
    day = date.fromisoformat(str(value))
    return f"Se efter, om {format_date(day)} er rigtig." if is_unlikely(day, today) else ""


def _no_question(_value: Value) -> str:
    return ""


def _number(cell: str, unit: str) -> Value | None:
    number = parse_number(cell.removesuffix(unit).strip() if unit else cell)
    if cell and number is None:
        raise ValueError("er ikke et tal")
    return number


LIST_READERS: dict[ColumnType, Callable[[Column, Form, date], Reader]] = {
    ColumnType.TEXT: lambda _column, _form, _today: text_reader,
    ColumnType.DATE: lambda _column, _form, today: lambda cell: _day(cell, today),
    ColumnType.NUMBER: lambda column, _form, _today: lambda cell: _number(cell, column.unit),
    ColumnType.CHECK: lambda _column, _form, _today: check_reader,
    ColumnType.CHOICE: lambda column, _form, _today: option_reader(column.options),
    ColumnType.RATING: lambda column, form, _today: step_reader(form.scale(column.scale)),
}
"""How a cell of a pasted list is read, for each type of column."""
