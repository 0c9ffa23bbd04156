"""Who there is and where each conversation stands: read once, shown in the list and on the start page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mus_desktop.model.conversation import Status
from mus_desktop.model.naming import details
from mus_desktop.model.people import Employee
from mus_desktop.services.conversation_lines import Line
from mus_desktop.services.workplace import Workplace


class Roll:
    """All employees, with those who have left, and the conversations of the period; as of the last :meth:`read`."""

    def __init__(self, workplace: Workplace, now: Callable[[], datetime]) -> None:
        self._workplace, self._now = workplace, now
        self.everyone: list[Employee] = []
        self.standing: dict[int, Line] = {}
        self.details: dict[int, str] = {}
        """What tells employees of the same name apart, by id."""
        self.period_title = ""

    def read(self) -> None:
        """Read anew."""
        today = self._now().date()
        self.everyone = self._workplace.staff.everyone(left=True)
        self.details = details(self.everyone)
        self.standing = self._workplace.conversations.standing(today)
        self.period_title = self._workplace.preferences.period_of(today).title

    @property
    def active(self) -> list[Employee]:
        """Those who work here now."""
        return [employee for employee in self.everyone if employee.active]

    def status(self, employee: Employee) -> Status | None:
        """Where the conversation of this period stands; ``None`` if there is none."""
        line = self.standing.get(employee.id)
        return line.status if line else None
