"""The text about a closed plan: who closed it and when, and what can still be changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from mus_desktop.model.closed_plan_text import closing_mark
from mus_desktop.model.closing import refusing_signatory
from mus_desktop.model.dates import format_date
from mus_desktop.model.group import danish_list
from mus_desktop.model.plan import Plan, Signatory

_LOCKED = "Det, papiret viser, er låst. Fjern hakket, hvis det skal kunne rettes."


def state_text(plan: Plan, names: Mapping[Signatory, str], today: date) -> str:
    """Return a few sentences about a closed plan, with a hint if a date is in the future; empty while it is open."""
    if not plan.closed:
        return ""
    locked = _filed(plan) if plan.journalised_on else _LOCKED
    sentences = [_refused(plan, names), _signed(plan, names), _future_date_hint(plan, today), locked]
    return " ".join(sentence for sentence in sentences if sentence)


def _refused(plan: Plan, names: Mapping[Signatory, str]) -> str:
    found = ((names.get(refusing_signatory(one, list(names)), "En medarbejder"), one.on_date) for one in plan.refusals)
    return " ".join(f"{name} ønsker ikke at underskrive ({format_date(day)})." for name, day in found)


def _future_date_hint(plan: Plan, today: date) -> str:
    """Return a hint if a signature or refusal is recorded on a date in the future."""
    days = [*plan.signatures.values(), *(refusal.on_date for refusal in plan.refusals)]
    latest = max(days, default=today)
    return f"Den {format_date(latest)} ligger efter i dag. Se, om datoen er rigtig." if latest > today else ""


def _filed(plan: Plan) -> str:
    return (
        f"Planen er journaliseret, så {closing_mark(plan)} kan ikke ændres. "
        "Er datoen for journalisering sat ved en fejl, så fjern den først."
    )


def _signed(plan: Plan, names: Mapping[Signatory, str]) -> str:
    if plan.signed_on is not None:
        return f"Planen er underskrevet den {format_date(plan.signed_on)}."
    days: dict[str, list[str]] = {}
    for who, day in plan.signatures.items():
        days.setdefault(format_date(day), []).append(names.get(who) or who.label or "en medarbejder")
    signed = danish_list([f"{danish_list(people)} den {day}" for day, people in days.items()])
    return f"Planen er underskrevet af {signed}." if signed else ""
