"""A plan with changed signatures: when it is closed, and when everybody has signed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from mus_desktop.model.plan import Plan, Refusal, Signatory, SignatoryRole
from mus_desktop.model.terms import PartyRole


def signed_by_all(plan: Plan, required: Sequence[Signatory], day: date | None, by: str = "") -> Plan:
    """Return ``plan`` signed by everybody who must sign; ``None`` removes all signatures.

    Earlier signatures keep their day, except those on ``plan.signed_on``, which ``day`` corrects. Refusals
    are removed, because everybody has now signed.
    """
    if day is None:
        return _with(plan, required, {}, plan.refusals, "")
    known = {who: on for who, on in plan.signatures.items() if plan.signed_on is None or on != plan.signed_on}
    extra = {who: on for who, on in plan.signatures.items() if who not in required}
    signatures = {**extra, **dict.fromkeys(required, day), **known}
    return _with(plan, required, signatures, _without(plan.refusals, required), by.strip())


def signed_by_one(plan: Plan, required: Sequence[Signatory], signatory: Signatory, day: date | None) -> Plan:
    """Return ``plan`` with one signature added, which removes the signer's refusal, or with that signature removed."""
    others = {who: on for who, on in plan.signatures.items() if who != signatory}
    if day is None:
        return _with(plan, required, others, plan.refusals, plan.signed_by)
    signatures = {**others, signatory: day}
    return _with(plan, required, signatures, _without(plan.refusals, [signatory]), plan.signed_by)


def refused(plan: Plan, required: Sequence[Signatory], refusal: Refusal | None, who: Signatory | None = None) -> Plan:
    """Return ``plan`` with a refusal to sign. ``None`` removes the refusal of ``who``, or all of them."""
    if refusal is None:
        others = () if who is None else _without(plan.refusals, [who])
        return _with(plan, required, plan.signatures, others, plan.signed_by)
    who = refuser(refusal, required)
    others = (*_without(plan.refusals, [who]), refusal._replace(party=who.party))
    in_order = sorted(others, key=lambda one: (one.on_date, one.by, one.party))
    return _with(plan, required, plan.signatures, in_order, plan.signed_by)


def refuser(refusal: Refusal, required: Sequence[Signatory]) -> Signatory:
    """Return who refuses: the party it names, else the only one in that role; party 0 if there are several."""
    role = SignatoryRole.LEADER if refusal.by is PartyRole.LEADER else SignatoryRole.EMPLOYEE
    known = [who for who in required if who.role is role]
    if refusal.party or len(known) != 1:
        return Signatory(role, refusal.party)
    return known[0]


def _without(refusals: Sequence[Refusal], signers: Sequence[Signatory]) -> tuple[Refusal, ...]:
    """Return the refusals of those who are not among ``signers``."""
    return tuple(refusal for refusal in refusals if refuser(refusal, ()) not in signers)


def _with(
    plan: Plan,
    required: Sequence[Signatory],
    signatures: Mapping[Signatory, date],
    refusals: Sequence[Refusal],
    by: str,
) -> Plan:
    signed = [signatures[who] for who in required if who in signatures]
    signed_on = max(signed) if signed and len(signed) == len(required) else None
    return replace(
        plan,
        signatures=dict(signatures),
        refusals=tuple(refusals),
        refused_on=min((refusal.on_date for refusal in refusals), default=None),
        closed_on=_closed_on(plan, signatures, refusals),
        signed_on=signed_on,
        signed_by=by if signed_on else "",
    )


def _closed_on(plan: Plan, signatures: Mapping[Signatory, date], refusals: Sequence[Refusal]) -> date | None:
    """Return the day of the first signature or refusal.

    If a refusal was followed by a signature, the plan stays closed from the day of the refusal: additions may have been
    made since then.
    """
    days, before = _days(signatures, refusals), _days(plan.signatures, plan.refusals)
    if not days:
        return None
    gave_in = {refuser(one, ()) for one in plan.refusals} - {refuser(one, ()) for one in refusals}
    signed_now = len(signatures) > len(plan.signatures)
    stays = (bool(gave_in) and signed_now) or plan.closed_on not in before
    return min(plan.closed_on, *days) if plan.closed_on and stays else min(days)


def _days(signatures: Mapping[Signatory, date], refusals: Sequence[Refusal]) -> list[date]:
    return [*signatures.values(), *(refusal.on_date for refusal in refusals)]
