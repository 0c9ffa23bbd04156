"""The contents of printed documents. Imports nothing of Word, so that it loads fast.

These classes have no place for a preparation, so none can be printed by mistake, but for :class:`EvaluationContent`,
which holds what the form says the employee hands in. Only :class:`PlanContent` has notes: those that every party has
ticked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mus_desktop.model.answers import Value
from mus_desktop.model.form import Fact, Form, PartyRole
from mus_desktop.model.group import GROUP
from mus_desktop.model.plan import Agreement, Refusal, SignatoryRole
from mus_desktop.model.review import Addendum, FollowUp
from mus_desktop.model.signed_content import FollowingNote, ReviewedLine

_BLANK_PARTICIPANTS = 4
"""The lines for participants to sign on in a blank plan of a form that is only for groups."""


@dataclass(frozen=True, slots=True)
class PrintedSigner:
    """Somebody who signs the plan of a group: the printed name, and the day of signature once it is recorded."""

    role: SignatoryRole
    name: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanContent:
    """The plan of one party, ready to be printed on ``form``.

    ``facts`` are the printed words ("Bjørn Ågård", "2026"); a missing fact becomes a line to write on. ``answers`` are
    the shared answers by field key; only those the form marks ``print`` are ever printed. ``notes`` are the shared
    notes that follow the plan. ``follow_ups`` are stored by the key of their field. ``closed_on`` is the day of the
    first signature or refusal; ``addenda`` were added later, as were the agreements whose ids are in ``later_ids``.
    ``participant_names`` are the names of a group's participants by party, to print who refuses. ``past`` are the
    reviewed earlier agreements, ``None`` on a blank plan, which has lines for them. ``made_on`` and ``author`` are
    stored in the document's properties. ``signers`` are those who sign the common plan of a group, each on a line of
    their own; empty for other plans. ``own``: it is the own plan of one participant in a group.
    """

    form: Form
    facts: Mapping[Fact, str] = field(default_factory=dict)
    agreements: tuple[Agreement, ...] = ()
    agreed_on: date | None = None
    signed_on: date | None = None
    made_on: date | None = None
    author: str = ""
    answers: Mapping[str, Value] = field(default_factory=dict)
    notes: tuple[FollowingNote, ...] = ()
    follow_ups: Mapping[str, tuple[FollowUp, ...]] = field(default_factory=dict)
    addenda: tuple[Addendum, ...] = ()
    past: tuple[ReviewedLine, ...] | None = ()
    closed_on: date | None = None
    later_ids: frozenset[str] = frozenset()
    refusals: tuple[Refusal, ...] = ()
    participant_names: Mapping[int, str] = field(default_factory=dict)
    signers: tuple[PrintedSigner, ...] = ()
    own: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether it is an empty plan to fill in by hand."""
        # A first plan that is filled in has an empty list of earlier agreements.
        return self.past is None


def blank_content(form: Form) -> PlanContent:
    """Return an empty plan of ``form`` to print and fill in by hand."""
    group_signers = (
        *[PrintedSigner(SignatoryRole.EMPLOYEE)] * _BLANK_PARTICIPANTS,
        PrintedSigner(SignatoryRole.LEADER),
    )
    return PlanContent(form=form, past=None, signers=group_signers if form.held == (GROUP,) else ())


@dataclass(frozen=True, slots=True)
class StatusLine:
    """An agreement on a sheet: its text, due date, status, the comment on it, and the plan it belongs to."""

    agreed: str
    due: str = ""
    status: str = ""
    remark: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetContent:
    """The heading of a sheet to write on: a guide, a preparation sheet, or cards.

    It has no place for any answer. ``party`` is the party of a preparation sheet. ``settings`` are the texts from the
    settings that the form shows, by name. ``earlier`` are the agreements of earlier plans to be looked back on; what is
    thought of them now, their status and the comment, is left to be written. ``agreed_topics`` are the keys of the
    themes that the parties have agreed to talk about, in their order; empty if they have not.
    """

    form: Form
    facts: Mapping[Fact, str] = field(default_factory=dict)
    party: PartyRole = PartyRole.SHARED
    made_on: date | None = None
    author: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[StatusLine, ...] = ()
    agreed_topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PocketContent(SheetContent):
    """A pocket page: ``picks`` are the keywords shared with the other party, by field key, then by who picked them."""

    picks: Mapping[str, Mapping[PartyRole, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationContent(SheetContent):
    """An evaluation to be handed in.

    ``answers`` are those that may be printed in it, by field key, ``None`` on a blank one. Every field in it is
    answered by the employee alone or in common, so a key identifies one answer.
    """

    answers: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusContent(SheetContent):
    """A status sheet. ``initiatives`` are the new agreements as short texts.

    ``own_on`` is the day of this status, ``next_on`` the day to talk again after it.

    ``additions`` are paragraphs added after the sheet was signed, each with its date.
    """

    lines: tuple[StatusLine, ...] = ()
    initiatives: tuple[StatusLine, ...] = ()
    own_on: str = ""
    next_on: str = ""
    additions: tuple[str, ...] = ()
