"""A verified copy of the open database, made without delaying the user."""

from __future__ import annotations

import errno
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from logging import getLogger
from pathlib import Path
from typing import TypeAlias

from mus_desktop import file_changes
from mus_desktop.errors import DataUnusable, StorageError
from mus_desktop.storage.backup import backup_file, backup_messages
from mus_desktop.storage.backup.backup_file import BackupLabel, BackupName
from mus_desktop.storage.database import engine, error_messages, schema_check
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.damaged_text import reading_damaged_text
from mus_desktop.storage.database.engine import BROKEN_CHECK, Fault
from mus_desktop.storage.database.file_header import APPLICATION_ID
from mus_desktop.storage.database.private_files import (
    discard_draft,
    flush_folder,
    flush_to_disk,
    make_private_draft,
    make_private_file,
    make_private_folder,
    wiped_afterwards,
    write_atomically,
)
from mus_desktop.storage.keys import key_messages
from mus_desktop.storage.keys.locks import Lock, all_hold_key
from mus_desktop.storage.records import unreadable_values
from mus_desktop.storage.records.setting_values import BACKUP_NUMBER, DATABASE_ID
from mus_desktop.storage.records.settings import Settings

_log = getLogger(__name__)
_STEPS_BETWEEN_STOP_CHECKS = 10_000
_MMAP_BYTES = 1 << 31
_MAX_LINES = 1_000_000
"""The most lines of an integrity check: broken values must not hide more serious faults."""
_COUNTED_TABLES = {"employees": "employee", "conversations": "conversation", "plans": "plan", "documents": "document"}


_Fill: TypeAlias = Callable[[Path], AbstractContextManager[Iterator[bytes]]]
"""A function that fills a draft; its context yields the content read back."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified backup file and its SHA-256."""

    path: Path
    label: BackupLabel
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupSpec:
    """The file name, folder and locks of a backup to be made."""

    folder: Path
    name: BackupName
    program: str
    locks: tuple[Lock, ...]
    only_copy_encrypted: bool = False
    """See :attr:`backup_file.BackupLabel.only_copy_encrypted`."""


def database_identity(database: Database) -> str:
    """Return the id of this database, the same after every restore; created on first use, on the main thread.

    :raises UnreadableValue: it is damaged.
    """
    settings = Settings(database)
    known = settings.value_or_raise(DATABASE_ID)
    if known is None:
        known = secrets.token_hex(4)
        settings.store(DATABASE_ID.key, known)
    return known


def stored_identity(database: Database) -> str | None:
    """Return the id of this database, ``None`` if it was never created."""
    return Settings(database).value(DATABASE_ID)


def next_numbered_name(database: Database, folder: Path, now: datetime, installation: str = "") -> BackupName:
    """Return the name of the next backup of ``database``, made by ``installation``; main thread only.

    The number is stored in the database and is not used again.
    """
    settings = Settings(database)
    name = replace(next_name(folder, database_identity(database), now), installation=installation)
    # The folder counts too: a restored database has an older number stored than its newest backup.
    name = replace(name, number=max(name.number, (settings.value_or_raise(BACKUP_NUMBER) or 0) + 1))
    settings.store(BACKUP_NUMBER.key, str(name.number))
    return name


def next_name(folder: Path, database: str, now: datetime) -> BackupName:
    """Return the name of the next backup; its number rises even if the clock goes back."""
    known = [name.number for name in names_in(folder) if name.database == database]
    return BackupName(database, max(known, default=0) + 1, now.astimezone(UTC).replace(microsecond=0))


def names_in(folder: Path) -> list[BackupName]:
    """Return the names of the backups in ``folder``, of any database; none if there is no such folder."""
    if not folder.is_dir():
        return []
    names = (backup_file.parse_name(file.name) for file in folder.iterdir())
    return sorted((name for name in names if name), key=lambda name: name.number)


