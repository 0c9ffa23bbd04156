"""People of one name, and several conversations of one person: which is which, as the services say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mus_desktop.errors import KnownError
from mus_desktop.model.conversation import Status
from mus_desktop.model.form import Fact
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.group_view import (
    conversation_phrase,
    names_of,
    part_visible_to,
    participants_text,
)
from mus_desktop.services.workplace import Workplace

_TODAY = date(2026, 5, 12)
_PERIOD, _NEXT = (PeriodRule().period_of(day) for day in (_TODAY, date(2027, 5, 12)))
_TEACHER, _CARETAKER = "Anne Hansen (Lærer)", "Anne Hansen (Pedel)"


@pytest.fixture
def annes(workplace: Workplace) -> tuple[int, int]:
    add = workplace.staff.add
    return add(Employee("Anne Hansen", "Lærer", "Nord")).id, add(Employee("Anne Hansen", "Pedel", "Syd")).id


@pytest.fixture
def bo(workplace: Workplace) -> int:
    return workplace.staff.add(Employee("Bo Dam", "Lærer", "Nord")).id


def _group(workplace: Workplace, *people: int) -> int:
    return workplace.conversations.plan_group(people, Meeting("albertslund", _PERIOD))


def _alone(workplace: Workplace, person: int, day: date | None = None, form: str = "kobenhavn-buf") -> int:
    return workplace.conversations.plan_new(person, Meeting(form, PeriodRule().period_of(day or _TODAY), day))


class TestPeopleOfOneName:
    def test_each_line_says_which(self, workplace: Workplace, annes: tuple[int, int], bo: int) -> None:
        book = workplace.conversations
        _alone(workplace, annes[1])
        assert [line.people for line in book.all()] == [(_CARETAKER,)]
        _group(workplace, annes[0], bo)
        assert [line.names for line in book.of_employee(bo)] == [f"{_TEACHER} og Bo"]
        assert workplace.yearly_mus.current_mus(_TODAY)[annes[1]].names == _CARETAKER

    def test_employees_who_have_left_are_distinguished_too(
        self, workplace: Workplace, annes: tuple[int, int], bo: int
    ) -> None:
        workplace.staff.change(replace(workplace.staff.get(annes[1]), left_on=_TODAY))
        assert workplace.staff.labels()[annes[0]] == _TEACHER
        with pytest.raises(KnownError, match=r"^Anne Hansen \(Pedel\) er fratrådt"):
            _group(workplace, annes[1], bo)

    def test_a_group_says_which(self, workplace: Workplace, annes: tuple[int, int], bo: int) -> None:
        opened = workplace.conversations.open(_group(workplace, *annes, bo))
        assert list(names_of(opened).values()) == [_TEACHER, _CARETAKER, "Bo"]
        assert conversation_phrase(opened) == f"gruppesamtalen med {_TEACHER}, {_CARETAKER} og Bo"
        for party, name in names_of(opened).items():
            assert participants_text(part_visible_to(opened, party)) == {"Bo": "Bo Dam"}.get(name, name)

    def test_print_distinguishes_only_employees_on_the_same_document(
        self, workplace: Workplace, annes: tuple[int, int], bo: int
    ) -> None:
        opened = workplace.conversations.open(_group(workplace, *annes, bo))
        assert opened.facts()[Fact.EMPLOYEE] == f"{_TEACHER}, {_CARETAKER}, Bo Dam"
        assert part_visible_to(opened, opened.participants[0].id).facts()[Fact.EMPLOYEE] == "Anne Hansen"


class TestNobodyStandsForAGroup:
    def test_the_first_participant_does_not(self, workplace: Workplace, annes: tuple[int, int], bo: int) -> None:
        opened = workplace.conversations.open(_group(workplace, *annes, bo))
        assert opened.facts()[Fact.WORKPLACE] == "Nord, Syd"
        with pytest.raises(ValueError, match="too many"):
            _ = opened.employee
        assert part_visible_to(opened, opened.participants[1].id).facts()[Fact.WORKPLACE] == "Syd"


class TestSeveralInAPeriod:
    def test_the_furthest_is_shown(self, workplace: Workplace, bo: int) -> None:
        book = workplace.conversations
        held, _, declined = (_alone(workplace, bo, day) for day in (date(2026, 2, 3), date(2026, 6, 1), _TODAY))
        book.record_declined(declined, _TODAY)
        assert workplace.yearly_mus.current_mus(_TODAY)[bo].status is Status.PLANNED
        book.finish(held, date(2026, 2, 3))
        assert workplace.yearly_mus.current_mus(_TODAY)[bo].conversation.id == held

    def test_are_pointed_out(self, workplace: Workplace, annes: tuple[int, int], bo: int) -> None:
        book = workplace.conversations
        first = _alone(workplace, bo)
        assert {key: line.conversation.id for key, line in book.yearly_mus_in(_PERIOD, [bo, *annes]).items()} == {
            bo: first
        }
        assert book.yearly_mus_in(_PERIOD, [bo], excluding=first) == {}
        assert book.yearly_mus_in(_NEXT, [bo]) == {}
        assert book.yearly_mus_in(_PERIOD, annes) == {}

    def test_what_is_no_mus_or_was_left_does_not_count(self, workplace: Workplace, annes: tuple[int, int]) -> None:
        book = workplace.conversations
        group = _group(workplace, *annes)
        mini = workplace.follow_up_conversations.forms()[0].id
        workplace.follow_up_conversations.plan_follow_up(group, Meeting(mini, _PERIOD))
        party = book.open(group).participants[0].id
        alone = workplace.groups.split_out(group, party, "kobenhavn-buf", _TODAY)
        found = book.yearly_mus_in(_PERIOD, annes)
        assert {key: line.conversation.id for key, line in found.items()} == {annes[0]: alone, annes[1]: group}
