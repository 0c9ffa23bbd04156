"""Files that were attached to a conversation, byte for byte: last year's plan as it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from mus_desktop.model.text import storable
from mus_desktop.storage.columns import iso, moment
from mus_desktop.storage.database import Database
from mus_desktop.storage.documents import ATTACHED

_ADD = """
INSERT INTO document (conversation, kind, number, name, sha256, made_at, bytes)
SELECT ?1, ?2, 1 + coalesce((SELECT max(number) FROM document WHERE conversation = ?1 AND kind = ?2), 0), ?3, ?4, ?5, ?6
"""
_OF_EMPLOYEE = """
SELECT document.id, document.conversation, document.name, document.made_at
  FROM party JOIN document ON document.conversation = party.conversation
 WHERE party.employee = ? AND document.kind = ? ORDER BY document.id
"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attached file; ``name`` is the file name it had."""

    id: int
    conversation: int
    name: str
    made_at: datetime


class Attachments:
    """Every attached file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, conversation: int, name: str, content: bytes, made_at: datetime) -> Attachment:
        """Keep a file with a conversation."""
        name, digest = storable(name), sha256(content).hexdigest()
        with self._database.transaction():
            key = self._database.write(_ADD, (conversation, ATTACHED, name, digest, iso(made_at), content))
        return Attachment(key, conversation, name, made_at)

    def of_employee(self, employee: int) -> list[Attachment]:
        """The files attached to the employee's conversations, the oldest first."""
        rows = self._database.rows(_OF_EMPLOYEE, (employee, ATTACHED))
        return [Attachment(key, talk, name, moment(made_at)) for key, talk, name, made_at in rows]

    def content(self, attachment: int) -> bytes:
        """The bytes of a file; ``KeyError`` if there is none with that id."""
        row = self._database.row("SELECT bytes FROM document WHERE id = ? AND kind = ?", (attachment, ATTACHED))
        if row is None:
            raise KeyError(attachment)
        return bytes(row[0])

    def delete(self, attachment: int) -> None:
        """Delete a file."""
        with self._database.transaction():
            self._database.write("DELETE FROM document WHERE id = ? AND kind = ?", (attachment, ATTACHED))
