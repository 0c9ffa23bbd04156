"""Opening of the database file: create it if missing, refuse it untouched if not ours, migrate it otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from logging import getLogger
from pathlib import Path

from mus_desktop import file_changes
from mus_desktop.errors import AlreadyOpen, DataUnusable, PasswordNeeded, StorageError
from mus_desktop.storage.database import (
    checksum,
    engine,
    error_conversion,
    error_messages,
    file_header,
    migrator,
    pragmas,
)
from mus_desktop.storage.database.engine import Fault
from mus_desktop.storage.database.migrator import Migration
from mus_desktop.storage.database.private_files import discard_draft, make_private_draft, make_private_folder, publish

_log = getLogger(__name__)
_UNUSABLE = (Fault.DAMAGED, Fault.WRONG_KEY, Fault.IO)


def open_connection(
    path: Path, migrations: Sequence[Migration], key: bytes | None = None, *, holds_exchange_lock: bool = False
) -> engine.Connection:
    """Return the exclusive connection to the database at ``path``, migrated and with every pragma set.

    :param key: opens an encrypted database; a new one is encrypted with it.
    :param holds_exchange_lock: whether the caller excludes other processes with :func:`file_swap.hold_exchange_lock`.
    :raises StorageError: the reason it cannot be opened, created or migrated.
    """
    with _converting_errors(path):
        file_header.refuse_irregular_side_files(path)
        _finish_exchange(path, holds_exchange_lock=holds_exchange_lock)
        if not path.exists():
            _create(path, migrations, key)
        file_header.read_head(path)  # the same sentence for a file without read rights, encrypted or not
        if key is not None:
            _refuse_unless_key_opens(path, migrations[-1].version, key)
        elif file_header.is_encrypted(path):
            raise PasswordNeeded(error_messages.PASSWORD_NEEDED)
        else:
            file_header.refuse_unless_ours(path, migrations[-1].version)
        compared = checksum.compare(path, plain=key is None)
        return _connect(path, migrations, key, compared, holds_exchange_lock=holds_exchange_lock)


def _finish_exchange(path: Path, *, holds_exchange_lock: bool) -> None:
    """Complete an interrupted restore or conversion before anything is opened."""
    journal = file_header.exchange_journal(path)
    if journal.exists():
        if not journal.is_file():  # opening a pipe would block
            raise StorageError(error_messages.unreadable_exchange_journal(journal))
        from mus_desktop.storage.database import file_swap  # noqa: PLC0415 - seldom needed

        try:
            with nullcontext() if holds_exchange_lock else file_swap.hold_exchange_lock(path):
                file_swap.finish(path)
        except (ValueError, OverflowError, TypeError, KeyError, RecursionError) as error:
            raise StorageError(error_messages.unreadable_exchange_journal(journal)) from error


def _refuse_unless_key_opens(path: Path, newest: int, key: bytes) -> None:
    from mus_desktop.storage.database import encrypted_header  # noqa: PLC0415 - most databases need no second engine

    encrypted_header.refuse_unless_ours(path, newest, key)


@contextmanager
def _converting_errors(path: Path) -> Iterator[None]:
    """Raise the errors of the engine and the disk as :class:`StorageError` with a sentence about opening."""
    try:
        yield
    except engine.errors() as error:
        fault = engine.fault_of(error)
        if fault is None:
            raise
        kind = AlreadyOpen if fault is Fault.LOCKED else DataUnusable if fault in _UNUSABLE else StorageError
        raise kind(error_messages.not_opened(fault, path)) from error
    except OSError as error:
        raise StorageError(error_messages.not_created(error, path)) from error


def _create(path: Path, scripts: Sequence[Migration], key: bytes | None) -> None:
    """Create a complete, empty database under another name, then give it its own."""
    file_header.refuse_orphaned_side_files(path)
    make_private_folder(path.parent)
    checksum.remove(path)  # of a database that no longer exists
    draft = make_private_draft(path)
    try:
        with closing(engine.connect(draft, key=key)) as connection:
            pragmas.set_pragmas(connection)
            migrator.migrate(connection, draft, scripts, key)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        publish(draft, path)
    except FileExistsError:
        _log.info("another start made the database first")
    finally:
        discard_draft(draft)


def _connect(
    path: Path,
    scripts: Sequence[Migration],
    key: bytes | None,
    compared: checksum.ComparedChecksum | None,
    *,
    holds_exchange_lock: bool,
) -> engine.Connection:
    """Return an exclusive, writable connection to a migrated database; nothing stays open on failure."""
    file_changes.open_again(path, "rb+").close()  # the engine reports a read-only file as a disk error only
    connection = engine.connect(path, key=key)
    try:
        pragmas.set_pragmas(connection)
        # Only a write proves that this is the only connection and that the file is not read-only.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        if not holds_exchange_lock:
            _refuse_during_exchange(path)
        checksum.remove_or_alarm(path, compared)  # before the first change: a crash must not leave an outdated checksum
        _migrate(connection, path, scripts, key)
        pragmas.enforce_foreign_keys(connection)
        _assert_pragmas(connection, scripts[-1].version)
    except BaseException as error:
        fault = error_conversion.fault_of(error, connection, scripts) if isinstance(error, engine.errors()) else None
        connection.close()
        if fault is Fault.DAMAGED:
            raise DataUnusable(error_messages.not_opened(fault, path)) from error
        raise
    return connection


def _refuse_during_exchange(path: Path) -> None:
    """Refuse a database that is being exchanged; call this only once the database is locked.

    An exchange that starts later finds it locked; one that started earlier is visible now.
    """
    lock = file_header.exchange_lock(path)
    if lock.exists() and engine.is_locked(lock):
        raise AlreadyOpen(error_messages.not_opened(Fault.LOCKED, path))


def _assert_pragmas(connection: engine.Connection, schema: int) -> None:
    wrong = pragmas.wrong_pragmas(connection, schema)
    if wrong:
        raise StorageError(error_messages.wrong_pragmas(wrong))


def _migrate(connection: engine.Connection, path: Path, scripts: Sequence[Migration], key: bytes | None) -> None:
    try:
        migrator.migrate(connection, path, scripts, key)
    except engine.errors() as error:
        if engine.fault_of(error) is not None:
            raise
        raise StorageError(error_messages.NOT_UPGRADED) from error
    except RuntimeError as error:
        raise StorageError(error_messages.NOT_UPGRADED) from error
