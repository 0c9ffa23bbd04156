"""Settings in the database: short texts by key. Their meaning is defined by the services that use them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from mus_desktop.errors import UnreadableValue
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import read_text
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.setting_values import Setting

_Value = TypeVar("_Value")


class Settings:
    """The settings stored in the database; a backup contains them, and a restore brings them back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> str | None:
        """Return the value stored under ``key``, or ``None``."""
        row = self._database.row("SELECT value FROM setting WHERE key = ?", (storable_text(key),))
        return None if row is None else str(row[0])

    def value(self, setting: Setting[_Value]) -> _Value | None:
        """Return the value of ``setting``; ``None`` if it was never set or is damaged."""
        try:
            return self.value_or_raise(setting)
        except UnreadableValue:
            return None

    def value_or_raise(self, setting: Setting[_Value]) -> _Value | None:
        """Return the value of ``setting``, ``None`` if it was never set. :raises UnreadableValue: it is damaged."""
        stored = self.get(setting.key)
        return None if stored is None else _read(setting, stored)

    def family(self, family: Setting[_Value]) -> dict[str, _Value]:
        """Return the settings with the key prefix of ``family``, by the rest of the key; damaged ones are omitted."""
        found = {}
        # Filtered here and not in SQL, so that a snapshot can answer from memory.
        for key, stored in self.all().items():
            if key.startswith(family.key):
                with suppress(UnreadableValue):
                    found[key.removeprefix(family.key)] = _read(family, stored)
        return found

    def store(self, key: str, value: str) -> None:
        """Store ``value`` under ``key``."""
        with self._database.transaction():
            self._database.write(
                "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (storable_text(key), storable_text(value)),
            )

    @contextmanager
    def in_one_transaction(self) -> Iterator[None]:
        """Store everything in the block, or nothing. :raises StorageError: it failed."""
        with self._database.transaction():
            yield

    def snapshot(self) -> Settings:
        """Return the settings as stored now, read at once; what is stored through the snapshot changes both."""
        return _Snapshot(self._database, self.all())

    def all(self) -> dict[str, str]:
        """Return the text of every setting, by key."""
        return dict(self._database.rows("SELECT key, value FROM setting ORDER BY key"))


class _Snapshot(Settings):
    """Settings in memory, as they were when read."""

    def __init__(self, database: Database, stored: dict[str, str]) -> None:
        super().__init__(database)
        self._stored = stored

    def get(self, key: str) -> str | None:
        found = self._stored.get(storable_text(key))
        return None if found is None else str(found)

    def store(self, key: str, value: str) -> None:
        # The database first: if that fails, the snapshot must not have the value either.
        super().store(key, value)
        self._stored[storable_text(key)] = storable_text(value)

    def all(self) -> dict[str, str]:
        return dict(self._stored)


def _read(setting: Setting[_Value], stored: str) -> _Value:
    try:
        return setting.read(read_text(stored))
    # A damaged text can make the parser of a setting fail in any of these ways.
    except (ValueError, OverflowError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableValue from error
