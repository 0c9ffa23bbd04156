"""The outstanding steps of a conversation: held, agreed, signed, copied to the employee, filed.

This is the only rule for them. It depends on the dates of one conversation and on today, never on a period or a filter,
so a passed date or a new year hides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from mus_desktop.model.conversation import Conversation, Status
from mus_desktop.model.dates import format_date, format_date_short, format_planned_date
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import Purpose


class OutstandingStepKind(StrEnum):
    """A kind of step that can be outstanding."""

    HOLD = "hold"
    FINISH = "finish"
    NEW_DATE = "new_date"
    AGREE = "agree"
    SIGN = "sign"
    GIVE_COPY = "give_copy"
    JOURNALISE = "journalise"


class OutstandingStep(NamedTuple):
    """A step of a conversation or its plan that remains to be taken.

    ``since`` is the day the conversation is (or was) to be held, or the day of the previous step. ``dated`` is False if
    the conversation has no day; then ``since`` is the last day of its period. ``employee`` is the participant of a
    group whose own plan it is about. ``plan_status`` is the status of the plan on that day.
    """

    step: OutstandingStepKind
    since: date
    overdue: bool = False
    dated: bool = True
    employee: int | None = None
    plan_status: Status = Status.PLANNED

    @property
    def upcoming(self) -> bool:
        """Whether the conversation is planned and its day has not passed, so that there is nothing to do yet."""
        return self.step is OutstandingStepKind.HOLD and not self.overdue


class UnfinishedCase(NamedTuple):
    """The input of the rule.

    ``plan`` is the common plan. ``own`` contains the plans of a group's participants by employee, ``None`` for one who
    has none yet, without those whose plan no longer counts. ``has_plan``: the form has a plan. ``own_plans_required``:
    every participant needs their own plan. ``all_employees_left``: all of its employees have left the workplace.
    """

    conversation: Conversation
    plan: Plan
    own: Mapping[int, Plan | None] = MappingProxyType({})
    has_plan: bool = True
    own_plans_required: bool = False
    all_employees_left: bool = False


def outstanding(case: UnfinishedCase, today: date) -> tuple[OutstandingStep, ...]:
    """Return the outstanding steps in the order they are taken; empty if nothing is left to do.

    Agreements from before the program have no outstanding steps. A mini-MUS needs no signature, but a signed one must
    also be copied and filed. A declined offer is finished, unless the conversation was held all the same.
    """
    if case.conversation.purpose is Purpose.PAPER:
        return ()
    plans = [*_plan_steps(case, case.plan)]
    for employee, plan in case.own.items():
        plans += _plan_steps(case, plan, employee)
    return (*_conversation_steps(case, today), *plans)


def own_plan_no_longer_counts(left_group: date | None, held_on: date | None, plan: Plan | None) -> bool:
    """Return whether the own plan of a participant who left a group no longer counts there.

    It still counts if the group had held its conversation by then, or if the plan was signed: such a plan is not copied
    to the individual conversation.
    """
    if left_group is None or (held_on is not None and held_on < left_group):
        return False
    return plan is None or not plan.closed


def steps_text(steps: Sequence[OutstandingStep]) -> str:
    """Return the steps of one conversation (or of one participant's plan) in Danish, with the day each is due since."""
    talk = [_conversation_step_text(one) for one in steps if one.step in _CONVERSATION_STEPS]
    plans = [one for one in steps if one.step not in _CONVERSATION_STEPS]
    if not plans:
        return "; ".join(talk)
    missing = " og ".join(_MISSING_TEXT[one.step] for one in plans)
    return "; ".join([*talk, f"{_STATUS_TEXT[plans[0].plan_status]} {format_date(plans[0].since)}, mangler {missing}"])


def short_steps_text(steps: Iterable[OutstandingStep], period: str = "") -> str:
    """Return the first step in one or two Danish words for a narrow list; ``period`` if it differs from the list's."""
    first = next((one for one in steps if not one.upcoming), None)
    if first is None:
        return ""
    if first.overdue and first.dated and first.step is not OutstandingStepKind.NEW_DATE:
        return f"overskredet {format_date_short(first.since)}"
    word = (
        "overskredet" if first.overdue and first.step is not OutstandingStepKind.NEW_DATE else _SHORT_TEXT[first.step]
    )
    return f"{word} · {period}" if period else word


_CONVERSATION_STEPS = (OutstandingStepKind.HOLD, OutstandingStepKind.FINISH, OutstandingStepKind.NEW_DATE)
_STATUS_TEXT = {
    Status.HELD: "afholdt",
    Status.AGREED: "enige om planen",
    Status.PARTLY_SIGNED: "underskrevet af én",
    Status.REFUSED: "vil ikke underskrive",
    Status.SIGNED: "underskrevet",
}
_MISSING_TEXT = {
    OutstandingStepKind.AGREE: "at blive enige om planen",
    OutstandingStepKind.SIGN: "underskrift",
    OutstandingStepKind.GIVE_COPY: "kopi til medarbejderen",
    OutstandingStepKind.JOURNALISE: "journalisering",
}
_SHORT_TEXT = {
    OutstandingStepKind.HOLD: "ikke afholdt",
    OutstandingStepKind.FINISH: "ikke markeret som afholdt",
    OutstandingStepKind.NEW_DATE: "mangler ny dato",
    OutstandingStepKind.AGREE: "mangler plan",
    OutstandingStepKind.SIGN: "mangler underskrift",
    OutstandingStepKind.GIVE_COPY: "mangler kopi",
    OutstandingStepKind.JOURNALISE: "ikke journaliseret",
}


def _conversation_steps(case: UnfinishedCase, today: date) -> tuple[OutstandingStep, ...]:
    talk = case.conversation
    if talk.held_on or talk.declined_on or _proves_held(case.plan):
        return ()
    # Everybody has left: there is nobody to hold it with, and nothing written that would have to be finished.
    if case.all_employees_left and not talk.begun:
        return ()
    if talk.postponed_on:
        return (OutstandingStep(OutstandingStepKind.NEW_DATE, talk.postponed_on, overdue=talk.period.last < today),)
    day = talk.on_date or talk.period.last
    overdue = day < today
    step = OutstandingStepKind.FINISH if overdue and talk.begun else OutstandingStepKind.HOLD
    return (OutstandingStep(step, day, overdue=overdue, dated=talk.on_date is not None),)


def _plan_steps(case: UnfinishedCase, plan: Plan | None, employee: int | None = None) -> list[OutstandingStep]:
    """Return the steps of the common plan, or of one participant's own (``None``: it is not created yet)."""
    talk = case.conversation
    plan_status = _plan_status(talk, plan)
    if plan_status is None:
        return []
    status, day = plan_status
    if plan is not None and status in (Status.SIGNED, Status.REFUSED):
        steps = (
            (OutstandingStepKind.GIVE_COPY, plan.copy_given_on),
            (OutstandingStepKind.JOURNALISE, plan.journalised_on),
        )
        return [
            OutstandingStep(step, day, employee=employee, plan_status=status) for step, taken in steps if taken is None
        ]
    if talk.purpose is not Purpose.MUS or not case.has_plan:
        return []
    if status is Status.HELD and employee is not None and not case.own_plans_required:
        return []
    step = OutstandingStepKind.AGREE if status is Status.HELD else OutstandingStepKind.SIGN
    return [OutstandingStep(step, day, employee=employee, plan_status=status)]


def _plan_status(talk: Conversation, plan: Plan | None) -> tuple[Status, date] | None:
    """Return the status of a plan and since which day; ``None`` while there is nothing to agree on yet."""
    if plan is not None and plan.signed_on is not None:
        return Status.SIGNED, plan.signed_on
    if plan is not None and plan.refused_on is not None:
        return Status.REFUSED, plan.refused_on
    if plan is not None and plan.closed_on is not None:
        return Status.PARTLY_SIGNED, plan.closed_on
    if plan is not None and plan.agreed_on is not None:
        return Status.AGREED, plan.agreed_on
    return None if talk.held_on is None else (Status.HELD, talk.held_on)


def _proves_held(plan: Plan) -> bool:
    """Return whether the plan proves that the conversation was held, so that its next step is due even if not recorded.

    A filed plan alone does not prove it, and no step follows from it.
    """
    return any((plan.agreed_on, plan.closed_on, plan.signed_on))


def _conversation_step_text(one: OutstandingStep) -> str:
    day = format_date(one.since)
    if one.step is OutstandingStepKind.NEW_DATE:
        return f"{'overskredet: ' if one.overdue else ''}udsat {day}, mangler ny dato"
    if not one.overdue:
        return f"skal holdes {format_planned_date(one.since)}" if one.dated else "tid ikke aftalt"
    late = f"overskredet: skulle være holdt {'' if one.dated else 'senest '}{day}"
    return f"{late} (begyndt, men ikke markeret som afholdt)" if one.step is OutstandingStepKind.FINISH else late
