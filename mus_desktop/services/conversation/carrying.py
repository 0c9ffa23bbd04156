"""*Videreføres*: what becomes of the new plan when an earlier agreement is to go on, or is not after all.

Pure: what follows from a change is a change itself, saved in the same transaction as the review that caused it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from mus_desktop.formspec.carry import carry, field_for, place_of
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.form import Form
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan, new_agreement_id
from mus_desktop.model.review import PastAgreement, Review


def can_carry(form: Form) -> bool:
    """Whether there is a plan on ``form`` that an agreement can be carried into."""
    return bool(form.plan_fields())


def carried_on(form: Form, plan: Plan, past: PastAgreement, today: date) -> Changes:
    """The rows of ``plan`` when ``past`` goes on in it, by role and with ``carried_from`` set.

    Nothing if it stands there already, or the form has no plan. Into a signed plan it comes as a row dated ``today``.
    """
    row = _as_carried(past, form)
    if row is None or _copies(plan, past):
        return Changes()
    return _rows(plan, row.field, (*plan.rows(row.field), replace(row, added_on=today if plan.closed else None)))


def taken_back(form: Form, plan: Plan, past: PastAgreement) -> Changes:
    """The rows of ``plan`` when ``past`` does not go on in it after all.

    Nothing if somebody has written in the row since, or the plan is signed: then it stays.
    """
    row = _as_carried(past, form)
    gone = {copy.id: copy.field for copy in _copies(plan, past) if row and not plan.closed and _same(copy, row)}
    changes = Changes()
    for key in dict.fromkeys(gone.values()):
        changes = changes.then(_rows(plan, key, tuple(row for row in plan.rows(key) if row.id not in gone)))
    return changes


def carried_along(form: Form, plan: Plan, past: Iterable[PastAgreement], changes: Changes, today: date) -> Changes:
    """The rows that change because of the reviews in ``changes``; ``plan`` is the plan with ``changes`` on top."""
    follows = Changes()
    for earlier in past:
        if earlier.agreement.id in changes.reviews:
            goes_on = _goes_on(changes.reviews[earlier.agreement.id])
            more = carried_on(form, plan, earlier, today) if goes_on else taken_back(form, plan, earlier)
            plan = _with_rows(plan, more)
            follows = follows.then(more)
    return follows


def _goes_on(review: Review | None) -> bool:
    return review is not None and review.status is AgreementStatus.CARRIED_ON


def _as_carried(past: PastAgreement, form: Form) -> Agreement | None:
    """The agreement as it would stand in a plan on ``form``; ``None`` if that has none."""
    target = field_for(past.agreement, past.field, form)
    if target is None:
        return None
    row = carry(past.agreement, past.field, target, place=past.place, here=place_of(target, form))
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
