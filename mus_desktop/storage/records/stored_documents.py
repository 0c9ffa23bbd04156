"""Generated Word documents, stored byte for byte, to distinguish an edited file from the generated one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import iso, read_choice, read_timestamp
from mus_desktop.storage.database.connection import Database

_LAST_NUMBER = "SELECT coalesce(max(number), 0) FROM document WHERE conversation = ? AND kind = ?"
ATTACHED = "attachment"
"""The kind of files that were not generated here; see :mod:`.attachments`."""

_SELECT = "SELECT id, conversation, party, kind, number, name, sha256, made_at FROM document"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as generated; ``number`` counts the documents of its kind in its conversation from 1.

    ``party`` is the participant whose own plan it is, ``None`` for a common document. ``name`` is its file name.
    """

    id: int
    conversation: int
    party: int | None
    kind: DocumentKind
    number: int
    name: str
    sha256: str
    made_at: datetime


class StoredDocuments:
    """The documents generated for every conversation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, conversation: int, party: int | None, kind: DocumentKind, name: str, content: bytes, made_at: datetime
    ) -> StoredDocument:
        """Store a document under the next number of its kind."""
        # Converted here, so that the returned document has the name that a later read returns.
        name, digest = storable_text(name), sha256(content).hexdigest()
        with self._database.transaction():
            (last,) = self._database.rows(_LAST_NUMBER, (conversation, kind))[0]
            number = last + 1
            key = self._database.write(
                "INSERT INTO document (conversation, party, kind, number, name, sha256, made_at, bytes) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (conversation, party, kind, number, name, digest, iso(made_at), content),
            )
        return StoredDocument(key, conversation, party, kind, number, name, digest, made_at)

    @contextmanager
    def in_one_transaction(self) -> Iterator[None]:
        """Store everything written inside together, or none of it."""
        with self._database.transaction():
            yield

    def latest(self, conversation: int, kind: DocumentKind, party: int | None = None) -> StoredDocument | None:
        """Return the newest document of that kind for ``party``, or ``None``."""
        return next(iter(self.of_kind(conversation, kind, party)), None)

    def of_kind(
        self, conversation: int, kind: DocumentKind, party: int | None = None, title: str = ""
    ) -> list[StoredDocument]:
        """Return the documents of that kind for ``party`` whose names begin with ``title``, the newest first."""
        rows = self._database.rows(
            # IS, because ``party`` is NULL for a common document, and NULL equals nothing.
            f"{_SELECT} WHERE conversation = ? AND kind = ? AND party IS ? ORDER BY number DESC",
            (conversation, kind, party),
        )
        # Not LIKE: a title may contain its wildcards, and it ignores the case of A to Z.
        return [found for found in map(_document, rows) if found.name.startswith(title)]

    def of_all_conversations(self) -> list[StoredDocument]:
        """Return the documents of all conversations, without their bytes and without attachments."""
        return [_document(row) for row in self._database.rows(f"{_SELECT} WHERE kind <> ?", (ATTACHED,))]

    def all(self, conversation: int) -> list[StoredDocument]:
        """Return the documents of a conversation in the order they were made, without bytes and without attachments."""
        rows = self._database.rows(
            f"{_SELECT} WHERE conversation = ? AND kind <> ? ORDER BY id", (conversation, ATTACHED)
        )
        return [_document(row) for row in rows]

    def content(self, document: int) -> bytes:
        """Return the bytes of a document; ``KeyError`` if there is none with that id."""
        row = self._database.row("SELECT bytes FROM document WHERE id = ?", (document,))
        if row is None:
            raise KeyError(document)
        return bytes(row[0])


def _document(row: tuple[Any, ...]) -> StoredDocument:
    key, conversation, party, kind, number, name, digest, made_at = row
    return StoredDocument(
        key, conversation, party, read_choice(DocumentKind, kind), number, name, digest, read_timestamp(made_at)
    )
