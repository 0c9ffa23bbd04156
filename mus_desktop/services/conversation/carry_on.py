"""Carrying an earlier agreement on into the new plan (*Videreføres*), and undoing it.

Pure functions. The resulting row changes are saved in the same transaction as the review that caused them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from mus_desktop.formspec.agreement_mapping import map_agreement, matching_plan_field, plan_field_name
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.form import Form
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan, new_agreement_id
from mus_desktop.model.review import PastAgreement, Review


def carry_on_agreement(form: Form, plan: Plan, past: PastAgreement, today: date) -> Changes:
    """Return the change that adds ``past`` to ``plan``, its columns matched by role and ``carried_from`` set.

    Empty if the plan already contains it, or the form has no plan. In a closed plan the row is dated ``today``.
    """
    row = _carried_row(past, form)
    if row is None or _copies(plan, past):
        return Changes()
    return _rows(plan, row.field, (*plan.rows(row.field), replace(row, added_on=today if plan.closed else None)))


def undo_carry_on(form: Form, plan: Plan, past: PastAgreement) -> Changes:
    """Return the change that removes the row that carried ``past`` on from ``plan``.

    Empty if the row has been edited since, or the plan is closed: then the row stays.
    """
    row = _carried_row(past, form)
    removed = {
        copy.id: copy.field for copy in _copies(plan, past) if row and not plan.closed and _is_unedited_copy(copy, row)
    }
    changes = Changes()
    for key in dict.fromkeys(removed.values()):
        changes = changes.merged_with(_rows(plan, key, tuple(row for row in plan.rows(key) if row.id not in removed)))
    return changes


def changes_from_reviews(
    form: Form, plan: Plan, past: Iterable[PastAgreement], changes: Changes, today: date
) -> Changes:
    """Return the changes of rows that the reviews in ``changes`` cause; ``plan`` already includes ``changes``."""
    resulting = Changes()
    for earlier in past:
        if earlier.agreement.id in changes.reviews:
            carried = _is_carried_on(changes.reviews[earlier.agreement.id])
            row_changes = (
                carry_on_agreement(form, plan, earlier, today) if carried else undo_carry_on(form, plan, earlier)
            )
            # The changes replace whole fields, so the next agreement must be added to the rows as changed by this one.
            plan = _with_rows(plan, row_changes)
            resulting = resulting.merged_with(row_changes)
    return resulting


def _is_carried_on(review: Review | None) -> bool:
    return review is not None and review.status is AgreementStatus.CARRIED_ON


def _carried_row(past: PastAgreement, form: Form) -> Agreement | None:
    """Return the agreement as a row of a plan on ``form``; ``None`` if the form has no plan."""
    target = matching_plan_field(past.agreement, past.field, form)
    if target is None:
        return None
    row = map_agreement(
        past.agreement, past.field, target, plan_name=past.plan_name, target_plan_name=plan_field_name(target, form)
    )
    return replace(
        row, id=new_agreement_id(), status=AgreementStatus.OPEN, added_on=None, carried_from=past.agreement.id
    )


def _copies(plan: Plan, past: PastAgreement) -> list[Agreement]:
    return [row for row in plan.agreements if row.carried_from == past.agreement.id]


def _is_unedited_copy(row: Agreement, other: Agreement) -> bool:
    # These three are set by the program, and differ from one copy to the next.
    return replace(row, id=other.id, status=other.status, added_on=other.added_on) == other


def _rows(plan: Plan, field: str, rows: tuple[Agreement, ...]) -> Changes:
    return Changes(rows={RowsKey(plan.id, field): rows})


def _with_rows(plan: Plan, changes: Changes) -> Plan:
    touched = {key.field for key in changes.rows}
    untouched = tuple(row for row in plan.agreements if row.field not in touched)
    return replace(plan, agreements=(*untouched, *(row for rows in changes.rows.values() for row in rows)))
