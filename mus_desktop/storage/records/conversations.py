"""Conversations and their parties in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from mus_desktop.model.conversation import Conversation, Party
from mus_desktop.model.terms import PartyRole
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import iso, read_choice, read_date
from mus_desktop.storage.records.conversation_lists import ConversationLists
from mus_desktop.storage.records.conversation_rows import COLUMNS, SELECTED, WIDTH, conversation_from, values_of
from mus_desktop.storage.records.reviews import Reviews
from mus_desktop.storage.records.stored_documents import ATTACHED

_INSERT = f"INSERT INTO conversation ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - own names
_UPDATE = "UPDATE conversation SET {} = ? WHERE id = ?"
_GET = f"SELECT {SELECTED} FROM conversation WHERE id = ?"  # noqa: S608 - own names
_WITH_PARTIES = f"""
SELECT {SELECTED}, party.id, party.role, party.employee, party.prepared_on, party.left_on
  FROM conversation LEFT JOIN party ON party.conversation = conversation.id
 WHERE conversation.id = ? ORDER BY party.id
"""  # noqa: S608 - own names
_PARTIES = "SELECT id, role, employee, prepared_on, left_on FROM party WHERE conversation = ? ORDER BY id"

_FILES = """
SELECT 1 FROM document WHERE conversation = ?1 AND kind = ?2
 UNION ALL SELECT 1 FROM received_sheet WHERE conversation = ?1
 UNION ALL SELECT 1 FROM plan_attachment JOIN plan ON plan.id = plan_attachment.plan
                    JOIN party ON party.id = plan.party WHERE party.conversation = ?1 LIMIT 1
"""


class Conversations(ConversationLists):
    """The conversations of all employees."""

    def add(self, conversation: Conversation, employees: Sequence[int]) -> Conversation:
        """Store a new conversation and return it with its id.

        It gets a party for each employee, one for the leader and a shared one, to which the common plan belongs.
        ``ValueError`` if there is no employee.
        """
        if not employees:
            raise ValueError("a conversation is held with somebody")
        with self._database.transaction():
            key = self._database.write(_INSERT, values_of(conversation))
            for employee in employees:
                self._add_party(key, PartyRole.EMPLOYEE, employee)
            self._add_party(key, PartyRole.LEADER)
            shared = self._add_party(key, PartyRole.SHARED)
            self._database.write("INSERT INTO plan (party) VALUES (?)", (shared,))
        return replace(conversation, id=key, begun=False)

    def get(self, conversation: int) -> Conversation:
        """Return the conversation with that id; ``KeyError`` if there is none."""
        row = self._database.row(_GET, (conversation,))
        if row is None:
            raise KeyError(conversation)
        return conversation_from(row)

    def parties(self, conversation: int) -> tuple[Party, ...]:
        """Return the parties of a conversation: the employees, then the leader and the shared party."""
        return tuple(_party(row) for row in self._database.rows(_PARTIES, (conversation,)))

    def with_parties(self, conversation: int) -> tuple[Conversation, tuple[Party, ...]]:
        """Return :meth:`get` and :meth:`parties` in one read; ``KeyError`` if there is no conversation with that id."""
        rows = self._database.rows(_WITH_PARTIES, (conversation,))
        if not rows:
            raise KeyError(conversation)
        return conversation_from(rows[0][:WIDTH]), tuple(_party(row[WIDTH:]) for row in rows if row[WIDTH] is not None)

    def update(self, conversation: Conversation) -> None:
        """Store changes to a conversation itself; answers and plans are saved elsewhere.

        A damaged value that is not replaced is kept as it is.
        """
        with self._database.transaction():
            # Both sides hold the same default for a damaged value, so an unchanged one is not written over it.
            stored = values_of(self.get(conversation.id))
            for column, before, after in zip(COLUMNS, stored, values_of(conversation), strict=True):
                if before != after:
                    self._database.write(_UPDATE.format(column), (after, conversation.id))

    def set_last_tab(self, conversation: int, tab: str) -> None:
        """Store the page on which the leader left the conversation."""
        with self._database.transaction():
            self._database.write(
                "UPDATE conversation SET last_tab = ? WHERE id = ?", (storable_text(tab), conversation)
            )

    def set_left_on(self, party: int, left_on: date | None) -> None:
        """Store the date a participant left the group; ``None`` if the participant has come back."""
        with self._database.transaction():
            self._database.write("UPDATE party SET left_on = ? WHERE id = ?", (iso(left_on), party))

    def delete(self, conversation: int) -> None:
        """Delete a conversation with its answers, plans and documents.

        Agreements it reviewed get the status they had before.
        """
        with self._database.transaction():
            Reviews(self._database).delete_made_in(conversation)
            self._database.write("DELETE FROM conversation WHERE id = ?", (conversation,))

    def has_files(self, conversation: int) -> bool:
        """Return whether the conversation has files from outside: attachments, received sheets or scans of a plan."""
        return bool(self._database.rows(_FILES, (conversation, ATTACHED)))

    def _add_party(self, conversation: int, role: PartyRole, employee: int | None = None) -> int:
        return self._database.write(
            "INSERT INTO party (conversation, role, employee) VALUES (?, ?, ?)", (conversation, role, employee)
        )


def _party(row: Sequence[Any]) -> Party:
    key, role, employee, prepared_on, left_on = row
    return Party(key, read_choice(PartyRole, role), employee, read_date(prepared_on), read_date(left_on))
