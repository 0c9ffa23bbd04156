"""Answers in the database; a blank answer has no row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mus_desktop.model.answers import AnswerKey, Value
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import from_json, iso, to_json
from mus_desktop.storage.database.connection import Database

_OF_CONVERSATION = """
SELECT answer.party, answer.field, answer.value
  FROM party JOIN answer ON answer.party = party.id
 WHERE party.conversation = ?
"""
_UPSERT = """
INSERT INTO answer (party, field, value, saved_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (party, field) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at
 WHERE value <> excluded.value
"""


class StoredAnswers:
    """The answers of every party in every field."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_conversation(self, conversation: int) -> dict[AnswerKey, Value]:
        """Return every answer of every party of a conversation."""
        rows = self._database.rows(_OF_CONVERSATION, (conversation,))
        return {AnswerKey(party, field): from_json(value) for party, field, value in rows}

    def save(self, changes: Mapping[AnswerKey, Value | None], saved_at: datetime) -> None:
        """Store the changed answers, all or none; ``None`` deletes an answer.

        An unchanged answer is not written and keeps its time.
        """
        with self._database.transaction():
            for key, value in changes.items():
                if value is None:
                    self._database.write(
                        "DELETE FROM answer WHERE party = ? AND field = ?", (key.party, storable_text(key.field))
                    )
                else:
                    row = (key.party, storable_text(key.field), to_json(value), iso(saved_at))
                    self._database.write(_UPSERT, row)

    def move(self, party: int, to: int, names: Mapping[str, str]) -> None:
        """Move the answers of ``party`` to another party, each to its new field, with the time they were saved.

        :param names: new field keys by old ones; an answer to a field not in it keeps its field.
        """
        with self._database.transaction():
            for (name,) in self._database.rows("SELECT field FROM answer WHERE party = ?", (party,)):
                moved = (to, storable_text(names.get(name, name)), party, name)
                self._database.write("UPDATE answer SET party = ?, field = ? WHERE party = ? AND field = ?", moved)

    def move_to_field(self, key: AnswerKey, field: str) -> None:
        """Move an answer to another field of the same party; it keeps its time."""
        with self._database.transaction():
            self._database.write(
                "UPDATE answer SET field = ? WHERE party = ? AND field = ?",
                (storable_text(field), key.party, storable_text(key.field)),
            )
