"""A staff list compared with the employees of the program: who is new, changed, gone or unchanged.

The Tjenestenummer decides who is who. A name alone identifies only whoever has no number yet: two people of one name
with different numbers are never taken for one, also when two leaders' lists are imported one after the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from mus_desktop.model.dates import format_date
from mus_desktop.model.people import Employee
from mus_desktop.model.staff_list.listed_people import ListedPeople, ListedPerson, RowMistake, joined_people
from mus_desktop.model.staff_list.service_numbers import number_key
from mus_desktop.model.text import comparison_key

_AMBIGUOUS = (
    "Navnet passer på flere, så det kan ikke ses, hvem rækken handler om. Skriv tjenestenummeret ved medarbejderen i "
    "programmet, eller slet rækken i listen."
)
_TWO_MATCHES = "Rækkens tjenestenumre står ved to forskellige medarbejdere i programmet."
_HAS_LEFT = "Er fratrådt og tages derfor ikke med."


class ChangeKind(StrEnum):
    """What an import does with a person."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class StaffChange:
    """One person of an import.

    ``after`` is the employee as it would be stored; of somebody who is gone as it is stored, because the leader decides
    whether they have left. ``before`` is ``None`` for somebody new. ``details`` says in Danish what changes.
    ``same_person`` is what happens instead if somebody new is an employee of that name with another number, which only
    the leader knows; ``None`` if no single employee has the name.
    """

    kind: ChangeKind
    after: Employee
    before: Employee | None = None
    details: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    same_person: StaffChange | None = None


@dataclass(frozen=True, slots=True)
class StaffComparison:
    """Everything an import would do, and the rows that are left out."""

    changes: tuple[StaffChange, ...] = ()
    mistakes: tuple[RowMistake, ...] = ()

    def of_kind(self, kind: ChangeKind) -> list[StaffChange]:
        """Return the changes of one kind, in the order of the list."""
        return [change for change in self.changes if change.kind is kind]


class _Match(NamedTuple):
    employee: Employee | None
    mistake: str = ""


def compared(
    listed: ListedPeople, stored: Sequence[Employee], today: date, default_workplace: str = ""
) -> StaffComparison:
    """Return what importing ``listed`` would change in ``stored``.

    :param stored: all employees, also those who have left.
    :param default_workplace: that of new employees if the list does not state one.
    """
    finder = _Finder(stored, listed.people)
    people: dict[int, list[ListedPerson]] = {}
    new, mistakes = list[ListedPerson](), [*listed.mistakes]
    for person in listed.people:
        match = finder.find(person)
        if match.mistake:
            mistakes.extend(RowMistake(line, match.mistake) for line in person.lines)
        elif match.employee is None:
            new.append(person)
        else:
            people.setdefault(match.employee.id, []).append(person)
    by_id = {employee.id: employee for employee in stored}
    changes = [_change(by_id[number], joined_people(group), today) for number, group in people.items()]
    new_names = Counter(comparison_key(person.name) for person in new)
    for person in new:
        if person.left_on is not None and person.left_on <= today:
            mistakes.append(RowMistake(person.lines[0], _HAS_LEFT))
        else:
            namesakes = [one for one in finder.namesakes(person) if one.id not in people]
            is_only = len(namesakes) == 1 and new_names[comparison_key(person.name)] == 1
            same = _change(namesakes[0], person, today) if is_only else None
            changes.append(_new(person, default_workplace, same))
    gone = [StaffChange(ChangeKind.GONE, one, one) for one in finder.missing(people.keys())]
    ordered = sorted(changes, key=lambda change: change.lines)
    return StaffComparison((*ordered, *gone), tuple(sorted(mistakes)))


