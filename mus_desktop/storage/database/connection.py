"""The open database: one file, one connection on the main thread, every change in a transaction."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from mus_desktop.errors import AlreadyOpen, SaveFailed, StorageError
from mus_desktop.storage.database import (
    checksum,
    damaged_text,
    engine,
    error_conversion,
    error_messages,
    file_freeze,
    file_header,
    migrator,
    opening,
    remnants,
)
from mus_desktop.storage.database.engine import Fault
from mus_desktop.storage.database.file_freeze import FrozenFile
from mus_desktop.storage.database.migrator import Migration
from mus_desktop.storage.database.private_files import flush_to_disk, same_file_check

if TYPE_CHECKING:
    from mus_desktop.storage.keys.key_file import KeyFile

_log = getLogger(__name__)

_POLL_SECONDS = 0.05
_open_databases: weakref.WeakSet[Database] = weakref.WeakSet()


class Database:
    """An open database, created by :meth:`open`; the record classes (employees, answers ...) take it as an argument."""

    def __init__(
        self,
        path: Path,
        connection: engine.Connection,
        migrations: Sequence[Migration],
        key: bytes | None,
        *,
        was_cut_off: bool = False,
    ) -> None:
        self._path = path
        self._connection = connection
        self._migrations = migrations
        self._schema = migrations[-1].version
        self._key = key
        self._key_file = _key_file_of(path, key)
        # Held while the file is copied: closing waits until the copy has noticed it and stopped.
        self._copy_lock = threading.Lock()
        self._depth = 0
        self._failed_inside = False
        self._closed, self._released_message, self._exchange_lock = False, "", ExitStack()
        self._changed_before = 0
        # The program was killed when the file was last open, and could not erase remnants.
        self._was_cut_off = was_cut_off
        # Held for each query and transaction, because a backup freezes the file from a background thread.
        self._use_lock = threading.RLock()
        self._handle = file_freeze.FileHandle(path)
        self._is_same_file = same_file_check(path)

    @classmethod
    def open(cls, path: Path, migrations: Sequence[Migration] | None = None, *, key: bytes | None = None) -> Database:
        """Open the database at ``path`` and migrate it to the newest schema; create it and its folder if missing.

        A new database gets its name only when it is complete. A file that already exists must therefore be a complete
        database: an empty one (0 bytes) is refused, because its content has been lost.

        :param migrations: those of the program unless a test passes its own.
        :param key: the key of an encrypted database; a new one is encrypted with it. A plain database takes none.
        :raises PasswordNeeded: the database is encrypted and there is no ``key``.
        :raises AlreadyOpen: another window or command has it open.
        :raises StorageError: the file is damaged, of a newer program or of another program (it is not touched then);
            the program has it open already; the folder is not writable; there is no room.
        """
        path = path.resolve() if path.is_symlink() else path.absolute()  # the -wal file is next to the target
        scripts = migrator.shipped_migrations() if migrations is None else tuple(migrations)
        if is_open_here(path):
            raise AlreadyOpen(error_messages.not_opened(Fault.LOCKED, path))
        was_cut_off = file_header.wal_file(path).exists()
        database = cls(path, opening.open_connection(path, scripts, key), scripts, key, was_cut_off=was_cut_off)
        _open_databases.add(database)
        return database

    @property
    def path(self) -> Path:
        """The path of the database file."""
        return self._path

    @property
    def key(self) -> bytes | None:
        """The encryption key, ``None`` for a plain database."""
        return self._key

    @property
    def key_file(self) -> KeyFile | None:
        """The key file as it was when it opened the database; ``None`` for a plain database."""
        return self._key_file

    @property
    def schema(self) -> int:
        """The version of the schema."""
        return self._schema

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Save everything written inside together, or none of it; a nested transaction joins the outer one.

        :raises SaveFailed: it could not be saved (disk full, disk error, read-only, file moved); nothing was stored.
        :raises StorageError: a signed plan does not allow the change; nothing was stored.
        """
        if self._depth:
            with self._joined_transaction():
                yield
            return
        try:
            with self._use_lock, self._converting_errors(), self._begun_transaction():
                yield
        except StorageError as error:
            self._reconnect_after(error.__cause__)
            raise

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Return every row of a query. :raises StorageError: the database cannot be read."""
        self._refuse_if_closed_for_exchange()
        try:
            with self._use_lock:
                return damaged_text.fetch_rows(self._connection, sql, tuple(parameters))
        except engine.errors() as error:
            self._reconnect_after(error)
            self._raise_known(error, saving=self._depth > 0)

    def row(self, sql: str, parameters: Iterable[Any] = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, or ``None``."""
        return next(iter(self.rows(sql, parameters)), None)

    def write(self, sql: str, parameters: Iterable[Any] = ()) -> int:
        """Run one changing statement inside a transaction; return the id of the last inserted row (0 if none)."""
        if not self._depth:
            raise RuntimeError("writing belongs in a transaction")
        try:
            return self._connection.execute(sql, tuple(parameters)).lastrowid or 0
        except engine.errors() as error:
            self._raise_known(error, saving=True)

    def health(self) -> list[str]:
        """Return the faults of the database as Danish sentences; empty when it is sound. Reads the whole database."""
        self._refuse_if_closed_for_exchange()
        try:
            with self._use_lock:
                findings = [error_messages.CHANGED_WHILE_CLOSED] if self.changed_while_closed else []
                return [*findings, *error_conversion.findings(self._connection, self._migrations)]
        except engine.errors() as error:
            self._reconnect_after(error)
            if self._fault_of(error) not in (Fault.DAMAGED, Fault.WRONG_KEY):
                self._raise_known(error, saving=False)
            return [error_messages.damaged([error_conversion.details_of(error)])]

    @property
    def changes(self) -> int:
        """The number of rows changed since the database was opened; an equal number means no change."""
        return self._changed_before + (0 if self._closed else self._connection.total_changes)

    @property
    def changed_while_closed(self) -> bool:
        """Whether the file changed while it was closed, and the user has not decided about it. See checksum.py."""
        return checksum.has_alarm(self._path)

    def accept_changes(self) -> None:
        """Accept the data although they changed while closed. Raises ``OSError``; they are not accepted then."""
        checksum.remove(self._path)

    @property
    def is_closed_for_exchange(self) -> bool:
        """Whether the file is closed for an exchange; nothing can be read or saved until it is reopened."""
        return bool(self._released_message)

    @contextmanager
    def frozen(self, check_stop: Callable[[], None]) -> Iterator[FrozenFile]:
        """Yield the file with everything saved so far, unchanged until exit; may run on a background thread.

        Saving continues meanwhile. Closing the database aborts work on the file.

        :param check_stop: called before each piece; may raise to abort.
        :raises StorageError: the database was closed.

        Raises ``OSError`` or one of :func:`engine.errors` on a disk error.
        """

        def check_open() -> None:
            if self._closed:
                raise StorageError(error_messages.COPY_STOPPED)
            check_stop()

        with self._copy_lock:
            self._freeze(check_open)
            try:
                yield FrozenFile(self._handle.descriptor(), check_open)
            finally:
                if not self._closed:
                    with self._use_lock:
                        file_freeze.unfreeze(self._connection)

    def exchange(self, change: Callable[[], object], key: bytes | None) -> None:
        """Close the file, let ``change`` replace it with one that ``key`` opens, then open the file in place.

        Raises what :meth:`release_file` raises.

        :raises StorageError: nothing has changed; or the file in place cannot be opened, and stays closed.
        """
        self.release_file()
        try:
            change()
        except BaseException as error:
            if not self.exchange_is_pending:
                self.reopen_file(self._key)
                raise
            self._reopen_replaced_file(key)
            if not isinstance(error, StorageError):  # otherwise the exchange did take place
                raise
        else:
            self._reopen_replaced_file(key)

    @property
    def exchange_is_pending(self) -> bool:
        """Whether an exchange of the file is in its journal; the next opening completes it."""
        return file_header.exchange_journal(self._path).exists()

    def release_file(self) -> None:
        """Close the file until :meth:`reopen_file` and keep other processes from opening it; reads and saves raise.

        Raises ``OSError`` or one of :func:`engine.errors` if it cannot be closed; it stays open then.

        :raises StorageError: it is closed already.
        """
        from mus_desktop.storage.database import file_swap  # noqa: PLC0415 - seldom needed

        self._refuse_if_closed_for_exchange()
        exchange_lock = ExitStack()
        exchange_lock.enter_context(file_swap.hold_exchange_lock(self._path))
        self._changed_before = self.changes + 1  # the file may be another one afterwards
        self._close_file(write_checksum=False)
        self._released_message, self._exchange_lock = error_messages.FILE_RELEASED, exchange_lock

    def reopen_file(self, key: bytes | None) -> None:
        """Reopen the file in place with ``key``; the same key means the same file as before.

        :raises StorageError: it cannot be opened, and stays closed.
        """
        self._released_message = error_messages.NOT_REOPENED
        try:
            self._connection = opening.open_connection(self._path, self._migrations, key, holds_exchange_lock=True)
        except StorageError as error:
            raise StorageError(error_messages.NOT_REOPENED) from error
        if key != self._key:  # with the same key, keep the remembered key file: the one on disk may be swapped
            self._key, self._key_file = key, _key_file_of(self._path, key)
        self._closed, self._released_message, self._is_same_file = False, "", same_file_check(self._path)
        _open_databases.add(self)
        self._exchange_lock.close()

    def _reopen_replaced_file(self, key: bytes | None) -> None:
        self.reopen_file(key)
        self._key_file = _key_file_of(self._path, key)

    def close(self) -> None:
        """Move the ``-wal`` content into the database file and close it. May be called again."""
        self._close_file()
        self._exchange_lock.close()

    def _close_file(self, *, write_checksum: bool = True) -> None:
        if self._closed:
            return
        self._closed = True
        with self._copy_lock:
            self._finish(write_checksum=write_checksum)

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _refuse_if_closed_for_exchange(self) -> None:
        if self._released_message:
            raise StorageError(self._released_message)

    def _finish(self, *, write_checksum: bool) -> None:
        try:
            if write_checksum and self._may_hold_remnants():
                remnants.erase(self._connection)
            (moved,) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if write_checksum and self._key is None and moved[0] == 0 and self._is_same_file():
                # The engine does not flush the emptied -wal file: after a power cut its content could be back, which
                # next to a checksum looks like a change made while the file was closed.
                flush_to_disk(file_header.wal_file(self._path))
                # While still locked: nobody can change the file before its checksum is written.
                checksum.write(self._path, FrozenFile(self._handle.descriptor(), lambda: None))
        except engine.disk_errors() as error:  # nothing is lost: the -wal file is read on the next start
            _log.warning("checkpoint on close failed: %s", engine.fault_of(error))
        finally:
            self._connection.close()
            self._handle.close()
            _open_databases.discard(self)

    def _may_hold_remnants(self) -> bool:
        changed = self._was_cut_off or self._changed_before + self._connection.total_changes > 0
        return changed and not self.changed_while_closed  # the user has yet to decide about that file

    def _freeze(self, check_open: Callable[[], None]) -> None:
        """Freeze the file between two transactions: only then may it be checkpointed."""
        check_open()
        # In short waits, so that closing or aborting is noticed during a long transaction.
        while not self._use_lock.acquire(timeout=_POLL_SECONDS):
            check_open()
        try:
            file_freeze.freeze(self._connection)
        finally:
            self._use_lock.release()

    def _reconnect_after(self, error: BaseException | None) -> None:
        """Reconnect after ``error``: once SQLCipher has met a damaged page, its connection can do nothing more."""
        if self._key is None or self._depth or engine.fault_of(error) not in (Fault.DAMAGED, Fault.WRONG_KEY):
            return
        with suppress(StorageError, *engine.disk_errors()):  # the next read or save reports it
            self.release_file()
            self.reopen_file(self._key)

    @contextmanager
    def _begun_transaction(self) -> Iterator[None]:
        if self._released_message:
            raise SaveFailed(self._released_message)
        if not self._is_same_file():  # it would be saved into a file that has lost its name
            raise SaveFailed(error_messages.file_moved(self._path))
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            yield
            self._commit()
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._depth = 0
            self._failed_inside = False

    @contextmanager
    def _joined_transaction(self) -> Iterator[None]:
        """Take part in the outer transaction; a failure here prevents its commit, even if the caller catches it."""
        try:
            yield
        except BaseException:
            self._failed_inside = True
            raise

    def _fault_of(self, error: Exception) -> Fault | None:
        return error_conversion.fault_of(error, self._connection, self._migrations)

    def _raise_known(self, error: Exception, *, saving: bool) -> NoReturn:
        error_conversion.raise_known(error, self._path, self._fault_of(error), saving=saving)

    @contextmanager
    def _converting_errors(self) -> Iterator[None]:
        """Raise the errors of the engine as :class:`StorageError` with a sentence about saving."""
        try:
            yield
        except engine.errors() as error:
            self._raise_known(error, saving=True)

    def _commit(self) -> None:
        if self._failed_inside:
            raise RuntimeError("a part of this transaction failed; the rest must not be saved alone")
        self._connection.execute("COMMIT")

    def _roll_back(self) -> None:
        if self._connection.in_transaction:  # a full disk may have ended the transaction already
            try:
                self._connection.execute("ROLLBACK")
            except engine.errors() as error:
                _log.warning("rollback failed: %s", engine.fault_of(error))


def _key_file_of(path: Path, key: bytes | None) -> KeyFile | None:
    if key is None:
        return None
    from mus_desktop.storage.keys.key_file import KeyFile  # noqa: PLC0415 - most databases need none

    return KeyFile(path, key)


def is_open_here(path: Path) -> bool:
    """Return whether this process has the database at ``path`` open, under any name; nothing else may open it then.

    On POSIX systems closing any handle to a file drops the locks that the whole process holds on it: another window
    could then open the database.
    """
    others = [other.path for other in tuple(_open_databases)]
    return any(other == path or (path.exists() and other.exists() and path.samefile(other)) for other in others)
