"""Undoing the latest action: exactly as it was before, or refused when something would be lost; on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from mus_desktop.errors import KnownError
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.form import NotesField, PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace

_DAY = date(2026, 11, 18)
_PLANNED = Meeting("kobenhavn-buf", PeriodRule().period_of(_DAY), _DAY, minutes=60, place="Kontoret")

_OWN_NOTE = -2
"""The place among the notes of a form of one that no other form has: *Andet* is last, and the first ones are shared."""


@pytest.fixture
def employee(workplace: Workplace) -> Employee:
    return workplace.staff.add(Employee("Åse Nørgård", "Lærer"))


@pytest.fixture
def planned(workplace: Workplace, employee: Employee) -> int:
    return workplace.conversations.plan_new(employee.id, _PLANNED)


def _note(workplace: Workplace, key: int) -> None:
    opened = workplace.conversations.open(key)
    field = [field for field in opened.form.fields() if isinstance(field, NotesField)][_OWN_NOTE]
    workplace.writing.save(Changes({AnswerKey(opened.party(PartyRole.SHARED).id, field.key): "Noget vigtigt"}))


def _agreement(workplace: Workplace, key: int) -> None:
    opened = workplace.conversations.open(key)
    field = opened.form.plan_fields()[0]
    row = Agreement(new_agreement_id(), field.key, cells={"maal": "Blive vejleder"})
    workplace.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): (row,)}))


def _wish(workplace: Workplace, key: int) -> None:
    party = workplace.conversations.open(key).party(PartyRole.LEADER).id
    workplace.wishes.set_wish(key, party, "trivsel", wanted=True)


def _invitation(workplace: Workplace, key: int) -> None:
    workplace.conversations.record_invited(key, _DAY)


def _agreed(workplace: Workplace, key: int) -> None:
    workplace.plan_recorder.agree(workplace.conversations.open(key).plan, _DAY)


def test_an_added_employee_is_removed_again(workplace: Workplace, employee: Employee) -> None:
    workplace.action_undo.of_added([employee.id])()
    assert workplace.staff.everyone(left=True) == []


def test_an_employee_with_a_conversation_or_a_correction_stays(workplace: Workplace, employee: Employee) -> None:
    undo = workplace.action_undo.of_added([employee.id])
    key = workplace.conversations.plan_new(employee.id, _PLANNED)
    with pytest.raises(KnownError, match="planlagt samtaler"):
        undo()
    workplace.conversations.delete(key)
    workplace.staff.change(replace(employee, title="Leder"))
    with pytest.raises(KnownError, match="rettet igen"):
        undo()
    assert workplace.staff.get(employee.id).title == "Leder"


def test_changed_details_come_back_unless_changed_again(workplace: Workplace, employee: Employee) -> None:
    workplace.staff.change(replace(employee, left_on=_DAY))
    undo = workplace.action_undo.of_changed_employee(employee)
    undo()
    assert workplace.staff.get(employee.id) == employee
    workplace.staff.change(replace(employee, title="Leder"))
    with pytest.raises(KnownError, match="rettet igen"):
        undo()
    assert workplace.staff.get(employee.id).title == "Leder"


def test_a_planned_conversation_is_removed_also_after_it_was_looked_at(workplace: Workplace, planned: int) -> None:
    undo = workplace.action_undo.of_planned(planned)
    workplace.conversations.remember_tab(planned, "trivsel")
    undo()
    assert workplace.conversations.all() == []
    with pytest.raises(KnownError):  # a second time
        undo()


@pytest.mark.parametrize("write", [_note, _agreement, _wish, _invitation, _agreed])
def test_nothing_written_or_recorded_in_a_planned_conversation_is_lost(
    workplace: Workplace, planned: int, write: Callable[[Workplace, int], None]
) -> None:
    undo = workplace.action_undo.of_planned(planned)
    write(workplace, planned)
    before = workplace.conversations.open(planned)
    with pytest.raises(KnownError, match="skrevet eller noteret"):
        undo()
    assert workplace.conversations.open(planned) == before


def test_time_and_place_come_back_with_the_postponement(workplace: Workplace, planned: int) -> None:
    workplace.conversations.record_postponed(planned, date(2026, 11, 10))
    before = workplace.conversations.open(planned).conversation
    workplace.conversations.change_meeting(planned, replace(_PLANNED, on_date=date(2026, 12, 1), place="Hallen"))
    undo = workplace.action_undo.of_meeting(before)
    undo()
    assert workplace.conversations.open(planned).conversation == before
    workplace.conversations.change_meeting(planned, replace(_PLANNED, place="Skolen"))
    with pytest.raises(KnownError, match="ændret igen"):
        undo()
    assert workplace.conversations.open(planned).conversation.place == "Skolen"


def test_time_and_place_of_a_signed_plan_stay(workplace: Workplace, planned: int) -> None:
    before = workplace.conversations.open(planned).conversation
    workplace.conversations.change_meeting(planned, replace(_PLANNED, on_date=date(2026, 11, 17)))
    undo = workplace.action_undo.of_meeting(before)
    workplace.plan_recorder.sign(workplace.conversations.open(planned).plan, _DAY)
    with pytest.raises(KnownError):
        undo()


def test_the_form_comes_back_with_everything_written_on_either(workplace: Workplace, planned: int) -> None:
    _note(workplace, planned)
    before = workplace.conversations.open(planned)
    undo = workplace.action_undo.of_coming_form_change(planned)
    assert undo is not None
    workplace.form_change.move_to_form(planned, "abc-hurtig")
    _note(workplace, planned)
    undo()
    after = workplace.conversations.open(planned)
    assert after.form == before.form
    assert {key: after.answers[key] for key in before.answers} == before.answers
    assert len(after.answers) > len(before.answers), "what was written on the other form is kept"


def test_a_removed_agreement_comes_back_in_its_place_once(workplace: Workplace, planned: int) -> None:
    opened = workplace.conversations.open(planned)
    key = RowsKey(opened.plan.id, opened.form.plan_fields()[0].key)
    first, second, third = (Agreement(new_agreement_id(), key.field, cells={"maal": goal}) for goal in "abc")
    workplace.writing.save(Changes(rows={key: (first, second, third)}))
    undo = workplace.action_undo.of_removed_agreement(key.plan, second, 1)
    workplace.writing.save(Changes(rows={key: (first, third)}))
    undo()
    rows = workplace.conversations.open(planned).plan.rows(key.field)
    assert [row.id for row in rows] == [first.id, second.id, third.id]
    with pytest.raises(KnownError, match="står i planen igen"):
        undo()
    workplace.conversations.delete(planned)
    with pytest.raises(KnownError, match="slettet"):
        undo()
