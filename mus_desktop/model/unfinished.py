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
from mus_desktop.model.dates import written, written_short
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import Purpose


class OwedStep(StrEnum):
    """A kind of step that can be outstanding."""

    HOLD = "hold"
    FINISH = "finish"
    NEW_DATE = "new_date"
    AGREE = "agree"
    SIGN = "sign"
    GIVE_COPY = "give_copy"
    JOURNALISE = "journalise"


class Owed(NamedTuple):
    """One outstanding step.

    ``since`` is the day the conversation is (or was) to be held, or the day of the previous step. ``dated`` is False if
    the conversation has no day; then ``since`` is the last day of its period. ``employee`` is the participant of a
    group whose own plan it is about. ``reached`` is the status of the plan on that day.
    """

    step: OwedStep
    since: date
    overdue: bool = False
    dated: bool = True
    employee: int | None = None
    reached: Status = Status.PLANNED

    @property
    def coming(self) -> bool:
        """Whether the conversation is planned and its day has not passed, so that there is nothing to do yet."""
        return self.step is OwedStep.HOLD and not self.overdue


class UnfinishedCase(NamedTuple):
    """The input of the rule.

    ``plan`` is the common plan. ``own`` contains the plans of a group's participants by employee, ``None`` for one who
    has none yet, without those whose plan no longer counts. ``with_plan``: the form has a plan. ``own_required``: every
    participant needs their own plan. ``all_left``: all of its employees have left the workplace.
    """

    conversation: Conversation
    plan: Plan
    own: Mapping[int, Plan | None] = MappingProxyType({})
    with_plan: bool = True
    own_required: bool = False
    all_left: bool = False


def owed(case: UnfinishedCase, today: date) -> tuple[Owed, ...]:
    """Return the outstanding steps in the order they are taken; empty if nothing is left to do.

    Agreements from before the program have no outstanding steps. A mini-MUS needs no signature, but a signed one must
    also be copied and filed. A declined offer is finished, unless the conversation was held all the same.
    """
    if case.conversation.purpose is Purpose.PAPER:
        return ()
    plans = [*_of_plan(case, case.plan)]
    for employee, plan in case.own.items():
        plans += _of_plan(case, plan, employee)
    return (*_of_talk(case, today), *plans)


def takes_no_further_part(left_group: date | None, held_on: date | None, plan: Plan | None) -> bool:
    """Return whether the own plan of a participant who left a group no longer counts there.

    It still counts if the group had held its conversation by then, or if the plan was signed: such a plan is not copied
    to the individual conversation.
    """
    if left_group is None or (held_on is not None and held_on < left_group):
        return False
    return plan is None or not plan.closed


def described(found: Sequence[Owed]) -> str:
    """Return the steps of one conversation (or of one participant's plan) in Danish, with the day each is due since."""
    talk = [_of_talk_in_words(one) for one in found if one.step in _TALK]
    plans = [one for one in found if one.step not in _TALK]
    if not plans:
        return "; ".join(talk)
    missing = " og ".join(_MISSING[one.step] for one in plans)
    return "; ".join([*talk, f"{_REACHED[plans[0].reached]} {written(plans[0].since)}, mangler {missing}"])


def in_short(found: Iterable[Owed], period: str = "") -> str:
    """Return the first step in one or two Danish words for a narrow list; ``period`` if it differs from the list's."""
    first = next((one for one in found if not one.coming), None)
    if first is None:
        return ""
    if first.overdue and first.dated and first.step is not OwedStep.NEW_DATE:
        return f"overskredet {written_short(first.since)}"
    word = "overskredet" if first.overdue and first.step is not OwedStep.NEW_DATE else _IN_SHORT[first.step]
    return f"{word} · {period}" if period else word


_TALK = (OwedStep.HOLD, OwedStep.FINISH, OwedStep.NEW_DATE)
_REACHED = {
    Status.HELD: "afholdt",
    Status.AGREED: "enige om planen",
    Status.PARTLY_SIGNED: "underskrevet af én",
    Status.REFUSED: "vil ikke underskrive",
    Status.SIGNED: "underskrevet",
}
_MISSING = {
    OwedStep.AGREE: "at blive enige om planen",
    OwedStep.SIGN: "underskrift",
    OwedStep.GIVE_COPY: "kopi til medarbejderen",
    OwedStep.JOURNALISE: "journalisering",
}
_IN_SHORT = {
    OwedStep.HOLD: "ikke afholdt",
    OwedStep.FINISH: "ikke afsluttet",
    OwedStep.NEW_DATE: "mangler ny dato",
    OwedStep.AGREE: "mangler plan",
    OwedStep.SIGN: "mangler underskrift",
    OwedStep.GIVE_COPY: "mangler kopi",
    OwedStep.JOURNALISE: "ikke journaliseret",
}


def _of_talk(case: UnfinishedCase, today: date) -> tuple[Owed, ...]:
    talk = case.conversation
    if talk.held_on or talk.declined_on or _begun(case.plan):
        return ()
    # There is nobody left to hold it with.
    if case.all_left and not talk.begun:
        return ()
    if talk.postponed_on:
        return (Owed(OwedStep.NEW_DATE, talk.postponed_on, overdue=talk.period.last < today),)
    day = talk.on_date or talk.period.last
    overdue = day < today
    step = OwedStep.FINISH if overdue and talk.begun else OwedStep.HOLD
    return (Owed(step, day, overdue=overdue, dated=talk.on_date is not None),)


def _of_plan(case: UnfinishedCase, plan: Plan | None, employee: int | None = None) -> list[Owed]:
    """Return the steps of the common plan, or of one participant's own (``None``: it is not created yet)."""
    talk = case.conversation
    reached = _reached(talk, plan)
    if reached is None:
        return []
    status, day = reached
    if plan is not None and status in (Status.SIGNED, Status.REFUSED):
        steps = ((OwedStep.GIVE_COPY, plan.copy_given_on), (OwedStep.JOURNALISE, plan.journalised_on))
        return [Owed(step, day, employee=employee, reached=status) for step, taken in steps if taken is None]
    if talk.purpose is not Purpose.MUS or not case.with_plan:
        return []
    if status is Status.HELD and employee is not None and not case.own_required:
        return []
    step = OwedStep.AGREE if status is Status.HELD else OwedStep.SIGN
    return [Owed(step, day, employee=employee, reached=status)]


def _reached(talk: Conversation, plan: Plan | None) -> tuple[Status, date] | None:
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


def _begun(plan: Plan) -> bool:
    """Return whether the plan proves that the conversation was held, so that its next step is due even if not recorded.

    A filed plan alone does not prove it, and no step follows from it.
    """
    return any((plan.agreed_on, plan.closed_on, plan.signed_on))


def _of_talk_in_words(one: Owed) -> str:
    day = written(one.since)
    if one.step is OwedStep.NEW_DATE:
        return f"{'overskredet: ' if one.overdue else ''}udsat {day}, mangler ny dato"
    if not one.overdue:
        return f"skal holdes {day}" if one.dated else "tid ikke aftalt"
    late = f"overskredet: skulle være holdt {'' if one.dated else 'senest '}{day}"
    return f"{late} (begyndt, men ikke afsluttet)" if one.step is OwedStep.FINISH else late
