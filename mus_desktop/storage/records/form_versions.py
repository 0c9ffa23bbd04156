"""Form definitions in the database; a conversation is pinned to one and needs no shipped form files."""

from __future__ import annotations

from typing import NamedTuple

from mus_desktop.errors import UnreadableValue
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.connection import Database

_SELECT = "SELECT id, form_id, version, sha256, definition FROM form_version"

_LAST_USED = """
SELECT form_version.form_id, max(conversation.id)
  FROM conversation JOIN form_version ON form_version.id = conversation.form_version
 WHERE conversation.purpose <> 'paper' GROUP BY form_version.form_id
"""


class StoredForm(NamedTuple):
    """A definition of a form, as it was when the first conversation used it."""

    id: int
    form_id: str
    version: int
    sha256: str
    definition: str


class FormVersions:
    """Every definition that a conversation has been pinned to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, form_id: str, version: int, sha256: str, definition: str) -> int:
        """Return the id of this definition, stored now if it is new; its hash identifies it."""
        with self._database.transaction():
            known = self._database.row("SELECT id FROM form_version WHERE sha256 = ?", (storable_text(sha256),))
            if known:
                return int(known[0])
            return self._database.write(
                "INSERT INTO form_version (form_id, version, sha256, definition) VALUES (?, ?, ?, ?)",
                (storable_text(form_id), version, storable_text(sha256), storable_text(definition)),
            )

    def get(self, form_version: int) -> StoredForm:
        """Return the definition with that id.

        :raises UnreadableValue: there is none: a conversation refers to a missing row.
        """
        row = self._database.row(f"{_SELECT} WHERE id = ?", (form_version,))
        if row is None:
            raise UnreadableValue
        return StoredForm(*row)

    def last_used(self) -> dict[str, int]:
        """Return the newest conversation on any version of each form, by the form's id; not of plans from paper."""
        return dict(self._database.rows(_LAST_USED))

    def all(self) -> list[StoredForm]:
        """Return every definition, by form and version."""
        return [StoredForm(*row) for row in self._database.rows(f"{_SELECT} ORDER BY form_id, version, id")]
