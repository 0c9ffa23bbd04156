"""The people in a staff list, and the rows that cannot be used, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from mus_desktop.model.staff_list.known_headings import StaffColumn
from mus_desktop.model.staff_list.service_numbers import number_key, split_numbers
from mus_desktop.model.staff_list.staff_columns import Columns
from mus_desktop.model.staff_list.staff_table import StaffRow, StaffTable
from mus_desktop.model.text import comparison_key

_MAX_NAME, _MAX_NUMBER, _MAX_TEXT = 120, 30, 200
_DATE = re.compile(r"(?:(?P<d>\d{1,2})[-./ ](?P<m>\d{1,2})[-./ ](?P<y>\d{4})|(?P<Y>\d{4})-(?P<M>\d\d)-(?P<D>\d\d))\b.*")
_NEVER = 2100
"""Systems write 31-12-9999 for an employment without an end."""


class ListedPerson(NamedTuple):
    """A person in the list; what the list does not state is empty.

    ``lines`` are the rows about them: one for each employment. ``left_on`` is the end of the last one.
    """

    lines: tuple[int, ...]
    name: str
    numbers: tuple[str, ...] = ()
    title: str = ""
    workplace: str = ""
    email: str = ""
    left_on: date | None = None


class RowMistake(NamedTuple):
    """A row that is left out, or a value of it, and why, as a Danish sentence."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ListedPeople:
    """The people of a list in its order, and its mistakes by line."""

    people: tuple[ListedPerson, ...]
    mistakes: tuple[RowMistake, ...]


class _Row(NamedTuple):
    person: int
    listed: ListedPerson


def people_in(table: StaffTable, columns: Columns) -> ListedPeople:
    """Return the people in ``table``, whose columns mean ``columns``; rows about one person are joined."""
    places: dict[StaffColumn, int] = {column: number for number, column in enumerate(columns) if column}
    swapped = _has_last_name_first(table, places)
    rows, mistakes = list[_Row](), list[RowMistake]()
    for row in table.rows:
        listed, reason = _person(row, places, swapped=swapped)
        if reason:
            mistakes.append(RowMistake(row.line, reason))
        if listed is not None:
            rows.append(_Row(row.person, listed))
    kept, contradictions = _without_contradictions(rows)
    joined = [joined_people(group) for group in _grouped(kept)]
    return ListedPeople(tuple(joined), tuple(sorted([*mistakes, *contradictions])))


def _person(row: StaffRow, places: Mapping[StaffColumn, int], *, swapped: bool) -> tuple[ListedPerson | None, str]:
    """Return the person of a row, and what is wrong with it; ``None`` if it is left out for that."""
    cells = {column: row.cells[number] for column, number in places.items()}
    name = _name(cells, swapped=swapped)
    reason = _name_mistake(name)
    if reason:
        return None, reason
    numbers = split_numbers(cells.get(StaffColumn.NUMBER, ""))
    if any(len(number) > _MAX_NUMBER for number in numbers):
        return None, "Tjenestenummeret er for langt til at være et tjenestenummer."
    left_on, wrong_day = _day(cells.get(StaffColumn.LEFT_ON, ""))
    email = cells.get(StaffColumn.EMAIL, "")
    wrong_mail = "E-mailadressen mangler et @ og tages ikke med." if email and "@" not in email else ""
    listed = ListedPerson(
        (row.line,),
        name,
        numbers,
        cells.get(StaffColumn.TITLE, "")[:_MAX_TEXT],
        cells.get(StaffColumn.WORKPLACE, "")[:_MAX_TEXT],
        "" if wrong_mail else email[:_MAX_TEXT],
        left_on,
    )
    return listed, wrong_mail or wrong_day


def _name(cells: Mapping[StaffColumn, str], *, swapped: bool) -> str:
    whole = cells.get(StaffColumn.NAME, "")
    if swapped and whole.count(",") == 1:
        last, first = whole.split(",")
        return f"{first.strip()} {last.strip()}".strip()
    parts = (cells.get(StaffColumn.FIRST_NAME, ""), cells.get(StaffColumn.LAST_NAME, ""))
    return whole or " ".join(part for part in parts if part)


