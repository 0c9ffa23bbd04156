"""Slow backup operations as jobs of plain values: created and recorded on the main thread, run on a background one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from mus_desktop import drafts
from mus_desktop.errors import KnownError, StorageError
from mus_desktop.storage.backup import backup_file, backup_messages, restore, snapshot, target_worker, transfer
from mus_desktop.storage.backup.backup_state import Test
from mus_desktop.storage.backup.rotation import Copy, other_in_use, superfluous
from mus_desktop.storage.backup.snapshot import Backup, Order
from mus_desktop.storage.backup.target_worker import TargetFailed, TimeLimits
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.private_files import make_private_folder
from mus_desktop.storage.keys.database_key import Lock


@dataclass(frozen=True, slots=True)
class BackupJob:
    """Creates a verified local backup."""

    database: Database
    order: Order

    def run(self, stop: threading.Event | None = None) -> Backup:
        """Return the backup. :raises StorageError: none was created, also when ``stop`` was set meanwhile."""
        return snapshot.take(self.database, self.order, stop=stop)


@dataclass(frozen=True, slots=True)
class Cover:
    """The key and locks that encrypt an unencrypted backup before it leaves the PC."""

    key: bytes
    locks: tuple[Lock, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """The result of copying to a target; ``problem`` is Danish, ``None`` once the backup is verified there.

    ``other_at`` is when another PC in use last backed up the same database there; ``None`` also if it is not known.
    """

    folder: Path
    name: str
    at: datetime
    problem: str | None = None
    other_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeliveryJob:
    """Copies a local backup to a target, and removes superfluous backups there."""

    file: Path
    folder: Path
    spool: Path
    cover: Cover | None
    retention: timedelta | None
    now: Callable[[], datetime]

    def run(self, patience: TimeLimits | None = None, stop: threading.Event | None = None) -> Delivery:
        """Try once; errors of the target are returned, never raised."""
        delivery = self.copy(patience, stop)
        if delivery.problem is None:
            with suppress(TargetFailed):  # the backup is there; superfluous ones can be removed next time
                delivery = replace(delivery, other_at=self._clear(patience, stop))
        return delivery

    def copy(self, patience: TimeLimits | None = None, stop: threading.Event | None = None) -> Delivery:
        """Copy the backup as :meth:`run` does, but remove nothing on the target."""
        try:
            self._put(patience, stop)
        except StorageError as error:
            return Delivery(self.folder, self.file.name, self.now(), error.message)
        return Delivery(self.folder, self.file.name, self.now())

    def missed(self) -> Delivery:
        """Return the result to store after an error in the program itself, so that the next try is not immediate."""
        problem = f"Kopien til {self.folder} lykkedes ikke på grund af en fejl i programmet. Der prøves igen."
        return Delivery(self.folder, self.file.name, self.now(), problem)

    def _put(self, patience: TimeLimits | None, stop: threading.Event | None) -> None:
        if self.cover is None:
            target_worker.put(self.file, self.folder, patience, stop)
            return
        try:
            with _room_in(self.spool) as room:
                covered = snapshot.encrypt(
                    snapshot.read(self.file), room, self.cover.key, self.cover.locks, covered=True
                )
                target_worker.put(covered.path, self.folder, patience, stop)
        except OSError as error:
            raise StorageError(backup_messages.not_taken(error, self.spool)) from error

    def _clear(self, patience: TimeLimits | None, stop: threading.Event | None) -> datetime | None:
        """Remove superfluous backups; return when another PC last made one, if it is still in use."""
        ours = backup_file.name_of(self.file.name)
        listed = target_worker.listing(self.folder, patience, stop)
        copies = [copy for copy in _copies(listed) if _same(copy, ours)]
        gone = superfluous(copies, self.now(), self.retention)
        if gone:
            target_worker.remove(self.folder, [str(copy.name) for copy in gone], patience, stop)
        return other_in_use(copies, ours.installation) if ours else None


@dataclass(frozen=True, slots=True)
class TestJob:
    """Fetches the newest backup from a target and test-restores it next to the database."""

    folder: Path
    name: str
    spool: Path
    key: bytes | None
    locks: tuple[Lock, ...]
    """The locks of backups made now."""
    now: Callable[[], datetime]

    def run(self, patience: TimeLimits | None = None, stop: threading.Event | None = None) -> Test:
        """Try once; errors of the target or the file are returned, never raised."""
        try:
            with _room_in(self.spool) as room:
                fetched = room / self.name
                target_worker.fetch(self.folder / self.name, fetched, patience, stop)
                checked = restore.check(fetched)
                draft = restore.prepare(checked, room / "prøve.sqlite", self.key)
                draft.discard()
            if self.key is not None:
                restore.prove_locks(checked, self.key, self.locks)
        except FileExistsError as error:
            return Test(self.name, self.now(), backup_messages.name_taken(error, self.spool))
        except OSError as error:
            return Test(self.name, self.now(), f"Prøven kunne ikke gennemføres på pc'en ({error.strerror}).")
        except KnownError as error:
            return Test(self.name, self.now(), error.message)
        return Test(self.name, self.now(), backup_messages.VALUES_DAMAGED if draft.damaged else None)

    def missed(self) -> Test:
        """Return the result to store after an error in the program itself."""
        return Test(self.name, self.now(), "Prøven kunne ikke gennemføres på grund af en fejl i programmet.")


@contextmanager
def _room_in(spool: Path) -> Iterator[Path]:
    """Yield a temporary folder in ``spool``, which is created if missing. Raises ``OSError``."""
    make_private_folder(spool)
    with drafts.draft_folder(spool) as room:
        yield room


def _same(copy: Copy, ours: backup_file.Name | None) -> bool:
    return ours is not None and copy.name.database == ours.database


def _copies(listed: list[transfer.ListedFile]) -> list[Copy]:
    names = ((backup_file.name_of(one.name), one) for one in listed)
    return [Copy(name, backup_file.promised_size(one.manifest) == one.size) for name, one in names if name]


def end_errands() -> None:
    """Stop every target subprocess, because the program closes."""
    target_worker.end_all()


def in_all(seconds: float) -> TimeLimits:
    """Return limits of ``seconds`` in total for work on a target."""
    return TimeLimits(silence=seconds, in_all=seconds)
