"""What the place holders of a mail become for one employee, and what is missing of that employee."""

from __future__ import annotations

from mus_desktop.model.conversation import Conversation
from mus_desktop.model.document_table import is_prepared_by
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.open_conversation import OpenConversation, date_and_time_text

_NAMES = {Purpose.FOLLOW_UP: "mini-MUS"}
PREPARATION, SIGNATURE = "din forberedelse", "din underskrift på planen"


def talk_name(conversation: Conversation) -> str:
    """Return the kind of conversation as it is called in a sentence."""
    return _NAMES.get(conversation.purpose, "MUS")


def values_for(opened: OpenConversation, employee: Employee, lacking: str = "", focus: str = "") -> dict[str, str]:
    """Return the value of each place holder. ``focus`` is that of the round, if there is one."""
    conversation, leader = opened.conversation, opened.leader
    return {
        "fornavn": employee.first_name,
        "navn": employee.name,
        "samtale": talk_name(conversation),
        "tid": date_and_time_text(conversation, weekday=True),
        "varighed": _duration_text(conversation.minutes or 0),
        "sted": conversation.place,
        "periode": conversation.period.title,
        "fokus": focus,
        "mangler": lacking,
        "leder": leader.name,
        "stilling": leader.title,
        "arbejdsplads": leader.workplace,
    }


def lacking_of(opened: OpenConversation, employee: Employee) -> str:
    """Return what is missing of the employee now, as words in a sentence; empty if nothing is.

    Before the conversation that is the preparation, as far as the program knows it; afterwards the signature.
    """
    party = next((one for one in opened.participants if one.employee == employee.id), None)
    if party is None or opened.conversation.declined_on is not None:
        return ""
    if opened.conversation.held_on is None:
        answered = any(key.party == party.id for key in opened.answers)
        prepared = answered or party.prepared_on is not None
        return "" if prepared or not is_prepared_by(opened.form, PartyRole.EMPLOYEE) else PREPARATION
    plan = opened.plan_of(party.id) or opened.plan
    unsigned = plan.agreed_on is not None and plan.signed_on is None and not plan.refusals
    return SIGNATURE if unsigned else ""


def _duration_text(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} {'time' if hours == 1 else 'timer'}" if hours else "", f"{rest} minutter" if rest else ""]
    return " og ".join(part for part in parts if part)
