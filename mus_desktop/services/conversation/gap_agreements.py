"""Creation of an agreement from a gap between the required and the actual level of a competence."""

from __future__ import annotations

from mus_desktop.model.form import Form, PlanField, Role
from mus_desktop.model.plan import Agreement, Plan, new_agreement_id
from mus_desktop.model.text import comparison_key


def agreement_for_gap(form: Form, plan: Plan, competence: str, level_text: str, group: str) -> Agreement | None:
    """Return an agreement in the form's first plan with ``competence`` as its goal; ``None`` if the form has no plan.

    It is placed in the row group named ``group``, or else in the first. ``level_text`` states the current and the
    wanted level. If an agreement with the same goal exists, it is returned unchanged. A new one has no date, because a
    date would mark it as added after signature.
    """
    field = next(iter(form.plan_fields()), None)
    if field is None:
        return None
    column = field.column_with(Role.GOAL) or field.columns[0]
    goal = f"{competence}: {level_text}" if level_text else competence
    existing = (
        row for row in plan.rows(field.key) if comparison_key(row.cells.get(column.key, "")) == comparison_key(goal)
    )
    new = Agreement(new_agreement_id(), field.key, _group(field, group), cells={column.key: goal})
    return next(existing, new)


def _group(field: PlanField, title: str) -> str:
    matching = (group for group in field.groups if _normalised(group) == _normalised(title))
    return next(matching, field.groups[0] if field.groups else "")


def _normalised(title: str) -> str:
    return comparison_key(title).removesuffix(":").strip()
