"""The leader's own observations: stored, undone, deleted with the employee, in the backup, and on no paper."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from mus_desktop import app
from mus_desktop.errors import KnownError
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.staff.observations import Observations

DAY, LATER = date(2026, 3, 2), date(2026, 4, 7)
_SENTINEL = "KUN-FOR-LEDEREN"


@pytest.fixture(params=[None, bytes(range(32))], ids=["sqlite", "sqlcipher"])
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workplace]:
    built = app.build(tmp_path / "data", now=lambda: datetime(2026, 5, 12, 9), key=request.param)  # noqa: DTZ001
    yield built
    built.close()


@pytest.fixture
def anna(place: Workplace) -> int:
    return place.staff.add(Employee("Anna Holm", "Pædagog")).id


def bodies(place: Workplace, employee: int) -> list[tuple[date | None, str]]:
    return [(one.on_date, one.body) for one in place.observations.of_employee(employee)]


def test_they_are_listed_by_day_and_each_change_is_undone(place: Workplace, anna: int) -> None:
    place.observations.add(anna, LATER, "Ledede mødet")
    take_back = place.observations.add(anna, DAY, "  Hjalp Bo\ntil ro  ")
    both = [(LATER, "Ledede mødet"), (DAY, "Hjalp Bo\ntil ro")]
    assert bodies(place, anna) == both
    older = place.observations.of_employee(anna)[1]
    change_back = place.observations.change(anna, older, date(2026, 5, 1), "Hjalp Bo")
    assert bodies(place, anna) == [(date(2026, 5, 1), "Hjalp Bo"), both[0]]
    with pytest.raises(KnownError, match="rettet eller fjernet"):
        take_back()
    change_back()
    restore = place.observations.remove(anna, older)
    assert bodies(place, anna) == both[:1]
    with pytest.raises(KnownError):
        change_back()
    restore()
    assert bodies(place, anna) == both
    take_back()
    assert bodies(place, anna) == both[:1]


def test_an_empty_one_is_refused(place: Workplace, anna: int) -> None:
    with pytest.raises(KnownError, match="mangler en tekst"):
        place.observations.add(anna, DAY, " \n ")
    assert bodies(place, anna) == []


def test_a_new_employee_with_one_is_not_undone_away(place: Workplace, anna: int) -> None:
    undo = place.action_undo.of_added([anna])
    assert undo is not None
    place.observations.add(anna, DAY, "Tog godt imod")
    with pytest.raises(KnownError, match="iagttagelse"):
        undo()
    assert bodies(place, anna) == [(DAY, "Tog godt imod")]


def test_they_are_of_one_employee_and_go_with_that_employee(place: Workplace, anna: int) -> None:
    bo = place.staff.add(Employee("Bo Dam")).id
    place.observations.add(anna, DAY, "Om Anna")
    place.observations.add(bo, DAY, "Om Bo")
    restore = place.observations.remove(anna, place.observations.of_employee(anna)[0])
    place._employees.delete(anna)
    assert place.database.row("SELECT count(*) FROM observation") == (1,)
    with pytest.raises(KnownError, match="slettet"):
        restore()


def test_the_backup_has_them(place: Workplace, anna: int, tmp_path: Path) -> None:
    place.observations.add(anna, DAY, _SENTINEL)
    taken = tmp_path / "copy.sqlite"
    with place.database.frozen(lambda: None):
        taken.write_bytes(place.database.path.read_bytes())
    key_file = place.database.path.parent / "mus.key"
    if key_file.exists():
        (tmp_path / "mus.key").write_bytes(key_file.read_bytes())
    with Database.open(taken, key=place.database.key) as copied:
        assert [one.body for one in Observations(copied).of_employee(anna)] == [_SENTINEL]


def test_a_damaged_day_hides_no_words(place: Workplace, anna: int) -> None:
    place.observations.add(anna, DAY, "Ledede mødet")
    place.database._connection.execute("PRAGMA ignore_check_constraints = ON")
    with place.database.transaction():
        place.database.write("UPDATE observation SET on_date = 'i går'")
    (one,) = place.observations.of_employee(anna)
    assert (one.on_date, one.body, one.damaged) == (None, "Ledede mødet", True)


def test_no_document_of_any_form_contains_them_and_no_search_finds_them(place: Workplace, anna: int) -> None:
    place.observations.add(anna, DAY, _SENTINEL)
    period, kinds = PeriodRule().period_of(DAY), set()
    for form_id in ("kobenhavn-buf", "albertslund", "aarhus-bu"):
        talk = place.conversations.plan_new(anna, Meeting(form_id, period, DAY))
        for request, _ in place.documents.choices(talk):
            kinds.add(request.kind)
            with zipfile.ZipFile(BytesIO(place.documents.render(talk, request))) as package:
                assert not any(_SENTINEL.encode() in package.read(name) for name in package.namelist()), request
    assert len(kinds) > 4
    assert place.staff.everyone(_SENTINEL) == []
