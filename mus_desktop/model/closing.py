"""A plan with other signatures: when it is closed, and when everybody has signed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from mus_desktop.model.plan import Plan, Refusal, Signatory


def signed_by_all(plan: Plan, required: Sequence[Signatory], day: date | None, by: str = "") -> Plan:
    """``plan`` signed by everybody who must sign; ``None`` takes all signatures back.

    Who had signed before keeps that day, unless everybody signed on the day that is now corrected.
    """
    if day is None:
        return _with(plan, required, {}, plan.refusal, "")
    known = {who: on for who, on in plan.signatures.items() if plan.signed_on is None or on != plan.signed_on}
    extra = {who: on for who, on in plan.signatures.items() if who not in required}
    return _with(plan, required, {**extra, **dict.fromkeys(required, day), **known}, plan.refusal, by.strip())


def signed_by_one(plan: Plan, required: Sequence[Signatory], signatory: Signatory, day: date | None) -> Plan:
    """``plan`` signed by one signatory, or with that signature taken back."""
    others = {who: on for who, on in plan.signatures.items() if who != signatory}
    return _with(plan, required, others if day is None else {**others, signatory: day}, plan.refusal, plan.signed_by)


def refused(plan: Plan, required: Sequence[Signatory], refusal: Refusal | None) -> Plan:
    """``plan`` that somebody will not sign, or with that taken back."""
    return _with(plan, required, plan.signatures, refusal, plan.signed_by)


def _with(
    plan: Plan, required: Sequence[Signatory], signatures: Mapping[Signatory, date], refusal: Refusal | None, by: str
) -> Plan:
    days = [*signatures.values(), *([refusal.on_date] if refusal else [])]
    signed = [signatures[who] for who in required if who in signatures]
    signed_on = max(signed) if signed and len(signed) == len(required) else None
    return replace(
        plan,
        signatures=dict(signatures),
        refusal=refusal,
        closed_on=min(days) if days else None,
        signed_on=signed_on,
        signed_by=by if signed_on else "",
    )
