"""The titles above the columns of each list of rows, by the names that templates use. Imports nothing of Word."""

from __future__ import annotations

from collections.abc import Mapping

from mus_desktop.documents.word.template_names import name_of
from mus_desktop.model.form import Column, Form, PlanField, TableField


def column_title(column: Column) -> str:
    """Return the title printed above a column: it says the unit, because not every cell does."""
    return column.title + (f" ({column.unit})" if column.unit else "")


def column_titles(form: Form) -> Mapping[str, Mapping[str, str]]:
    """Return the title of each column, by the name of its list; groups of a plan have the names of the plan."""
    found: dict[str, Mapping[str, str]] = {}
    for field in form.fields():
        if isinstance(field, PlanField | TableField):
            titles = {name_of(column.key): column_title(column) for column in field.columns}
            groups = len(field.groups) if isinstance(field, PlanField) else 0
            name = name_of(field.key)
            found |= dict.fromkeys([name, *(f"{name}_{number}" for number in range(1, groups + 1))], titles)
    return found
