"""Settings in the database: short texts by key. What they mean is decided by the services that use them."""

from __future__ import annotations

from mus_desktop.model.text import storable
from mus_desktop.storage.database import Database


class Settings:
    """Settings that travel with the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> str | None:
        """The value stored under ``key``, or ``None``."""
        row = self._database.row("SELECT value FROM setting WHERE key = ?", (storable(key),))
        return None if row is None else str(row[0])

    def put(self, key: str, value: str) -> None:
        """Store ``value`` under ``key``."""
        with self._database.transaction():
            self._database.write(
                "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (storable(key), storable(value)),
            )

    def all(self) -> dict[str, str]:
        """Every setting, by key."""
        return dict(self._database.rows("SELECT key, value FROM setting ORDER BY key"))
