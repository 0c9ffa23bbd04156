"""The text about a closed plan: who closed it and when, and what can still be changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from mus_desktop.model.closed_words import what_was_noted
from mus_desktop.model.closing import refuser
from mus_desktop.model.dates import written
from mus_desktop.model.group import listed
from mus_desktop.model.plan import Plan, Signatory

_LOCKED = "Det, papiret viser, er låst. Fjern hakket, hvis det skal kunne rettes."


def state_text(plan: Plan, names: Mapping[Signatory, str], today: date) -> str:
    """Return a few sentences about a closed plan, with a hint if a date is in the future; empty while it is open."""
    if not plan.closed:
        return ""
    locked = _filed(plan) if plan.journalised_on else _LOCKED
    sentences = [_refused(plan, names), _signed(plan, names), _ahead(plan, today), locked]
    return " ".join(sentence for sentence in sentences if sentence)


def _refused(plan: Plan, names: Mapping[Signatory, str]) -> str:
    found = ((names.get(refuser(one, list(names)), "En medarbejder"), one.on_date) for one in plan.refusals)
    return " ".join(f"{name} ønsker ikke at underskrive ({written(day)})." for name, day in found)


def _ahead(plan: Plan, today: date) -> str:
    """Return a hint if a signature or refusal is recorded on a date in the future."""
    days = [*plan.signatures.values(), *(refusal.on_date for refusal in plan.refusals)]
    latest = max(days, default=today)
    return f"Den {written(latest)} ligger efter i dag. Se, om datoen er rigtig." if latest > today else ""


def _filed(plan: Plan) -> str:
    return (
        f"Planen er journaliseret, så {what_was_noted(plan)} kan ikke ændres. "
        "Er datoen for journalisering sat ved en fejl, så fjern den først."
    )


def _signed(plan: Plan, names: Mapping[Signatory, str]) -> str:
    if plan.signed_on is not None:
        return f"Planen er underskrevet den {written(plan.signed_on)}."
    days: dict[str, list[str]] = {}
    for who, day in plan.signatures.items():
        days.setdefault(written(day), []).append(names.get(who) or who.label or "en medarbejder")
    signed = listed([f"{listed(people)} den {day}" for day, people in days.items()])
    return f"Planen er underskrevet af {signed}." if signed else ""
