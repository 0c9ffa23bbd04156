"""Conversion of the whole database to another encryption, which is slow: done on a background thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

from mus_desktop.errors import StorageError
from mus_desktop.storage.backup import backup_messages, conversion
from mus_desktop.storage.database import engine
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys.database_key import Lock


class ConversionJob:
    """Call :meth:`begin`, then :meth:`run` on a background thread, then :meth:`end`, whatever the result.

    In between the database is closed: nothing can be read or saved, no backup is begun, and no other process can open
    it. After a kill at any moment, the next start finds the old database or the new one.

    :param key: the new key, ``None`` for an unencrypted database.
    :param lock: creates the locks that open it; takes about a second.
    :param after: further work on the background thread once the database is in place. ``followed`` says whether it
        completed.
    :param ended: what to record on the main thread once the database is in place.
    """

    def __init__(
        self,
        database: Database,
        key: bytes | None,
        lock: Callable[[], tuple[Lock, ...]],
        after: Callable[[tuple[Lock, ...]], None],
        ended: Callable[[], None],
    ) -> None:
        self._database, self._path = database, database.path
        self._old_key, self._key = database.key, key
        self._lock, self._after, self._ended = lock, after, ended
        self._in_place = self.followed = False
        self._turn, self._over = threading.Lock(), threading.Event()

    @property
    def done(self) -> bool:
        """Whether the converted database is in use from now on, at the latest when it is next opened."""
        return self._in_place or self._database.exchange_is_pending

    def begin(self) -> None:
        """Close the database; on the main thread. :raises StorageError: it is still open."""
        try:
            self._database.release_file()
        except engine.disk_errors() as error:
            raise StorageError(backup_messages.conversion_failed(error, self._path)) from error

    def run(self, _stop: threading.Event | None = None) -> None:
        """Convert the database; on a background thread. It cannot be stopped half-way.

        :raises StorageError: it could not be converted.
        """
        if not self._turn.acquire(blocking=False):  # the program closed before the thread started
            return
        try:
            locks = self._lock()
            if self._exchanged(locks):
                self._after(locks)
                self.followed = True
        finally:
            self._over.set()

    def end(self) -> None:
        """Reopen the database, on the main thread. May be called repeatedly.

        :raises StorageError: it cannot be opened.
        """
        if self._database.is_released:
            self._in_place = self.done
            self._database.reopen_file(self._key if self._in_place else self._old_key)
            if self._in_place:
                self._ended()

    def settle(self) -> None:
        """Wait for :meth:`run` unless it has not started, then :meth:`end`; called when the program closes."""
        if not self._turn.acquire(blocking=False):
            self._over.wait()
        self.end()

    def _exchanged(self, locks: tuple[Lock, ...]) -> bool:
        """Return whether the database is in place now, not only recorded for the next opening to put in place."""
        try:
            conversion.convert_in_place(self._path, self._old_key, self._key, locks)
        except StorageError:
            if not self.done:
                raise
            return False
        self._in_place = True
        return True
