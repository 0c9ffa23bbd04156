"""Those who sign the common plan of a group, as the plan prints them: each on a line of their own."""

from __future__ import annotations

from mus_desktop.documents.content import PrintedSigner
from mus_desktop.model.plan import SignatoryRole
from mus_desktop.model.terms import Fact
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.conversation.signing import required_signatories


def printed_signers(opened: OpenConversation) -> tuple[PrintedSigner, ...]:
    """Return who signs the common plan of ``opened``, the leader last; empty if it is not held with a group.

    A closed plan prints the names as they were when it was closed.
    """
    if not opened.group:
        return ()
    plan, stored = opened.plan, opened.signed.get(opened.plan.id)
    printed = dict(zip((employee.id for employee in opened.employees), opened.printed_names(), strict=True))
    names = {party.id: printed.get(party.employee or 0, "") for party in opened.parties}
    leader = opened.leader.name
    if stored:
        names, leader = names | dict(stored.people), stored.facts.get(Fact.LEADER, leader)
    return tuple(
        PrintedSigner(
            who.role,
            leader if who.role is SignatoryRole.LEADER else names.get(who.party, ""),
            plan.signatures.get(who, plan.signed_on),
        )
        for who in required_signatories(opened, plan)
    )
