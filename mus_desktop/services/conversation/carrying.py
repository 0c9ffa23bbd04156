"""*Videreføres*: how the new plan changes when an earlier agreement is carried on, or when that is undone.

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


def carried_on(form: Form, plan: Plan, past: PastAgreement, today: date) -> Changes:
    """Return the rows of ``plan`` with ``past`` carried on, its columns matched by role and ``carried_from`` set.

    No change if the plan already contains it, or the form has no plan. In a closed plan it is added as a row dated
    ``today``.
    """
    row = _as_carried(past, form)
    if row is None or _copies(plan, past):
        return Changes()
    return _rows(plan, row.field, (*plan.rows(row.field), replace(row, added_on=today if plan.closed else None)))


def taken_back(form: Form, plan: Plan, past: PastAgreement) -> Changes:
    """Return the rows of ``plan`` without the row that carried ``past`` on.

    No change if the row has been edited since, or the plan is closed: then the row stays.
    """
    row = _as_carried(past, form)
    gone = {copy.id: copy.field for copy in _copies(plan, past) if row and not plan.closed and _same(copy, row)}
    changes = Changes()
    for key in dict.fromkeys(gone.values()):
        changes = changes.merged_with(_rows(plan, key, tuple(row for row in plan.rows(key) if row.id not in gone)))
    return changes


def carried_along(form: Form, plan: Plan, past: Iterable[PastAgreement], changes: Changes, today: date) -> Changes:
    """Return the rows that change because of the reviews in ``changes``; ``plan`` already includes ``changes``."""
    follows = Changes()
    for earlier in past:
        if earlier.agreement.id in changes.reviews:
            goes_on = _goes_on(changes.reviews[earlier.agreement.id])
            more = carried_on(form, plan, earlier, today) if goes_on else taken_back(form, plan, earlier)
            # The next agreement is added to these rows, or it would replace this one.
            plan = _with_rows(plan, more)
            follows = follows.merged_with(more)
    return follows


def _goes_on(review: Review | None) -> bool:
    return review is not None and review.status is AgreementStatus.CARRIED_ON


def _as_carried(past: PastAgreement, form: Form) -> Agreement | None:
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


def _same(row: Agreement, other: Agreement) -> bool:
    return replace(row, id=other.id, status=other.status, added_on=other.added_on) == other


def _rows(plan: Plan, field: str, rows: tuple[Agreement, ...]) -> Changes:
    return Changes(rows={RowsKey(plan.id, field): rows})


def _with_rows(plan: Plan, changes: Changes) -> Plan:
    touched = {key.field for key in changes.rows}
    kept = tuple(row for row in plan.agreements if row.field not in touched)
    return replace(plan, agreements=(*kept, *(row for rows in changes.rows.values() for row in rows)))
