"""Agreements as short lines, readable across forms by the roles of their columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mus_desktop.model.form import Form, PlanField, Role
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan

_TELLING = (Role.GOAL, Role.ACTION, Role.PRACTICE)
_UNSETTLED = frozenset({AgreementStatus.OPEN, AgreementStatus.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """What one must know of an agreement to recognise it: what, by when, who, and how it went."""

    text: str
    due_on: date | None
    responsible: str
    status: AgreementStatus

    def overdue(self, today: date) -> bool:
        """Whether the date has passed and nobody has said how it went."""
        return self.due_on is not None and self.due_on < today and self.status in _UNSETTLED


def agreement_lines(form: Form, plan: Plan) -> tuple[AgreementLine, ...]:
    """The agreements of ``plan`` in the order of ``form``, blank rows left out."""
    return tuple(_line(field, row) for field in form.plan_fields() for row in plan.rows(field.key) if not row.blank)


def _line(field: PlanField, row: Agreement) -> AgreementLine:
    return AgreementLine(telling_text(field, row), row.due_on, row.responsible.strip(), row.status)


def telling_text(field: PlanField, row: Agreement) -> str:
    """What was agreed, in the agreement's own words: the goal, or whatever was written first; empty if nothing was."""
    telling = [column.key for role in _TELLING if (column := field.column_with(role))]
    candidates = [*telling, *(column.key for column in field.columns)]
    return next((text for key in candidates if (text := row.cells.get(key, "").strip())), "")
