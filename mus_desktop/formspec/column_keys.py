"""Columns of tables, plans and ratings: their keys, and the checks on each column."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from mus_desktop.formspec.problems import ReadContext
from mus_desktop.formspec.value_readers import (
    Key,
    flag,
    key,
    line,
    list_of,
    nonempty_lines,
    one_of,
    read_table,
    required_key,
    tables,
    text,
)
from mus_desktop.model.form import Column, ColumnType, PartyRole, PlanColumn, RatingColumn, Role

COLUMNS_EXAMPLE = '[{ key = "...", title = "..." }]'


class RatingRole(StrEnum):
    """The meaning of a rating column: the gap is required minus level."""

    REQUIRED = "required"
    LEVEL = "level"


_COLUMN: dict[str, Key] = {
    "key": required_key(key),
    "title": required_key(line),
    "text": Key(text),
    "type": Key(one_of(ColumnType)),
    "options": Key(nonempty_lines),
    "scale": Key(key),
    "unit": Key(line),
}
_PLAN_COLUMN = {**_COLUMN, "roles": Key(list_of(Role)), "later": Key(flag), "fold": Key(line)}
_RATING_COLUMN = {
    **{name: column_key for name, column_key in _COLUMN.items() if name not in ("options", "unit")},
    # Allowed although it can only say what is known: other columns are written with it too.
    "type": Key(one_of([ColumnType.RATING])),
    "by": Key(one_of(PartyRole)),
    "role": Key(one_of(RatingRole)),
}

_ALLOWED_TYPES = {
    "options": (ColumnType.CHOICE,),
    "scale": (ColumnType.RATING,),
    "unit": (ColumnType.NUMBER,),
}
"""Keys that are only allowed for one type of column; a choice and a rating column must have theirs."""

_REQUIRED_KEY = {ColumnType.CHOICE: "options", ColumnType.RATING: "scale"}


def _table_column(data: Any, context: ReadContext) -> Column:
    column = Column(**read_table(data, _COLUMN, context))
    _check_type(column, context)
    return column


def _plan_column(data: Any, context: ReadContext) -> PlanColumn:
    values = read_table(data, _PLAN_COLUMN, context)
    values["roles"] = frozenset(values.get("roles", ()))
    column = PlanColumn(**values)
    _check_type(column, context)
    return column


def _rating_column(data: Any, context: ReadContext) -> RatingColumn:
    return RatingColumn(**{"type": ColumnType.RATING, **read_table(data, _RATING_COLUMN, context)})


def _check_type(column: Column, context: ReadContext) -> None:
    for name, types in _ALLOWED_TYPES.items():
        if getattr(column, name) and column.type not in types:
            context.add_problem(f'»{name}« hører til en kolonne med type = "{types[0]}"')
    needed = _REQUIRED_KEY.get(column.type)
    if needed and not getattr(column, needed):
        context.add_problem(f'»{needed}« mangler; det hører til type = "{column.type}"')


table_columns = tables(_table_column, ReadContext.column, COLUMNS_EXAMPLE)
plan_columns = tables(_plan_column, ReadContext.column, COLUMNS_EXAMPLE)
rating_columns = tables(_rating_column, ReadContext.column, COLUMNS_EXAMPLE)
