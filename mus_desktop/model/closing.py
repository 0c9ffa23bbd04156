"""A plan with changed signatures: when it is closed, and when everybody has signed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from mus_desktop.model.plan import Plan, Refusal, Signatory, SignatoryRole
from mus_desktop.model.terms import PartyRole


def with_all_signatures(plan: Plan, required: Sequence[Signatory], day: date | None, by: str = "") -> Plan:
    """Return ``plan`` signed by everybody who must sign; ``None`` removes all signatures.

    Earlier signatures keep their day, except those on ``plan.signed_on``, which ``day`` corrects. Refusals
    are removed, because everybody has now signed.
    """
    if day is None:
        return _with_signatures(plan, required, {}, plan.refusals, "")
    # Signatures on the plan's own day of signature get the corrected day; earlier ones keep theirs.
    known = {who: on for who, on in plan.signatures.items() if plan.signed_on is None or on != plan.signed_on}
    extra = {who: on for who, on in plan.signatures.items() if who not in required}
    signatures = {**extra, **dict.fromkeys(required, day), **known}
    return _with_signatures(plan, required, signatures, _refusals_except(plan.refusals, required), by.strip())


def with_signature(plan: Plan, required: Sequence[Signatory], signatory: Signatory, day: date | None) -> Plan:
    """Return ``plan`` with one signature added, which removes the signer's refusal, or with that signature removed."""
    others = {who: on for who, on in plan.signatures.items() if who != signatory}
    if day is None:
        return _with_signatures(plan, required, others, plan.refusals, plan.signed_by)
    signatures = {**others, signatory: day}
    return _with_signatures(plan, required, signatures, _refusals_except(plan.refusals, [signatory]), plan.signed_by)


def with_refusal(
    plan: Plan, required: Sequence[Signatory], refusal: Refusal | None, who: Signatory | None = None
) -> Plan:
    """Return ``plan`` with a refusal to sign. ``None`` removes the refusal of ``who``, or all of them."""
    if refusal is None:
        others = () if who is None else _refusals_except(plan.refusals, [who])
        return _with_signatures(plan, required, plan.signatures, others, plan.signed_by)
    who = refusing_signatory(refusal, required)
    others = (*_refusals_except(plan.refusals, [who]), refusal._replace(party=who.party))
    sorted_refusals = sorted(others, key=lambda one: (one.on_date, one.by, one.party))
    return _with_signatures(plan, required, plan.signatures, sorted_refusals, plan.signed_by)


def refusing_signatory(refusal: Refusal, required: Sequence[Signatory]) -> Signatory:
    """Return who refuses: the party it names, else the only one in that role; party 0 if there are several."""
    role = SignatoryRole.LEADER if refusal.by is PartyRole.LEADER else SignatoryRole.EMPLOYEE
    known = [who for who in required if who.role is role]
    if refusal.party or len(known) != 1:
        return Signatory(role, refusal.party)
    return known[0]


def _refusals_except(refusals: Sequence[Refusal], signers: Sequence[Signatory]) -> tuple[Refusal, ...]:
    """Return the refusals of those who are not among ``signers``."""
    return tuple(refusal for refusal in refusals if refusing_signatory(refusal, ()) not in signers)


def _with_signatures(
    plan: Plan,
    required: Sequence[Signatory],
    signatures: Mapping[Signatory, date],
    refusals: Sequence[Refusal],
    by: str,
) -> Plan:
    # Signed on the day of the last required signature; not signed while one is missing.
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
    no_longer_refusing = {refusing_signatory(one, ()) for one in plan.refusals} - {
        refusing_signatory(one, ()) for one in refusals
    }
    signed_now = len(signatures) > len(plan.signatures)
    keeps_closed_on = (bool(no_longer_refusing) and signed_now) or plan.closed_on not in before
    return min(plan.closed_on, *days) if plan.closed_on and keeps_closed_on else min(days)


def _days(signatures: Mapping[Signatory, date], refusals: Sequence[Refusal]) -> list[date]:
    return [*signatures.values(), *(refusal.on_date for refusal in refusals)]
