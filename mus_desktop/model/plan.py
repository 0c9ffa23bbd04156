"""The development plan (udviklingsplan): agreements in rows, who is responsible and when they are due."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from mus_desktop.model.dates import format_date
from mus_desktop.model.terms import PartyRole
from mus_desktop.model.text import is_blank


class AgreementStatus(StrEnum):
    """The status of an agreement at its review; ``OPEN`` until another is chosen."""

    OPEN = "open"
    REACHED = "reached"
    IN_PROGRESS = "in_progress"
    NOT_REACHED = "not_reached"
    DROPPED = "dropped"
    CARRIED_ON = "carried_on"


def new_agreement_id() -> str:
    """Return a new id. The program assigns it, not the database, so that undo restores the same agreement."""
    return os.urandom(16).hex()


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement (aftale): a row of a plan.

    ``cells`` maps column keys to free text, without blank cells. ``due_on`` and ``responsible`` belong to the columns
    with those roles and are printed inside them. ``extra`` is content from another form that has no column here.
    ``others_agreed``: the employee has ticked that somebody else may be involved.
    """

    id: str
    field: str
    group: str = ""
    cells: Mapping[str, str] = dataclass_field(default_factory=dict)
    extra: Mapping[str, str] = dataclass_field(default_factory=dict)
    due_on: date | None = None
    responsible: str = ""
    others_agreed: bool = False
    status: AgreementStatus = AgreementStatus.OPEN
    added_on: date | None = None
    carried_from: str | None = None

    @property
    def blank(self) -> bool:
        """Whether the row is empty."""
        typed = [*self.cells.values(), *self.extra.values(), self.responsible]
        return self.due_on is None and all(map(is_blank, typed))


class SignatoryRole(StrEnum):
    """The capacity in which somebody signs."""

    EMPLOYEE = "employee"
    LEADER = "leader"
    EXTRA = "extra"


class Signatory(NamedTuple):
    """A person who signs a plan: the leader, an employee by party, or a further signer by the form's own ``label``.

    ``party`` is the id of the signer's party; a further signer has none (0).
    """

    role: SignatoryRole
    party: int = 0
    label: str = ""


class Refusal(NamedTuple):
    """A refusal to sign: by whom, since when, and why in the leader's words.

    ``party`` is the id of that person's party; 0 if a group's participant was not named.
    """

    on_date: date
    by: PartyRole
    reason: str = ""
    party: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one party, with the days on which it was agreed, signed, copied and filed (journaliseret).

    ``closed_on`` is the day of the first signature or refusal: from then on the printed content never changes.
    ``signed_on`` is the day on which everybody who must sign had signed, ``refused_on`` the day of the first refusal.
    ``signatures`` are the signers with their days and ``refusals`` those who refuse. A plan read for a list has neither
    these nor its agreements.
    """

    id: int
    party: int
    agreements: tuple[Agreement, ...] = ()
    agreed_on: date | None = None
    signed_on: date | None = None
    signed_by: str = ""
    copy_given_on: date | None = None
    journalised_on: date | None = None
    journalised_where: str = ""
    closed_on: date | None = None
    refused_on: date | None = None
    refusals: tuple[Refusal, ...] = ()
    signatures: Mapping[Signatory, date] = dataclass_field(default_factory=dict)

    @property
    def closed(self) -> bool:
        """Whether somebody has signed or refused to: the plan accepts only dated additions."""
        return self.closed_on is not None

    def rows(self, field_key: str) -> tuple[Agreement, ...]:
        """Return the agreements of one plan field, in order."""
        return tuple(row for row in self.agreements if row.field == field_key)


def due_and_responsible_text(due_on: date | None, responsible: str, *, capitalized: bool = True) -> str:
    """Return due date and person as printed in a cell: ``Senest 1. marts 2027, Mette``; empty if neither is set."""
    name = "" if is_blank(responsible) else responsible.strip()
    if due_on is None:
        return f"Ansvarlig: {name}" if name else ""
    when = f"{'Senest' if capitalized else 'senest'} {format_date(due_on)}"
    return f"{when}, {name}" if name else when
