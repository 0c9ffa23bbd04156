"""Restoring a backup: the list to choose from, checking one, and putting it in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Event

from mus_desktop import drafts, file_changes, paths
from mus_desktop.errors import AlreadyOpen, StorageError, WrongPassword
from mus_desktop.services.safety import target_backups
from mus_desktop.services.safety.target_backups import ListedBackup
from mus_desktop.storage.backup import backup_file, backup_messages, quarantine, restore, snapshot
from mus_desktop.storage.backup.backup_state import BackupStateFile
from mus_desktop.storage.backup.restore import CheckedBackup, RestoreDraft
from mus_desktop.storage.database import encrypted_header, engine, error_messages, file_swap
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.engine import Fault, is_locked
from mus_desktop.storage.database.private_files import make_private_folder
from mus_desktop.storage.keys import database_key

SPOOL = "spool"
"""The subfolder of the data folder for files that are being transferred in or out."""


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """The result of a restore: the key of the current database, and the quarantine folder of the files before it.

    ``quarantine_folder`` is ``None`` if there were none, or a backup of them was taken instead.
    """

    key: bytes | None
    quarantine_folder: Path | None


class RestoreService:
    """Restores backups to ``data_folder``: the base class of restoring with and without an open database."""

    def __init__(self, data_folder: Path, state: BackupStateFile, now: Callable[[], datetime]) -> None:
        self._path = data_folder / paths.DATABASE_NAME
        self._state = state
        self._now = now
        self._database_identity: str | None = None
        self.only_key_is_missing = False
        """Whether the backup opened last contains the key to today's database, which is undamaged."""

    @property
    def data_folder(self) -> Path:
        """The folder with the database."""
        return self._path.parent

    @property
    def target_folders(self) -> tuple[Path, ...]:
        """The places outside the PC that backups go to."""
        return tuple(target.folder for target in self._state.read().targets)

    def list_backups(self, folder: Path | None = None, stop: Event | None = None) -> list[ListedBackup]:
        """Return the backups in a target's folder, or the local ones; newest first. May run on a background thread.

        :param stop: when set, waiting for the target ends.
        :raises StorageError: the folder cannot be read.
        """
        source_folder = folder or self.data_folder / paths.BACKUP_FOLDER
        # The locks whose key is at hand: a backup with one of them needs no password.
        known = {
            database_key.lock_identity(lock)
            for locks, key in self._available_keys()
            if key is not None
            for lock in locks
        }
        found = target_backups.list_folder(source_folder, stop, local=folder is None)
        rows = [
            target_backups.listed_backup(source_folder / file.name, file, self._database_identity, known)
            for file in found
        ]
        return sorted(rows, key=lambda listed_backup: listed_backup.made_at, reverse=True)

    def open_backup(self, file: Path, secret: str | None = None, stop: Event | None = None) -> RestoreDraft:
        """Check ``file`` and extract its database, ready for :meth:`restore`. May run on a background thread.

        A backup opened by a key of this PC without ``secret`` is restored under today's password, or without one if
        today's database has none: a user who never typed another password could not open the data at the next start.

        :param secret: password or recovery code; not needed if an available key opens the file.
        :param stop: when set, waiting for the drive with the file ends.
        :raises WrongPassword: a secret is needed, or this one is wrong.
        :raises StorageError: the file cannot be used; the sentence says why.
        """
        with self._local_copy(file, stop) as local:
            checked = restore.check(local)
            draft = restore.prepare(checked, self._path, self._key_of(checked, secret))
        return draft if secret or draft.key is None else self._with_todays_password(draft)

    def restore(self, draft: RestoreDraft) -> RestoreResult:
        """Put an opened backup in place of the database.

        Everything shown must be reloaded. :raises StorageError: it could not be done; see :mod:`restore`.
        """
        raise NotImplementedError

    def restore_key(self, draft: RestoreDraft) -> RestoreResult:
        """Restore only the key file from an opened backup; today's database is unchanged.

        :raises StorageError: it could not be written; nothing has changed then.
        """
        return RestoreResult(restore.replace_key_file(draft, self._now()), None)

    def _available_keys(self) -> list[tuple[tuple[database_key.Lock, ...], bytes | None]]:
        """Return the keys available without asking, each with its locks; today's first."""
        return []

    def _is_open_without_password(self) -> bool:
        """Return whether there is a database that opens without a password."""
        return False

    def _with_todays_password(self, draft: RestoreDraft) -> RestoreDraft:
        if self._is_open_without_password():
            return restore.remove_password(draft)
        # The backup's own locks may hold an older password.
        todays = next((locks for locks, key in self._available_keys() if key == draft.key), draft.label.locks)
        return replace(draft, label=replace(draft.label, locks=todays))

    @contextmanager
    def _local_copy(self, file: Path, stop: Event | None) -> Iterator[Path]:
        """Yield a path that cannot hang: ``file`` itself in the data folder, else a copy fetched by a subprocess."""
        file = file.absolute()
        if self.data_folder.absolute() in file.parents:
            yield file
            return
        spool = self.data_folder / SPOOL
        try:
            make_private_folder(spool)
            with drafts.draft_folder(spool) as scratch:
                target_backups.fetch(file, scratch / file.name, self.data_folder, stop)
                yield scratch / file.name
        except OSError as error:
            raise StorageError(backup_messages.restore_failed(error, self.data_folder)) from error
        finally:
            with suppress(OSError):  # another transfer may be using the folder
                file_changes.remove_folder(spool)

    def _key_of(self, checked: CheckedBackup, secret: str | None) -> bytes | None:
        todays = self._available_keys()
        label = checked.label
        for locks, key in todays if label.encrypted and not secret else ():
            # The locks may have been replaced since, by a change of password; then only trying the key tells.
            if key is not None and (
                set(label.locks) & set(locks) or encrypted_header.can_open(checked.path, label.size, key)
            ):
                return key
        try:
            return restore.open_key(checked, secret)
        except WrongPassword as error:
            changed_on = database_key.password_from(todays[0][0]) if todays else None
            if secret and changed_on and self._is_older(label, todays[0][0], changed_on):
                raise WrongPassword(backup_messages.predates_password(label, changed_on)) from error
            raise

    def _is_older(self, label: backup_file.BackupLabel, todays: tuple[database_key.Lock, ...], changed_on: str) -> bool:
        """Return whether a backup is of today's database, from before its password was changed."""
        same = label.name.database == self._database_identity or bool(set(label.locks) & set(todays))
        return same and (database_key.password_from(label.locks) or changed_on) < changed_on


