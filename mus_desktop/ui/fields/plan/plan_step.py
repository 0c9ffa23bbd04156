"""The steps in the life of a plan after it is written, and one of them as it is taken on screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from mus_desktop.model.plan import Refusal, Signatory
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
    signed, where only one did; ``by`` who will not sign.
    """

    step: PlanStep
    day: date | None
    words: str = ""
    signatory: Signatory | None = None
    by: PartyRole = PartyRole.EMPLOYEE

    @property
    def place(self) -> tuple[PlanStep, Signatory | None]:
        """Which line of the card it is; a later step there replaces an earlier one."""
        return self.step, self.signatory

    @property
    def refusal(self) -> Refusal | None:
        """The step as the plan keeps it when somebody will not sign."""
        return Refusal(self.day, self.by, self.words.strip()) if self.day else None
