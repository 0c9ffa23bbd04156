"""A conversation in the real window, with a sentinel in every place the employee must not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.form import NotesField, PartyRole, PlanField
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from tests.conftest import Program

SENTINEL = "HEMMELIGT"
PERIOD = PeriodRule().period_of(date(2026, 11, 18))


def plan_one(workplace: Workplace, name: str, **more: str) -> int:
    employee = workplace.staff.add(Employee(name, **more))
    meeting = Meeting("kobenhavn-buf", PERIOD, date(2026, 11, 18), place="Mødelokale 1")
    return workplace.conversations.plan_new(employee.id, meeting)


def fill(workplace: Workplace, conversation: int, leader: str, shared: str = "Fælles") -> None:
    """Write in every note of every party, and an agreement."""
    opened = workplace.conversations.open(conversation)
    notes = [field for field in opened.form.fields() if isinstance(field, NotesField)]
    texts = {PartyRole.EMPLOYEE: "Min forberedelse", PartyRole.LEADER: leader, PartyRole.SHARED: shared}
    answers = {
        AnswerKey(opened.party(role).id, field.key): f"{text} om {field.key}"
        for role, text in texts.items()
        for field in notes
        if text
    }
    plan = next(field for field in opened.form.fields() if isinstance(field, PlanField))
    row = Agreement(new_agreement_id(), plan.key, cells={"maal": "Blive vejleder"}, due_on=date(2027, 3, 1))
    workplace.writing.save(Changes(answers, {RowsKey(opened.plan.id, plan.key): (row,)}))


@pytest.fixture
def start_talk(program: Program) -> Callable[..., Any]:
    """Start the program with a conversation open, as the leader sits with it; gives its view."""

    def start(leader_note: str = f"{SENTINEL} leder", *, others: bool = True, shared: str = "Fælles") -> Any:
        program.start()
        workplace = program.workplace
        workplace.preferences.set_leader(Leader("Mette Højgård", "Skoleleder", "Ærøskolen"))
        conversation = plan_one(workplace, "Åse Nørgård", title="Lærer", email="aase@example.dk")
        fill(workplace, conversation, leader_note, shared)
        if others:
            add_others(workplace, conversation)
        program.window.sidebar.refresh()
        program.window.open_conversation(conversation)
        return program.view

    return start


def add_others(workplace: Workplace, conversation: int) -> None:
    """Other employees, other years, and the leader's own book-keeping about this plan."""
    declined = plan_one(workplace, f"{SENTINEL} Navn", title=f"{SENTINEL} stilling", email=f"{SENTINEL}@example.dk")
    workplace.conversations.record_declined(declined, date(2026, 11, 1))
    postponed = plan_one(workplace, f"Ib {SENTINEL}")
    workplace.conversations.record_postponed(postponed, date(2026, 11, 2))
    opened = workplace.conversations.open(conversation)
    workplace.observations.add(opened.employees[0].id, date(2026, 11, 2), f"{SENTINEL} iagttagelse")
    plan = opened.plan
    workplace.plan_recorder.journalise(plan, date(2026, 11, 18), f"{SENTINEL} sagsnummer")


@pytest.fixture
def secret() -> str:
    return SENTINEL