class RestoreOverDatabase(RestoreService):
    """Restores a backup over the open database."""

    def __init__(
        self,
        database: Database,
        state: BackupStateFile,
        known_keys: Callable[[], list[tuple[tuple[database_key.Lock, ...], bytes | None]]],
        back_up_current: Callable[[], None],
        now: Callable[[], datetime],
        protect_from_rotation: Callable[[str], None],
    ) -> None:
        super().__init__(database.path.parent, state, now)
        self._protect_from_rotation = protect_from_rotation
        self._database = database
        self._keys = known_keys
        self._back_up_current = back_up_current
        with suppress(StorageError):  # a damaged database can be replaced without knowing its identity
            self._database_identity = snapshot.stored_identity(database)

    def open_backup(self, file: Path, secret: str | None = None, stop: Event | None = None) -> RestoreDraft:
        """See :class:`RestoreService`.

        From here on rotation does not remove the file; otherwise the backup taken before the restore could.
        """
        self._protect_from_rotation(file.name)
        return super().open_backup(file, secret, stop)

    def restore(self, draft: RestoreDraft) -> RestoreResult:
        """Back up today's database, then restore; if the backup fails, today's files stay in quarantine."""
        try:
            # A database in which nothing was written yet needs no backup.
            if not restore.is_untouched(self._database):
                self._back_up_current()
            saved = True
        except StorageError:  # a damaged database is moved to quarantine unchanged instead
            saved = False
        now = self._now()
        old = quarantine.folder_for_restore(self._path, now)
        with _disk_errors_translated(self.data_folder):
            self._database.exchange(lambda: restore.replace_database(draft, now), draft.key)
        if saved:
            with suppress(OSError):
                drafts.remove(old, overwrite=True)
        return RestoreResult(draft.key, old if old.is_dir() else None)

    def _is_open_without_password(self) -> bool:
        return self._database.key is None

    def _available_keys(self) -> list[tuple[tuple[database_key.Lock, ...], bytes | None]]:
        try:
            return self._keys()
        except StorageError:  # the key file is damaged; a typed secret can still open the backup
            return []


class RestoreWithoutDatabase(RestoreService):
    """Restores a backup when no database can be opened: a new PC, a damaged database, a forgotten password.

    :param key: of the damaged database, if it was opened.
    """

    def __init__(self, data_folder: Path, now: Callable[[], datetime], key: bytes | None = None) -> None:
        super().__init__(data_folder, BackupStateFile(data_folder), now)
        self._key = key

    def refuse_if_open(self) -> None:
        """Raise :class:`AlreadyOpen` if a window or command has the database open."""
        if self._path.exists() and self._path.stat().st_size and is_locked(self._path):
            raise AlreadyOpen(error_messages.not_opened(Fault.LOCKED, self._path))

    def open_backup(self, file: Path, secret: str | None = None, stop: Event | None = None) -> RestoreDraft:
        """See :class:`RestoreService`. :raises AlreadyOpen: a window or command has the database open."""
        self.refuse_if_open()
        draft = super().open_backup(file, secret, stop)
        self.only_key_is_missing = draft.key is not None and restore.is_intact(self._path, draft.key)
        return draft

    def restore(self, draft: RestoreDraft) -> RestoreResult:
        """Move the existing files to quarantine and restore. :raises AlreadyOpen: another process has opened it."""
        now = self._now()
        old = quarantine.folder_for_restore(self._path, now)
        with _disk_errors_translated(self.data_folder), file_swap.hold_exchange_lock(self._path):
            self.refuse_if_open()
            restore.replace_database(draft, now)
        return RestoreResult(draft.key, old if old.is_dir() else None)

    def _available_keys(self) -> list[tuple[tuple[database_key.Lock, ...], bytes | None]]:
        try:
            return [(database_key.read_key_file(self._path).intact, self._key)]
        except StorageError:
            return []


@contextmanager
def _disk_errors_translated(folder: Path) -> Iterator[None]:
    try:
        yield
    except engine.disk_errors() as error:
        raise StorageError(backup_messages.restore_failed(error, folder)) from error


def key_file_fault(data_folder: Path) -> str | None:
    """Return why the key file in ``data_folder``, which every password needs, is unreadable; ``None`` if it is not."""
    try:
        database_key.read_key_file(data_folder / paths.DATABASE_NAME)
    except StorageError as error:
        return error.message
    return None
