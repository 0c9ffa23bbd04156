"""The backup password, which encrypts the copies of an unencrypted database that leave the PC."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from mus_desktop.errors import StorageError, WrongPassword
from mus_desktop.services.safety.encryption import same_code
from mus_desktop.services.safety.password_strength import refuse_weak_password
from mus_desktop.services.safety.secret_store import SecretStore
from mus_desktop.storage.backup.backup_state import BackupStateFile
from mus_desktop.storage.keys import database_key, key_messages
from mus_desktop.storage.keys.database_key import Lock, Opener
from mus_desktop.storage.keys.key_file import KeyFile
from mus_desktop.storage.keys.recovery_code import new_code

_NAME = "backup.sqlite"


class BackupKey:
    """The key that backups outside the PC are encrypted with, held in the system's secret store or in memory.

    It is only used with locks that are proven to hold it: with a swapped key file, or an older key in the store, the
    backups could not be opened by anything.

    :param about: returns what others know about the user, which makes a password easy to guess.
    """

    def __init__(
        self,
        state: BackupStateFile,
        store: SecretStore,
        now: Callable[[], datetime],
        cost: database_key.Cost | None = None,
        about: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._path = state.data_folder / _NAME
        self._state = state
        self._store = store
        self._now = now
        self._cost = cost
        self._about = about
        self._opened: KeyFile | None = None
        self._key_stored = False

    @property
    def has_password(self) -> bool:
        """Whether there is a backup password; False if its key file is damaged and another must be chosen."""
        file_content = self._read_key_file()
        return self._opened is not None or bool(file_content and (file_content.intact or file_content.damaged))

    @property
    def notice(self) -> str:
        """A Danish sentence about a fault of the key file; empty if there is none."""
        file_content = self._read_key_file()
        if self._opened is None and file_content is None:
            return key_messages.BACKUP_KEY_DAMAGED
        return key_messages.BACKUP_KEY_PARTLY_DAMAGED if self._opened and self._opened.lost else ""

    def locks(self) -> tuple[Lock, ...]:
        """Return the locks that open the backups."""
        if self._opened is not None:
            return self._opened.locks
        file_content = self._read_key_file()
        return file_content.intact if file_content else ()

    def key(self) -> bytes | None:
        """Return the key, if it can be used without asking for the password."""
        if self._opened is None and self.has_password:
            existing = self._store.load()
            # The store may still hold the key of an earlier backup password, which no lock in the file opens.
            opened = KeyFile(self._path, existing, trust_unproven=False) if existing is not None else None
            if opened is not None and opened.locks:
                self._opened, self._key_stored = opened, True
        return self._opened.key if self._opened else None

    @property
    def key_stored(self) -> bool:
        """Whether the system's store holds the key, so that the password is not asked for at the next start."""
        return self.key() is not None and self._key_stored

    def choose(self, password: str) -> str:
        """Set or change the backup password; return its recovery code, which is stored nowhere and must be shown now.

        :raises KnownError: it is weak, or could not be written.
        """
        refuse_weak_password(password, self._about())
        key, code = database_key.new_key(), new_code()
        self._write([self._lock(key, Opener.PASSWORD, password), self._lock(key, Opener.RECOVERY, code)])
        self._store_key(key)
        return code

    def new_code(self, password: str) -> str:
        """Return a new recovery code, which is stored nowhere and must be shown now; the old one opens older backups.

        :raises WrongPassword: that is not the backup password.
        """
        self.unlock(password)
        assert self._opened is not None  # noqa: S101 - it is unlocked
        key, code = self._opened.key, new_code()
        existing = [lock for lock in self._opened.locks if lock.opener is not Opener.RECOVERY]
        self._write([*existing, self._lock(key, Opener.RECOVERY, code)])
        self._store_key(key)
        return code

    def confirm_code(self, typed: str, shown: str) -> bool:
        """Return whether ``typed`` equals the code that was shown, and if so store that it was written down."""
        confirmed = same_code(typed, shown)
        if confirmed:
            with suppress(OSError):  # it is remembered until the program closes
                self._state.change(lambda state: replace(state, backup_code_confirmed=True))
        return confirmed

    def unlock(self, password: str) -> None:
        """Unlock the key with the backup password.

        :raises WrongPassword: the password is wrong.
        :raises Unusable: the key file is damaged; another backup password must be chosen.
        """
        if self.key() is not None and self._opened is not None:
            self._opened.open(password)
            return
        file_content = database_key.read_key_file(self._path)
        key = database_key.open_any_lock((*file_content.intact, *file_content.damaged), password)
        if not KeyFile(self._path, key).locks:
            raise WrongPassword(key_messages.BACKUP_KEY_DAMAGED)
        self._store_key(key)
        self.restore_key_file()

    def restore_key_file(self) -> None:
        """Restore the key file if it changed since it was unlocked. Raises nothing: backups have their own locks."""
        if self._opened is not None:
            with suppress(StorageError):
                self._opened.restore_key_file(self._now())

    def _read_key_file(self) -> database_key.KeyFileContent | None:
        """Return the content of the key file; ``None`` if it is damaged."""
        try:
            return database_key.read_key_file(self._path)
        except StorageError:
            return None

    def _lock(self, key: bytes, opener: Opener, secret: str) -> Lock:
        return database_key.lock(key, opener, secret, self._now().date().isoformat(), self._cost)

    def _write(self, locks: list[Lock]) -> None:
        """Write the locks, which come with a new, unconfirmed recovery code."""
        try:
            self._state.change(lambda state: replace(state, backup_code_confirmed=False))  # before the code is replaced
            database_key.write_locks(self._path, locks)
        except OSError as error:
            raise StorageError(
                "Backup-adgangskoden kunne ikke gemmes. Kontrollér, at der er plads på disken, og prøv igen."
            ) from error

    def _store_key(self, key: bytes) -> None:
        self._opened = KeyFile(self._path, key)
        self._key_stored = False
        with suppress(OSError):  # the password is asked for at the next start instead
            self._key_stored = self._store.save(key)
