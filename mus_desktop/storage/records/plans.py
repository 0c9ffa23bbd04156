"""Plans and their agreements in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from mus_desktop.model.plan import Agreement, Plan, Refusal, Signatory, SignatoryRole
from mus_desktop.model.terms import PartyRole
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import iso, read_choice, read_date
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.plan_rows import (
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

# The day of signature may be in the future; then additions count from the day the signature was recorded.
_ADDED = """
WITH noted (day) AS (
  SELECT min(?2, coalesce((SELECT substr(stored_at, 1, 10) FROM signed_content WHERE plan = ?1), ?2)))
SELECT 1 FROM addendum, noted WHERE plan = ?1 AND added_on >= noted.day
 UNION ALL SELECT 1 FROM agreement, noted WHERE plan = ?1 AND added_on >= noted.day
 UNION ALL SELECT 1 FROM follow_up WHERE plan = ?1 AND added_on IS NOT NULL LIMIT 1
"""
_SIGNATURES = """
SELECT signature.plan, signature.role, signature.party, signature.label, signature.signed_on
  FROM party JOIN plan ON plan.party = party.id JOIN signature ON signature.plan = plan.id
 WHERE party.conversation = ? ORDER BY signature.signed_on, signature.role DESC, signature.party
"""
_SIGN = """
INSERT INTO signature (plan, role, party, label, signed_on) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (plan, role, party, label) DO UPDATE SET signed_on = excluded.signed_on
 WHERE signed_on <> excluded.signed_on
"""
_DELETE_SIGNATURE = "DELETE FROM signature WHERE plan = ? AND role = ? AND party = ? AND label = ?"
_REFUSALS = """
SELECT refusal.plan, refusal.role, CASE WHEN whose.role = 'shared' THEN 0 ELSE whose.id END, refusal.refused_on,
       refusal.reason
  FROM party JOIN plan ON plan.party = party.id JOIN refusal ON refusal.plan = plan.id
  JOIN party AS whose ON whose.id = refusal.party
 WHERE party.conversation = ? ORDER BY refusal.refused_on, refusal.role, refusal.party
"""
_REFUSE = """
INSERT INTO refusal (plan, role, party, refused_on, reason) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (plan, role, party) DO UPDATE SET refused_on = excluded.refused_on, reason = excluded.reason
 WHERE (refused_on, reason) IS NOT (excluded.refused_on, excluded.reason)
