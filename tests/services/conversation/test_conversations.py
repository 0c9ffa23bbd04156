"""Conversations from planned to deleted, and where each employee's stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest

from mus_desktop.errors import KnownError
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.conversation import Status
from mus_desktop.model.form import Fact, PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period, PeriodRule
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.services.conversation.agreement_lines import AgreementLine
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace

THIS_YEAR = PeriodRule().period_of(date(2026, 5, 12))
LAST_YEAR = PeriodRule().period_of(date(2025, 5, 12))
TODAY = date(2026, 5, 12)


@pytest.fixture
def employee(workplace: Workplace) -> Employee:
    return workplace.staff.add(Employee("Ågot Bæk", "Lærer", "Kastanjeskolen"))


@pytest.fixture
def plan(workplace: Workplace, employee: Employee) -> Callable[..., int]:
    def plan_(period: Period = THIS_YEAR, day: date | None = None) -> int:
        return workplace.conversations.plan_new(employee.id, Meeting("kobenhavn-buf", period, day))

    return plan_


def write(workplace: Workplace, key: int) -> None:
    opened = workplace.conversations.open(key)
    note = next(field for field in opened.form.fields() if field.kind == "notes")
    answer = AnswerKey(opened.party(PartyRole.LEADER).id, note.key)
    workplace.writing.save(Changes({answer: "Et par ord"}))


def test_every_step_is_a_status_and_can_be_undone(workplace: Workplace, plan: Callable[..., int]) -> None:
    book, key = workplace.conversations, plan()

    def status() -> Status:
        return book.open(key).status

    assert status() is Status.PLANNED
    for note, reached in (
        (book.record_invited, Status.INVITED),
        (book.record_postponed, Status.POSTPONED),
        (book.record_declined, Status.DECLINED),
    ):
        note(key, TODAY)
        assert status() is reached
        note(key, None)
        assert status() is Status.PLANNED
    write(workplace, key)
    assert status() is Status.UNDER_WAY
    book.finish(key, TODAY)
    assert status() is Status.HELD
    book.reopen(key)
    assert status() is Status.UNDER_WAY


def test_current_mus_is_that_of_the_period_of_the_day(
    workplace: Workplace, employee: Employee, plan: Callable[..., int]
) -> None:
    book = workplace.conversations
    old, spring, autumn = plan(LAST_YEAR), plan(day=date(2026, 3, 2)), plan(day=date(2026, 11, 2))
    assert workplace.yearly_mus.current_mus(TODAY)[employee.id].conversation.id == autumn
    assert workplace.yearly_mus.current_mus(LAST_YEAR.last)[employee.id].conversation.id == old
    assert workplace.yearly_mus.current_mus(THIS_YEAR.first)[employee.id].conversation.id == autumn
    assert workplace.yearly_mus.current_mus(date(2027, 1, 1)) == {}
    assert [line.conversation.id for line in book.of_employee(employee.id)] == [autumn, spring, old]
    line = book.of_employee(employee.id)[0]
    assert (line.people, line.form_id) == (("Ågot Bæk",), "kobenhavn-buf")
    assert line.form_name == book.open(autumn).form.display_name


def test_a_meeting_moves_but_keeps_its_form(workplace: Workplace, plan: Callable[..., int]) -> None:
    book, key = workplace.conversations, plan()
    book.change_meeting(key, Meeting("et-andet-skema", LAST_YEAR, date(2025, 6, 3), time(10, 30), 75, "  Haven "))
    assert book.meeting(key) == Meeting("kobenhavn-buf", LAST_YEAR, date(2025, 6, 3), time(10, 30), 75, "Haven")
    facts = book.open(key).facts()
    assert facts[Fact.TIME] == "3. juni 2025 kl. 10.30"
    assert facts[Fact.PERIOD] == "2025"


def test_agreements_are_read_through_the_roles_of_their_columns(
    workplace: Workplace, employee: Employee, plan: Callable[..., int]
) -> None:
    book, key = workplace.conversations, plan()
    assert book.agreements(book.of_employee(employee.id)[0]) == ()
    opened = book.open(key)
    field = opened.form.plan_fields()[0]
    goal, *others = field.columns
    rows = (
        Agreement("a", field.key, cells={goal.key: " Lede møder "}, due_on=TODAY, responsible=" Ågot "),
        Agreement("b", field.key, cells={others[0].key: "Kun et tiltag"}),
    )
    workplace.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): rows}))
    line = book.of_employee(employee.id)[0]
    assert line.agreements == 2
    assert book.agreements(line) == (
        AgreementLine("Lede møder", TODAY, "Ågot", AgreementStatus.OPEN),
        AgreementLine("Kun et tiltag", None, "", AgreementStatus.OPEN),
    )


@pytest.mark.parametrize(
    ("due", "status", "late"),
    [
        (date(2026, 5, 11), AgreementStatus.OPEN, True),
        (date(2026, 5, 11), AgreementStatus.IN_PROGRESS, True),
        (date(2026, 5, 11), AgreementStatus.REACHED, False),
        (date(2026, 5, 11), AgreementStatus.DROPPED, False),
        (TODAY, AgreementStatus.OPEN, False),
        (None, AgreementStatus.OPEN, False),
    ],
)
def test_overdue_means_past_the_due_date_and_undecided(due: date | None, status: AgreementStatus, late: bool) -> None:
    assert AgreementLine("x", due, "", status).overdue(TODAY) is late


def test_deleting_and_reopening_are_refused_after_a_signature(workplace: Workplace, plan: Callable[..., int]) -> None:
    book, key = workplace.conversations, plan()
    write(workplace, key)
    book.finish(key, TODAY)
    signed = workplace.plan_recorder.sign(workplace.plan_recorder.agree(book.open(key).plan, TODAY), TODAY)
    for refused in (book.delete, book.reopen):
        with pytest.raises(KnownError, match="underskrevet"):
            refused(key)
    assert book.open(key).status is Status.SIGNED
    workplace.plan_recorder.sign(signed, None)
    book.delete(key)
    assert book.all() == []


def test_an_unknown_form_is_refused_in_words(workplace: Workplace, employee: Employee) -> None:
    with pytest.raises(KnownError, match="»findes-ikke«"):
        workplace.conversations.plan_new(employee.id, Meeting("findes-ikke", THIS_YEAR))
