"""What is left to do, whatever the period: read from the database on both engines."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from mus_desktop import app
from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period, PeriodKind, PeriodRule
from mus_desktop.model.plan import Agreement, Plan
from mus_desktop.model.terms import PartyRole
from mus_desktop.model.unfinished import OutstandingStep, UnfinishedCase, outstanding
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace

YEAR = PeriodRule().period_of(date(2026, 5, 1))
SCHOOL_YEAR = PeriodRule(PeriodKind.SCHOOL).period_of(date(2026, 5, 1))
DAY = date(2026, 12, 3)
NEW_YEAR, IN_AUGUST = date(2027, 1, 4), date(2026, 8, 3)
EVERY_DAY = (date(2024, 2, 29), date(2026, 5, 12), DAY, NEW_YEAR, date(2028, 12, 31))
NOW = datetime(2026, 5, 12, 9, 30)  # noqa: DTZ001 - the clock on the wall


@pytest.fixture(params=[None, bytes(range(32))], ids=["sqlite", "sqlcipher"])
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workplace]:
    built = app.build(tmp_path / "data", now=lambda: NOW, key=request.param)
    assert built.database.path.read_bytes().startswith(b"SQLite format 3") is (request.param is None)
    yield built
    built.close()


Talk = Callable[..., int]


@pytest.fixture
def person(place: Workplace) -> Callable[[str], int]:
    return lambda name: place.staff.add(Employee(name, "Pædagog")).id


@pytest.fixture
def talk(place: Workplace, person: Callable[[str], int]) -> Talk:
    numbers = itertools.count(1)

    def plan(period: Period = YEAR, day: date | None = DAY, employee: int = 0) -> int:
        who = employee or person(f"Medarbejder {next(numbers)}")
        return place.conversations.plan_new(who, Meeting("kobenhavn-buf", period, day))

    return plan


def steps(place: Workplace, today: date) -> list[tuple[int, str, bool]]:
    return [
        (one.line.conversation.id, one.outstanding.step.value, one.outstanding.overdue)
        for one in place.unfinished.outstanding_on(today)
    ]


def test_unfinished_steps_of_an_earlier_year_are_listed(place: Workplace, talk: Talk) -> None:
    """The fault itself: on 4 January every talk of the old year was gone."""
    late, undated, ahead = talk(), talk(day=None), talk(PeriodRule().period_of(NEW_YEAR), date(2027, 3, 1))
    assert place.yearly_mus.current_mus(NEW_YEAR).keys() == {place.conversations.open(ahead).employee.id}
    assert steps(place, NEW_YEAR) == [(late, "hold", True), (undated, "hold", True), (ahead, "hold", False)]
    place.conversations.record_declined(late, NEW_YEAR)
    place.conversations.finish(undated, NEW_YEAR)
    assert steps(place, NEW_YEAR) == [(undated, "agree", False), (ahead, "hold", False)]
    place.conversations.record_declined(late, None)
    assert (late, "hold", True) in steps(place, NEW_YEAR)


def test_a_school_year_that_ends_in_july(place: Workplace, talk: Talk) -> None:
    late, undated = talk(SCHOOL_YEAR, date(2026, 6, 3)), talk(SCHOOL_YEAR, None)
    assert steps(place, IN_AUGUST) == [(late, "hold", True), (undated, "hold", True)]


def test_a_new_day_ends_that_it_was_postponed(place: Workplace, talk: Talk) -> None:
    key = talk()
    place.conversations.record_postponed(key, date(2026, 11, 30))
    assert steps(place, DAY) == [(key, "new_date", False)]
    meeting = place.conversations.meeting(key)
    place.conversations.change_meeting(key, replace(meeting, place="Haven"))
    assert steps(place, DAY) == [(key, "new_date", False)], "another place is no new day"
    place.conversations.change_meeting(key, replace(meeting, on_date=date(2027, 1, 20)))
    assert steps(place, DAY) == [(key, "hold", False)]
    assert place.conversations.open(key).conversation.postponed_on is None


def test_an_employee_who_left_needs_no_conversation_but_a_signed_plan_must_be_filed(
    place: Workplace, talk: Talk
) -> None:
    planned, signed, begun = talk(), talk(), talk()
    place.conversations.finish(signed, DAY)
    place.plan_recorder.sign(place.plan_recorder.agree(place.conversations.open(signed).plan, DAY), DAY)
    opened = place.conversations.open(begun)
    note = next(field for field in opened.form.fields() if field.kind == "notes")
    place.writing.save(Changes({AnswerKey(opened.party(PartyRole.SHARED).id, note.key): "Vi er i gang"}))
    for key in (planned, signed, begun):
        place.staff.change(
            replace(place.staff.get(place.conversations.open(key).employee.id), left_on=date(2026, 12, 10))
        )
    assert steps(place, NEW_YEAR) == [
        (begun, "finish", True),
        (signed, "give_copy", False),
        (signed, "journalise", False),
    ]


def test_paper_plans_and_held_follow_ups_are_finished(
    place: Workplace, talk: Talk, person: Callable[[str], int]
) -> None:
    anna = person("Anna Holm")
    place.paper.add_paper(anna, "aalborg-tm", YEAR, [Agreement("p", "", "", {"maal": "Lede møder"})])
    assert steps(place, NEW_YEAR) == []
    mus = talk(employee=anna)
    place.conversations.finish(mus, DAY)
    form = place.follow_up_conversations.forms()[0]
    mini = place.follow_up_conversations.plan_follow_up(mus, Meeting(form.id, YEAR, date(2027, 1, 2)))
    assert steps(place, NEW_YEAR) == [(mini, "hold", True), (mus, "agree", False)]
    place.conversations.finish(mini, NEW_YEAR)
    assert steps(place, NEW_YEAR) == [(mus, "agree", False)]


def test_each_participant_of_a_group_until_the_last_plan_is_filed(
    place: Workplace, person: Callable[[str], int]
) -> None:
    people = [person(name) for name in ("Anna Holm", "Bo Dam", "Carla Riis")]
    key = place.conversations.plan_group(people, Meeting("abc-faelles", YEAR, DAY))
    place.conversations.finish(key, DAY)
    opened = place.conversations.open(key)
    owners = {party.employee: party.id for party in opened.participants}

    def left() -> list[tuple[str, tuple[int, ...]]]:
        return [(one.outstanding.step.value, one.people) for one in place.unfinished.outstanding_on(NEW_YEAR)]

    def file(plan: Plan) -> None:
        plan = place.plan_recorder.sign(place.plan_recorder.agree(plan, DAY), DAY)
        place.plan_recorder.journalise(place.plan_recorder.give_copy(plan, DAY), DAY)

    file(opened.plan)
    assert left() == [("agree", (one,)) for one in people], "a plan that nobody has begun is owed too"
    for employee in people[1:]:
        file(place.groups.own_plan(key, owners[employee]))
    assert left() == [("agree", (people[0],))]
    file(place.groups.own_plan(key, owners[people[0]]))
    assert left() == []


def test_the_database_leaves_out_nothing_that_the_rule_would_find(place: Workplace, talk: Talk) -> None:
    """Every combination of dates: what the query passes by must be finished by the rule, on any day."""
    dates = (None, DAY)
    book, plan_recorder = place.conversations, place.plan_recorder
    with place.in_one_transaction():
        for held, declined, postponed, agreed, signed, copied, filed in itertools.product(dates, repeat=7):
            key = talk()
            stored = book._conversations.get(key)
            changed = replace(stored, held_on=held, declined_on=declined, postponed_on=postponed)
            book._conversations.update(changed)
            if signed or not (copied or filed):
                plan = plan_recorder.sign(plan_recorder.agree(book.open(key).plan, agreed), signed)
                plan_recorder.journalise(plan_recorder.give_copy(plan, copied), filed)
    for today in EVERY_DAY:
        found = {one.line.conversation.id for one in place.unfinished.outstanding_on(today)}
        rows = book._conversations.overview()
        wanted = {row.conversation.id for row in rows if outstanding(UnfinishedCase(row.conversation, row.plan), today)}
        assert found == wanted
        assert found, "the rule finds something"
        assert len(found) < len(rows), "and not everything"


PLAN_DAYS = ("agreed_on", "signed_on", "closed_on", "refused_on", "copy_given_on", "journalised_on")
TALK_DAYS = ("held_on", "declined_on", "postponed_on")
TAKEN = "2026-05-04"


def every_combination(names: tuple[str, ...]) -> list[dict[str, str | None]]:
    return [dict(zip(names, days, strict=True)) for days in itertools.product((None, TAKEN), repeat=len(names))]


def write_row(place: Workplace, table: str, **row: object) -> int:
    columns = ", ".join(row)
    marks = ", ".join("?" * len(row))
    return place.database.write(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values()))


@pytest.mark.parametrize("people", [1, 2])
def test_in_no_combination_of_dates_the_database_leaves_out_what_the_rule_finds(
    place: Workplace, talk: Talk, person: Callable[[str], int], people: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = place.conversations.open(talk()).conversation.form_version
    who = [person(f"Deltager {number}") for number in range(people)]
    with place.database.transaction():
        for purpose in ("mus", "follow_up", "evaluation", "paper"):
            for days, steps in itertools.product(every_combination(TALK_DAYS), every_combination(PLAN_DAYS)):
                number = write_row(
                    place, "conversation", purpose=purpose, form_version=form, period=YEAR.isoformat(), **days
                )
                parties = [write_row(place, "party", conversation=number, role="employee", employee=one) for one in who]
                shared = write_row(place, "party", conversation=number, role="shared")
                finished = dict.fromkeys(PLAN_DAYS, TAKEN)
                write_row(place, "plan", party=shared, **(finished if people > 1 else steps))
                if people > 1:
                    write_row(place, "plan", party=parties[0], **steps)

    def all_steps() -> list[tuple[ConversationLine, OutstandingStep, tuple[int, ...]]]:
        return [(step.line, step.outstanding, step.people) for step in place.unfinished.outstanding_on(NEW_YEAR)]

    found = all_steps()
    conversations = place.unfinished._conversations
    monkeypatch.setattr(conversations, "overview_unfinished", conversations.overview)
    assert all_steps() == found
    assert len(found) > 1_000


def test_copying_and_filing_hides_neither_a_missing_signature_nor_a_talk_not_held(place: Workplace, talk: Talk) -> None:
    plan_recorder = place.plan_recorder
    held, agreed, partly, filed = talk(), talk(), talk(), talk()
    place.conversations.finish(held, DAY)
    plan_recorder.agree(place.conversations.open(agreed).plan, DAY)
    plan = place.conversations.open(partly).plan
    plan_recorder.sign_one(plan, plan_recorder.signatories(plan)[-1], DAY)
    for number in (held, agreed, partly, filed):
        plan_recorder.journalise(plan_recorder.give_copy(place.conversations.open(number).plan, DAY), DAY)
    assert {(number, step) for number, step, _ in steps(place, NEW_YEAR)} == {
        (held, "agree"),
        (agreed, "sign"),
        (partly, "sign"),
        (filed, "hold"),
    }
