"""The words about a closed plan: who closed it and when, and what can still be changed."""

from __future__ import annotations

from collections.abc import Mapping

from mus_desktop.model.dates import written
from mus_desktop.model.group import listed
from mus_desktop.model.plan import Plan, Signatory, SignatoryRole
from mus_desktop.model.terms import PartyRole

_LOCKED = "Det, papiret viser, er låst. Fjern hakket, hvis det skal kunne rettes."
_FILED = (
    "Planen er journaliseret, så underskriften kan ikke ændres. "
    "Er datoen for journalisering sat ved en fejl, så fjern den først."
)


def state_text(plan: Plan, names: Mapping[Signatory, str]) -> str:
    """One or two sentences about a closed plan; empty while it is open."""
    if not plan.closed:
        return ""
    sentences = [_refused(plan, names), _signed(plan, names), _FILED if plan.journalised_on else _LOCKED]
    return " ".join(sentence for sentence in sentences if sentence)


def who_refuses(by: PartyRole, names: Mapping[Signatory, str]) -> str:
    """The person in that role; of several employees one of them."""
    role = SignatoryRole.LEADER if by is PartyRole.LEADER else SignatoryRole.EMPLOYEE
    found = [name for who, name in names.items() if who.role is role]
    return found[0] if len(found) == 1 else "En medarbejder"


def _refused(plan: Plan, names: Mapping[Signatory, str]) -> str:
    if plan.refusal is None:
        return ""
    return f"{who_refuses(plan.refusal.by, names)} ønsker ikke at underskrive ({written(plan.refusal.on_date)})."


def _signed(plan: Plan, names: Mapping[Signatory, str]) -> str:
    if plan.signed_on is not None:
        return f"Planen er underskrevet den {written(plan.signed_on)}."
    days: dict[str, list[str]] = {}
    for who, day in plan.signatures.items():
        days.setdefault(written(day), []).append(names.get(who) or who.label or "en medarbejder")
    signed = listed([f"{listed(people)} den {day}" for day, people in days.items()])
    return f"Planen er underskrevet af {signed}." if signed else ""
