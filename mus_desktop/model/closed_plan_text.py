"""Danish phrases for why a plan is closed and how it is reopened: signed, or only refused."""

from __future__ import annotations

from collections.abc import Iterable

from mus_desktop.model.plan import Plan


def closed_only_by_refusal(plans: Iterable[Plan]) -> bool:
    """Return whether every closed plan in ``plans`` is closed by a refusal alone, so that none has a signature."""
    closed = [plan for plan in plans if plan.closed]
    return bool(closed) and all(plan.refused_on and not plan.signed_on and not plan.signatures for plan in closed)


def closed_reason(*plans: Plan) -> str:
    """Return the beginning of a sentence: why a closed plan cannot be changed."""
    return (
        "Planen er lukket, fordi en af parterne ikke vil underskrive"
        if closed_only_by_refusal(plans)
        else "Planen er underskrevet"
    )


def reopen_instruction(*plans: Plan) -> str:
    """Return the beginning of a sentence: what to do first in order to change a closed plan."""
    return (
        "Fjern først hakket ved »vil ikke underskrive«"
        if closed_only_by_refusal(plans)
        else "Fjern først underskriften"
    )


def closing_mark(*plans: Plan) -> str:
    """Return what closes the plan, in Danish: the signature, or the refusal to sign."""
    return "hakket ved »vil ikke underskrive«" if closed_only_by_refusal(plans) else "underskriften"
