"""The employees and the status of their conversations: loaded once, shown in the list and on the start page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from mus_desktop.model.conversation import Status
from mus_desktop.model.display_names import distinct_names, distinguishing_details
from mus_desktop.model.people import Employee
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.conversation.unfinished_conversations import OutstandingConversationStep
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.people.status_text import StatusText, status_text_of

if TYPE_CHECKING:
    from mus_desktop.services.overview.leader_tasks import LeaderTask


class StaffOverview:
    """All employees, including those who have left; the conversations of the period; the remaining steps of any period.

    The data are those of the last :meth:`reload`, which was on ``day``.
    """

    def __init__(self, workplace: Workplace, now: Callable[[], datetime]) -> None:
        self._workplace, self._now = workplace, now
        self.day: date | None = None
        self.everyone: list[Employee] = []
        self.current_mus: dict[int, ConversationLine] = {}
        self.unfinished: list[OutstandingConversationStep] = []
        self.distinguishing_details: dict[int, str] = {}
        """The text that distinguishes employees of the same name, by id."""
        self.period_title = ""
        self._labels: dict[int, str] = {}
        self._tasks: list[LeaderTask] | None = None
        self._steps: dict[int, list[OutstandingConversationStep]] = {}

    def reload(self) -> None:
        """Reload everything."""
        self.day = today = self._now().date()
        self.everyone = self._workplace.staff.everyone(left=True)
        self.distinguishing_details, self._labels = distinguishing_details(self.everyone), distinct_names(self.everyone)
        self.current_mus = self._workplace.yearly_mus.current_mus(today, self.everyone)
        self.unfinished = self._workplace.unfinished.outstanding_on(today, self.everyone)
        self._tasks = None
        self._steps = {}
        for step in self.unfinished:
            for employee in step.people:
                self._steps.setdefault(employee, []).append(step)
        self.period_title = self._workplace.preferences.period_of(today).title

    @property
    def tasks(self) -> list[LeaderTask]:
        """Return what requires the leader; read on first use, because the employee list is painted without it."""
        if self._tasks is None:
            day = self.day or self._now().date()
            self._tasks = self._workplace.leader_tasks.on(day, self.everyone, self.unfinished)
        return self._tasks

    def agreements_due_soon(self) -> int:
        """Return the number of open agreements that are due in the next 14 days."""
        return self._workplace.leader_tasks.agreements_due_soon(self.day or self._now().date())

    @property
    def active(self) -> list[Employee]:
        """Return the employees who work here now."""
        return [employee for employee in self.everyone if employee.active]

    def status_text(self, employee: Employee) -> StatusText:
        """Return the status of the employee's conversations, including those of earlier periods with open tasks."""
        steps = self._steps.get(employee.id, ())
        return status_text_of(self.current_mus.get(employee.id), steps, active=employee.active)

    def name(self, employee_id: int) -> str:
        """Return the display name of an employee; empty for somebody who no longer exists."""
        return self._labels.get(employee_id, "")

    def is_unfinished(self, employee: Employee) -> bool:
        """Return whether any conversation with the employee has open tasks."""
        return any(not step.outstanding.upcoming for step in self._steps.get(employee.id, ()))

    def is_away(self, employee: Employee) -> bool:
        """Return whether an employee who works here is away for a longer time on the day of the data."""
        return self.day is not None and employee.is_away_on(self.day)

    def status(self, employee: Employee) -> Status | None:
        """Return the status of the conversation of this period; ``None`` if there is none."""
        line = self.current_mus.get(employee.id)
        return line.status if line else None
