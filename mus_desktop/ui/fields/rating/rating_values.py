"""Conversion between the rows of a rating on screen and the parties' stored answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mus_desktop.formspec.row_values import GROUP, OVERALL_ROW
from mus_desktop.model.answers import Value
from mus_desktop.model.form import PartyRole, RatingField

UNNAMED = "Uden navn"


def row_owners(roles: Sequence[PartyRole]) -> tuple[PartyRole, ...]:
    """Return the parties whose answers store the list of rows that users add: the shared party, or else all of them.

    The list is common to all; only the marks and remarks in it belong to one party.
    """
    return (PartyRole.SHARED,) if PartyRole.SHARED in roles else tuple(roles)


def row_names(field: RatingField, stored: Mapping[PartyRole, Value | None]) -> tuple[str, ...]:
    """Return the names of the rows in order: the form's own, or those in the answers, the common answer first."""
    if field.rows:
        return field.rows
    owners = row_owners(tuple(stored))
    order = [*owners, *(role for role in stored if role not in owners)]
    return tuple(dict.fromkeys(name for role in order for name in rows_of(stored[role]) if name != OVERALL_ROW))


def cells_of(stored: Value | None, name: str) -> Mapping[str, Any]:
    """Return a party's cells in a row."""
    found = rows_of(stored).get(name)
    return found if isinstance(found, dict) else {}


def group_of(stored: Mapping[PartyRole, Value | None], name: str, groups: Sequence[str]) -> str:
    """Return the group of a row; the first group where none is stored."""
    stored_groups = (cells_of(value, name).get(GROUP) for value in stored.values())
    return next((str(group) for group in stored_groups if group in groups), groups[0] if groups else "")


def unique_names(titles: Sequence[str], blank: Sequence[bool]) -> list[str]:
    """Return the unique names under which the rows are stored, so that nothing is lost while typing.

    A row without a name gets one if it has content; a wholly blank row stays unnamed and is not stored.
    """
    found: list[str] = []
    for title, is_blank in zip(titles, blank, strict=True):
        wanted = title or ("" if is_blank else UNNAMED)
        name, number = wanted, 2
        while name and name in found:
            name, number = f"{wanted} ({number})", number + 1
        found.append(name)
    return found


def same_rows(one: Value | None, other: Value | None) -> bool:
    """Return whether two stored ratings are equal, including the order of the rows."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return one == other
    return list(one.items()) == list(other.items())


def rows_of(stored: Value | None) -> dict[str, Any]:
    """Return the rows of a party's answer; empty if there is no answer."""
    return stored if isinstance(stored, dict) else {}
