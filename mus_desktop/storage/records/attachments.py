"""Files attached to a conversation, stored byte for byte, such as last year's plan as received."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from mus_desktop.model.conversation import Attachment
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import iso, read_timestamp
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.stored_documents import ATTACHED

_ADD = """
INSERT INTO document (conversation, kind, number, name, sha256, made_at, bytes)
SELECT ?1, ?2, 1 + coalesce((SELECT max(number) FROM document WHERE conversation = ?1 AND kind = ?2), 0), ?3, ?4, ?5, ?6
"""
_OF_CONVERSATION = """
SELECT id, conversation, name, made_at FROM document WHERE conversation = ? AND kind = ? ORDER BY id
"""
_OF_EMPLOYEE = """
SELECT document.id, document.conversation, document.name, document.made_at
  FROM party JOIN document ON document.conversation = party.conversation
 WHERE party.employee = ? AND document.kind = ? ORDER BY document.id
"""


class Attachments:
    """Every attached file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, conversation: int, name: str, content: bytes, made_at: datetime) -> Attachment:
        """Store a file attached to a conversation."""
        name, digest = storable_text(name), sha256(content).hexdigest()
        with self._database.transaction():
            key = self._database.write(_ADD, (conversation, ATTACHED, name, digest, iso(made_at), content))
        return Attachment(key, conversation, name, made_at)

    def of_employee(self, employee: int) -> list[Attachment]:
        """Return the files attached to the employee's conversations, the oldest first."""
        return self._read(_OF_EMPLOYEE, employee)

    def of_conversation(self, conversation: int) -> list[Attachment]:
        """Return the files attached to a conversation, the oldest first."""
        return self._read(_OF_CONVERSATION, conversation)

    def content(self, attachment: int) -> bytes:
        """Return the bytes of a file; ``KeyError`` if there is none with that id."""
        row = self._database.row("SELECT bytes FROM document WHERE id = ? AND kind = ?", (attachment, ATTACHED))
        if row is None:
            raise KeyError(attachment)
        return bytes(row[0])

    def delete(self, attachment: int) -> None:
        """Delete a file. ``secure_delete`` overwrites its pages; copies in backups remain."""
        with self._database.transaction():
            # The kind too: the table also holds generated documents, which are never deleted one by one.
            self._database.write("DELETE FROM document WHERE id = ? AND kind = ?", (attachment, ATTACHED))

    def _read(self, sql: str, key: int) -> list[Attachment]:
        rows = self._database.rows(sql, (key, ATTACHED))
        return [
            Attachment(one, conversation_id, name, read_timestamp(made_at))
            for one, conversation_id, name, made_at in rows
        ]
