"""The columns of marks in a rating, and the pairs of columns between which there is a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mus_desktop.formspec.row_values import DEFAULT_COLUMN
from mus_desktop.model.form import Form, PartyRole, RatingColumn, RatingField, Scale

_REQUIRED, _LEVEL = "required", "level"
_NAMES = {PartyRole.EMPLOYEE: "Medarbejder", PartyRole.LEADER: "Leder", PartyRole.SHARED: "Fælles"}


@dataclass(frozen=True, slots=True)
class MarkColumn:
    """The marks of one party in one column; ``meaning`` is ``required``, ``level`` or empty."""

    role: PartyRole
    key: str
    title: str
    text: str
    scale: Scale
    meaning: str = ""


def mark_columns(field: RatingField, form: Form, roles: Sequence[PartyRole]) -> tuple[MarkColumn, ...]:
    """Return the columns in the order of the form; a column that several parties answer appears once for each."""
    columns = field.columns or (RatingColumn(DEFAULT_COLUMN, "", scale=field.scale),)
    return tuple(_mark(column, form, role, owners) for column in columns for owners in (_owners(column, roles),)
                 for role in owners)  # fmt: skip


def gap_columns(columns: Sequence[MarkColumn]) -> tuple[tuple[MarkColumn, MarkColumn], ...]:
    """Return pairs of required and level columns.

    The level of a party is compared with its own requirement, or with the only one there is.
    """
    required = [column for column in columns if column.meaning == _REQUIRED]
    pairs = []
    for level in (column for column in columns if column.meaning == _LEVEL):
        own = [column for column in required if column.role is level.role] or (required if len(required) == 1 else [])
        pairs += [(column, level) for column in own[:1]]
    return tuple(pairs)


def party_name(form: Form, role: PartyRole) -> str:
    """Return the name of a party above its marks."""
    return form.party_names.get(role) or _NAMES[role]


def _owners(column: RatingColumn, roles: Sequence[PartyRole]) -> tuple[PartyRole, ...]:
    return tuple(role for role in roles if column.by in (None, role))


def _mark(column: RatingColumn, form: Form, role: PartyRole, owners: Sequence[PartyRole]) -> MarkColumn:
    party = party_name(form, role) if len(owners) > 1 else ""
    title = ", ".join(filter(None, (column.title, party)))
    return MarkColumn(role, column.key, title, column.text, form.scale(column.scale), column.role)
