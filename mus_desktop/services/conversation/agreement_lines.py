"""Agreements as short lines, readable across forms by the roles of their columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mus_desktop.model.form import Form, PlanField, Role
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan
from mus_desktop.model.text import is_blank

_DESCRIBING_ROLES = (Role.GOAL, Role.ACTION, Role.PRACTICE)
_UNDECIDED_STATUSES = frozenset({AgreementStatus.OPEN, AgreementStatus.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """The facts by which a leader recognises an agreement: its content, due date, responsible person and status."""

    text: str
    due_on: date | None
    responsible: str
    status: AgreementStatus

    def overdue(self, today: date) -> bool:
        """Return whether the due date has passed and no status has been recorded."""
        return self.due_on is not None and self.due_on < today and self.status in _UNDECIDED_STATUSES


def agreement_lines(form: Form, plan: Plan) -> tuple[AgreementLine, ...]:
    """Return the agreements of ``plan`` in the order of ``form``, without blank rows."""
    return tuple(_line(field, row) for field in form.plan_fields() for row in plan.rows(field.key) if not row.blank)


def _line(field: PlanField, row: Agreement) -> AgreementLine:
    return AgreementLine(agreement_text(field, row), row.due_on, row.responsible.strip(), row.status)


def agreement_text(field: PlanField, row: Agreement) -> str:
    """Return the words that describe the agreement: the goal, or else the first cell with text; empty if none."""
    describing_keys = [column.key for role in _DESCRIBING_ROLES if (column := field.column_with(role))]
    candidates = [*describing_keys, *(column.key for column in field.columns)]
    texts = (row.cells.get(key, "") for key in candidates)
    return next((text.strip() for text in texts if not is_blank(text)), "")
