"""Plans and their agreements in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from mus_desktop.model.plan import Agreement, Plan
from mus_desktop.model.text import storable
from mus_desktop.storage.columns import iso
from mus_desktop.storage.database import Database
from mus_desktop.storage.plan_rows import (
    AGREEMENT_COLUMNS,
    PLAN_COLUMNS,
    PLAN_SELECTED,
    agreement_from,
    agreement_values,
    plan_from,
    plan_values,
)

_PLANS = f"""
SELECT {PLAN_SELECTED} FROM party JOIN plan ON plan.party = party.id WHERE party.conversation = ? ORDER BY party.id
"""  # noqa: S608 - own names
_AGREEMENTS = f"""
SELECT agreement.plan, agreement.id, {", ".join(f"agreement.{name}" for name in AGREEMENT_COLUMNS)}
  FROM party JOIN plan ON plan.party = party.id JOIN agreement ON agreement.plan = plan.id
 WHERE party.conversation = ? ORDER BY agreement.plan, agreement.field, agreement.position
"""  # noqa: S608 - own names
_STORED = f"SELECT id, {', '.join(AGREEMENT_COLUMNS)} FROM agreement WHERE plan = ?"  # noqa: S608 - own names
_ADD = f"""
INSERT INTO agreement (id, plan, {", ".join(AGREEMENT_COLUMNS)}) VALUES (?, ?{", ?" * len(AGREEMENT_COLUMNS)})
"""  # noqa: S608 - own names
_CHANGE = f"""
UPDATE agreement SET {", ".join(f"{name} = ?" for name in AGREEMENT_COLUMNS)} WHERE id = ?
"""  # noqa: S608 - own names
_UPDATE_PLAN = f"UPDATE plan SET {', '.join(f'{name} = ?' for name in PLAN_COLUMNS)} WHERE id = ?"  # noqa: S608 - own names

_ADDED = """
SELECT 1 FROM addendum WHERE plan = ? AND added_on >= ?
 UNION ALL SELECT 1 FROM agreement WHERE plan = ? AND added_on >= ? LIMIT 1
"""


class Plans:
    """The common plan of every conversation, and each participant's own in a group."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_conversation(self, conversation: int) -> tuple[Plan, ...]:
        """The plans of a conversation, participants' own first, each with its agreements in order within a field."""
        agreements: dict[int, list[Agreement]] = defaultdict(list)
        for plan, key, *row in self._database.rows(_AGREEMENTS, (conversation,)):
            agreements[plan].append(agreement_from(key, row))
        rows = self._database.rows(_PLANS, (conversation,))
        return tuple(plan_from(row, tuple(agreements[row[0]])) for row in rows)

    def add(self, party: int) -> Plan:
        """Give a participant a plan of their own; the shared party has one from the start."""
        with self._database.transaction():
            return Plan(self._database.write("INSERT INTO plan (party) VALUES (?)", (party,)), party)

    def save_rows(self, plan: int, field: str, rows: Sequence[Agreement]) -> None:
        """Make the agreements of one plan field these, in this order; blank rows are not stored.

        A row that stays is changed where it stands, never taken out and put in again, so that its reviews and addenda
        stay with it; so is a row that has come from another field of the plan. ``ValueError`` if a row says that it
        belongs to another field. :raises StorageError: the plan is signed and the change is not one it is open to.
        """
        if any(row.field != field for row in rows):
            raise ValueError("every row belongs to the field that is saved")
        wanted = {row.id: row for row in rows if not row.blank}
        with self._database.transaction():
            stored = {key: tuple(values) for key, *values in self._database.rows(_STORED, (plan,))}
            for key, values in stored.items():
                if values[0] == storable(field) and key not in wanted:
                    self._database.write("DELETE FROM agreement WHERE id = ?", (key,))
            for position, row in enumerate(wanted.values()):
                self._put(plan, row, stored.get(row.id), agreement_values(row, position))

    def rewrite(self, plan: int, rows: Sequence[Agreement]) -> None:
        """Change rows of a plan where they stand, also from field to field; none comes or goes.

        Their order within a field is that of ``rows``.
        """
        position: dict[str, int] = defaultdict(int)
        with self._database.transaction():
            stored = {key: tuple(values) for key, *values in self._database.rows(_STORED, (plan,))}
            for row in rows:
                if row.id not in stored:
                    raise ValueError("only rows of the plan can be changed")
                self._put(plan, row, stored[row.id], agreement_values(row, position[row.field]))
                position[row.field] += 1

    def update(self, plan: Plan) -> None:
        """Store the days on which a plan was agreed, signed, copied and filed; its rows are saved by field.

        :raises StorageError: the plan is signed, and the day it was agreed or signed, or by whom, would change.
        """
        with self._database.transaction():
            self._database.write(_UPDATE_PLAN, (*plan_values(plan), plan.id))

    def added_to(self, plan: Plan) -> bool:
        """Whether a signed plan has been added to since: an addendum or a dated agreement."""
        return plan.signed_on is not None and bool(self._database.rows(_ADDED, (plan.id, iso(plan.signed_on)) * 2))

    def _put(self, plan: int, row: Agreement, stored: tuple[Any, ...] | None, values: tuple[Any, ...]) -> None:
        if stored is None:
            self._database.write(_ADD, (row.id, plan, *values))
        elif stored != values:
            self._database.write(_CHANGE, (*values, row.id))
