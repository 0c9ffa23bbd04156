"""The whole database under another protection, which takes its time: worked on beside the main thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

from mus_desktop.errors import StorageError
from mus_desktop.storage.backup import backup_messages, conversion
from mus_desktop.storage.database import engine
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys.database_key import Lock


class ConversionJob:
    """:meth:`begin`, then :meth:`run` beside the main thread, then :meth:`end`, whatever came of it.

    In between the database is let go of: nothing can be read or saved, no backup is begun, and nobody else opens it.
    Killed at any moment, the next start finds the old database or the new one.

    :param key: what the database is to be encrypted with, ``None`` for a plain one.
    :param lock: makes what opens it; takes about a second.
    :param after: what else is to be done beside the main thread when the database is in place. ``followed`` says
        whether it came to its end.
    :param ended: what is to be noted on the main thread when the database is in place.
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
        """Whether the database is another from now on, at the latest when it is opened."""
        return self._in_place or self._database.exchange_is_noted

    def begin(self) -> None:
        """Let go of the database; on the main thread. :raises StorageError: it is not let go of."""
        try:
            self._database.let_go()
        except engine.disk_errors() as error:
            raise StorageError(backup_messages.not_converted(error, self._path)) from error

    def run(self, _stop: threading.Event | None = None) -> None:
        """Convert it; beside the main thread. It cannot be stopped half-way.

        :raises StorageError: it could not be done.
        """
        if not self._turn.acquire(blocking=False):  # the program closed first
            return
        try:
            locks = self._lock()
            if self._exchanged(locks):
                self._after(locks)
                self.followed = True
        finally:
            self._over.set()

    def end(self) -> None:
        """Open the database again, on the main thread. May be called again.

        :raises StorageError: it cannot be opened.
        """
        if self._database.away:
            self._in_place = self.done
            self._database.take_back(self._key if self._in_place else self._old_key)
            if self._in_place:
                self._ended()

    def settle(self) -> None:
        """Wait for it, unless it never came to its turn, and :meth:`end` it: the program closes."""
        if not self._turn.acquire(blocking=False):
            self._over.wait()
        self.end()

    def _exchanged(self, locks: tuple[Lock, ...]) -> bool:
        """Whether the database is in place, and not only noted to be put there by the next opening."""
        try:
            conversion.in_place(self._path, self._old_key, self._key, locks)
        except StorageError:
            if not self.done:
                raise
            return False
        self._in_place = True
        return True
