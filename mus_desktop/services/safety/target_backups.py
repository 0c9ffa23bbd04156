"""Backups in their folders, possibly on a drive that hangs: the list, and why one cannot be read."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import Event

from mus_desktop.errors import StorageError
from mus_desktop.storage.backup import backup_file, backup_messages, target_worker, transfer
from mus_desktop.storage.backup.target_worker import TargetFailed
from mus_desktop.system_errors import DiskProblem, explanation
from mus_desktop.task_process import TimeLimits

READ_LIMITS = TimeLimits(silence=20.0)
"""Time limits for a drive that a backup is read from."""


@dataclass(frozen=True, slots=True)
class ListedBackup:
    """A backup in a list; its content is unknown if it has no manifest."""

    path: Path
    made_at: datetime
    size: int
    counts: Mapping[str, int] | None
    encrypted: bool | None
    of_this_database: bool
    """Whether it is of this database, not of another."""
    password_from: date | None = None
    """The day the password was chosen that must be typed; ``None`` if none is needed, or the day is not known."""

    @property
    def is_empty(self) -> bool:
        """Whether it has no employees, as far as is known."""
        return self.counts is not None and not any(self.counts.values())


def refuse_unreadable(file: Path) -> None:
    """Raise :class:`StorageError` unless ``file`` can be read to its end; a drive may hang."""
    with _target_errors_translated(file, file.parent):
        target_worker.check_readable(file.absolute(), READ_LIMITS)


def fetch(file: Path, target: Path, data_folder: Path, stop: Event | None) -> None:
    """Copy the backup ``file``, and its manifest if it has one, to the local file ``target`` in the data folder.

    :raises StorageError: it cannot be read, or there is no space in ``data_folder``.
    """
    with _target_errors_translated(file, data_folder):
        target_worker.fetch(file, target, READ_LIMITS, stop)


def list_folder(folder: Path, stop: Event | None, *, local: bool) -> list[transfer.ListedFile]:
    """Return the backups in ``folder``; only a ``local`` one cannot hang. :raises StorageError: it cannot be read."""
    if local:
        return transfer.list_backups(folder, transfer.TargetFiles()) if folder.is_dir() else []
    try:
        return target_worker.list_backups(folder, READ_LIMITS, stop)
    except TargetFailed as error:
        raise StorageError(backup_messages.not_listed(folder)) from error


def listed_backup(
    path: Path, file: transfer.ListedFile, database_identity: str | None, known_locks: Set[str]
) -> ListedBackup:
    """Return the list entry of a backup that was found.

    :param database_identity: which database this is, ``None`` if it is not known: then every backup may be of it.
    :param known_locks: the identities of the locks that need no password.
    """
    name = backup_file.parse_name(file.name)
    assert name is not None  # noqa: S101 - a listing holds nothing else
    contents = backup_file.read_manifest_counts(file.manifest)
    counts, encrypted = contents if contents else (None, None)
    chosen_on, locks = backup_file.read_manifest_locks(file.manifest)
    # A backup with a lock of this PC's key opens without a password, whatever its age.
    password_from = date.fromisoformat(chosen_on) if chosen_on and not locks & known_locks else None
    return ListedBackup(
        path,
        name.made_at,
        file.size,
        counts,
        encrypted,
        database_identity is None or name.database == database_identity,
        password_from,
    )


@contextmanager
def _target_errors_translated(file: Path, data_folder: Path) -> Iterator[None]:
    try:
        yield
    except TargetFailed as error:
        raise StorageError(_read_error_text(error, file, data_folder)) from error


_OF_FILE: dict[int, Callable[[Path], str]] = {
    errno.EISDIR: backup_messages.folder_not_file,
    errno.ETIMEDOUT: backup_messages.no_response,
    errno.ECANCELED: lambda _: backup_messages.FETCH_ABORTED,
}
_OF_PROBLEM: dict[DiskProblem, Callable[[Path], str]] = {
    DiskProblem.MISSING: backup_messages.missing,
    DiskProblem.NOT_A_FOLDER: backup_messages.missing,
    DiskProblem.DENIED: backup_messages.unreadable,
    DiskProblem.DAMAGED_DEVICE: backup_messages.unreadable,
    DiskProblem.OTHER: backup_messages.unreadable,
}


def _read_error_text(error: TargetFailed, file: Path, data_folder: Path) -> str:
    if error.problem is DiskProblem.FULL:  # the drive is only read
        return backup_messages.no_room_to_restore(data_folder)
    sentence = _OF_FILE.get(error.number) or _OF_PROBLEM.get(error.problem)
    return sentence(file) if sentence else explanation(error.problem, file)
