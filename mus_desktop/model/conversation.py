"""A conversation (samtale): its participants, time, place and status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from mus_desktop.model.period import Period
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import PartyRole, Purpose


class Status(StrEnum):
    """The status of a conversation; always derived from dates, never stored."""

    PLANNED = "planned"
    INVITED = "invited"
    DECLINED = "declined"
    POSTPONED = "postponed"
    DAMAGED = "damaged"
    """The status is unknown, because a part of the conversation cannot be read from the database."""
    UNDER_WAY = "under_way"
    HELD = "held"
    AGREED = "agreed"
    PARTLY_SIGNED = "partly_signed"
    REFUSED = "refused"
    SIGNED = "signed"
    JOURNALISED = "journalised"

    @property
    def danish(self) -> str:
        """The Danish word for the status, on screen and in lists."""
        return _DANISH[self]


_DANISH = {
    Status.PLANNED: "planlagt",
    Status.INVITED: "inviteret",
    Status.DECLINED: "takket nej",
    Status.POSTPONED: "udsat",
    Status.DAMAGED: "beskadiget",
    Status.UNDER_WAY: "forberedes",
    Status.HELD: "afholdt",
    Status.AGREED: "plan aftalt",
    Status.PARTLY_SIGNED: "underskrevet af én",
    Status.REFUSED: "vil ikke underskrive",
    Status.SIGNED: "underskrevet",
    Status.JOURNALISED: "journaliseret",
}


class Party(NamedTuple):
    """One of the parties of a conversation: an employee, the leader, or the shared party for their common content."""

    id: int
    role: PartyRole
    employee: int | None = None
    prepared_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation on one version of one form.

    ``form_version`` is the database id of that version; ``minutes`` the planned duration; ``last_tab`` the key of the
    page the leader was on last. ``counts``: it is the yearly MUS of the period, not another kind of conversation.
    ``postponed_on`` is the day on which it was postponed to a day that is not known yet.
    ``begun``: something has been written in it. ``damaged``: a part of it cannot be read from the database, and has
    the value of one never entered.
    """

    id: int
    form_version: int
    period: Period
    purpose: Purpose = Purpose.MUS
    round: int | None = None
    origin: int | None = None
    on_date: date | None = None
    at_time: time | None = None
    minutes: int | None = None
    place: str = ""
    invited_on: date | None = None
    declined_on: date | None = None
    postponed_on: date | None = None
    held_on: date | None = None
    last_tab: str = ""
    counts: bool = True
    begun: bool = False
    damaged: bool = False


class Attachment(NamedTuple):
    """A file attached to a conversation, without its bytes; ``name`` is its original file name."""

    id: int
    conversation: int
    name: str
    made_at: datetime


def status_of(conversation: Conversation, plan: Plan | None) -> Status:
    """Return the status of ``conversation``; ``plan`` is its plan, ``None`` if it has none."""
    conditions = (
        (Status.DAMAGED, conversation.damaged),
        (Status.JOURNALISED, plan and plan.journalised_on),
        (Status.SIGNED, plan and plan.signed_on),
        (Status.REFUSED, plan and plan.refused_on),
        (Status.PARTLY_SIGNED, plan and plan.closed_on),
        (Status.AGREED, plan and plan.agreed_on),
        (Status.HELD, conversation.held_on),
        (Status.DECLINED, conversation.declined_on),
        (Status.POSTPONED, conversation.postponed_on),
        (Status.UNDER_WAY, conversation.begun),
        (Status.INVITED, conversation.invited_on),
    )
    return next((status for status, date_of in conditions if date_of), Status.PLANNED)
