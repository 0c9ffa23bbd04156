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
    """A conversion of the open database to another key.

    Call :meth:`begin`, then :meth:`run` on a background thread, then :meth:`end`, whatever the result.

    In between the database is closed: nothing can be read or saved, no backup is begun, and no other process can open
    it. After a kill at any moment, the next start finds the old database or the new one.

    :param key: the new key, ``None`` for an unencrypted database.
    :param create_locks: creates the locks that open it; takes about a second.
    :param after: further work on the background thread once the database is in place; ``after_completed`` is true
        once it has completed.
    :param on_end: called on the main thread by :meth:`end` once the database is in place, to record the change.
    """

    def __init__(
        self,
        database: Database,
        key: bytes | None,
        create_locks: Callable[[], tuple[Lock, ...]],
        after: Callable[[tuple[Lock, ...]], None],
        on_end: Callable[[], None],
    ) -> None:
        self._database, self._path = database, database.path
        self._old_key, self._key = database.key, key
        self._create_locks, self._after, self._on_end = create_locks, after, on_end
        self._in_place = self.after_completed = False
        self._run_lock, self._finished = threading.Lock(), threading.Event()

    @property
    def done(self) -> bool:
        """Whether the converted database is in place, or will be put in place when the database is next opened."""
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
        # If :meth:`wait_until_done` was first, the program is closing, and a thread that starts late must not convert.
        if not self._run_lock.acquire(blocking=False):
            return
        try:
            locks = self._create_locks()
            if self._convert_in_place(locks):
                self._after(locks)
                self.after_completed = True
        finally:
            self._finished.set()

    def end(self) -> None:
        """Reopen the database, on the main thread. May be called repeatedly.

        :raises StorageError: it cannot be opened.
        """
        if self._database.is_closed_for_exchange:
            self._in_place = self.done
            self._database.reopen_file(self._key if self._in_place else self._old_key)
            if self._in_place:
                self._on_end()

    def wait_until_done(self) -> None:
        """Wait for :meth:`run` unless it has not started, then :meth:`end`; called when the program closes."""
        if not self._run_lock.acquire(blocking=False):
            self._finished.wait()
        self.end()

    def _convert_in_place(self, locks: tuple[Lock, ...]) -> bool:
        """Return whether the database is in place now, not only recorded for the next opening to put in place."""
        try:
            conversion.convert_in_place(self._path, self._old_key, self._key, locks)
        except StorageError:
            # Recorded in the journal: the next opening completes it, so this is no failure.
            if not self.done:
                raise
            return False
        self._in_place = True
        return True
