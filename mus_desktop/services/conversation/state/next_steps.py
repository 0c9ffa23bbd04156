"""The next steps after a conversation is held: the plan in Word, signature, copy, mini-MUS, evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from mus_desktop.model.closed_plan_text import closed_reason
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.dates import format_date, format_planned_date
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.state.conversation_state import ConversationState

EVALUATION_TAB = "evaluering"
"""The key of the theme on which both evaluate the conversation, where a form has one."""


class NextStepKind(Enum):
    """A step that usually follows when a conversation is held."""

    WORD = auto()
    SIGNATURE = auto()
    COPY_GIVEN = auto()
    FOLLOW_UP = auto()
    EVALUATION = auto()


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step, and in Danish what has been recorded about it; ``done_text`` is empty if nothing is.

    ``proposed`` is the day on which the step is usually taken, where that is known.
    """

    kind: NextStepKind
    done_text: str = ""
    proposed: date | None = None


def next_steps(
    state: ConversationState, follow_up: Conversation | None, proposed: date | None = None
) -> tuple[NextStep, ...]:
    """Return the steps that the conversation has, in the usual order.

    :param follow_up: the mini-MUS that follows it up, if one is planned.
    :param proposed: the usual day of a mini-MUS.
    """
    plan, form = state.content.plan, state.opened.form
    steps = [NextStep(NextStepKind.WORD)]
    if form.plan_fields() and not state.needs_own_plan():
        copied = f"Kopi givet den {format_date(plan.copy_given_on)}." if plan.copy_given_on else ""
        steps += [NextStep(NextStepKind.SIGNATURE, _signed(state)), NextStep(NextStepKind.COPY_GIVEN, copied)]
    if state.opened.conversation.purpose is Purpose.MUS:
        steps.append(NextStep(NextStepKind.FOLLOW_UP, _planned(follow_up), None if follow_up else proposed))
    if any(tab.key == EVALUATION_TAB for tab in form.tabs):
        steps.append(NextStep(NextStepKind.EVALUATION))
    return tuple(steps)


def _signed(state: ConversationState) -> str:
    plan = state.content.plan
    if plan.signed_on:
        return f"Underskrevet den {format_date(plan.signed_on)}."
    return f"{closed_reason(plan)}." if plan.closed and plan.refused_on else ""


def _planned(follow_up: Conversation | None) -> str:
    if follow_up is None:
        return ""
    day = follow_up.on_date
    return f"Mini-MUS {format_planned_date(day)}." if day else "Mini-MUS oprettet uden dato."
