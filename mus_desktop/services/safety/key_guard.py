"""What opens the open database: remembered from when it was opened, and guarded while the program runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mus_desktop.errors import KnownError, StorageError
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import key_messages
from mus_desktop.storage.keys.database_key import Lock, Opener


class KeyGuard:
    """Belongs on the main thread, but for :meth:`unlock`."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now
        self.notice = ""
        """What happened to the key file since the program was started, in Danish."""

    @property
    def locks(self) -> tuple[Lock, ...]:
        """What opens the database, as it was when it was opened; the file on the disk may be another by now."""
        key_file = self._database.key_file
        return key_file.locks if key_file else ()

    @property
    def lost(self) -> frozenset[Opener]:
        """What no longer opens the database, because its lock is damaged."""
        key_file = self._database.key_file
        return key_file.lost if key_file else frozenset()

    def findings(self) -> list[str]:
        """What is wrong with the key file, a Danish sentence each; empty when all in it opens the database."""
        if self._database.key_file is None:
            return []
        if not self.locks:
            return [key_messages.NO_WAY_IN]
        return list(filter(None, [self.put_back(), key_messages.lost(self.lost)]))

    def put_back(self) -> str:
        """See that the key file opens the open database, and put it back if not; gives what was done, in Danish.

        Raises nothing; what could not be done is said too.
        """
        key_file = self._database.key_file
        if key_file is None or self._database.away:
            return ""
        try:
            done = key_file.put_back(self._now())
        except StorageError as error:
            done = error.message
        self.notice = done or self.notice
        return done

    def unlock(self, secret: str) -> bytes:
        """The key of the open database, if ``secret`` opens it. Takes about half a second, right or wrong.

        May run beside the main thread; :meth:`put_back` after it.

        :raises WrongPassword: it does not open it, whatever key file lies on the disk by now.
        """
        key, key_file = self._database.key, self._database.key_file
        if key is None or key_file is None:
            raise KnownError("Dine data har ingen adgangskode.")
        key_file.open(secret)
        return key

    def write(self, locks: tuple[Lock, ...]) -> None:
        """Let ``locks``, and only they, open the database from now on.

        :raises StorageError: they could not be written, and nothing has changed.
        """
        key_file = self._database.key_file
        assert key_file is not None  # noqa: S101 - a secret of the open database was just tried
        self.put_back()  # another's key file must not be overwritten
        try:
            key_file.write(locks)
        except OSError as error:
            raise StorageError(
                "Adgangskoden kunne ikke gemmes og er ikke ændret. Kontrollér, at der er plads på disken, og prøv igen."
            ) from error
