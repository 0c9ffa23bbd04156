"""The MUS of each employee in a period, for the list of employees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mus_desktop.model.display_names import distinct_names
from mus_desktop.model.people import Employee
from mus_desktop.services.conversation.conversation_lines import ConversationLine, most_advanced_mus_by_employee
from mus_desktop.services.forms.form_names import FormNames
from mus_desktop.storage.records.conversation_lists import ConversationLists
from mus_desktop.storage.records.employees import Employees


class YearlyMus:
    """Finds each employee's MUS of a period."""

    def __init__(self, conversations: ConversationLists, employees: Employees, forms: FormNames) -> None:
        self._conversations = conversations
        self._employees = employees
        self._forms = forms

    def current_mus(self, today: date, employees: Sequence[Employee] | None = None) -> dict[int, ConversationLine]:
        """Return, by employee id, the MUS of the period of ``today``; of several, the furthest.

        :param employees: all employees, if they have just been read.
        """
        labels = distinct_names(self._employees.all() if employees is None else employees)
        return most_advanced_mus_by_employee(self._conversations.overview_on(today), self._forms, labels)
