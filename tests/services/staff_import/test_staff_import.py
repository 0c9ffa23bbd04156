"""A staff list in the database: stored as approved, updated by next year's list, and undone as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from mus_desktop.errors import KnownError
from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.people import Absence, Employee
from mus_desktop.model.period import Period
from mus_desktop.model.staff_list.known_headings import StaffColumn
from mus_desktop.model.staff_list.staff_comparison import ChangeKind, StaffComparison
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.staff_import.staff_file import read_staff_file, read_staff_text
from mus_desktop.services.workplace import Workplace
from tests.services.conftest import NOW

FIRST = """Tjenestenummer;Cpr;Navn;Stilling;Afdeling;E-mail
1001;010190-1234;Bodil Ågård;pædagog;Nord;bodil@nord.example
1002;010190-1234;Bodil Ågård;;;
1003;020290-1234;Emil Holm;lærer;Nord;
1004;030390-1234;Åse Øst;kok;Nord;
;040490-1234;;kok;Nord;
"""
NEXT_YEAR = """Navn;Tjenestenr.;Titel
Bodil Ågård;1002;souschef
Emil Holm;01003;lærer
Ib Dam;1005;pedel
"""
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def compared(workplace: Workplace, text: str) -> StaffComparison:
    opened = workplace.staff_import.opened(read_staff_text(text))
    return workplace.staff_import.compared(opened.table, opened.columns)


def imported(workplace: Workplace, text: str, *, gone: bool = False) -> None:
    kinds = (ChangeKind.NEW, ChangeKind.CHANGED, *([ChangeKind.GONE] if gone else []))
    found = compared(workplace, text)
    workplace.staff_import.store([change for change in found.changes if change.kind in kinds])


def plan(workplace: Workplace, employee: int) -> int:
    return workplace.conversations.plan_new(employee, Meeting("kobenhavn-buf", YEAR, date(2026, 11, 27)))


def everyone(workplace: Workplace) -> list[Employee]:
    return workplace.staff.everyone(left=True)


def test_a_list_is_stored_and_next_years_list_updates_it(
    workplace: Workplace, reopened: Callable[[], Workplace]
) -> None:
    imported(workplace, FIRST)
    assert [(one.name, one.title, one.numbers) for one in everyone(workplace)] == [
        ("Bodil Ågård", "pædagog", ("1001", "1002")),
        ("Emil Holm", "lærer", ("1003",)),
        ("Åse Øst", "kok", ("1004",)),
    ]
    assert compared(workplace, FIRST).of_kind(ChangeKind.UNCHANGED) != []
    imported(workplace, NEXT_YEAR, gone=True)
    again = reopened()
    assert [(one.name, one.title, one.numbers, one.active) for one in everyone(again)] == [
        ("Bodil Ågård", "souschef", ("1001", "1002"), True),
        ("Emil Holm", "lærer", ("1003",), True),
        ("Ib Dam", "pedel", ("1005",), True),
        ("Åse Øst", "kok", ("1004",), False),
    ]


def test_an_import_is_undone_as_a_whole(workplace: Workplace, reopened: Callable[[], Workplace]) -> None:
    imported(workplace, FIRST)
    before = everyone(workplace)
    imported(workplace, NEXT_YEAR, gone=True)
    again = reopened()
    latest = again.staff_import.latest()
    assert latest is not None
    assert (latest.new, latest.changed, latest.refusal) == (1, 2, "")
    again.staff_import.undo()
    assert everyone(again) == before
    assert again.staff_import.latest() is None
    with pytest.raises(KnownError, match="ingen import"):
        again.staff_import.undo()


@pytest.mark.parametrize("name", ["Bodil Ågård", "Emil Holm", "Åse Øst"])
def test_it_is_not_undone_once_something_is_written_about_one_of_its_people(workplace: Workplace, name: str) -> None:
    imported(workplace, FIRST)
    employee = next(one for one in everyone(workplace) if one.name == name)
    plan(workplace, employee.id)
    refused = workplace.staff_import.latest()
    assert refused is not None
    assert name in refused.refusal
    with pytest.raises(KnownError, match=f"siden skrevet noget om {name}"):
        workplace.staff_import.undo()
    assert len(everyone(workplace)) == 3


def test_a_note_in_an_older_conversation_counts_and_the_conversation_itself_does_not(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workplace.staff_import, "_now", lambda: NOW - timedelta(hours=1))
    bodil = workplace.staff.add(Employee("Bodil Ågård"))
    conversation = workplace.conversations.open(plan(workplace, bodil.id))
    imported(workplace, FIRST)
    latest = workplace.staff_import.latest()
    assert latest is not None
    assert not latest.refusal
    note = AnswerKey(conversation.party(PartyRole.LEADER).id, "trivsel")
    workplace.writing.save(Changes(answers={note: "Spørg til holddeling"}))
    with pytest.raises(KnownError, match="skrevet noget om Bodil Ågård"):
        workplace.staff_import.undo()


def test_it_is_not_undone_over_what_was_corrected_since(workplace: Workplace) -> None:
    imported(workplace, FIRST)
    emil = everyone(workplace)[1]
    workplace.staff.change(replace(emil, absence=Absence(date(2026, 9, 1))))
    with pytest.raises(KnownError, match="oplysningerne om Emil Holm er rettet"):
        workplace.staff_import.undo()
    workplace.staff.change(emil)
    workplace.staff.change(replace(emil, title="viceleder"))
    with pytest.raises(KnownError, match="oplysningerne om Emil Holm er rettet"):
        workplace.staff_import.undo()


@pytest.mark.parametrize(
    "damage",
    [
        "staff_import_change SET after = '{}'",
        "staff_import_change SET after = 'x'",
        "staff_import SET imported_at = 'x'",
    ],
)
def test_a_damaged_record_of_an_import_only_cannot_be_undone(workplace: Workplace, damage: str) -> None:
    imported(workplace, FIRST)
    with workplace.database.transaction():
        workplace.database.write(f"UPDATE {damage}")
    assert workplace.staff_import.latest() is None
    with pytest.raises(KnownError, match="ingen import"):
        workplace.staff_import.undo()
    imported(workplace, NEXT_YEAR)
    assert workplace.staff_import.latest() is not None


def test_no_cpr_number_reaches_the_disk(workplace: Workplace, reopened: Callable[[], Workplace]) -> None:
    imported(workplace, FIRST)
    folder = workplace.database.path.parent
    workplace.close()
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert not any(number.encode() in content for number in ("010190-1234", "0101901234", "-1234"))
    reopened()


def test_what_was_approved_for_a_heading_is_remembered(workplace: Workplace) -> None:
    service = workplace.staff_import
    text = "Hvem;Sted;Afdeling\nBodil Ågård;Nord;771\n"
    opened = service.opened(read_staff_text(text))
    with pytest.raises(KnownError, match="Ingen kolonne"):
        service.compared(opened.table, opened.columns)
    approved = (StaffColumn.NAME, StaffColumn.WORKPLACE, StaffColumn.IGNORED)
    found = service.compared(opened.table, approved)
    service.store(found.changes, opened=opened._replace(columns=approved))
    assert service.opened(read_staff_text(text)).columns == approved
    service.store((), opened=opened._replace(columns=opened.columns))
    assert service.opened(read_staff_text(text)).columns == opened.columns, "and may be chosen otherwise"


def test_all_is_stored_or_nothing(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(workplace, FIRST)
    before = everyone(workplace)

    def failing(*_: object) -> None:
        raise KnownError("Disken er fuld.")

    with monkeypatch.context() as patch:
        patch.setattr(workplace.staff_import._imports, "record", failing)
        with pytest.raises(KnownError, match="Disken"):
            imported(workplace, NEXT_YEAR)
    assert everyone(workplace) == before


def test_a_tjenestenummer_belongs_to_one_employee(workplace: Workplace) -> None:
    workplace.staff.add(Employee("Bodil Ågård", numbers=("1001", " ")))
    emil = workplace.staff.add(Employee("Emil Holm"))
    with pytest.raises(KnownError, match="står allerede ved Bodil Ågård"):
        workplace.staff.change(replace(emil, numbers=("01001",)))
    workplace.staff.change(replace(emil, numbers=("1003", "1002")))
    assert workplace.staff.get(emil.id).numbers == ("1003", "1002")
    workplace.staff.change(replace(emil, numbers=()))
    assert everyone(workplace)[1].numbers == ()


def test_an_absence_is_stored_and_ends_after_it_begins(workplace: Workplace) -> None:
    bodil = workplace.staff.add(Employee("Bodil Ågård", absence=Absence(date(2026, 9, 1))))
    for absence in (
        Absence(date(2026, 9, 1), date(2027, 5, 1)),
        Absence(date(2028, 1, 1), date(2028, 2, 1)),
        Absence(date(2025, 1, 1), date(2025, 2, 1)),
        None,
    ):
        workplace.staff.change(replace(bodil, absence=absence))
        assert workplace.staff.get(bodil.id).absence == absence
    with pytest.raises(KnownError, match="slutter, før det begynder"):
        workplace.staff.change(replace(bodil, absence=Absence(date(2026, 9, 1), date(2026, 8, 1))))


def test_a_workbook_of_next_year(workplace: Workplace) -> None:
    workplace.staff.add(Employee("Bodil Ågård", numbers=("10234",)))
    opened = workplace.staff_import.opened(read_staff_file(Path(__file__).parents[2] / "data" / "staff" / "liste.xls"))
    assert opened.table.cpr_numbers == 2
    found = workplace.staff_import.compared(opened.table, opened.columns)
    assert [change.kind for change in found.changes] == [ChangeKind.CHANGED, ChangeKind.NEW]
    assert [mistake.line for mistake in found.mistakes] == [6], "which has no name"
