"""Who of a list is new, changed, gone or unchanged; two people never become one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.people import Employee
from mus_desktop.model.staff_list.listed_people import ListedPeople, ListedPerson
from mus_desktop.model.staff_list.staff_comparison import ChangeKind, StaffComparison, compared
from mus_desktop.model.text import comparison_key

TODAY = date(2026, 8, 12)
NEW, CHANGED, GONE, UNCHANGED = ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.GONE, ChangeKind.UNCHANGED
BODIL = Employee("Bodil Ågård", "pædagog", "Nord", "bodil@nord.example", id=1, numbers=("1001",))
EMIL = Employee("Emil Holm", "lærer", "Nord", id=2)


def listed(*people: ListedPerson) -> ListedPeople:
    return ListedPeople(people, ())


def person(name: str, *numbers: str, line: int = 2, title: str = "", left_on: date | None = None) -> ListedPerson:
    return ListedPerson((line,), name, numbers, title, left_on=left_on)


def kinds(found: StaffComparison) -> list[tuple[str, ChangeKind]]:
    return [(change.after.name, change.kind) for change in found.changes]


def test_next_years_list_updates_instead_of_doubling() -> None:
    people = listed(
        person("Bodil Lund Ågård", "01001", "1009", title="souschef"),
        person("Emil Holm", "1002", line=3),
        person("Ib Dam", "1003", line=4),
    )
    found = compared(people, (BODIL, EMIL, replace(EMIL, name="Åse Øst", id=3)), TODAY, "Nordhuset")
    assert kinds(found) == [
        ("Bodil Lund Ågård", CHANGED),
        ("Emil Holm", CHANGED),
        ("Ib Dam", NEW),
        ("Åse Øst", GONE),
    ]
    bodil, emil, ib, gone = found.changes
    assert bodil.after == replace(BODIL, name="Bodil Lund Ågård", title="souschef", numbers=("1001", "1009"))
    assert bodil.details == (
        "Navn: Bodil Ågård → Bodil Lund Ågård",
        "Stilling: pædagog → souschef",
        "Tjenestenummer: 1001 → 1001, 1009",
    )
    assert emil.after == replace(EMIL, numbers=("1002",)), "what the list does not state stays"
    assert ib.after == Employee("Ib Dam", workplace="Nordhuset", numbers=("1003",))
    assert gone.after.left_on is None, "the leader decides whether they have left"


def test_the_same_list_again_changes_nothing() -> None:
    people = listed(person("bodil  ågård", "1001", title="Pædagog"), person("Emil Holm", line=3))
    assert kinds(compared(people, (BODIL, EMIL), TODAY)) == [("Bodil Ågård", UNCHANGED), ("Emil Holm", UNCHANGED)]


def test_an_end_in_the_list_is_a_departure_and_a_later_list_a_return() -> None:
    gone = person("Bodil Ågård", "1001", left_on=date(2026, 5, 31))
    (change,) = compared(listed(gone), (BODIL,), TODAY).changes
    assert (change.after.left_on, change.details) == (date(2026, 5, 31), ("Fratrådt 31. maj 2026",))
    left = replace(BODIL, left_on=date(2026, 5, 31))
    (back,) = compared(listed(person("Bodil Ågård", "1001")), (left,), TODAY).changes
    assert (back.after, back.details) == (BODIL, ("Ikke længere fratrådt",))
    coming = replace(BODIL, left_on=date(2026, 12, 31))
    (unchanged,) = compared(listed(person("Bodil Ågård", "1001")), (coming,), TODAY).changes
    assert unchanged.kind is UNCHANGED, "a departure that lies ahead stays"
    nobody = compared(listed(person("Ib Dam", "1003", left_on=date(2026, 5, 31))), (), TODAY)
    assert not nobody.changes
    assert nobody.mistakes == ((2, "Er fratrådt og tages derfor ikke med."),)


def test_a_number_of_somebody_else_is_refused() -> None:
    found = compared(listed(person("Ib Dam", "1001")), (BODIL,), TODAY)
    assert not found.changes, "and Bodil is not gone"
    assert "står i programmet ved Bodil Ågård" in found.mistakes[0].reason


def test_numbers_of_two_employees_are_refused() -> None:
    other = replace(BODIL, id=2, numbers=("1002",))
    found = compared(listed(person("Bodil Ågård", "1001", "1002")), (BODIL, other), TODAY)
    assert not found.changes
    assert "to forskellige medarbejdere" in found.mistakes[0].reason


def test_a_name_that_fits_several_is_refused_unless_the_title_decides() -> None:
    first, second = replace(EMIL, id=2, title="lærer"), replace(EMIL, id=3, title="pedel")
    found = compared(listed(person("Emil Holm")), (first, second), TODAY)
    assert not found.changes
    assert "passer på flere" in found.mistakes[0].reason
    both = listed(person("Emil Holm", title="Pedel"), person("Emil Holm", line=3, title="lærer"))
    assert [change.after.id for change in compared(both, (first, second), TODAY).changes] == [3, 2]


def test_a_namesake_with_a_number_is_not_the_one_without() -> None:
    people = listed(person("Bodil Ågård", "1001"), person("Bodil Ågård", line=3))
    found = compared(people, (BODIL,), TODAY)
    assert kinds(found) == [("Bodil Ågård", UNCHANGED)]
    assert [mistake.line for mistake in found.mistakes] == [3]


def test_somebody_with_another_number_may_be_the_same_person() -> None:
    found = compared(listed(person("Bodil Ågård", "2001", title="souschef")), (BODIL,), TODAY)
    assert kinds(found) == [("Bodil Ågård", NEW), ("Bodil Ågård", GONE)]
    same = found.changes[0].same_person
    assert same is not None
    assert same.after == replace(BODIL, title="souschef", numbers=("1001", "2001"))
    two = listed(person("Bodil Ågård", "2001"), person("Bodil Ågård", "2002", line=3))
    assert [change.same_person for change in compared(two, (BODIL,), TODAY).of_kind(NEW)] == [None, None]


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["Anne Bak", "anne  bak", "Bo Lund", "Bo Bak"]),
        st.sampled_from(["lærer", "pedel", ""]),
        st.sets(st.integers(1000, 1020), max_size=2),
    ),
    max_size=8,
)


def _imported(stored: list[Employee], people: ListedPeople) -> list[Employee]:
    """The employees after an import of everything but departures."""
    after = {one.id: one for one in stored}
    for change in compared(people, stored, TODAY).changes:
        number = change.after.id or max(after, default=0) + 1
        after[number] = replace(change.after, id=number)
    return list(after.values())


def _without_shared_numbers(rows: list[tuple[str, str, set[int]]], taken: set[int]) -> ListedPeople:
    people = []
    for line, (name, title, numbers) in enumerate(rows, 2):
        own = sorted(numbers - taken)
        taken |= numbers
        people.append(ListedPerson((line,), name, tuple(map(str, own)), title))
    return ListedPeople(tuple(people), ())


@given(first=PEOPLE, second=PEOPLE)
def test_the_lists_of_two_leaders_never_make_two_people_one(
    first: list[tuple[str, str, set[int]]], second: list[tuple[str, str, set[int]]]
) -> None:
    taken: set[int] = set()
    lists = [_without_shared_numbers(rows, taken) for rows in (first, second)]
    stored: list[Employee] = []
    for people in lists:
        stored = _imported(stored, people)
    persons = {frozenset(one.numbers) for people in lists for one in people.people if one.numbers}
    assert all(frozenset(one.numbers) in persons for one in stored if one.numbers)
    names = {one.numbers: comparison_key(one.name) for people in lists for one in people.people if one.numbers}
    assert all(names[one.numbers] == comparison_key(one.name) for one in stored if one.numbers)


@given(PEOPLE)
def test_a_list_imported_twice_is_unchanged_the_second_time(rows: list[tuple[str, str, set[int]]]) -> None:
    people = _without_shared_numbers(rows, set())
    once = _imported([], people)
    again = compared(people, once, TODAY)
    assert {change.kind for change in again.changes} <= {UNCHANGED, GONE}
    assert len(_imported(once, people)) == len(once)
