"""A group conversation: the short names of its participants, and the progress of its plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mus_desktop.model.conversation import Conversation, Party
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import IndividualPlans
from mus_desktop.model.text import comparison_key

INDIVIDUAL, GROUP = "individual", "group"
"""The ways a form can be used."""

MIN_PARTICIPANTS = 2
MAX_PARTICIPANTS = 12
"""The most participants of a group conversation; :data:`MIN_PARTICIPANTS` is the least."""
_SHOWN_NAMES = 2


def short_names(names: Sequence[str], labels: Sequence[str] = ()) -> tuple[str, ...]:
    """Return a short name for each person in the group: the first name, or the full name if two share it.

    :param labels: each person's name in the whole workplace, in the order of ``names`` (see
        :func:`~mus_desktop.model.display_names.distinct_names`). A label that differs from the name is used unchanged,
        because neither the first nor the full name identifies that person.
    """
    first = [name.split(" ", 1)[0] for name in names]
    shared = Counter(map(comparison_key, first))
    return tuple(
        label if label != name else name if shared[comparison_key(short)] > 1 else short
        for name, label, short in zip(names, labels or names, first, strict=True)
    )


def danish_list(names: Sequence[str]) -> str:
    """Return the names as a Danish list: ``Anna og Bo``, ``Anna, Bo og Carl``."""
    return " og ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def shortened_danish_list(names: Sequence[str]) -> str:
    """Return at most three names, or two and the number of others: ``Anna, Bo og 3 andre``."""
    if len(names) <= _SHOWN_NAMES + 1:
        return danish_list(names)
    return f"{', '.join(names[:_SHOWN_NAMES])} og {len(names) - _SHOWN_NAMES} andre"


def joint_plan(common: Plan, own: Sequence[Plan | None], individual_plans: IndividualPlans) -> Plan:
    """Return the plan of a group for a list: the common plan, with a day for each step that everybody has taken.

    If individual plans are required, a step is taken on the day the last of all plans reached it: the common one and
    that of every participant (``own``, ``None`` for a participant without one). Otherwise the common plan is returned.
    """
    if individual_plans is not IndividualPlans.REQUIRED:
        return common
    everybody = (common, *own)
    return replace(
        common,
        agreed_on=_latest_if_all([plan.agreed_on if plan else None for plan in everybody]),
        signed_on=_latest_if_all([_signatures_complete_on(plan) if plan else None for plan in everybody]),
        closed_on=_latest_if_all([plan.closed_on if plan else None for plan in everybody]),
        copy_given_on=_latest_if_all([plan.copy_given_on if plan else None for plan in everybody]),
        journalised_on=_latest_if_all([plan.journalised_on if plan else None for plan in everybody]),
    )


def takes_part(party: Party, conversation: Conversation) -> bool:
    """Return whether a participant belongs to the conversation: still in the group, or left after it was held."""
    held_on = conversation.held_on
    return party.left_on is None or (held_on is not None and held_on < party.left_on)


def _signatures_complete_on(plan: Plan) -> date | None:
    """Return the day on which no signature was outstanding: everybody had signed, or somebody had refused."""
    return plan.signed_on or plan.refused_on


def _latest_if_all(days: Sequence[date | None]) -> date | None:
    taken = [day for day in days if day is not None]
    return max(taken) if len(taken) == len(days) else None
