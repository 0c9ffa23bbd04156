"""The dated steps of a conversation, from invitation to personnel file."""

from __future__ import annotations

from datetime import date
from enum import Enum, auto
from typing import NamedTuple

from mus_desktop.model.conversation import Conversation
from mus_desktop.model.plan import Plan
from mus_desktop.services.conversation.state.plan_step import PlanStep


class ConversationStep(Enum):
    """A step of a conversation, or of one of its plans, that is recorded with its date."""

    INVITED = auto()
    DECLINED = auto()
    POSTPONED = auto()
    HELD = auto()
    AGREED = auto()
    SIGNED = auto()
    COPY_GIVEN = auto()
    JOURNALISED = auto()

    @property
    def plan_step(self) -> PlanStep | None:
        """The step of a plan that it is; ``None`` for a step of the conversation itself."""
        return _PLAN_STEPS.get(self)


class StepPlan(NamedTuple):
    """A plan on which steps can be recorded.

    ``owner`` is the name and ``employee`` the id of the participant whose own plan it is; empty for the common plan.
    """

    plan: Plan
    owner: str = ""
    employee: int | None = None


_PLAN_STEPS = {
    ConversationStep.AGREED: PlanStep.AGREED,
    ConversationStep.SIGNED: PlanStep.SIGNED,
    ConversationStep.COPY_GIVEN: PlanStep.COPY_GIVEN,
    ConversationStep.JOURNALISED: PlanStep.JOURNALISED,
}


def day_of_step(step: ConversationStep, conversation: Conversation, plan: Plan | None) -> date | None:
    """Return the day on which ``step`` was taken; ``None`` if it has not been, or if there is no plan.

    A plan that somebody has signed or refused counts as signed from its first signature or refusal on.
    """
    if step.plan_step is not None:
        if plan is None:
            return None
        begun = (plan.refused_on or plan.closed_on) if step is ConversationStep.SIGNED else None
        return day_of_plan_step(step, plan) or begun
    days = {
        ConversationStep.INVITED: conversation.invited_on,
        ConversationStep.DECLINED: conversation.declined_on,
        ConversationStep.POSTPONED: conversation.postponed_on,
        ConversationStep.HELD: conversation.held_on,
    }
    return days[step]


def day_of_plan_step(step: ConversationStep, plan: Plan) -> date | None:
    """Return the day on which ``step`` of a plan was taken by everybody; ``None`` if it has not been."""
    days = {
        ConversationStep.AGREED: plan.agreed_on,
        ConversationStep.SIGNED: plan.signed_on,
        ConversationStep.COPY_GIVEN: plan.copy_given_on,
        ConversationStep.JOURNALISED: plan.journalised_on,
    }
    return days[step]
