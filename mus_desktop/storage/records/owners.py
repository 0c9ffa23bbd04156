"""The conversations that answers, plans and agreements belong to, and the form each is pinned to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mus_desktop.model.terms import PartyRole
from mus_desktop.storage.database.column_values import read_choice, to_json
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.plan_rows import row_texts

_PARTY = """
SELECT party.role, conversation.form_version
  FROM party JOIN conversation ON conversation.id = party.conversation WHERE party.id = ?
"""
_PLAN = """
SELECT party.role, conversation.form_version
  FROM plan JOIN party ON party.id = plan.party JOIN conversation ON conversation.id = party.conversation
 WHERE plan.id = ?
"""
_CELLS = "SELECT cells FROM agreement WHERE id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Owner:
    """The party that an answer or a plan belongs to: its role, and the stored form of its conversation."""

    role: PartyRole
    form_version: int


class Owners:
    """Finds whom content belongs to. An id that does not exist is left out: the database itself refuses it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_parties(self, parties: Iterable[int]) -> dict[int, Owner]:
        """Return the owner of each party's answers, by the party's id."""
        return self._found(_PARTY, parties)

    def of_plans(self, plans: Iterable[int]) -> dict[int, Owner]:
        """Return the owner of each plan, by the plan's id."""
        return self._found(_PLAN, plans)

    def field_of(self, agreement: str) -> str | None:
        """Return the plan field of an agreement, ``None`` if it does not exist."""
        row = self._database.row("SELECT field FROM agreement WHERE id = ?", (agreement,))
        return None if row is None else str(row[0])

    def columns_of(self, agreements: Iterable[str]) -> frozenset[str]:
        """Return the columns in which any of these stored agreements has text."""
        # The ids as one JSON array, so that one fixed statement serves any number of them.
        rows = self._database.rows(_CELLS, (to_json([*agreements]),))
        return frozenset(column for (cells,) in rows for column in row_texts(cells))

    def _found(self, statement: str, ids: Iterable[int]) -> dict[int, Owner]:
        found = {}
        for key in set(ids):  # one or two; a list of ids as JSON would take the database longer
            row = self._database.row(statement, (key,))
            if row is not None:
                found[key] = Owner(read_choice(PartyRole, row[0]), row[1])
        return found
