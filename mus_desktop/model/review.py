"""Reviews of agreements, additions after signature, and follow-up dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.text import is_blank

if TYPE_CHECKING:
    from mus_desktop.model.form import PlanField


class Author(StrEnum):
    """The author of an addition after signature."""

    BOTH = "both"
    EMPLOYEE = "employee"
    """The employee's own remark on the plan; the leader types it."""


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one agreement in one conversation: its status, and a comment."""

    agreement: str
    on_date: date
    status: AgreementStatus
    comment: str = ""
    conversation: int | None = None


@dataclass(frozen=True, slots=True)
class PastAgreement:
    """An agreement of an earlier plan as it is shown when the next one is made.

    ``field`` is the plan field it was made in, so that its cells can be read under their own titles; ``form_title`` and
    ``period`` are those of the earlier conversation, and ``plan_name`` is the name of the field among several plans
    of its form (empty if it is the only one). ``review`` is the review in this conversation, ``earlier`` the reviews
    before it, newest first. ``addenda`` were added after signature. ``group``: it was made in a group conversation,
    ``common`` in the plan of all its participants together.
    """

    agreement: Agreement
    field: PlanField
    form_title: str
    period: Period
    review: Review | None = None
    earlier: tuple[Review, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    plan_name: str = ""
    group: bool = False
    common: bool = False

    @property
    def plan_label(self) -> str:
        """The plan it belongs to, without a name: ``Udviklingsplan 2025``, in a group ``Fælles plan 2025``."""
        kind = "Fælles plan" if self.common else "Egen plan" if self.group else "Udviklingsplan"
        return f"{kind} {self.period.title}"


@dataclass(frozen=True, slots=True)
class Addendum:
    """A text added after signature: to ``column`` of an agreement, or to the plan itself (then both are empty).

    ``author`` is either both parties, or the employee alone with a remark on the plan.
    """

    plan: int
    added_on: date
    body: str
    agreement: str | None = None
    column: str = ""
    author: Author = Author.BOTH


@dataclass(frozen=True, slots=True, order=True)
class AddendumKey:
    """The target of an addition made today: a plan, an agreement and a column of it (empty for the plan itself)."""

    plan: int
    agreement: str = ""
    column: str = ""
    author: Author = Author.BOTH


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A day on which the plan is followed up, with a note, and the day it was done. Rows are in the form's order.

    ``added_on`` is the day it was added to a closed plan; ``None`` for a row from before the plan was closed.
    """

    due_on: date | None = None
    note: str = ""
    done_on: date | None = None
    added_on: date | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing is set."""
        return self.due_on is None and self.done_on is None and is_blank(self.note)
