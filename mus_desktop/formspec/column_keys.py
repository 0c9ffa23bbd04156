"""Columns of tables, plans and ratings: their keys, and the checks on each column."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from mus_desktop.formspec.problems import Spot
from mus_desktop.formspec.takes import (
    Key,
    flag,
    key,
    line,
    must,
    one_of,
    read_table,
    several_of,
    some_lines,
    tables,
    text,
)
from mus_desktop.model.form import Column, ColumnType, PartyRole, PlanColumn, RatingColumn, Role

WRITTEN = '[{ key = "...", title = "..." }]'


class RatingRole(StrEnum):
    """The meaning of a rating column: the gap is required minus level."""

    REQUIRED = "required"
    LEVEL = "level"


_COLUMN: dict[str, Key] = {
    "key": must(key),
    "title": must(line),
    "text": Key(text),
    "type": Key(one_of(ColumnType)),
    "options": Key(some_lines),
    "scale": Key(key),
    "unit": Key(line),
}
_PLAN_COLUMN = {**_COLUMN, "roles": Key(several_of(Role)), "later": Key(flag), "fold": Key(line)}
_RATING_COLUMN = {
    **{name: taken for name, taken in _COLUMN.items() if name not in ("options", "unit")},
    "type": Key(one_of([ColumnType.RATING])),
    "by": Key(one_of(PartyRole)),
    "role": Key(one_of(RatingRole)),
}

_BELONGS = {
    "options": (ColumnType.CHOICE,),
    "scale": (ColumnType.RATING,),
    "unit": (ColumnType.NUMBER,),
}
"""Keys that are only allowed for one type of column; a choice and a rating column must have theirs."""

_NEEDED = {ColumnType.CHOICE: "options", ColumnType.RATING: "scale"}


def _table_column(data: Any, spot: Spot) -> Column:
    column = Column(**read_table(data, _COLUMN, spot))
    _check_type(column, spot)
    return column


def _plan_column(data: Any, spot: Spot) -> PlanColumn:
    values = read_table(data, _PLAN_COLUMN, spot)
    values["roles"] = frozenset(values.get("roles", ()))
    column = PlanColumn(**values)
    _check_type(column, spot)
    return column


def _rating_column(data: Any, spot: Spot) -> RatingColumn:
    return RatingColumn(**{"type": ColumnType.RATING, **read_table(data, _RATING_COLUMN, spot)})


def _check_type(column: Column, spot: Spot) -> None:
    for name, types in _BELONGS.items():
        if getattr(column, name) and column.type not in types:
            spot.wrong(f'»{name}« hører til en kolonne med type = "{types[0]}"')
    needed = _NEEDED.get(column.type)
    if needed and not getattr(column, needed):
        spot.wrong(f'»{needed}« mangler; det hører til type = "{column.type}"')


table_columns = tables(_table_column, Spot.column, WRITTEN)
plan_columns = tables(_plan_column, Spot.column, WRITTEN)
rating_columns = tables(_rating_column, Spot.column, WRITTEN)
