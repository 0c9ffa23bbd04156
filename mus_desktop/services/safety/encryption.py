"""The password on the data: set, change and remove it; and the recovery code that replaces a forgotten password."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from hmac import compare_digest
from logging import getLogger
from pathlib import Path

from mus_desktop import paths
from mus_desktop.errors import DataUnusable, KnownError, StorageError, WrongPassword
from mus_desktop.services.safety.conversion_job import ConversionJob
from mus_desktop.services.safety.key_guard import KeyGuard
from mus_desktop.services.safety.password_strength import refuse_weak_password
from mus_desktop.storage.backup import backup_messages, conversion, quarantine
from mus_desktop.storage.backup.backup_state import BackupState, BackupStateFile
from mus_desktop.storage.database import file_header
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key, key_messages
from mus_desktop.storage.keys.database_key import Lock, Opener
from mus_desktop.storage.keys.recovery_code import new_code, parse_code

_log = getLogger(__name__)


def needs_password(data_folder: Path) -> bool:
    """Return whether the database in ``data_folder`` is encrypted; False if there is none."""
    path = data_folder / paths.DATABASE_NAME
    return path.exists() and file_header.is_encrypted(path)


def unlock(data_folder: Path, secret: str) -> bytes:
    """Return the key of a closed database, by password or recovery code; takes about half a second, right or wrong.

    See :class:`KeyGuard` for an open database. A damaged lock does not prevent the other from being used.

    :raises WrongPassword: the secret is neither.
    :raises Unusable: the key file is missing or damaged.
    """
    path = data_folder / paths.DATABASE_NAME
    stored = database_key.read_key_file(path)
    if not stored.intact and not stored.damaged:
        raise DataUnusable(key_messages.missing(file_header.key_file(path)))
    try:
        return database_key.open_any_lock((*stored.intact, *stored.damaged), secret)
    except WrongPassword as error:
        if stored.is_intact:
            raise
        raise WrongPassword(key_messages.partly_damaged(file_header.key_file(path))) from error


class Encryption:
    """The encryption of the open database. Every method runs on the main thread, and takes up to a second.

    Slower operations are returned as a :class:`ConversionJob`.

    :param about: returns what others know about the user, which makes a password easy to guess.
    """

    def __init__(
        self,
        database: Database,
        state: BackupStateFile,
        now: Callable[[], datetime],
        cost: database_key.Cost | None = None,
        about: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._database = database
        self._state = state
        self._now = now
        self._cost = cost
        self._about = about
        self._running_job: ConversionJob | None = None
        self._finish_again = False
        self.has_unencrypted_files = False
        """Whether unencrypted data remain on the PC; they are removed at the next start."""
        self.guard = KeyGuard(database, now)
        self.opened_by_code = ""
        """The recovery code that the leader last opened the data with, until a new password was offered; in memory."""

    @property
    def enabled(self) -> bool:
        """Whether there is a password."""
        return self._database.key is not None

    def locks(self) -> tuple[Lock, ...]:
        """Return the locks that open the database, to be stored in a backup."""
        return self.guard.locks

    def decline(self) -> None:
        """Store that the leader declined a password; the status is shown until there is one.

        :raises SaveFailed: it could not be stored; the question remains open.
        """
        self._state.store_choice(lambda state: replace(state, password_declined=True))

    def set_password(self, password: str) -> str:
        """Set a password synchronously, as :meth:`set_password_job` does; return the recovery code."""
        job, code = self.set_password_job(password)
        _run_synchronously(job)
        return code

    def set_password_job(self, password: str) -> tuple[ConversionJob, str]:
        """Return a job that encrypts the database and its local backups, and the recovery code to show afterwards.

        The code is stored nowhere. Unencrypted files are overwritten; copies that an SSD keeps internally cannot be
        removed by any program.

        :raises KnownError: the password is weak, or there is one already.
        """
        if self.enabled:
            raise KnownError("Der er allerede en adgangskode. Skift den i stedet.")
        refuse_weak_password(password, self._about())
        self._copy_other_key_file()
        # A random key: changing the password later replaces a lock, and the database is not rewritten.
        key, code = database_key.new_key(), new_code()
        # Once the database is in place, no later error may prevent the code from being shown.
        return self._conversion_job(
            key,
            partial(self._new_locks, key, password, code),
            partial(self._finish_encrypting, key),
            self._on_set,
        ), code

    def finish_encrypting(self) -> None:
        """Encrypt or overwrite remaining unencrypted files; only needed again after an interruption. Raises nothing."""
        # A running conversion encrypts the files itself; backups created meanwhile are encrypted when it has ended.
        self._finish_again = self._database.is_closed_for_exchange
        if self._database.key is not None and not self._finish_again and self.locks():
            try:
                self._finish_encrypting(self._database.key, self.locks())
            except StorageError as error:
                self._log_unfinished(error)

    def _on_set(self) -> None:
        self._record(lambda state: replace(state, password_declined=False, code_confirmed=False))
        # The part on the background thread encrypts the backups; if it failed, unencrypted ones remain.
        self.has_unencrypted_files = self.has_unencrypted_files or not (
            self._running_job and self._running_job.after_completed
        )
        if self._finish_again:  # a backup was created while the others were being encrypted
            self.finish_encrypting()

    def wait_until_done(self) -> None:
        """Wait for a running conversion; called when the program closes."""
        if self._running_job is not None:
            with suppress(StorageError):  # the next start reports it, and completes the recorded conversion
                self._running_job.wait_until_done()

    def change_password(self, old: str, new: str) -> None:
        """Change the password; ``old`` may be the recovery code, which is unchanged. The database is not rewritten.

        Older backups keep the password they were created with.

        :raises WrongPassword: ``old`` is neither.
        """
        key = self.guard.unlock(old)
        refuse_weak_password(new, self._about())
        other_locks = [lock for lock in self.locks() if lock.opener is not Opener.PASSWORD]
        self.guard.write_locks((self._lock(key, Opener.PASSWORD, new), *other_locks))
        self.opened_by_code = ""

    def remember_opened_by(self, secret: str) -> None:
        """Remember ``secret``, which has just opened the data, if it is a recovery code: the password is forgotten."""
        self.opened_by_code = secret if parse_code(secret) else ""

    def new_code(self, password: str) -> str:
        """Return a new recovery code; the old one opens only older backups. It is stored nowhere: show it now.

        :raises WrongPassword: that is not the password.
        """
        key, code = self.guard.unlock(password), new_code()
        other_locks = [lock for lock in self.locks() if lock.opener is not Opener.RECOVERY]
        self.guard.write_locks((*other_locks, self._lock(key, Opener.RECOVERY, code)))
        self._record(lambda state: replace(state, code_confirmed=False))
        return code

    def confirm_code(self, typed: str, shown: str) -> bool:
        """Return whether ``typed`` equals the code that was shown, and if so store that it was written down."""
        confirmed = same_code(typed, shown)
        if confirmed:
            self._record(lambda state: replace(state, code_confirmed=True))
        return confirmed

    def remove_password(self, secret: str) -> None:
        """Remove the password synchronously, as :meth:`remove_password_job` does."""
        _run_synchronously(self.remove_password_job(secret))

    def remove_password_job(self, secret: str) -> ConversionJob:
        """Return a job that removes the password. Backups keep the password they were created with.

        :raises WrongPassword: ``secret`` is neither password nor code.
        """
        self.guard.unlock(secret)
        self.guard.restore_key_file()  # another database's key file must not be overwritten with ours
        record_removal = partial(
            self._record, lambda state: replace(state, password_declined=True, code_confirmed=False)
        )
        # An unencrypted database has no locks, and the existing backups are not changed.
        return self._conversion_job(None, tuple, lambda _: None, record_removal)

    def check(self, secret: str) -> bool:
        """Return whether ``secret`` opens the database."""
        try:
            self.guard.unlock(secret)
        except WrongPassword:
            return False
        return True

    def _conversion_job(
        self,
        key: bytes | None,
        lock: Callable[[], tuple[Lock, ...]],
        after: Callable[[tuple[Lock, ...]], None],
        on_end: Callable[[], None],
    ) -> ConversionJob:
        self._running_job = ConversionJob(self._database, key, lock, after, on_end)
        return self._running_job

    def _finish_encrypting(self, key: bytes, locks: tuple[Lock, ...]) -> None:
        folder = self._database.path.parent
        try:
            conversion.encrypt_backups(folder / paths.BACKUP_FOLDER, key, locks)
            quarantine.wipe_unencrypted(folder)
            self.has_unencrypted_files = False
        except (StorageError, OSError) as error:
            self._log_unfinished(error)

    def _log_unfinished(self, error: Exception) -> None:
        self.has_unencrypted_files = True
        _log.warning("unencrypted files remain until the next start: %s", type(error).__name__)

    def _record(self, change: Callable[[BackupState], BackupState]) -> None:
        with suppress(OSError):  # it is remembered until the program closes, and matters less than the work done
            self._state.change(change)

    def _copy_other_key_file(self) -> None:
        """Copy a key file next to an unencrypted database to quarantine.

        It belongs to another database, whose password would be lost when our key file overwrites it.
        """
        try:
            quarantine.copy_key(self._database.path, self._now())
        except OSError as error:
            raise StorageError(backup_messages.conversion_failed(error, self._database.path)) from error

    def _new_locks(self, key: bytes, password: str, code: str) -> tuple[Lock, Lock]:
        return self._lock(key, Opener.PASSWORD, password), self._lock(key, Opener.RECOVERY, code)

    def _lock(self, key: bytes, opener: Opener, secret: str) -> Lock:
        return database_key.lock(key, opener, secret, self._now().date().isoformat(), self._cost)


def _run_synchronously(job: ConversionJob) -> None:
    job.begin()
    try:
        job.run()
    finally:
        job.end()


def same_code(typed: str, shown: str) -> bool:
    """Return whether ``typed`` is the recovery code ``shown``, ignoring differences in formatting."""
    code = parse_code(typed)
    return code is not None and compare_digest(code, parse_code(shown) or "")
