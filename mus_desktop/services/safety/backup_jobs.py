"""Slow backup operations as jobs of plain values: created and recorded on the main thread, run on a background one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from mus_desktop import drafts, task_process
from mus_desktop.errors import KnownError, StorageError
from mus_desktop.storage.backup import backup_file, backup_messages, restore, snapshot, target_worker, transfer
from mus_desktop.storage.backup.backup_state import RestoreTest
from mus_desktop.storage.backup.rotation import BackupCopy, copies_to_remove, other_in_use
from mus_desktop.storage.backup.snapshot import Backup, BackupSpec
from mus_desktop.storage.backup.target_worker import TargetFailed
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.private_files import make_private_folder
from mus_desktop.storage.keys.database_key import Lock
from mus_desktop.system_errors import explanation, problem_of
from mus_desktop.task_process import TimeLimits


@dataclass(frozen=True, slots=True)
class BackupJob:
    """Creates a verified local backup."""

    database: Database
    order: BackupSpec

    def run(self, stop: threading.Event | None = None) -> Backup:
        """Return the backup. :raises StorageError: none was created, also when ``stop`` was set meanwhile."""
        return snapshot.take_backup(self.database, self.order, stop=stop)


@dataclass(frozen=True, slots=True)
class CopyEncryption:
    """The key and locks that encrypt an unencrypted backup before it leaves the PC."""

    key: bytes
    locks: tuple[Lock, ...]


@dataclass(frozen=True, slots=True)
class TransferResult:
    """The result of copying to a target; ``problem`` is Danish, ``None`` once the backup is verified there.

    ``other_at`` is when another PC in use last backed up the same database there; ``None`` also if it is not known.
    """

    folder: Path
    name: str
    at: datetime
    problem: str | None = None
    other_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TransferJob:
    """Copies a local backup to a target, and removes superfluous backups there."""

    file: Path
    folder: Path
    spool: Path
    encryption: CopyEncryption | None
    retention: timedelta | None
    now: Callable[[], datetime]

    def run(self, limits: TimeLimits | None = None, stop: threading.Event | None = None) -> TransferResult:
        """Try once; errors of the target are returned, never raised."""
        transfer_result = self.copy(limits, stop)
        if transfer_result.problem is None:
            with suppress(TargetFailed):  # the backup is there; superfluous ones can be removed next time
                transfer_result = replace(transfer_result, other_at=self._remove_superfluous(limits, stop))
        return transfer_result

    def copy(self, limits: TimeLimits | None = None, stop: threading.Event | None = None) -> TransferResult:
        """Copy the backup as :meth:`run` does, but remove nothing on the target."""
        try:
            self._transfer(limits, stop)
        except StorageError as error:
            return TransferResult(self.folder, self.file.name, self.now(), error.message)
        return TransferResult(self.folder, self.file.name, self.now())

    def failure(self) -> TransferResult:
        """Return the result to record after an unexpected error in the job; without one it would be retried at once."""
        problem = f"Kopien til {self.folder} lykkedes ikke på grund af en fejl i programmet. Der prøves igen."
        return TransferResult(self.folder, self.file.name, self.now(), problem)

    def _transfer(self, limits: TimeLimits | None, stop: threading.Event | None) -> None:
        if self.encryption is None:
            target_worker.store(self.file, self.folder, limits, stop)
            return
        try:
            with _temporary_folder(self.spool) as scratch:
                only_copy_encrypted = snapshot.encrypt(
                    snapshot.read_backup(self.file),
                    scratch,
                    self.encryption.key,
                    self.encryption.locks,
                    only_copy_encrypted=True,
                )
                target_worker.store(only_copy_encrypted.path, self.folder, limits, stop)
        except OSError as error:
            raise StorageError(backup_messages.backup_failed(error, self.spool)) from error

    def _remove_superfluous(self, limits: TimeLimits | None, stop: threading.Event | None) -> datetime | None:
        """Remove superfluous backups; return when another PC last made one, if it is still in use."""
        own_name = backup_file.parse_name(self.file.name)
        listed = target_worker.list_backups(self.folder, limits, stop)
        # Another database may have its backups in the same folder, and its backups must not be removed.
        copies = [copy for copy in _copies_in(listed) if _is_of_database(copy, own_name)]
        to_remove = copies_to_remove(copies, self.now(), self.retention)
        if to_remove:
            target_worker.remove(self.folder, [str(copy.name) for copy in to_remove], limits, stop)
        return other_in_use(copies, own_name.installation) if own_name else None


@dataclass(frozen=True, slots=True)
class RestoreTestJob:
    """Fetches the newest backup from a target and test-restores it next to the database."""

    folder: Path
    name: str
    spool: Path
    key: bytes | None
    locks: tuple[Lock, ...]
    """The locks of backups made now."""
    now: Callable[[], datetime]

    def run(self, limits: TimeLimits | None = None, stop: threading.Event | None = None) -> RestoreTest:
        """Try once; errors of the target or the file are returned, never raised."""
        try:
            with _temporary_folder(self.spool) as scratch:
                # Copied to the PC first: opening a database on a share that hangs would hang the program.
                fetched = scratch / self.name
                target_worker.fetch(self.folder / self.name, fetched, limits, stop)
                checked = restore.check(fetched)
                draft = restore.prepare(checked, scratch / "prøve.sqlite", self.key)
                draft.discard()
            # The key was at hand; the user has only the password, so the locks must open the backup too.
            if self.key is not None:
                restore.verify_locks(checked, self.key, self.locks)
        # Before ``OSError``, of which it is a subclass.
        except FileExistsError as error:
            return RestoreTest(self.name, self.now(), backup_messages.name_taken(error, self.spool))
        except OSError as error:
            reason = explanation(problem_of(error), self.spool)
            return RestoreTest(self.name, self.now(), f"Prøven kunne ikke gennemføres på pc'en. {reason}")
        except KnownError as error:
            return RestoreTest(self.name, self.now(), error.message)
        return RestoreTest(self.name, self.now(), backup_messages.VALUES_DAMAGED if draft.damaged else None)

    def failure(self) -> RestoreTest:
        """Return the result to store after an error in the program itself."""
        return RestoreTest(self.name, self.now(), "Prøven kunne ikke gennemføres på grund af en fejl i programmet.")


@contextmanager
def _temporary_folder(spool: Path) -> Iterator[Path]:
    """Yield a temporary folder in ``spool``, which is created if missing. Raises ``OSError``."""
    make_private_folder(spool)
    with drafts.draft_folder(spool) as scratch:
        yield scratch


def _is_of_database(copy: BackupCopy, own_name: backup_file.BackupName | None) -> bool:
    return own_name is not None and copy.name.database == own_name.database


def _copies_in(listed: list[transfer.ListedFile]) -> list[BackupCopy]:
    names = ((backup_file.parse_name(file.name), file) for file in listed)
    return [BackupCopy(name, backup_file.size_in_manifest(file.manifest) == file.size) for name, file in names if name]


def end_target_tasks() -> None:
    """Kill every running target subprocess; called when the program closes."""
    task_process.kill_all()


def total_limit(seconds: float) -> TimeLimits:
    """Return limits of ``seconds`` in total for work on a target."""
    return TimeLimits(silence=seconds, flush=seconds, total_limit=seconds)