def _name_mistake(name: str) -> str:
    if not name:
        return "Rækken har intet navn."
    if not any(map(str.isalpha, name)):
        return "Navnet har ingen bogstaver."
    if name[0] in "=+@":  # a spreadsheet would run it in whatever the name is exported to
        return "Navnet er en formel fra et regneark."
    return "Navnet er for langt til at være et navn." if len(name) > _MAX_NAME else ""


def _has_last_name_first(table: StaffTable, places: Mapping[StaffColumn, int]) -> bool:
    """Return whether most names are »Efternavn, Fornavn«."""
    number = places.get(StaffColumn.NAME)
    names = table.column(number) if number is not None else []
    return bool(names) and sum(name.count(",") == 1 for name in names) * 2 > len(names)


def _day(text: str) -> tuple[date | None, str]:
    """Return the day in ``text``, and what is wrong with it."""
    if not text:
        return None, ""
    found = _DATE.fullmatch(text)
    try:
        numbers = [int(found[one] or found[other]) for one, other in ("yY", "mM", "dD")] if found else []
        day = date(*numbers) if numbers else None
    except ValueError:
        day = None
    if day is None:
        return None, "Slutdatoen er ikke en dato og tages ikke med."
    return (None, "") if day.year >= _NEVER else (day, "")


def _without_contradictions(rows: Sequence[_Row]) -> tuple[list[_Row], list[RowMistake]]:
    """Leave out the rows in which two different names have one Tjenestenummer."""
    names: dict[str, set[str]] = {}
    for _, listed in rows:
        for number in listed.numbers:
            names.setdefault(number_key(number), set()).add(comparison_key(listed.name))
    doubtful = {number for number, found in names.items() if len(found) > 1}
    kept, mistakes = list[_Row](), list[RowMistake]()
    for row in rows:
        shared = [number for number in row.listed.numbers if number_key(number) in doubtful]
        if shared:
            text = f"Tjenestenummer {shared[0]} står ved to forskellige navne i listen."
            mistakes.append(RowMistake(row.listed.lines[0], text))
        else:
            kept.append(row)
    return kept, mistakes


def _grouped(rows: Sequence[_Row]) -> Iterable[list[ListedPerson]]:
    """Return the rows about one person together: they share a CPR number or a Tjenestenummer.

    Rows with different Tjenestenumre and no CPR number stay apart, whatever else is the same: two people who become one
    are not noticed, one who becomes two is. Without either, rows that say the same are about one person.
    """
    groups: dict[int, list[ListedPerson]] = {}
    group_of: dict[object, int] = {}
    for number, (person, listed) in enumerate(rows):
        keys = _identities(person, listed)
        known = sorted({group_of[key] for key in keys if key in group_of})
        group = known[0] if known else number
        for other in known[1:]:
            groups[group].extend(groups.pop(other))
            group_of = {key: group if value == other else value for key, value in group_of.items()}
        groups.setdefault(group, []).append(listed)
        group_of.update(dict.fromkeys(keys, group))
    return groups.values()


def _identities(person: int, listed: ListedPerson) -> list[object]:
    keys: list[object] = [("number", number_key(number)) for number in listed.numbers]
    if person:
        keys.append(("cpr", person))
    elif not listed.numbers:
        texts = (listed.name, listed.title, listed.workplace, listed.email)
        keys.append(("same", *map(comparison_key, texts)))
    return keys


def joined_people(group: Sequence[ListedPerson]) -> ListedPerson:
    """Return several rows about one person as one; the first row that states something decides."""
    ends = [one.left_on for one in group]
    texts = {
        field: next((value for one in group if (value := getattr(one, field))), "")
        for field in ("title", "workplace", "email")
    }
    return group[0]._replace(
        lines=tuple(sorted(line for one in group for line in one.lines)),
        numbers=split_numbers(";".join(number for one in group for number in one.numbers)),
        left_on=None if None in ends else max(end for end in ends if end is not None),
        **texts,
    )