"""
_DELETE_REFUSAL = "DELETE FROM refusal WHERE plan = ? AND role = ? AND party = ?"
_CONVERSATION = "SELECT party.conversation FROM plan JOIN party ON party.id = plan.party WHERE plan.id = ?"


class Plans:
    """The common plan of every conversation, and each participant's own plan in a group."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_conversation(self, conversation: int) -> tuple[Plan, ...]:
        """Return the plans of a conversation, participants' own first; agreements are in order within a field."""
        agreements: dict[int, list[Agreement]] = defaultdict(list)
        for plan, key, *row in self._database.rows(_AGREEMENTS, (conversation,)):
            agreements[plan].append(agreement_from(key, row))
        rows = self._database.rows(_PLANS, (conversation,))
        signatures, refusals = self._signatures(conversation, rows), self._refusals(conversation, rows)
        return tuple(
            plan_from(row, tuple(agreements[row[0]]), signatures[row[0]], tuple(refusals[row[0]])) for row in rows
        )

    def conversation_of(self, plan: int) -> int:
        """Return the id of the conversation a plan belongs to; ``KeyError`` if there is no such plan."""
        row = self._database.row(_CONVERSATION, (plan,))
        if row is None:
            raise KeyError(plan)
        return int(row[0])

    def add(self, party: int) -> Plan:
        """Create a participant's own plan; the shared party has one from the start."""
        with self._database.transaction():
            return Plan(self._database.write("INSERT INTO plan (party) VALUES (?)", (party,)), party)

    def save_rows(self, plan: int, field: str, rows: Sequence[Agreement]) -> None:
        """Replace the agreements of one plan field, in this order; blank rows are not stored.

        An existing row is updated in place, never deleted and inserted again, so that its reviews and addenda are
        kept; the same holds for a row moved from another field. ``ValueError`` if a row names another field.
        :raises StorageError: the plan is signed and does not allow the change.
        """
        if any(row.field != field for row in rows):
            raise ValueError("every row belongs to the field that is saved")
        new = {row.id: row for row in rows if not row.blank}
        with self._database.transaction():
            stored = {key: tuple(values) for key, *values in self._database.rows(_STORED, (plan,))}
            for key, values in stored.items():
                # Rows of other fields are not in ``new`` either, and must stay.
                if values[0] == storable_text(field) and key not in new:
                    self._database.write("DELETE FROM agreement WHERE id = ?", (key,))
            for position, row in enumerate(new.values()):
                self._write_row(plan, row, stored.get(row.id), agreement_values(row, position))

    def update_rows(self, plan: int, rows: Sequence[Agreement]) -> None:
        """Update rows of a plan in place, also from field to field; none is added or deleted.

        Their order within a field is that of ``rows``.
        """
        position: dict[str, int] = defaultdict(int)
        with self._database.transaction():
            stored = {key: tuple(values) for key, *values in self._database.rows(_STORED, (plan,))}
            for row in rows:
                if row.id not in stored:
                    raise ValueError("only rows of the plan can be changed")
                self._write_row(plan, row, stored[row.id], agreement_values(row, position[row.field]))
                position[row.field] += 1

    def update(self, plan: Plan) -> None:
        """Store the dates of a plan; rows are saved by field, signatures and refusals by :meth:`save_signatures`.

        The content of a plan being closed must have been stored first (:mod:`.signed_contents`).
        :raises StorageError: the plan is closed and does not allow the change.
        """
        with self._database.transaction():
            self._database.write(_UPDATE_PLAN, (*plan_values(plan), plan.id))

    def lacks_content(self) -> bool:
        """Return whether content is still missing for plans signed under schema 1."""
        return bool(self._database.rows("SELECT 1 FROM content_to_store LIMIT 1"))

    def save_signatures(self, plan: Plan) -> None:
        """Replace the signatures and refusals of a plan.

        :raises StorageError: the plan is filed, and one of them would be deleted or change.
        """
        new = {_signature_key(plan, signatory): day for signatory, day in plan.signatures.items()}
        with self._database.transaction():
            for key in self._database.rows("SELECT role, party, label FROM signature WHERE plan = ?", (plan.id,)):
                if tuple(key) not in new:
                    self._database.write(_DELETE_SIGNATURE, (plan.id, *key))
            for key, signed_on in new.items():
                self._database.write(_SIGN, (plan.id, *key, signed_on.isoformat()))
            self._save_refusals(plan)

    def has_additions(self, plan: Plan) -> bool:
        """Return whether a closed plan has later additions: an addendum, a dated agreement or a follow-up."""
        return plan.closed_on is not None and bool(self._database.rows(_ADDED, (plan.id, iso(plan.closed_on))))

    def _save_refusals(self, plan: Plan) -> None:
        # The column needs a party: a refusal by nobody named is stored under the plan's own.
        new = {(refusal.by.value, refusal.party or plan.party): refusal for refusal in plan.refusals}
        for key in self._database.rows("SELECT role, party FROM refusal WHERE plan = ?", (plan.id,)):
            if tuple(key) not in new:
                self._database.write(_DELETE_REFUSAL, (plan.id, *key))
        for key, refusal in new.items():
            self._database.write(_REFUSE, (plan.id, *key, iso(refusal.on_date), storable_text(refusal.reason)))

    def _signatures(self, conversation: int, plans: Sequence[Sequence[Any]]) -> dict[int, dict[Signatory, date]]:
        """Return the signatures by plan; queried only if one of ``plans`` (rows) is closed, as a signed plan is."""
        found: dict[int, dict[Signatory, date]] = defaultdict(dict)
        if all(closed_on is None for *_, closed_on, _refused_on in plans):
            return found
        for plan, role, party, label, signed_on in self._database.rows(_SIGNATURES, (conversation,)):
            if (on := read_date(signed_on)) is not None:
                found[plan][_signatory(role, party, label)] = on
        return found

    def _refusals(self, conversation: int, plans: Sequence[Sequence[Any]]) -> dict[int, list[Refusal]]:
        """Return the refusals by plan; queried only if one of ``plans`` (rows) is refused, since few are."""
        found: dict[int, list[Refusal]] = defaultdict(list)
        if all(refused_on is None for *_, refused_on in plans):
            return found
        for plan, role, party, refused_on, reason in self._database.rows(_REFUSALS, (conversation,)):
            if (on := read_date(refused_on)) is not None:
                found[plan].append(Refusal(on, read_choice(PartyRole, role), reason, party))
        return found

    def _write_row(self, plan: int, row: Agreement, stored: tuple[Any, ...] | None, values: tuple[Any, ...]) -> None:
        if stored is None:
            self._database.write(_ADD, (row.id, plan, *values))
        # An unchanged row costs no write, and one save stores all rows of a field.
        elif stored != values:
            self._database.write(_CHANGE, (*values, row.id))


def _signature_key(plan: Plan, signatory: Signatory) -> tuple[str, int, str]:
    """Return the columns role, party and label; a further signer is stored with the plan's own party."""
    party = signatory.party or plan.party
    return signatory.role, party, storable_text(signatory.label)


def _signatory(role: str, party: int, label: str) -> Signatory:
    return Signatory(read_choice(SignatoryRole, role), 0 if label else party, label)
