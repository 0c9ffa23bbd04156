"""What takes time about backups, as jobs of plain values: made and recorded on the main thread, run beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from mus_desktop.errors import KnownError, StorageError
from mus_desktop.storage import backup, bundle, courier, restore, shipping
from mus_desktop.storage.backup import Backup, Order
from mus_desktop.storage.backup_state import Test
from mus_desktop.storage.courier import Patience, TargetFailed
from mus_desktop.storage.database import Database
from mus_desktop.storage.files import make_private_folder
from mus_desktop.storage.keys import Lock
from mus_desktop.storage.rotation import Copy, superfluous


@dataclass(frozen=True, slots=True)
class BackupJob:
    """Takes a verified local backup."""

    database: Database
    order: Order

    def run(self, stop: threading.Event | None = None) -> Backup:
        """The backup. :raises StorageError: none was taken, also when ``stop`` was set meanwhile."""
        return backup.take(self.database, self.order, stop=stop)


@dataclass(frozen=True, slots=True)
class Cover:
    """What an unencrypted backup is encrypted with before it leaves the PC."""

    key: bytes
    locks: tuple[Lock, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """How it went on a target; ``problem`` is Danish, ``None`` when the backup is there for sure."""

    folder: Path
    name: str
    at: datetime
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveryJob:
    """Puts a local backup onto a target, and clears what is superfluous there."""

    file: Path
    folder: Path
    spool: Path
    cover: Cover | None
    retention: timedelta | None
    now: Callable[[], datetime]

    def run(self, patience: Patience | None = None, stop: threading.Event | None = None) -> Delivery:
        """Try it once; never raises what a target can cause."""
        delivery = self.copy(patience, stop)
        if delivery.problem is None:
            with suppress(TargetFailed):  # the backup is there; what is too much can go next time
                self._clear(patience, stop)
        return delivery

    def copy(self, patience: Patience | None = None, stop: threading.Event | None = None) -> Delivery:
        """The same, but nothing else there is touched."""
        try:
            self._put(patience, stop)
        except StorageError as error:
            return Delivery(self.folder, self.file.name, self.now(), error.message)
        return Delivery(self.folder, self.file.name, self.now())

    def missed(self) -> Delivery:
        """What to remember when the program itself made a mistake, so that it is tried again later and not at once."""
        problem = f"Kopien til {self.folder} lykkedes ikke på grund af en fejl i programmet. Der prøves igen."
        return Delivery(self.folder, self.file.name, self.now(), problem)

    def _put(self, patience: Patience | None, stop: threading.Event | None) -> None:
        if self.cover is None:
            courier.put(self.file, self.folder, patience, stop)
            return
        covered = backup.encrypt(backup.read(self.file), self.spool, self.cover.key, self.cover.locks, covered=True)
        try:
            courier.put(covered.path, self.folder, patience, stop)
        finally:
            _discard(covered.path)

    def _clear(self, patience: Patience | None, stop: threading.Event | None) -> None:
        ours = bundle.name_of(self.file.name)
        listed = courier.listing(self.folder, patience, stop)
        copies = [copy for copy in _copies(listed) if _same(copy, ours)]
        gone = superfluous(copies, self.now(), self.retention)
        if gone:
            courier.remove(self.folder, [str(copy.name) for copy in gone], patience, stop)


@dataclass(frozen=True, slots=True)
class TestJob:
    """Brings the newest backup back from a target and restores it beside the database, to see that it can be done."""

    folder: Path
    name: str
    spool: Path
    key: bytes | None
    locks: tuple[Lock, ...]
    """What opens the backups that are made now."""
    now: Callable[[], datetime]

    def run(self, patience: Patience | None = None, stop: threading.Event | None = None) -> Test:
        """Try it once; never raises what a target or a bad file can cause."""
        fetched = self.spool / self.name
        try:
            make_private_folder(self.spool)
            courier.fetch(self.folder / self.name, fetched, patience, stop)
            checked = restore.check(fetched)
            restore.prepare(checked, self.spool / "prøve.sqlite", self.key).discard()
            if self.key is not None:
                restore.prove_locks(checked, self.key, self.locks)
        except OSError as error:
            return Test(self.name, self.now(), f"Prøven kunne ikke gennemføres på pc'en ({error.strerror}).")
        except KnownError as error:
            return Test(self.name, self.now(), error.message)
        finally:
            _discard(fetched)
        return Test(self.name, self.now())

    def missed(self) -> Test:
        """What to remember when the program itself made a mistake."""
        return Test(self.name, self.now(), "Prøven kunne ikke gennemføres på grund af en fejl i programmet.")


def _discard(file: Path) -> None:
    file.unlink(missing_ok=True)
    bundle.manifest_of(file).unlink(missing_ok=True)


def _same(copy: Copy, ours: bundle.Name | None) -> bool:
    return ours is not None and copy.name.database == ours.database


def _copies(listed: list[shipping.Listed]) -> list[Copy]:
    names = ((bundle.name_of(one.name), one) for one in listed)
    return [Copy(name, bundle.promised_size(one.manifest) == one.size) for name, one in names if name]


def end_errands() -> None:
    """The program closes: no errand to a target goes on without it."""
    courier.end_all()


def in_all(seconds: float) -> Patience:
    """The patience of who has no more than ``seconds`` for a target."""
    return Patience(silence=seconds, in_all=seconds)
