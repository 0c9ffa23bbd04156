"""The days on which plans are followed up, in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from mus_desktop.model.answers import RowsKey
from mus_desktop.model.review import FollowUp
from mus_desktop.model.text import storable
from mus_desktop.storage.columns import day, iso
from mus_desktop.storage.database import Database

_OF_CONVERSATION = """
SELECT follow_up.plan, follow_up.field, follow_up.position, follow_up.due_on, follow_up.note, follow_up.done_on
  FROM party JOIN plan ON plan.party = party.id JOIN follow_up ON follow_up.plan = plan.id
 WHERE party.conversation = ? ORDER BY follow_up.plan, follow_up.field, follow_up.position
"""
_STORED = "SELECT position, due_on, note, done_on FROM follow_up WHERE plan = ? AND field = ? ORDER BY position"
_ADD = "INSERT INTO follow_up (plan, field, position, due_on, note, done_on) VALUES (?, ?, ?, ?, ?, ?)"


class FollowUps:
    """The follow-up rows of every plan, field by field."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_conversation(self, conversation: int) -> dict[RowsKey, tuple[FollowUp, ...]]:
        """The rows of every plan of a conversation; a row keeps its place, also after blank ones."""
        found: dict[RowsKey, list[FollowUp]] = defaultdict(list)
        for plan, field, position, due_on, note, done_on in self._database.rows(_OF_CONVERSATION, (conversation,)):
            rows = found[RowsKey(plan, field)]
            rows += [FollowUp()] * (position - len(rows))
            rows.append(FollowUp(day(due_on), note, day(done_on)))
        return {key: tuple(rows) for key, rows in found.items()}

    def save(self, key: RowsKey, rows: Sequence[FollowUp]) -> None:
        """Make the rows of one field these, in this order; a blank row keeps its place and is not stored."""
        wanted = [
            (position, iso(row.due_on), storable(row.note), iso(row.done_on))
            for position, row in enumerate(rows)
            if not row.blank
        ]
        place = (key.plan, storable(key.field))
        with self._database.transaction():
            if self._database.rows(_STORED, place) != wanted:
                self._database.write("DELETE FROM follow_up WHERE plan = ? AND field = ?", place)
                for row in wanted:
                    self._database.write(_ADD, (*place, *row))

    def rename(self, key: RowsKey, field: str) -> None:
        """Let the rows of one field stand under another of the same plan."""
        with self._database.transaction():
            self._database.write(
                "UPDATE follow_up SET field = ? WHERE plan = ? AND field = ?",
                (storable(field), key.plan, storable(key.field)),
            )
