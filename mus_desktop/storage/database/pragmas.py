"""The database pragmas: each one is set, read back and checked."""

from __future__ import annotations

from mus_desktop.storage.database import engine
from mus_desktop.storage.database.file_header import APPLICATION_ID

# In this order: unless the lock is exclusive before the journal mode is set, a -shm file is shared with others.
_PRAGMAS: tuple[tuple[str, str, str | int], ...] = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("temp_store", "MEMORY", 2),
    ("recursive_triggers", "ON", 1),  # otherwise REPLACE deletes rows without the triggers that guard a signed plan
)
"""Name, value to set, and value that is read back."""
_FOREIGN_KEYS: tuple[str, str, str | int] = ("foreign_keys", "ON", 1)
_SET_BY_MIGRATIONS: tuple[tuple[str, str | int], ...] = (("legacy_alter_table", 0), ("application_id", APPLICATION_ID))


def set_pragmas(connection: engine.Connection) -> None:
    """Set every pragma but foreign keys, which would cascade while a migration rebuilds tables."""
    for name, value, _ in _PRAGMAS:
        if name == "journal_mode":
            # A new or restored database is switched to WAL by a transaction with a rollback journal. Only EXTRA flushes
            # the removal of that journal: a power cut could bring it back, beside a database that has changed since.
            connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute(f"PRAGMA {name} = {value}")


def enforce_foreign_keys(connection: engine.Connection) -> None:
    """Enforce foreign keys from now on."""
    name, value, _ = _FOREIGN_KEYS
    connection.execute(f"PRAGMA {name} = {value}")


def wrong_pragmas(connection: engine.Connection, schema: int) -> list[str]:
    """Return the names of the pragmas that do not read back as set; empty when all do."""
    values = [(name, value) for name, _, value in (*_PRAGMAS, _FOREIGN_KEYS)]
    expected = (*values, *_SET_BY_MIGRATIONS, ("user_version", schema))
    return [name for name, value in expected if connection.execute(f"PRAGMA {name}").fetchone() != (value,)]
