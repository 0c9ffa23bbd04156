"""The steps in the life of a plan after it is written, and one of them as it is taken on screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from mus_desktop.model.plan import Refusal, Signatory, SignatoryRole
from mus_desktop.model.terms import PartyRole


class PlanStep(Enum):
    """A dated step in the life of a plan."""

    AGREED = auto()
    SIGNED = auto()
    SIGNED_BY_ONE = auto()
    REFUSED = auto()
    COPY_GIVEN = auto()
    JOURNALISED = auto()


@dataclass(frozen=True, slots=True)
class TakenStep:
    """A step that is taken on ``day``, or taken back (``None``).

    ``words`` are the leader's own: where the plan is filed, or why somebody will not sign. ``signatory`` says who
    signed, where only one did, or who will not sign.
    """

    step: PlanStep
    day: date | None
    words: str = ""
    signatory: Signatory | None = None

    @property
    def place(self) -> tuple[PlanStep, Signatory | None]:
        """Which line of the card it is; a later step there replaces an earlier one."""
        return self.step, self.signatory

    @property
    def refusal(self) -> Refusal | None:
        """The step as the plan keeps it when somebody will not sign."""
        if self.day is None or self.signatory is None:
            return None
        by = PartyRole.LEADER if self.signatory.role is SignatoryRole.LEADER else PartyRole.EMPLOYEE
        return Refusal(self.day, by, self.words.strip(), self.signatory.party)
