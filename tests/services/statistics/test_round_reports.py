"""The report after a round and the figures for the MED committee, from what is stored."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.statistics.round_report import ReportPart
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.statistics.committee_figures import Stages, WorkplaceFigures, csv_bytes
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.records.setting_values import LOTS

HELD, NEXT = date(2026, 5, 12), date(2027, 5, 12)
YEAR, NEXT_YEAR = PeriodRule().period_of(HELD), PeriodRule().period_of(NEXT)
TYPED = "En ting, som ingen må læse"


@pytest.fixture
def staff(workplace: Workplace) -> list[int]:
    return [workplace.staff.add(Employee(f"Anna Holm {number}", workplace="Skolen")).id for number in range(25)]


def hold(workplace: Workplace, people: Sequence[int], day: date, *, followed_up: bool = False) -> None:
    """Hold a MUS with each: all pick *Motivation* and *Mod*, the first four *Senior* too, and have one agreement."""
    for number, person in enumerate(people):
        meeting = Meeting("albertslund", PeriodRule().period_of(day), day)
        talk = workplace.conversations.plan_new(person, meeting)
        opened = workplace.conversations.open(talk)
        own, leader = opened.party(PartyRole.EMPLOYEE).id, opened.party(PartyRole.LEADER).id
        words = ["Motivation", "Mod", *(["Senior"] if number < 4 else [])]
        note = next(
            field.key for field in opened.form.fields() if field.kind == "notes" and PartyRole.EMPLOYEE in field.by
        )
        plan = opened.form.plan_fields()[0]
        status = AgreementStatus.REACHED if followed_up else AgreementStatus.OPEN
        agreed = Agreement(f"{talk}", plan.key, cells={plan.columns[0].key: TYPED}, due_on=NEXT, status=status)
        answers = {
            AnswerKey(own, "stikord"): words,
            AnswerKey(leader, "stikord"): ["Økonomi"],
            AnswerKey(own, note): TYPED,
        }
        workplace.writing.save(Changes(answers, {RowsKey(opened.plan.id, plan.key): (agreed,)}))
        workplace.conversations.finish(talk, day)


def labels(workplace: Workplace) -> dict[str, tuple[int | None, int | None]]:
    return {row.statement.label: (row.now, row.before) for row in workplace.round_reports.report(YEAR).rows}


def test_only_words_of_the_form_are_counted_and_nothing_under_five(workplace: Workplace, staff: list[int]) -> None:
    hold(workplace, staff, HELD)
    report = workplace.round_reports.report(YEAR, own_words=" Vi vil have mere ro. ")
    assert (report.participants, report.counted, report.own_words) == (25, 23, "Vi vil have mere ro.")
    shown = {row.statement.label: row.now for row in report.rows}
    assert shown["Motivation"] == 15, "nearly all: at least 15 of 23 leaves room for five who did not"
    assert {"Senior", "Økonomi"}.isdisjoint(shown), "four picked the one, only the leader the other"
    assert shown["Har en aftale med frist"] == 15
    assert TYPED not in repr(report)
    assert "Anna" not in repr(report)
    assert report.hidden > 0
    assert "færre end 5" in report.explanation


def test_the_same_people_are_left_out_each_time(workplace: Workplace, staff: list[int]) -> None:
    hold(workplace, staff, HELD)
    first = workplace.round_reports.report(YEAR)
    assert workplace.round_reports.report(YEAR) == first
    assert workplace._settings.value(LOTS) is not None


def test_the_report_compares_with_the_period_before(workplace: Workplace, staff: list[int]) -> None:
    hold(workplace, staff, HELD, followed_up=True)
    hold(workplace, staff[1:], NEXT)
    report = workplace.round_reports.report(NEXT_YEAR)
    assert report.before == YEAR
    assert {row.statement.label: row.before for row in report.rows}["Motivation"] == 15
    assert not report.rows_of(ReportPart.FOLLOWED_UP)
    followed = workplace.round_reports.report(YEAR).rows_of(ReportPart.FOLLOWED_UP)
    assert [row.now for row in followed] == [15, 15]


def test_parts_are_left_out_and_few_people_are_refused(workplace: Workplace, staff: list[int]) -> None:
    hold(workplace, staff[:11], HELD)
    report = workplace.round_reports.report(YEAR)
    assert report.refused
    assert not report.rows
    assert "11 medarbejdere" in report.explanation
    hold(workplace, staff[11:], HELD)
    topics = workplace.round_reports.report(YEAR, {ReportPart.TOPICS})
    assert {row.statement.part for row in topics.rows} == {ReportPart.TOPICS}
    assert workplace.round_reports.periods() == (YEAR,)


def test_the_committee_sees_no_small_workplace_alone(workplace: Workplace, staff: list[int]) -> None:
    hold(workplace, staff[:10], HELD)
    for number in range(3):
        workplace.staff.add(Employee(f"Bo Lund {number}", workplace="Huset"))
    for number in range(6):
        workplace.staff.add(Employee(f"Ida Bak {number}", workplace="=1+1;Gården"))
    talk = workplace.conversations.plan_new(staff[10], Meeting("albertslund", YEAR))
    workplace._conversations.update(replace(workplace._conversations.get(talk), declined_on=HELD))
    table = workplace.committee_figures.table(YEAR)
    assert table == [
        WorkplaceFigures("Skolen", Stages(25, 11, 10, 1, 0, 10, 0)),
        WorkplaceFigures("=1+1;Gården + Huset", Stages(9)),
        WorkplaceFigures("I alt", Stages(34, 11, 10, 1, 0, 10, 0)),
    ]
    written = csv_bytes(table)
    assert written.startswith(b"\xef\xbb\xbfArbejdsplads;Medarbejdere;")
    read = list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))
    assert read[2][0] == "'=1+1;Gården + Huset"
    assert [row[1] for row in read[1:]] == ["25", "9", "34"]


def test_fewer_than_five_employees_have_no_figures(workplace: Workplace) -> None:
    workplace.staff.add(Employee("Anna Holm"))
    assert workplace.committee_figures.table(YEAR) == []
