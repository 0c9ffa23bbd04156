"""The whole database under another protection, which takes its time: worked on beside the main thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

from mus_desktop.storage import convert, header
from mus_desktop.storage.database import Database
from mus_desktop.storage.keys import Lock


class Converting:
    """:meth:`begin`, then :meth:`run` beside the main thread, then :meth:`end`, whatever came of it.

    In between the database is let go of: nothing can be read or saved, and no backup is begun. Killed at any moment,
    the next start finds the old database or the new one.

    :param key: what the database is to be encrypted with, ``None`` for a plain one.
    :param lock: makes what opens it; takes about a second.
    :param after: what else is to be done beside the main thread when the database is in place.
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
        self._in_place = False
        self._over = threading.Event()

    def begin(self) -> None:
        """Let go of the database; on the main thread."""
        self._database.let_go()

    def run(self, _stop: threading.Event | None = None) -> None:
        """Convert it; beside the main thread. It cannot be stopped half-way.

        :raises StorageError: it could not be done.
        """
        try:
            locks = self._lock()
            convert.in_place(self._path, self._old_key, self._key, locks)
            self._in_place = True
            self._after(locks)
        finally:
            self._over.set()

    def end(self) -> None:
        """Open the database again, on the main thread. May be called again.

        :raises StorageError: it cannot be opened.
        """
        if self._database.away:
            # What is noted is carried through by every opening.
            done = self._in_place or header.exchange_note(self._path).exists()
            self._database.take_back(self._key if done else self._old_key)
            if done:
                self._ended()

    def settle(self) -> None:
        """Wait for it and end it: the program closes."""
        self._over.wait()
        self.end()
