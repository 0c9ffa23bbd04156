"""A group conversation: what its people are called together, and how far its plans have come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mus_desktop.model.conversation import Conversation, Party
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import IndividualPlans

INDIVIDUAL, GROUP = "individual", "group"
"""How a form can be held."""

FEWEST = 2
MOST = 12
_NAMED = 2


def called(names: Sequence[str], labels: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what each person is called among the others: the first name, the whole name where two share it.

    :param labels: how each is named in the whole workplace (:func:`~mus_desktop.model.naming.distinguished`), in the
        order of ``names``. Whoever has a label beyond the name is called by it: neither the first nor the whole name
        says who it is.
    """
    first = [name.split(" ", 1)[0] for name in names]
    shared = Counter(name.casefold() for name in first)
    return tuple(
        label if label != name else name if shared[short.casefold()] > 1 else short
        for name, label, short in zip(names, labels or names, first, strict=True)
    )


def listed(names: Sequence[str]) -> str:
    """Names as they are said: ``Anna og Bo``, ``Anna, Bo og Carl``."""
    return " og ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def listed_shortly(names: Sequence[str]) -> str:
    """At most three names, or two and how many more: ``Anna, Bo og 3 andre``."""
    if len(names) <= _NAMED + 1:
        return listed(names)
    return f"{', '.join(names[:_NAMED])} og {len(names) - _NAMED} andre"


def joint_plan(common: Plan, own: Sequence[Plan | None], individual_plans: IndividualPlans) -> Plan:
    """The plan of a group as a list shows it: the common one, with a day for each step that everybody has taken.

    Where individual plans are required, a step is taken on the day the last of all plans took it: the common one and
    that of every participant (``own``, ``None`` for who has none). Otherwise the common plan speaks for itself.
    """
    if individual_plans is not IndividualPlans.REQUIRED:
        return common
    everybody = (common, *own)
    return replace(
        common,
        agreed_on=_last([plan.agreed_on if plan else None for plan in everybody]),
        signed_on=_last([_settled_on(plan) if plan else None for plan in everybody]),
        closed_on=_last([plan.closed_on if plan else None for plan in everybody]),
        copy_given_on=_last([plan.copy_given_on if plan else None for plan in everybody]),
        journalised_on=_last([plan.journalised_on if plan else None for plan in everybody]),
    )


def takes_part(party: Party, conversation: Conversation) -> bool:
    """Whether a participant belongs to the conversation: has not left the group, or left it after it was held."""
    held_on = conversation.held_on
    return party.left_on is None or (held_on is not None and held_on < party.left_on)


def _settled_on(plan: Plan) -> date | None:
    """The day on which nothing was left to sign: everybody had signed, or somebody said that they would not."""
    return plan.signed_on or plan.refused_on


def _last(days: Sequence[date | None]) -> date | None:
    taken = [day for day in days if day is not None]
    return max(taken) if len(taken) == len(days) else None
