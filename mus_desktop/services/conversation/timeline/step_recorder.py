"""Recording the dated steps of a conversation, each with a way to undo it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

from mus_desktop.errors import KnownError
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.plan import Plan
from mus_desktop.services.conversation.conversation_service import ConversationService
from mus_desktop.services.conversation.plan_recorder import CHANGED_SINCE, PlanRecorder
from mus_desktop.services.conversation.state.plan_step import StepChange
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep, StepPlan
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversations import Conversations

Undo = Callable[[], None]
"""Undoes what was just done, in the database. :raises KnownError: something has changed since then."""


class StepRecorder:
    """Records, changes and clears steps by the rules of the services that own them.

    Each method returns a function that restores what was stored before, for as long as nothing else has changed.
    """

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        conversation_service: ConversationService,
        plan_recorder: PlanRecorder,
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._conversation_service = conversation_service
        self._plan_recorder = plan_recorder

    def plans(self, conversation: int) -> tuple[StepPlan, ...]:
        """Return the plans of a conversation, the common one first; in a group also each participant's own."""
        opened = self._conversation_service.open(conversation)
        people = {employee.id: opened.label(employee) for employee in opened.employees}
        owners = {party.id: party.employee for party in opened.participants} if opened.group else {}
        own = (
            StepPlan(plan, people.get(employee, ""), employee)
            for plan in opened.plans
            if (employee := owners.get(plan.party)) is not None
        )
        return (StepPlan(opened.plan), *own)

    def record(
        self,
        conversation: int,
        step: ConversationStep,
        day: date | None,
        *,
        plan: Plan | None = None,
        words: str = "",
    ) -> Undo:
        """Record ``step`` on ``day``, ``None`` clears it; ``words`` are where a plan was filed.

        :param plan: the plan of a step of a plan, as stored.
        :raises KnownError: the conversation or its plan does not allow it now.
        """
        if step.plan_step is None:
            return self._change(conversation, lambda: self._record_on_conversation(conversation, step, day))
        if plan is None:
            raise ValueError("say which plan the step belongs to")
        before = self._plan_recorder.snapshot(plan.id)
        with self._database.transaction():
            if step is ConversationStep.SIGNED and day is None and plan.refusals:
                plan = self._plan_recorder.refuse(plan, None)
            self._plan_recorder.take(plan, StepChange(step.plan_step, day, words))
        after = self._plan_recorder.snapshot(plan.id).plan
        return lambda: self._plan_recorder.restore(before, after)

    def removal_obstacle(self, conversation: int, step: ConversationStep, plan: Plan | None = None) -> str:
        """Return why the day of ``step`` cannot be removed now, as Danish sentences; empty if it can.

        :param plan: the plan of a step of a plan, as stored.
        """
        if step is ConversationStep.HELD:
            return self._conversation_service.reopen_obstacle(conversation)
        if step.plan_step is None or plan is None:
            return ""
        return self._plan_recorder.removal_obstacle(plan, step.plan_step)

    def postpone(self, conversation: int, day: date, to: date | None, at_time: time | None = None) -> Undo:
        """Move the conversation to the day ``to``; ``None`` records that it was postponed on ``day`` without a new day.

        The earlier day and time no longer hold and are replaced.

        :raises KnownError: the new day is not after ``day``, the conversation was held, or a plan is closed.
        """
        if to is not None and to <= day:
            raise KnownError("Den nye dato skal ligge efter i dag. Vælg en senere dag, eller udsæt uden ny dato.")
        if self._conversations.get(conversation).held_on is not None:
            raise KnownError("Samtalen er afholdt, så den kan ikke udsættes.")

        def change() -> None:
            meeting = self._conversation_service.meeting(conversation)
            self._conversation_service.change_meeting(
                conversation, replace(meeting, on_date=to, at_time=at_time if to else None)
            )
            self._conversation_service.record_postponed(conversation, None if to else day)

        return self._change(conversation, change)

    def _record_on_conversation(self, conversation: int, step: ConversationStep, day: date | None) -> None:
        service = self._conversation_service
        match step:
            case ConversationStep.INVITED:
                service.record_invited(conversation, day)
            case ConversationStep.DECLINED:
                service.record_declined(conversation, day)
            case ConversationStep.POSTPONED:
                service.record_postponed(conversation, day)
            case _ if day is None:
                service.reopen(conversation)
            case _:
                service.finish(conversation, day)

    def _change(self, conversation: int, change: Callable[[], None]) -> Undo:
        before = self._conversations.get(conversation)
        with self._database.transaction():
            change()
        after = self._conversations.get(conversation)

        def undo() -> None:
            try:
                current = self._conversations.get(conversation)
            except KeyError:
                raise KnownError(CHANGED_SINCE) from None
            if _days(current) != _days(after):
                raise KnownError(CHANGED_SINCE)
            self._conversations.update(replace(current, **_days(before)))  # type: ignore[arg-type]  # only these fields

        return undo


_FIELDS = ("on_date", "at_time", "invited_on", "declined_on", "postponed_on", "held_on")


def _days(conversation: Conversation) -> dict[str, object]:
    return {name: getattr(conversation, name) for name in _FIELDS}
