"""The steps in the life of a plan after it is written, and one of them as taken on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from mus_desktop.model import closing
from mus_desktop.model.plan import Plan, Refusal, Signatory, SignatoryRole
from mus_desktop.model.terms import PartyRole
from mus_desktop.model.text import one_line


class PlanStep(Enum):
    """A dated step in the life of a plan."""

    AGREED = auto()
    SIGNED = auto()
    SIGNED_BY_ONE = auto()
    REFUSED = auto()
    COPY_GIVEN = auto()
    JOURNALISED = auto()


@dataclass(frozen=True, slots=True)
class StepChange:
    """A step of the plan recorded on ``day``, or cleared if ``day`` is ``None``.

    ``words`` are typed by the leader: where the plan is filed, or the reason of a refusal. ``signatory`` is who signed,
    if only one did, or who refuses.
    """

    step: PlanStep
    day: date | None
    words: str = ""
    signatory: Signatory | None = None

    @property
    def place(self) -> tuple[PlanStep, Signatory | None]:
        """Return the line of the card it belongs to; a later step for the same line replaces an earlier one."""
        return self.step, self.signatory

    @property
    def refusal(self) -> Refusal | None:
        """Return the :class:`Refusal` that stores this step; ``None`` if it is no refusal."""
        if self.day is None or self.signatory is None:
            return None
        by = PartyRole.LEADER if self.signatory.role is SignatoryRole.LEADER else PartyRole.EMPLOYEE
        return Refusal(self.day, by, one_line(self.words), self.signatory.party)


def with_step(plan: Plan, step: StepChange, signers: Sequence[Signatory]) -> Plan:
    """Return ``plan`` as the screen shows it after ``step``, before it is stored; ``signers`` must sign it."""
    match step.step:
        case PlanStep.AGREED:
            return replace(plan, agreed_on=step.day)
        case PlanStep.SIGNED:
            return closing.with_all_signatures(plan, signers, step.day, plan.signed_by)
        case PlanStep.SIGNED_BY_ONE:
            return closing.with_signature(plan, signers, step.signatory, step.day) if step.signatory else plan
        case PlanStep.REFUSED:
            return closing.with_refusal(plan, signers, step.refusal, step.signatory)
        case PlanStep.COPY_GIVEN:
            return replace(plan, copy_given_on=step.day)
        case PlanStep.JOURNALISED:
            # The place is cleared together with the day: a plan that is not filed is nowhere.
            return replace(plan, journalised_on=step.day, journalised_where=step.words if step.day else "")
