"""The parts every conversation has from its creation; a conversation that lacks any of them is damaged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from mus_desktop.errors import UnreadableValue
from mus_desktop.model.conversation import Conversation, Party
from mus_desktop.model.group import takes_part
from mus_desktop.model.people import Employee
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import PartyRole

_Part = TypeVar("_Part")


def first_or_damaged(candidates: Iterable[_Part]) -> _Part:
    """Return the first of ``candidates``.

    :raises UnreadableValue: there is none, because a reference points to a row that is missing.
    """
    for item in candidates:
        return item
    raise UnreadableValue


def common_plan(parties: Sequence[Party], plans: Sequence[Plan]) -> Plan:
    """Return the plan of the shared party.

    :raises UnreadableValue: that plan, a party, or the employee of a party is missing.
    """
    of_role = {role: [party for party in parties if party.role is role] for role in PartyRole}
    if not all(of_role.values()) or any(party.employee is None for party in of_role[PartyRole.EMPLOYEE]):
        raise UnreadableValue
    return first_or_damaged(plan for plan in plans if plan.party == of_role[PartyRole.SHARED][0].id)


class Participants(NamedTuple):
    """The employees (ids) of a conversation: those it is shown with, and who left the group but have a plan in it.

    ``total`` counts everybody who ever belonged to it.
    """

    present: tuple[int, ...]
    former: tuple[int, ...]
    total: int


def participants(conversation: Conversation, parties: Sequence[Party], plans: Sequence[Plan]) -> Participants:
    """Return the participants of a conversation."""
    everybody = [party for party in parties if party.role is PartyRole.EMPLOYEE]
    # If all have left the group, it is still shown with all of them.
    present = [party for party in everybody if takes_part(party, conversation)] or everybody
    with_plan = {plan.party for plan in plans}
    former = [party for party in everybody if party not in present and party.id in with_plan]
    return Participants(_employee_ids(present), _employee_ids(former), len(everybody))


def ticking_parties(conversation: Conversation, parties: Sequence[Party]) -> tuple[int, ...]:
    """Return who must tick that a note follows the plan: those who sign it, employees first."""
    everybody = [party for party in parties if party.role is PartyRole.EMPLOYEE]
    present = [party for party in everybody if takes_part(party, conversation)] or everybody
    return tuple(party.id for party in (*present, *(p for p in parties if p.role is PartyRole.LEADER)))


def _employee_ids(parties: Iterable[Party]) -> tuple[int, ...]:
    return tuple(party.employee for party in parties if party.employee is not None)


def employees_with_ids(ids: Iterable[int], employees: Iterable[Employee]) -> tuple[Employee, ...]:
    """Return the employees with ``ids``, in that order. :raises UnreadableValue: one of them is missing."""
    known = {employee.id: employee for employee in employees}
    return tuple(first_or_damaged(filter(None, [known.get(key)])) for key in ids)
