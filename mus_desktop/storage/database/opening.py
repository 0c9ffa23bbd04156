"""Opening the file: made whole if there is none, refused untouched if it is not ours, brought up to date if it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from logging import getLogger
from pathlib import Path

from mus_desktop.errors import AlreadyOpen, PasswordNeeded, StorageError, Unusable
from mus_desktop.storage.database import checksum, engine, error_messages, file_header, known_errors, migrator, pragmas
from mus_desktop.storage.database.engine import Fault
from mus_desktop.storage.database.migrator import Migration
from mus_desktop.storage.database.private_files import discard_draft, make_private_draft, make_private_folder, publish

_log = getLogger(__name__)
_UNUSABLE = (Fault.DAMAGED, Fault.WRONG_KEY, Fault.IO)


def connection_to(
    path: Path, migrations: Sequence[Migration], key: bytes | None = None, *, is_alone: bool = False
) -> engine.Connection:
    """The exclusive connection to the database at ``path``, up to date and set as it must be.

    :param key: opens an encrypted database; a new one is encrypted with it.
    :param is_alone: whether the caller holds everybody else off with :func:`exchange.alone`.
    :raises StorageError: why it cannot be opened, made or brought up to date.
    """
    with _told(path):
        file_header.refuse_odd_side_files(path)
        _finish_exchange(path, is_alone=is_alone)
        if not path.exists():
            _make(path, migrations, key)
        file_header.read_head(path)  # so that a file without the rights is told of in the same words, encrypted or not
        if key is not None:
            _refuse_sealed(path, migrations[-1].version, key)
        elif file_header.is_sealed(path):
            raise PasswordNeeded(error_messages.PASSWORD_NEEDED)
        else:
            file_header.refuse_unless_ours(path, migrations[-1].version)
        seen = checksum.compare(path, plain=key is None)
        return _connect(path, migrations, key, seen, is_alone=is_alone)


def _finish_exchange(path: Path, *, is_alone: bool) -> None:
    """A restore or conversion that was cut off half-way is carried through before anything is opened."""
    note = file_header.exchange_note(path)
    if note.exists():
        if not note.is_file():  # a pipe would be waited for
            raise StorageError(error_messages.exchange_unclear(note))
        from mus_desktop.storage.database import file_swap  # noqa: PLC0415 - seldom needed

        try:
            with nullcontext() if is_alone else file_swap.alone(path):
                file_swap.finish(path)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise StorageError(error_messages.exchange_unclear(note)) from error


def _refuse_sealed(path: Path, newest: int, key: bytes) -> None:
    from mus_desktop.storage.database import encrypted_header  # noqa: PLC0415 - most databases need no second engine

    encrypted_header.refuse_unless_ours(path, newest, key)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except engine.errors() as error:
        fault = engine.fault_of(error)
        if fault is None:
            raise
        kind = AlreadyOpen if fault is Fault.LOCKED else Unusable if fault in _UNUSABLE else StorageError
        raise kind(error_messages.opening(fault, path)) from error
    except OSError as error:
        raise StorageError(error_messages.making(error, path)) from error


def _make(path: Path, scripts: Sequence[Migration], key: bytes | None) -> None:
    """Make a whole, empty database under another name, then give it its own."""
    file_header.refuse_leftovers(path)
    make_private_folder(path.parent)
    checksum.remove(path)  # of a database that is gone
    draft = make_private_draft(path)
    try:
        with closing(engine.connect(draft, key=key)) as connection:
            pragmas.choose(connection)
            migrator.migrate(connection, draft, scripts, key)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        publish(draft, path)
    except FileExistsError:
        _log.info("another start made the database first")
    finally:
        discard_draft(draft)


def _connect(
    path: Path, scripts: Sequence[Migration], key: bytes | None, seen: checksum.Seen | None, *, is_alone: bool
) -> engine.Connection:
    """An exclusive, writable connection to an up-to-date database; nothing stays open if that fails."""
    path.open("rb+").close()  # says plainly that a file is read-only, where the engine reports a disk error
    connection = engine.connect(path, key=key)
    try:
        pragmas.choose(connection)
        # Only a write shows that this is the one connection and that the file is not read-only.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        if not is_alone:
            _refuse_exchanged(path)
        checksum.settle(path, seen)  # before the first change: a crash must not leave a checksum that is out of date
        _bring_up_to_date(connection, path, scripts, key)
        pragmas.enforce_foreign_keys(connection)
        _assert_pragmas(connection, scripts[-1].version)
    except BaseException as error:
        fault = known_errors.fault_of(error, connection, scripts) if isinstance(error, engine.errors()) else None
        connection.close()
        if fault is Fault.DAMAGED:
            raise Unusable(error_messages.opening(fault, path)) from error
        raise
    return connection


def _refuse_exchanged(path: Path) -> None:
    """Only now: whoever exchanges it finds it locked from here on, or has made sure of it before and must be seen."""
    lock = file_header.exchange_lock(path)
    if lock.exists() and engine.is_locked(lock):
        raise AlreadyOpen(error_messages.opening(Fault.LOCKED, path))


def _assert_pragmas(connection: engine.Connection, schema: int) -> None:
    wrong = pragmas.not_as_wanted(connection, schema)
    if wrong:
        raise StorageError(error_messages.not_as_wanted(wrong))


def _bring_up_to_date(
    connection: engine.Connection, path: Path, scripts: Sequence[Migration], key: bytes | None
) -> None:
    try:
        migrator.migrate(connection, path, scripts, key)
    except engine.errors() as error:
        if engine.fault_of(error) is not None:
            raise
        raise StorageError(error_messages.NOT_UPGRADED) from error
    except RuntimeError as error:
        raise StorageError(error_messages.NOT_UPGRADED) from error
