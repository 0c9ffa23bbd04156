"""The locks of the open database: read when it was opened, and written back if the key file changes meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mus_desktop.errors import KnownError, StorageError
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import key_messages
from mus_desktop.storage.keys.database_key import Lock, Opener


class KeyGuard:
    """Guards the key file of the open database. For the main thread, except :meth:`unlock`."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now
        self.notice = ""
        """A Danish sentence about what happened to the key file since the program was started."""

    @property
    def locks(self) -> tuple[Lock, ...]:
        """The locks that open the database, as read when it was opened; the file on disk may have changed since."""
        key_file = self._database.key_file
        return key_file.locks if key_file else ()

    @property
    def lost(self) -> frozenset[Opener]:
        """The openers (password, recovery code) that no longer open the database, because their lock is damaged."""
        key_file = self._database.key_file
        return key_file.lost if key_file else frozenset()

    def findings(self) -> list[str]:
        """Return a Danish sentence for each fault of the key file; empty if every lock in it opens the database."""
        if self._database.key_file is None:
            return []
        if not self.locks:
            return [key_messages.NO_USABLE_KEY_FILE]
        return list(filter(None, [self.restore_key_file(), key_messages.lost(self.lost)]))

    def restore_key_file(self) -> str:
        """Check that the key file opens the open database, and restore it if not; return what was done, in Danish.

        Raises nothing; a failure is reported in the returned text.
        """
        key_file = self._database.key_file
        if key_file is None or self._database.is_closed_for_exchange:
            return ""
        try:
            done = key_file.restore_key_file(self._now())
        except StorageError as error:
            done = error.message
        # A later check without a fault must not hide what happened before.
        self.notice = done or self.notice
        return done

    def unlock(self, secret: str) -> bytes:
        """Return the key of the open database, if ``secret`` opens it. Takes about half a second, right or wrong.

        May run on a background thread; call :meth:`restore_key_file` after it.

        :raises WrongPassword: it does not open it, whatever key file is on the disk by now.
        """
        key, key_file = self._database.key, self._database.key_file
        if key is None or key_file is None:
            raise KnownError("Dine data har ingen adgangskode.")
        key_file.open(secret)
        return key

    def write_locks(self, locks: tuple[Lock, ...]) -> None:
        """Make ``locks`` the only ones that open the database from now on.

        :raises StorageError: they could not be written; nothing has changed.
        """
        key_file = self._database.key_file
        assert key_file is not None  # noqa: S101 - a secret of the open database was just tried
        self.restore_key_file()  # another database's key file must not be overwritten
        try:
            key_file.write(locks)
        except OSError as error:
            raise StorageError(
                "Adgangskoden kunne ikke gemmes og er ikke ændret. Kontrollér, at der er plads på disken, og prøv igen."
            ) from error