class _Finder:
    """Finds the employee that a row is about."""

    def __init__(self, stored: Sequence[Employee], listed: Sequence[ListedPerson]) -> None:
        self._stored = stored
        self._by_number = {number_key(number): one for one in stored for number in one.numbers}
        self._by_name: dict[str, list[Employee]] = {}
        for one in stored:
            self._by_name.setdefault(comparison_key(one.name), []).append(one)
        # An employee whom a row names by number is not meant by another row that has only the name.
        self._named = {found.id for one in listed for found in self._with_numbers_of(one)}
        self._rows_of_name: dict[str, list[ListedPerson]] = {}
        for person in listed:
            if not self._with_numbers_of(person):
                self._rows_of_name.setdefault(comparison_key(person.name), []).append(person)
        self._mistaken: set[int] = set()

    def find(self, person: ListedPerson) -> _Match:
        """Return the employee of a row, or why nobody can tell."""
        numbered = self._with_numbers_of(person)
        if not numbered:
            return self._find_by_name(person)
        mistake = _TWO_MATCHES if len(numbered) > 1 else _other_person(numbered[0], person)
        if mistake:
            self._mistaken.update(one.id for one in numbered)
            return _Match(None, mistake)
        return _Match(numbered[0])

    def _find_by_name(self, person: ListedPerson) -> _Match:
        namesakes = self.namesakes(person)
        candidates = [one for one in namesakes if one.id not in self._named and not (one.numbers and person.numbers)]
        rows = self._rows_of_name[comparison_key(person.name)]
        if not candidates:
            # A further person without a number beside a namesake who has one, or a row that only repeats the name?
            return _Match(None, _AMBIGUOUS if namesakes and not person.numbers else "")
        if len(candidates) == 1 and len(rows) == 1:
            return _Match(candidates[0])
        alike = [one for one in candidates if _says_the_same(one, person)]
        if len(alike) == 1 and sum(_says_the_same(alike[0], row) for row in rows) == 1:
            return _Match(alike[0])
        self._mistaken.update(one.id for one in candidates)
        return _Match(None, _AMBIGUOUS)

    def namesakes(self, person: ListedPerson) -> list[Employee]:
        """Return the employees with the name of ``person``."""
        return self._by_name.get(comparison_key(person.name), [])

    def missing(self, found: Iterable[int]) -> list[Employee]:
        """Return the active employees of whom the list says nothing; not those of whom a mistake speaks."""
        seen = {*found, *self._mistaken}
        return [one for one in self._stored if one.active and one.id not in seen]

    def _with_numbers_of(self, person: ListedPerson) -> list[Employee]:
        found = {
            one.id: one for number in person.numbers if (one := self._by_number.get(number_key(number))) is not None
        }
        return list(found.values())


def _other_person(employee: Employee, person: ListedPerson) -> str:
    """Return a sentence if the number of ``employee`` is now that of somebody else; names change, but not every word.

    Otherwise the conversations of one would become those of the other.
    """
    if set(comparison_key(employee.name).split()) & set(comparison_key(person.name).split()):
        return ""
    return (
        f"Tjenestenummer {person.numbers[0]} står i programmet ved {employee.name}. Er det samme person, så ret først "
        "navnet i programmet."
    )


def _says_the_same(employee: Employee, person: ListedPerson) -> bool:
    """Return whether e-mail or, if one of them has none, title and workplace are the same."""
    if employee.email and person.email:
        return comparison_key(employee.email) == comparison_key(person.email)
    pairs = ((employee.title, person.title), (employee.workplace, person.workplace))
    stated = [(comparison_key(old), comparison_key(new)) for old, new in pairs if new]
    return bool(stated) and all(old == new for old, new in stated)


def _new(person: ListedPerson, default_workplace: str, same: StaffChange | None) -> StaffChange:
    after = Employee(
        person.name, person.title, person.workplace or default_workplace, person.email, numbers=person.numbers
    )
    return StaffChange(ChangeKind.NEW, after, lines=person.lines, same_person=same)


def _change(before: Employee, person: ListedPerson, today: date) -> StaffChange:
    """Return what the list changes; what it does not state stays, and a record that cannot be read is left alone."""
    if before.damaged:
        return StaffChange(ChangeKind.UNCHANGED, before, before, (), person.lines)
    known = {number_key(number) for number in before.numbers}
    added = tuple(number for number in person.numbers if number_key(number) not in known)
    after = replace(
        before,
        name=_changed(before.name, person.name),
        title=_changed(before.title, person.title),
        workplace=_changed(before.workplace, person.workplace),
        email=_changed(before.email, person.email),
        numbers=(*before.numbers, *added),
        left_on=_left_on(before, person, today),
    )
    kind = ChangeKind.UNCHANGED if after == before else ChangeKind.CHANGED
    return StaffChange(kind, after, before, tuple(change_texts(before, after)), person.lines)


def _changed(old: str, new: str) -> str:
    return old if not new or comparison_key(old) == comparison_key(new) else new


def _left_on(before: Employee, person: ListedPerson, today: date) -> date | None:
    if person.left_on is not None and person.left_on <= today:
        return before.left_on or person.left_on
    if before.left_on is not None and before.left_on > today:
        return before.left_on
    # Whoever is on the list without an end works here, also somebody who had left and has come back.
    return None


def change_texts(before: Employee, after: Employee) -> Iterable[str]:
    """Yield what differs between two states of an employee, in Danish: ``Stilling: pædagog → souschef``."""
    for title, old, new in (
        ("Navn", before.name, after.name),
        ("Stilling", before.title, after.title),
        ("Arbejdsplads", before.workplace, after.workplace),
        ("E-mail", before.email, after.email),
        ("Tjenestenummer", ", ".join(before.numbers), ", ".join(after.numbers)),
    ):
        if old != new:
            yield f"{title}: {old} → {new}" if old else f"{title}: {new}"
    if before.left_on != after.left_on:
        yield f"Fratrådt {format_date(after.left_on)}" if after.left_on else "Ikke længere fratrådt"
