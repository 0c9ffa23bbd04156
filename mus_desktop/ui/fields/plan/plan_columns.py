"""The arrangement of a plan's columns: side by side, one agreement at a time, or folded."""

from __future__ import annotations

from collections.abc import Sequence

from mus_desktop.model.form import PlanColumn, PlanField
from mus_desktop.model.plan import Agreement
from mus_desktop.model.terms import Role
from mus_desktop.ui.fields.rows.row_section import ColumnTitle

MIN_CHARS = 17
MIN_CHARS_IN_CARD = 30
_MOST_SIDE_BY_SIDE = 4
_DUE_WEIGHT = 1.15


def shown_columns(field: PlanField) -> tuple[PlanColumn, ...]:
    """Return the columns that are always visible; the others are folded."""
    return tuple(column for column in field.columns if not column.fold)


def folded_columns(field: PlanField) -> dict[str, tuple[PlanColumn, ...]]:
    """Return the folded columns by the title of their fold, in the order of the form."""
    titles = dict.fromkeys(column.fold for column in field.columns if column.fold)
    return {title: tuple(column for column in field.columns if column.fold == title) for title in titles}


def edited_as_cards(field: PlanField) -> bool:
    """Return whether there are too many columns to fit side by side, so that one agreement is edited at a time."""
    return len(shown_columns(field)) > _MOST_SIDE_BY_SIDE


def numbers_of(field: PlanField, rows: Sequence[Agreement]) -> dict[str, int]:
    """Return the number of each agreement on screen by id, as a document prints it where the form is numbered.

    Otherwise the count goes on from group to group and includes blank rows, so that each number is there once.
    """
    found: dict[str, int] = {}
    groups, least, number = field.groups or ("",), max(field.min_rows, 1), 0
    for group in groups:
        here = [row for row in rows if (row.group if row.group in groups else groups[0]) == group]
        found |= {row.id: number + place for place, row in enumerate(here, 1)}
        number = 0 if field.numbered else number + max(len(here), least)
    return found


def weight_of(roles: frozenset[Role]) -> float:
    """Return the column's share of the width; a column with a date or a name below its text has a little more."""
    return _DUE_WEIGHT if roles & {Role.DUE, Role.RESPONSIBLE} else 1


def titles_of(field: PlanField) -> tuple[ColumnTitle, ...]:
    """Return the column titles for columns that are side by side."""
    return tuple(ColumnTitle(column.title, column.text, weight_of(column.roles)) for column in shown_columns(field))
