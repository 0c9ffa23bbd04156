"""Answers in the database, and the ticks at shared notes; a blank answer has no row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from mus_desktop.model.answers import AnswerKey, TickKey, Value
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import from_json, iso, read_date, to_json
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
_WITH_TICKS = """
SELECT answer.party, answer.field, answer.value, NULL, NULL
  FROM party JOIN answer ON answer.party = party.id WHERE party.conversation = ?1
 UNION ALL
SELECT note_tick.party, note_tick.field, NULL, note_tick.by_party, note_tick.ticked_on
  FROM party JOIN note_tick ON note_tick.party = party.id WHERE party.conversation = ?1
"""
# Only a note that is there can be ticked.
_TICK = """
INSERT INTO note_tick (party, field, by_party, ticked_on)
SELECT party, field, ?, ? FROM answer WHERE party = ? AND field = ?
    ON CONFLICT (party, field, by_party) DO UPDATE SET ticked_on = excluded.ticked_on
"""


class StoredAnswers:
    """The answers of every party in every field, and who has ticked that a shared note may follow the plan.

    Triggers remove the ticks of a note whose text is changed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_conversation(self, conversation: int) -> dict[AnswerKey, Value]:
        """Return every answer of every party of a conversation."""
        rows = self._database.rows(_OF_CONVERSATION, (conversation,))
        return {AnswerKey(party, field): from_json(value) for party, field, value in rows}

    def with_ticks_of_conversation(self, conversation: int) -> tuple[dict[AnswerKey, Value], dict[TickKey, date]]:
        """Return every answer of a conversation and the day of each tick at its shared notes, read together."""
        answers: dict[AnswerKey, Value] = {}
        ticks: dict[TickKey, date] = {}
        for party, field, value, by_party, day in self._database.rows(_WITH_TICKS, (conversation,)):
            if by_party is None:
                answers[AnswerKey(party, field)] = from_json(value)
            elif (ticked_on := read_date(day)) is not None:
                ticks[TickKey(party, field, by_party)] = ticked_on
        return answers, ticks

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

    def save_ticks(self, ticks: Mapping[TickKey, date | None]) -> None:
        """Store the changed ticks, all or none, after the notes they are at; ``None`` deletes a tick.

        :raises StorageError: the plan is closed.
        """
        with self._database.transaction():
            for key, day in ticks.items():
                note, by = (key.party, storable_text(key.field)), key.by_party
                if day is None:
                    self._database.write(
                        "DELETE FROM note_tick WHERE party = ? AND field = ? AND by_party = ?", (*note, by)
                    )
                else:
                    self._database.write(_TICK, (by, iso(day), *note))

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
