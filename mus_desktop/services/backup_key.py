"""The backup password: what encrypts the copies that an unencrypted database sends out of the PC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from mus_desktop.errors import StorageError
from mus_desktop.services.encryption import refuse_weak
from mus_desktop.services.secret_store import SecretStore
from mus_desktop.storage import keys
from mus_desktop.storage.keys import Lock, Opener
from mus_desktop.storage.recovery_code import new_code

_NAME = "backup.sqlite"


class BackupKey:
    """The key that backups outside the PC are encrypted with. It rests in the system's store, or in memory."""

    def __init__(
        self, data_folder: Path, store: SecretStore, now: Callable[[], datetime], cost: keys.Cost | None = None
    ) -> None:
        self._path = data_folder / _NAME
        self._store = store
        self._now = now
        self._cost = cost
        self._key: bytes | None = None

    @property
    def chosen(self) -> bool:
        """Whether there is a backup password."""
        return bool(self.locks())

    def locks(self) -> tuple[Lock, ...]:
        """What opens the backups."""
        return keys.read_locks(self._path)

    def key(self) -> bytes | None:
        """The key, if it may be used without asking."""
        if self._key is None and self.chosen:
            self._key = self._store.load()
        return self._key

    def choose(self, password: str) -> str:
        """Set or change the backup password; gives its recovery code, which is kept nowhere: show it now.

        :raises KnownError: it is too short, or could not be written.
        """
        refuse_weak(password)
        key, code, day = keys.new_key(), new_code(), self._now().date().isoformat()
        pairs = ((Opener.PASSWORD, password), (Opener.RECOVERY, code))
        try:
            keys.write_locks(self._path, [keys.lock(key, how, secret, day, self._cost) for how, secret in pairs])
        except OSError as error:
            raise StorageError(
                "Backup-adgangskoden kunne ikke gemmes. Kontrollér, at der er plads på disken, og prøv igen."
            ) from error
        self._remember(key)
        return code

    def unlock(self, password: str) -> None:
        """The password was asked for. :raises WrongPassword: that is not it."""
        self._remember(keys.open_any(self.locks(), password))

    def _remember(self, key: bytes) -> None:
        self._key = key
        self._store.keep(key)