def take_backup(
    database: Database, order: BackupSpec, pause: Callable[[], None] | None = None, stop: threading.Event | None = None
) -> Backup:
    """Copy the open database into ``order.folder`` and verify the copy; may run on a background thread.

    Changes saved after the copying has begun are part of the next backup only.

    :param pause: called before each piece; may raise to abort.
    :param stop: aborts the backup when set from another thread.
    :raises Unusable: the database is damaged.
    :raises StorageError: no backup was made, and nothing is left of it; also if its locks would not open it.
    """
    stop = stop or threading.Event()

    def check_stop() -> None:
        _raise_if_stopped(stop)
        if pause is not None:
            pause()

    @contextmanager
    def copied(draft: Path) -> Iterator[Iterator[bytes]]:
        with database.frozen(check_stop) as original:
            original.copy_to(draft)
            _make_standalone(draft, database.key)
            yield original.read_back(draft)

    return _finish_backup(order, database.key, copied, stop, values=True)


def _make_standalone(draft: Path, key: bytes | None) -> None:
    """Make the copy independent of a ``-wal`` file."""
    with closing(engine.connect(draft, key=key)) as copy:
        copy.execute("PRAGMA locking_mode = EXCLUSIVE")  # no -shm file either
        copy.execute("PRAGMA synchronous = OFF")  # the finished file is flushed
        if copy.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
            raise OSError(errno.EIO, "the copy is not whole")


def _raise_if_stopped(stop: threading.Event) -> None:
    if stop.is_set():
        raise StorageError(backup_messages.BACKUP_ABORTED)


def encrypt(
    plain: Backup, folder: Path, key: bytes, locks: tuple[Lock, ...], *, only_copy_encrypted: bool = False
) -> Backup:
    """Return the same backup encrypted under ``key``, in ``folder``; the plain one is kept.

    :raises StorageError: it could not be made, and nothing is left of it.
    """
    # The label does not say how the file is named; the encrypted one takes its place.
    name = backup_file.parse_name(plain.path.name) or plain.label.name
    order = BackupSpec(folder, name, plain.label.program, locks, only_copy_encrypted)

    @contextmanager
    def converted(draft: Path) -> Iterator[Iterator[bytes]]:
        base = draft.with_name(f"{draft.name}.plain")
        make_private_file(base)
        # The extracted database is not encrypted, so it is overwritten and not just removed.
        with wiped_afterwards(base):
            extract(plain.path, plain.label, base)
            engine.convert(base, draft, old_key=None, new_key=key)
        yield backup_file.chunks(draft)

    try:
        return _finish_backup(order, key, converted, threading.Event())
    except DataUnusable as error:  # not a fault of the database: its plain backup was sound
        raise StorageError(backup_messages.ENCRYPTED_COPY_DAMAGED) from error


def extract(file: Path, label: BackupLabel, target: Path) -> None:
    """Write the database in the backup ``file`` to the existing file ``target``. Raises ``OSError``."""
    with file_changes.open_again(target, "rb+") as draft:
        for chunk in backup_file.chunks(file, label.size):
            draft.write(chunk)


def open_copy(draft: Path, key: bytes | None) -> engine.Connection:
    """Return a connection to a copy that nobody else uses, which changes nothing in it.

    The file is not opened read-only: SQLite then leaves every CHECK out of its integrity check (``build.c``,
    ``sqlite3AddCheckConstraint``), and a broken one would go unnoticed.
    """
    connection = engine.connect(draft, key=key)
    connection.execute("PRAGMA query_only = ON")
    return connection


def findings(connection: engine.Connection) -> list[str]:
    """Return the faults of a copied database from :func:`open_copy`; empty when it is sound."""
    with reading_damaged_text(connection):
        broken = [str(line) for (line,) in connection.execute(f"PRAGMA integrity_check({_MAX_LINES})") if line != "ok"]
        broken += sorted({str(table) for table, *_ in connection.execute("PRAGMA foreign_key_check")})
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    return broken if application_id == APPLICATION_ID else [*broken, "application_id"]


def without_value_findings(found: list[str]) -> list[str]:
    """Return ``found`` without findings about single values, after which the database can still be used."""
    return [line for line in found if not line.startswith(BROKEN_CHECK)]


def damaged_parts(connection: engine.Connection) -> list[str]:
    """Return the damaged parts of an otherwise sound database: its schema, or single values."""
    if not schema_check.matches_migrations(connection):
        return [error_messages.SCHEMA_CHANGED]
    return unreadable_values.findings(connection)


def counts(connection: engine.Connection) -> dict[str, int]:
    """Return the number of employees, conversations, plans and documents in a database."""
    return {
        what: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - own names
        for what, table in _COUNTED_TABLES.items()
    }


