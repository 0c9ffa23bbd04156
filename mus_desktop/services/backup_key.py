"""The backup password: what encrypts the copies that an unencrypted database sends out of the PC."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from mus_desktop.errors import StorageError
from mus_desktop.services.encryption import refuse_weak, same_code
from mus_desktop.services.secret_store import SecretStore
from mus_desktop.storage import keys
from mus_desktop.storage.backup_state import StateFile
from mus_desktop.storage.keys import Lock, Opener
from mus_desktop.storage.recovery_code import new_code

_NAME = "backup.sqlite"


class BackupKey:
    """The key that backups outside the PC are encrypted with. It rests in the system's store, or in memory."""

    def __init__(
        self, state: StateFile, store: SecretStore, now: Callable[[], datetime], cost: keys.Cost | None = None
    ) -> None:
        self._path = state.data_folder / _NAME
        self._state = state
        self._store = store
        self._now = now
        self._cost = cost
        self._key: bytes | None = None
        self._rests = False

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
            self._rests = self._key is not None
        return self._key

    @property
    def rests(self) -> bool:
        """Whether the system's store keeps the key, so that the password is not asked for at the next start."""
        return self.key() is not None and self._rests

    def choose(self, password: str) -> str:
        """Set or change the backup password; gives its recovery code, which is kept nowhere: show it now.

        :raises KnownError: it is too short, or could not be written.
        """
        refuse_weak(password)
        key, code = keys.new_key(), new_code()
        self._write([self._lock(key, Opener.PASSWORD, password), self._lock(key, Opener.RECOVERY, code)])
        self._remember(key)
        return code

    def new_code(self, password: str) -> str:
        """Another recovery code; the old one opens only backups already made. It is kept nowhere: show it now.

        :raises WrongPassword: that is not the backup password.
        """
        locks, code = self.locks(), new_code()
        key = keys.open_any(locks, password)
        kept = [one for one in locks if one.opener is not Opener.RECOVERY]
        self._write([*kept, self._lock(key, Opener.RECOVERY, code)])
        self._remember(key)
        return code

    def confirm_code(self, typed: str, shown: str) -> bool:
        """Whether the code was written down: what is typed is what was shown. Remembered once it was."""
        same = same_code(typed, shown)
        if same:
            with suppress(OSError):  # it is known until the program closes
                self._state.change(lambda state: replace(state, backup_code_confirmed=True))
        return same

    def unlock(self, password: str) -> None:
        """The password was asked for. :raises WrongPassword: that is not it."""
        self._remember(keys.open_any(self.locks(), password))

    def _lock(self, key: bytes, opener: Opener, secret: str) -> Lock:
        return keys.lock(key, opener, secret, self._now().date().isoformat(), self._cost)

    def _write(self, locks: list[Lock]) -> None:
        """A new code goes with what is written, and nobody has confirmed that one."""
        try:
            self._state.change(lambda state: replace(state, backup_code_confirmed=False))  # first: no false confidence
            keys.write_locks(self._path, locks)
        except OSError as error:
            raise StorageError(
                "Backup-adgangskoden kunne ikke gemmes. Kontrollér, at der er plads på disken, og prøv igen."
            ) from error

    def _remember(self, key: bytes) -> None:
        self._key = key
        self._rests = False
        with suppress(OSError):  # it is asked for at the next start instead
            self._rests = self._store.keep(key)
