"""A gap between requirement and level becomes an agreement in the plan."""

from __future__ import annotations

from mus_desktop.model.form import Form, PlanField, Role
from mus_desktop.model.plan import Agreement, Plan, new_agreement_id


def agreement_for(form: Form, plan: Plan, competence: str, words: str, group: str) -> Agreement | None:
    """An agreement in the form's first plan with ``competence`` as its goal; ``None`` if the form has no plan.

    It stands in the row group that bears the name of ``group``, or else in the first. ``words`` say from which level to
    which. The agreement that already has the same goal is given back as it is. A new one has no date: that would mark
    it as added after signature.
    """
    field = next(iter(form.plan_fields()), None)
    if field is None:
        return None
    column = field.column_with(Role.GOAL) or field.columns[0]
    goal = f"{competence}: {words}" if words else competence
    standing = (row for row in plan.rows(field.key) if row.cells.get(column.key, "").strip() == goal)
    fresh = Agreement(new_agreement_id(), field.key, _group(field, group), cells={column.key: goal})
    return next(standing, fresh)


def _group(field: PlanField, wanted: str) -> str:
    same = (group for group in field.groups if _bare(group) == _bare(wanted))
    return next(same, field.groups[0] if field.groups else "")


def _bare(title: str) -> str:
    return title.casefold().strip().removesuffix(":").strip()