def _finish_backup(
    order: BackupSpec, key: bytes | None, fill: _Fill, stop: threading.Event, *, values: bool = False
) -> Backup:
    """Fill a draft, verify it, append the label, and only then name it; the manifest is written before that.

    :param values: whether to refuse unreadable single values as well; false for the content of an existing backup.
    """
    _require_matching_locks(order, key)
    target, draft = order.folder / str(order.name), None
    try:
        make_private_folder(order.folder)
        draft = make_private_draft(target)
        # The copy is checked and flushed while this thread reads it back.
        with ThreadPoolExecutor(2) as workers, fill(draft) as content:
            label_check, flush = (
                workers.submit(_checked_label, draft, order, key, stop, values),
                workers.submit(flush_to_disk, draft),
            )
            digest = backup_file.running_digest(content)
        flush.result()
        label = label_check.result()
        sha256 = backup_file.append_label(draft, label, digest)
        flush_to_disk(draft)
        _raise_if_stopped(stop)
        write_atomically(backup_file.manifest_path(target), backup_file.manifest(label, draft.stat().st_size, sha256))
        file_changes.replace(draft, target)
        flush_folder(order.folder)
    except engine.disk_errors() as error:
        _raise_if_stopped(stop)
        kind = DataUnusable if engine.fault_of(error) in (Fault.DAMAGED, Fault.WRONG_KEY) else StorageError
        raise kind(backup_messages.backup_failed(error, order.folder)) from error
    finally:
        if draft is not None:
            discard_draft(draft)
    return Backup(target, label, sha256)


def _require_matching_locks(order: BackupSpec, key: bytes | None) -> None:
    if key is None:
        if order.locks:
            raise ValueError("a plain backup has no locks")
    elif not all_hold_key(order.locks, key):
        _log.warning("the locks do not hold the key of the backup")
        raise StorageError(
            backup_messages.ENCRYPTED_COPY_DAMAGED if order.only_copy_encrypted else key_messages.NO_USABLE_KEY_FILE
        )


def _checked_label(
    draft: Path, order: BackupSpec, key: bytes | None, stop: threading.Event, values: bool
) -> BackupLabel:
    with closing(open_copy(draft, key)) as copy:
        copy.set_progress_handler(stop.is_set, _STEPS_BETWEEN_STOP_CHECKS)
        copy.execute(f"PRAGMA mmap_size = {_MMAP_BYTES}")
        found = findings(copy)
        wrong = (found or damaged_parts(copy)) if values else without_value_findings(found)
        if wrong:
            _log.warning("a copy is not sound: %d findings", len(wrong))
            raise DataUnusable(backup_messages.DATA_DAMAGED)
        (schema,) = copy.execute("PRAGMA user_version").fetchone()
        size = draft.stat().st_size
        return BackupLabel(
            order.name, order.program, int(schema), size, counts(copy), order.locks, order.only_copy_encrypted
        )


def read_backup(file: Path) -> Backup:
    """Return a backup that was verified before, with the SHA-256 in its manifest, or of the file without one.

    :raises Unusable: it is not a backup, or one of a newer program.
    :raises StorageError: it cannot be read at present.
    """
    try:
        label = backup_file.read_label(file)
        expected = backup_file.read_manifest(file)
        sha256 = expected[1] if expected else backup_file.running_digest(backup_file.chunks(file)).hexdigest()
    except backup_file.NoReadableLabel as error:
        raise DataUnusable(backup_messages.damaged(file)) from error
    except OSError as error:
        raise StorageError(backup_messages.unreadable(file)) from error
    if label.is_newer_format:
        raise DataUnusable(backup_messages.too_new(file))
    return Backup(file, label, sha256)


def read_verified(file: Path) -> Backup:
    """Return the backup in ``file`` after comparing every byte with its own checksum.

    :raises Unusable: it is damaged, not a backup, or one of a newer program.
    :raises StorageError: it cannot be read at present.
    """
    backup = read_backup(file)
    try:
        if not backup_file.is_intact(file):
            raise DataUnusable(backup_messages.damaged(file))
    except OSError as error:
        raise StorageError(backup_messages.unreadable(file)) from error
    return backup
