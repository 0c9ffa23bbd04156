"""A group conversation: what its people are called together, and how far its plans have come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mus_desktop.model.people import Employee
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import IndividualPlans

FEWEST = 2
MOST = 12
_NAMED = 2


def called(people: Sequence[Employee]) -> tuple[str, ...]:
    """What each of ``people`` is called among the others: the first name, the whole name where two share it."""
    shared = Counter(person.first_name.casefold() for person in people)
    return tuple(person.name if shared[person.first_name.casefold()] > 1 else person.first_name for person in people)


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
        agreed_on=_last([plan and plan.agreed_on for plan in everybody]),
        signed_on=_last([plan and plan.signed_on for plan in everybody]),
        copy_given_on=_last([plan and plan.copy_given_on for plan in everybody]),
        journalised_on=_last([plan and plan.journalised_on for plan in everybody]),
    )


def _last(days: Sequence[date | None]) -> date | None:
    taken = [day for day in days if day is not None]
    return max(taken) if len(taken) == len(days) else None
