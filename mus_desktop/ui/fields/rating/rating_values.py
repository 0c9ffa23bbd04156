"""The rows of a rating on screen, and the answers of the parties they are stored in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mus_desktop.formspec.grids import GROUP, WHOLE
from mus_desktop.model.answers import Value
from mus_desktop.model.form import PartyRole, RatingField

UNNAMED = "Uden navn"


def names_home(roles: Sequence[PartyRole]) -> tuple[PartyRole, ...]:
    """In whose answers the list of rows that users add is kept: the common one, or else everybody's.

    The list is common to all; only the marks and remarks in it belong to one party.
    """
    return (PartyRole.SHARED,) if PartyRole.SHARED in roles else tuple(roles)


def row_names(field: RatingField, stored: Mapping[PartyRole, Value | None]) -> tuple[str, ...]:
    """The rows in order: the form's own, or those found in the answers, the common answer's first."""
    if field.rows:
        return field.rows
    homes = names_home(tuple(stored))
    order = [*homes, *(role for role in stored if role not in homes)]
    return tuple(dict.fromkeys(name for role in order for name in rows_of(stored[role]) if name != WHOLE))


def cells_of(stored: Value | None, name: str) -> Mapping[str, Any]:
    """What a party has in a row."""
    found = rows_of(stored).get(name)
    return found if isinstance(found, dict) else {}


def group_of(stored: Mapping[PartyRole, Value | None], name: str, groups: Sequence[str]) -> str:
    """The group a row stands in; the first where none is stored."""
    kept = (cells_of(value, name).get(GROUP) for value in stored.values())
    return next((str(group) for group in kept if group in groups), groups[0] if groups else "")


def unique_names(titles: Sequence[str], blank: Sequence[bool]) -> list[str]:
    """The names the rows are stored under: no two alike, so that nothing is lost while somebody is still typing.

    A row without a name that holds something gets one, a wholly blank row stays unnamed and is not stored.
    """
    found: list[str] = []
    for title, nothing in zip(titles, blank, strict=True):
        wanted = title or ("" if nothing else UNNAMED)
        name, number = wanted, 2
        while name and name in found:
            name, number = f"{wanted} ({number})", number + 1
        found.append(name)
    return found


def same(one: Value | None, other: Value | None) -> bool:
    """Whether two stored ratings say the same in the same order."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return one == other
    return list(one.items()) == list(other.items())


def rows_of(stored: Value | None) -> dict[str, Any]:
    """The rows of a party's answer; none where there is no answer."""
    return stored if isinstance(stored, dict) else {}
