"""A conversation (samtale): who takes part, when and where, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from mus_desktop.model.period import Period
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import PartyRole, Purpose


class Status(StrEnum):
    """How far a conversation has come; always derived from dates, never stored."""

    PLANNED = "planned"
    INVITED = "invited"
    DECLINED = "declined"
    POSTPONED = "postponed"
    DAMAGED = "damaged"
    """What it is in cannot be told: something of it cannot be read in the database."""
    UNDER_WAY = "under_way"
    HELD = "held"
    AGREED = "agreed"
    PARTLY_SIGNED = "partly_signed"
    REFUSED = "refused"
    SIGNED = "signed"
    JOURNALISED = "journalised"

    @property
    def danish(self) -> str:
        """The word for the status on screen and in lists."""
        return _DANISH[self]


_DANISH = {
    Status.PLANNED: "planlagt",
    Status.INVITED: "indbudt",
    Status.DECLINED: "takket nej",
    Status.POSTPONED: "udsat",
    Status.DAMAGED: "beskadiget",
    Status.UNDER_WAY: "i gang",
    Status.HELD: "afholdt",
    Status.AGREED: "plan aftalt",
    Status.PARTLY_SIGNED: "underskrevet af én",
    Status.REFUSED: "vil ikke underskrive",
    Status.SIGNED: "underskrevet",
    Status.JOURNALISED: "journaliseret",
}


@dataclass(frozen=True, slots=True)
class Party:
    """One of the parties of a conversation: an employee, the leader, or what they share."""

    id: int
    role: PartyRole
    employee: int | None = None
    prepared_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation on one version of one form.

    ``form_version`` is the row it is pinned to; ``minutes`` how long it is planned to last; ``last_tab`` the key of the
    page where the leader left. ``counts``: it is the yearly MUS of the period, not a talk of another kind. ``begun``
    says whether anything has been written in it. ``damaged`` says that something of it cannot be read in the database,
    and stands here as if it had never been given.
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


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that was attached to a conversation, without its bytes; ``name`` is the file name it had."""

    id: int
    conversation: int
    name: str
    made_at: datetime


def status_of(conversation: Conversation, plan: Plan | None) -> Status:
    """How far ``conversation`` has come; ``plan`` is its plan, ``None`` if it has none."""
    reached = (
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
    return next((status for status, date_of in reached if date_of), Status.PLANNED)
