"""Every conversation with an outstanding step, in any period: the single source for lists and counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from mus_desktop.model.display_names import distinct_names
from mus_desktop.model.people import Employee
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import IndividualPlans
from mus_desktop.model.unfinished import OutstandingStep, UnfinishedCase, outstanding, own_plan_no_longer_counts
from mus_desktop.services.conversation.conversation_lines import ConversationLine, line_of
from mus_desktop.services.forms.form_names import FormNames
from mus_desktop.storage.records.conversation_lists import ConversationLists, ConversationRow
from mus_desktop.storage.records.employees import Employees


class OutstandingConversationStep:
    """An outstanding step (and since when) of a ``conversation``.

    ``people`` are the employees (ids) it is about: all participants, or the one whose own plan it is.
    """

    def __init__(
        self, row: ConversationRow, outstanding: OutstandingStep, people: tuple[int, ...], names: _Names
    ) -> None:
        self.conversation = row.conversation
        self.outstanding, self.people = outstanding, people
        self._row, self._names = row, names

    @cached_property
    def line(self) -> ConversationLine:
        """The conversation as a line of a list; made when it is first shown, because there may be hundreds."""
        return line_of(self._row, self._names.forms, self._names.labels)


class _Names(NamedTuple):
    """The names that a line of a list has: of the forms, and of the employees by id."""

    forms: FormNames
    labels: Mapping[int, str]


class UnfinishedConversations:
    """Lists the outstanding steps of all conversations. Periods are ignored, so a new year hides nothing."""

    def __init__(self, conversations: ConversationLists, employees: Employees, forms: FormNames) -> None:
        self._conversations = conversations
        self._employees = employees
        self._forms = forms

    def outstanding_on(
        self, today: date, employees: Sequence[Employee] | None = None
    ) -> list[OutstandingConversationStep]:
        """Return every outstanding step as of ``today``, the longest overdue first, then the oldest.

        Planned conversations whose day has not come are included (:attr:`~.OutstandingStep.upcoming`), last.

        :param employees: all employees, if they have just been read.
        """
        all_employees = self._employees.all() if employees is None else employees
        left = frozenset(employee.id for employee in all_employees if not employee.active)
        names = _Names(self._forms, distinct_names(all_employees))
        steps_found: list[OutstandingConversationStep] = []
        for row in self._conversations.overview_unfinished():
            steps_found += self._of_row(row, left, names, today)
        return sorted(
            steps_found,
            key=lambda step: (step.outstanding.upcoming, not step.outstanding.overdue, step.outstanding.since),
        )

    def _of_row(
        self, row: ConversationRow, left: frozenset[int], names: _Names, today: date
    ) -> list[OutstandingConversationStep]:
        form = self._forms.name_of(row.conversation.form_version)
        remaining = tuple(key for key, _ in row.employees if key not in row.left_on)
        all_employees = remaining or tuple(key for key, _ in row.employees)
        case = UnfinishedCase(
            row.conversation,
            row.plan,
            own=_own_plans(row),
            has_plan=form.has_plan,
            own_plans_required=form.individual_plans is IndividualPlans.REQUIRED,
            all_employees_left=bool(all_employees) and left.issuperset(all_employees),  # False if no employee is found
        )
        return [
            OutstandingConversationStep(row, step, all_employees if step.employee is None else (step.employee,), names)
            for step in outstanding(case, today)
        ]


def _own_plans(row: ConversationRow) -> dict[int, Plan | None]:
    # The plan of an individual conversation is ``row.plan``.
    if len(row.employees) < 2:
        return {}
    return {
        key: plan
        for (key, _), plan in zip(row.employees, row.own_plans, strict=True)
        if not own_plan_no_longer_counts(row.left_on.get(key), row.conversation.held_on, plan)
    }
