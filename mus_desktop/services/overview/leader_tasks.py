"""The list of what requires the leader now, across all employees, periods and forms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mus_desktop.model.people import Employee
from mus_desktop.services.conversation.unfinished_conversations import (
    OutstandingConversationStep,
    UnfinishedConversations,
)
from mus_desktop.storage.records.agreements.open_agreements import OpenAgreements
from mus_desktop.storage.records.history import History
from mus_desktop.storage.records.past_due_agreements import DueDates, PastDueAgreements

SUMMARY_DAYS = 14
"""The number of days that the summary on the start page looks ahead."""


class LeaderTask(NamedTuple):
    """One conversation that requires the leader, and its reasons: steps to take, agreements past due, or both.

    ``people`` are the employees (ids) it is about; those who have left are included only for a step to take.
    """

    conversation: int
    people: tuple[int, ...]
    steps: tuple[OutstandingConversationStep, ...] = ()
    past_due: tuple[PastDueAgreements, ...] = ()

    @property
    def overdue(self) -> bool:
        """Whether a day that was set has passed: of the conversation, its period, or an agreement."""
        return bool(self.past_due) or any(step.outstanding.overdue for step in self.steps)

    @property
    def since(self) -> date:
        """The earliest day of its reasons."""
        return min([step.outstanding.since for step in self.steps] + [plan.since for plan in self.past_due])


class LeaderTasks:
    """Lists what requires the leader: the single source of the overview, of a round and of following up."""

    def __init__(
        self,
        unfinished: UnfinishedConversations,
        due_dates: DueDates,
        history: History,
        open_agreements: OpenAgreements,
    ) -> None:
        self._unfinished = unfinished
        self._due_dates = due_dates
        self._history = history
        self._open_agreements = open_agreements

    def on(
        self,
        today: date,
        employees: Sequence[Employee],
        steps: Sequence[OutstandingConversationStep] | None = None,
    ) -> list[LeaderTask]:
        """Return the conversations that require the leader on ``today``; the longest overdue first, then the oldest.

        A conversation whose day has not come requires nothing. Nobody follows up agreements with an employee who left.

        :param employees: all employees.
        :param steps: all outstanding steps on ``today``, if they have just been read.
        """
        all_steps = self._unfinished.outstanding_on(today, employees) if steps is None else steps
        steps_of: dict[int, list[OutstandingConversationStep]] = {}
        for step in all_steps:
            if not step.outstanding.upcoming:
                steps_of.setdefault(step.conversation.id, []).append(step)
        past_due = self._past_due(today, frozenset(employee.id for employee in employees if employee.active))
        tasks = [
            _task(number, steps_of.get(number, ()), past_due.get(number))
            for number in dict.fromkeys([*steps_of, *past_due])
        ]
        return sorted(tasks, key=lambda task: (not task.overdue, task.since))

    def agreements_due_soon(self, today: date) -> int:
        """Return the number of open agreements that are due in the next 14 days, from ``today`` on."""
        return self._open_agreements.due_between(today, today + timedelta(days=SUMMARY_DAYS))

    def _past_due(self, today: date, active: frozenset[int]) -> dict[int, _PastDue]:
        """Return what is past due by conversation, and whom it concerns of the employees who work here."""
        plans = self._due_dates.past_due(today)
        members = self._history.participants_of(sorted({plan.conversation for plan in plans}))
        found: dict[int, _PastDue] = {}
        for plan in plans:
            present = sorted(members.get(plan.conversation, frozenset()) & active)
            concerned = present if plan.employee is None else [one for one in present if one == plan.employee]
            if concerned:
                before = found.get(plan.conversation, _PastDue((), ()))
                found[plan.conversation] = _PastDue(
                    tuple(dict.fromkeys([*before.people, *concerned])), (*before.plans, plan)
                )
        return found


class _PastDue(NamedTuple):
    """The plans of one conversation with agreements past due, and the employees concerned."""

    people: tuple[int, ...]
    plans: tuple[PastDueAgreements, ...]


def _task(conversation: int, steps: Sequence[OutstandingConversationStep], past_due: _PastDue | None) -> LeaderTask:
    people = [employee for step in steps for employee in step.people] + [*(past_due.people if past_due else ())]
    return LeaderTask(conversation, tuple(dict.fromkeys(people)), tuple(steps), past_due.plans if past_due else ())
