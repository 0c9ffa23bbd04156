"""The report after a round and the figures for the MED committee, from what is stored."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest

from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period, PeriodRule
from mus_desktop.model.statistics.round_report import ReportPart, RoundReport
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.statistics.committee_figures import Stages, WorkplaceFigures, csv_bytes
from mus_desktop.services.statistics.period_figures import ALL_PARTS
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.records.setting_values import LOTS
from tests.services.statistics.held_round import TYPED, hold

HELD, NEXT = date(2026, 5, 12), date(2027, 5, 12)
YEAR, NEXT_YEAR = PeriodRule().period_of(HELD), PeriodRule().period_of(NEXT)


@pytest.fixture
def staff(workplace: Workplace) -> list[int]:
    return [workplace.staff.add(Employee(f"Anna Holm {number}", workplace="Skolen")).id for number in range(25)]


def report_on(
    workplace: Workplace, period: Period, parts: Collection[ReportPart] = ALL_PARTS, own_words: str = ""
) -> RoundReport:
    return workplace.period_figures.sources(period, parts, own_words).report


def test_only_words_of_the_form_are_counted_and_nothing_under_five(workplace: Workplace, staff: list[int]) -> None:
    hold(workplace, staff, HELD)
    report = report_on(workplace, YEAR, own_words=" Vi vil have mere ro. ")
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
    first = report_on(workplace, YEAR)
    assert report_on(workplace, YEAR) == first
    assert workplace._settings.value(LOTS) is not None


def test_the_report_compares_with_the_period_before(workplace: Workplace, staff: list[int]) -> None:
    hold(workplace, staff, HELD, followed_up=True)
    hold(workplace, staff[1:], NEXT)
    report = report_on(workplace, NEXT_YEAR)
    assert report.before == YEAR
    assert {row.statement.label: row.before for row in report.rows}["Motivation"] == 15
    assert not report.rows_of(ReportPart.FOLLOWED_UP)
    followed = report_on(workplace, YEAR).rows_of(ReportPart.FOLLOWED_UP)
    assert [row.now for row in followed] == [15, 15]


def test_parts_are_left_out_and_few_people_are_refused(workplace: Workplace, staff: list[int]) -> None:
    hold(workplace, staff[:11], HELD)
    report = report_on(workplace, YEAR)
    assert report.refused
    assert not report.rows
    assert "11 medarbejdere" in report.explanation
    hold(workplace, staff[11:], HELD)
    topics = report_on(workplace, YEAR, {ReportPart.TOPICS})
    assert {row.statement.part for row in topics.rows} == {ReportPart.TOPICS}
    assert workplace.period_figures.periods() == (YEAR,)


def test_the_committee_sees_no_small_workplace_alone(workplace: Workplace, staff: list[int]) -> None:
    hold(workplace, staff[:10], HELD)
    for number in range(3):
        workplace.staff.add(Employee(f"Bo Lund {number}", workplace="Huset"))
    for number in range(6):
        workplace.staff.add(Employee(f"Ida Bak {number}", workplace="=1+1;Gården"))
    talk = workplace.conversations.plan_new(staff[10], Meeting("albertslund", YEAR))
    workplace._conversations.update(replace(workplace._conversations.get(talk), declined_on=HELD))
    table = workplace.period_figures.sources(YEAR).committee
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
    assert workplace.period_figures.sources(YEAR).committee == []
