"""The calendar entries that were issued: their unchanging UID and the number of the latest version."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import read_text, read_whole_number
from mus_desktop.storage.database.connection import Database

_COLUMNS = "uid, sequence, sha256"
_ONE = f"SELECT {_COLUMNS} FROM calendar_entry WHERE conversation = ? AND subject = ?"  # noqa: S608 - names of columns
_STORE = """
INSERT INTO calendar_entry (conversation, subject, uid, sequence, sha256) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (conversation, subject) DO UPDATE SET sequence = excluded.sequence, sha256 = excluded.sha256
 WHERE (sequence, sha256) IS NOT (excluded.sequence, excluded.sha256)
"""


@dataclass(frozen=True, slots=True)
class IssuedEntry:
    """A version of a calendar entry: its UID, its number from 0 on, and the SHA-256 of its time and place."""

    conversation: int
    subject: str
    uid: str
    sequence: int
    sha256: str


class CalendarEntries:
    """The entries by conversation; ``subject`` is empty for the conversation itself."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unsaved_uids: dict[tuple[int, str], str] = {}

    def next_version(self, conversation: int, subject: str, sha256: str) -> IssuedEntry:
        """Return the version to issue now, without storing it: a higher number if time or place have changed.

        :raises ValueError, TypeError: what was stored is damaged.
        """
        row = self._database.row(_ONE, (conversation, storable_text(subject)))
        if row is None:
            # Everybody in a group gets a file of the same entry before any of them has been written.
            uid = self._unsaved_uids.setdefault((conversation, subject), f"{uuid4()}@mus-desktop")
            return IssuedEntry(conversation, subject, uid, 0, sha256)
        uid, sequence, before = read_text(row[0]), read_whole_number(row[1]), row[2]
        return IssuedEntry(conversation, subject, uid, sequence + (sha256 != before), sha256)

    def store(self, issued: IssuedEntry) -> None:
        """Store that a version was written to a file."""
        with self._database.transaction():
            self._database.write(
                _STORE,
                (issued.conversation, storable_text(issued.subject), issued.uid, issued.sequence, issued.sha256),
            )
