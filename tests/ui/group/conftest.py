"""A group conversation in the real window, with a sentinel of each participant in every note."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLabel, QLineEdit, QTextEdit, QWidget

from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.form import ChoiceField, NotesField, PartyRole
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement
from mus_desktop.services.conversation.conversation_service import Meeting

if TYPE_CHECKING:
    from tests.conftest import Program

NAMES = ("Anna Holm", "Bo Dam", "Carla Riis")
PERIOD = PeriodRule().period_of(date(2026, 11, 18))


class Talk:
    """The open group conversation: ``view``, the ids of its ``parties`` by first name, and of its people."""

    def __init__(self, program: Program, conversation: int) -> None:
        self.program, self.id = program, conversation
        opened = self.opened
        self.parties = {
            employee.first_name: party.id
            for employee in opened.employees
            for party in opened.parties
            if party.employee == employee.id
        }
        self.employees = {employee.first_name: employee.id for employee in opened.employees}

    @property
    def view(self) -> Any:
        return self.program.view

    @property
    def opened(self) -> Any:
        return self.program.workplace.conversations.open(self.id)

    def page_of(self, field: str) -> int:
        form = self.opened.form
        number: int = form.tabs.index(form.tab_of(field))
        return number


def _secrets(program: Program, talk: Talk) -> None:
    opened = talk.opened
    answers: dict[AnswerKey, Any] = {}
    for name, party in talk.parties.items():
        for field in opened.form.fields():
            if isinstance(field, NotesField) and PartyRole.EMPLOYEE in field.by:
                answers[AnswerKey(party, field.key)] = f"{name}-HEMMELIGT {field.key}"
            if isinstance(field, ChoiceField) and PartyRole.EMPLOYEE in field.by:
                first = [*talk.parties].index(name)
                answers[AnswerKey(party, field.key)] = list(field.options[first : first + field.pick[1]])
    for field in opened.form.fields():
        if isinstance(field, NotesField):
            answers[AnswerKey(opened.party(PartyRole.SHARED).id, field.key)] = f"Fælles {field.key}"
            if PartyRole.LEADER in field.by:
                answers[AnswerKey(opened.party(PartyRole.LEADER).id, field.key)] = f"Leder-HEMMELIGT {field.key}"
    plan = opened.form.plan_fields()[0]
    group = plan.groups[0] if plan.groups else ""
    row = Agreement("faelles-1", plan.key, group, {plan.columns[0].key: "Vi holder møder"})
    program.workplace.writing.save(Changes(answers, {RowsKey(opened.plan.id, plan.key): (row,)}))


@pytest.fixture
def start_group(program: Program) -> Callable[..., Talk]:
    """Start the program with a group conversation open."""

    def start(form: str = "albertslund") -> Talk:
        program.start()
        workplace = program.workplace
        workplace.preferences.set_leader(Leader("Mette Lund", "Skoleleder", "Lærkeskolen"))
        people = [workplace.staff.add(Employee(name, "Lærer")).id for name in NAMES]
        meeting = Meeting(form, PERIOD, date(2026, 11, 18))
        talk = Talk(program, workplace.conversations.plan_group(people, meeting))
        _secrets(program, talk)
        program.window.sidebar.refresh()
        program.window.open_conversation(talk.id)
        return talk

    return start


def _of_widget(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QLineEdit):
        yield widget.text()
    if isinstance(widget, QTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(number) for number in range(widget.count()))
    if isinstance(widget, QAbstractItemView):
        rows = range(widget.model().rowCount())
        yield from (str(widget.model().index(row, 0).data(Qt.ItemDataRole.DisplayRole) or "") for row in rows)


def _heard(known: Any, *, hidden: bool, depth: int = 0) -> Iterator[str]:
    """The accessible tree; with ``hidden`` also what is marked invisible."""
    if known is None or not known.isValid() or (depth and not hidden and known.state().invisible):
        return
    kinds = QAccessible.Text
    yield from (known.text(kind) for kind in (kinds.Name, kinds.Description, kinds.Value, kinds.Help))
    for number in range(known.childCount()):
        yield from _heard(known.child(number), hidden=hidden, depth=depth + 1)


def _everything(*, hidden: bool) -> str:
    found: list[str] = []
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            for widget in [window, *window.findChildren(QWidget)]:
                if hidden or widget.isVisible():
                    found += _of_widget(widget)
            found += _heard(QAccessible.queryAccessibleInterface(window), hidden=hidden)
    return "\n".join(found)


@pytest.fixture
def everything() -> Callable[..., str]:
    """All texts of the program's windows and their accessible trees; with ``hidden`` also what does not show now."""
    return _everything
