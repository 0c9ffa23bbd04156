"""The follow-up dates of plans, in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from mus_desktop.model.answers import RowsKey
from mus_desktop.model.review import FollowUp
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import iso, read_date
from mus_desktop.storage.database.connection import Database

_OF_CONVERSATION = """
SELECT follow_up.plan, follow_up.field, follow_up.position, follow_up.due_on, follow_up.note, follow_up.done_on,
       follow_up.added_on
  FROM party JOIN plan ON plan.party = party.id JOIN follow_up ON follow_up.plan = plan.id
 WHERE party.conversation = ? ORDER BY follow_up.plan, follow_up.field, follow_up.position
"""
_STORED = "SELECT position, due_on, note, done_on FROM follow_up WHERE plan = ? AND field = ?"
_CLOSED_SINCE = """
SELECT min(plan.closed_on, coalesce(substr(signed_content.stored_at, 1, 10), plan.closed_on))
  FROM plan LEFT JOIN signed_content ON signed_content.plan = plan.id WHERE plan.id = ?
"""
_ADD = "INSERT INTO follow_up (added_on, due_on, note, done_on, plan, field, position) VALUES (?, ?, ?, ?, ?, ?, ?)"
_CHANGE = "UPDATE follow_up SET due_on = ?, note = ?, done_on = ? WHERE plan = ? AND field = ? AND position = ?"
_REMOVE = "DELETE FROM follow_up WHERE plan = ? AND field = ? AND position = ?"


class FollowUps:
    """The follow-up rows of every plan, field by field."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_conversation(self, conversation: int) -> dict[RowsKey, tuple[FollowUp, ...]]:
        """Return the rows of every plan of a conversation; a row keeps its position, also after blank ones."""
        found: dict[RowsKey, list[FollowUp]] = defaultdict(list)
        for plan, field, position, *values in self._database.rows(_OF_CONVERSATION, (conversation,)):
            due_on, note, done_on, added_on = values
            rows = found[RowsKey(plan, field)]
            # Blank rows are not stored; recreate those before this position.
            rows += [FollowUp()] * (position - len(rows))
            rows.append(FollowUp(read_date(due_on), note, read_date(done_on), read_date(added_on)))
        return {key: tuple(rows) for key, rows in found.items()}

    def save(self, key: RowsKey, rows: Sequence[FollowUp], today: date) -> None:
        """Replace the rows of one field, in this order; a blank row keeps its position and is not stored.

        A row added to a closed plan is dated ``today``; existing rows keep their date and note.
        :raises StorageError: the plan is closed, and a row that was part of it would change or be deleted.
        """
        place = (key.plan, storable_text(key.field))
        new = {
            position: (iso(row.due_on), storable_text(row.note), iso(row.done_on))
            for position, row in enumerate(rows)
            if not row.blank
        }
        with self._database.transaction():
            stored = {position: tuple(values) for position, *values in self._database.rows(_STORED, place)}
            added_on = self._added_on(key.plan, today)
            for position in stored.keys() - new.keys():
                self._database.write(_REMOVE, (*place, position))
            # Only differences are written: the rows of a closed plan cannot be deleted and added again.
            for position, values in new.items():
                if position not in stored:
                    self._database.write(_ADD, (added_on, *values, *place, position))
                elif stored[position] != values:
                    self._database.write(_CHANGE, (*values, *place, position))

    def _added_on(self, plan: int, today: date) -> str | None:
        """Return the date of a row added now: none in an open plan; in a closed one not before the plan was closed.

        A plan with a future day of signature counts as closed on the day the signature was recorded.
        """
        row = self._database.row(_CLOSED_SINCE, (plan,))
        since = row[0] if row else None
        return None if since is None else max(today.isoformat(), str(since))

    def move_to_field(self, key: RowsKey, field: str) -> None:
        """Move the rows of one field to another field of the same plan."""
        with self._database.transaction():
            self._database.write(
                "UPDATE follow_up SET field = ? WHERE plan = ? AND field = ?",
                (storable_text(field), key.plan, storable_text(key.field)),
            )
