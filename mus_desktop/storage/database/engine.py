"""The database engines: the only module that names sqlite3 and sqlcipher3.

A database with a key belongs to SQLCipher: it has its own connection class, its own unrelated exceptions, and cannot
be copied into a plain one page by page. This module holds everything that differs: connecting, classifying errors,
splitting a script into statements, copying and converting a database. Rows are tuples. The second engine is imported
with the first key.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from enum import Enum, auto
from pathlib import Path, PurePath
from typing import Any, TypeAlias, cast

from mus_desktop import file_changes

Connection: TypeAlias = sqlite3.Connection

KEY_BYTES = 32
_CIPHER = "sqlcipher3"
_LOCK_TIMEOUT_SECONDS = 0.25
_NOT_UTF8_MESSAGE = "decode to UTF-8"
"""The words both engines use for a value that is not UTF-8; that error has no code."""


class Fault(Enum):
    """The meaning of an engine error to a user; errors with none of these meanings are mistakes in the program."""

    FULL = auto()
    IO = auto()
    READ_ONLY = auto()
    LOCKED = auto()
    DAMAGED = auto()
    SIGNED = auto()
    """A trigger refused to change a signed plan."""
    WRONG_KEY = auto()
    """The key does not open the database, or its first page is damaged: these cannot be distinguished."""


_FAULTS = {
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_IOERR: Fault.IO,
    sqlite3.SQLITE_PROTOCOL: Fault.IO,
    sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Fault.READ_ONLY,
    sqlite3.SQLITE_PERM: Fault.READ_ONLY,
    sqlite3.SQLITE_BUSY: Fault.LOCKED,
    sqlite3.SQLITE_LOCKED: Fault.LOCKED,
    sqlite3.SQLITE_CORRUPT: Fault.DAMAGED,
    sqlite3.SQLITE_NOTADB: Fault.DAMAGED,
}

BROKEN_CHECK = "CHECK constraint failed"
"""The words of an integrity check for one damaged value, such as an invalid date, in an otherwise sound database."""

REFUSALS: dict[str, Fault | None] = {"the plan is signed": Fault.SIGNED, "a signed plan has content": None}
"""The messages raised by triggers in the migrations, and the meaning of each to a user.

The triggers of existing databases contain them: add messages, but never reword one.
"""


def connect(path: Path, *, writable: bool = True, key: bytes | None = None) -> Connection:
    """Return a connection to the existing file ``path``; never creates one. The caller begins and ends transactions.

    Only one thread may use it at a time.

    :param key: the :data:`KEY_BYTES` bytes of an encrypted database, ``None`` for a plain one.

    Raises one of :func:`errors` if there is no such file. Little is read yet: a damaged file or a wrong key is detected
    later.
    """
    mode = "rw" if writable else "ro"
    # Never `immutable`: it bypasses the lock and ignores the content of the -wal file.
    where = uri(path.absolute(), mode)
    with file_changes.kept_writable(*((path,) if writable else ())):
        if key is None:
            return sqlite3.connect(
                where, uri=True, isolation_level=None, timeout=_LOCK_TIMEOUT_SECONDS, check_same_thread=False
            )
        connection = _connect_cipher(where)
    connection.execute(f'PRAGMA key = "{_literal(key)}"')
    return connection


def connect_in_memory() -> Connection:
    """Return a connection to an empty, plain database that is never on a disk."""
    return sqlite3.connect(":memory:", isolation_level=None)


def errors() -> tuple[type[Exception], ...]:
    """Return the exception types that the engines in use raise.

    ``UnicodeDecodeError`` is one of them: it replaces the engine's own error when that one quotes damaged text, such as
    the name of a column.
    """
    cipher = sys.modules.get(_CIPHER)
    own = (sqlite3.Error, UnicodeDecodeError)
    return own if cipher is None else (*own, cipher.Error)


def disk_errors() -> tuple[type[Exception], ...]:
    """Return the exception types that the engines and the file system raise."""
    return (OSError, *errors())


def fault_of(error: BaseException | None) -> Fault | None:
    """Return the meaning of ``error`` to a user, ``None`` if it is a mistake in the program."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return Fault.DAMAGED if is_text_encoding_error(error) else None
    if code & 0xFF == sqlite3.SQLITE_CONSTRAINT:
        # By the message on both engines: sqlcipher3 reports no extended codes, so a trigger's refusal and a broken
        # CHECK have the same code there. The message of a broken constraint always begins with the constraint's kind.
        return REFUSALS.get(str(error))
    if code == sqlite3.SQLITE_NOTADB and not isinstance(error, sqlite3.Error):
        return Fault.WRONG_KEY
    return _FAULTS.get(code & 0xFF)


def is_text_encoding_error(error: BaseException | None) -> bool:
    """Return whether ``error`` reports text that is not UTF-8: a value, or the schema itself."""
    return isinstance(error, UnicodeDecodeError) or (isinstance(error, errors()) and _NOT_UTF8_MESSAGE in str(error))


def is_locked(path: Path) -> bool:
    """Return whether another process has the database open, encrypted or not; no content is read or changed."""
    try:
        with closing(connect(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except errors() as error:
        return fault_of(error) is Fault.LOCKED
    return False


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; a trigger's body is part of its statement.

    A statement ends at the end of a line. Never use ``executescript``: it commits first.
    """
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending


def copy(source: Connection, target: Connection) -> None:
    """Copy the whole database into ``target``. Both must use the same engine."""
    source.backup(target)


def convert(source: Path, target: Path, *, old_key: bytes | None, new_key: bytes | None) -> None:
    """Fill the empty file ``target`` with the database ``source`` under another key; ``None`` is a plain database.

    Both must be closed elsewhere. The export leaves out the ids in the header, so they are written again. See
    https://www.zetetic.net/sqlcipher/sqlcipher-api/#sqlcipher_export.
    """
    with file_changes.kept_writable(source):
        opened = _connect_cipher(uri(source.absolute(), "rw"))
    with closing(opened) as connection:
        if old_key is not None:
            connection.execute(f'PRAGMA key = "{_literal(old_key)}"')
        other = "" if new_key is None else _literal(new_key)
        with file_changes.kept_writable(target):
            connection.execute("ATTACH DATABASE ? AS converted KEY ?", (uri(target.absolute(), "rw"), other))
        connection.execute("PRAGMA converted.journal_mode = OFF")
        connection.execute("PRAGMA converted.synchronous = OFF")  # the caller flushes the finished file
        connection.execute("SELECT sqlcipher_export('converted')")
        for name in ("application_id", "user_version"):
            (value,) = connection.execute(f"PRAGMA main.{name}").fetchone()
            connection.execute(f"PRAGMA converted.{name} = {int(value)}")
        connection.execute("DETACH DATABASE converted")


def uri(absolute: PurePath, mode: str) -> str:
    """Return the URI of a file.

    The server of a share is no authority of the URI, which SQLite refuses, but part of its path: ``file:////server/...``.
    """
    plain = absolute.as_uri()
    # The drive of a share is its server and its name.
    slashes = "file:////" if absolute.drive.startswith("\\\\") else "file://"
    return f"{slashes}{plain.removeprefix('file://')}?mode={mode}"


def _connect_cipher(where: str) -> Connection:
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - most starts need no second engine before the password

    connect_cipher: Any = dbapi2.connect
    connection = connect_cipher(
        where, uri=True, isolation_level=None, timeout=_LOCK_TIMEOUT_SECONDS, check_same_thread=False
    )
    connection.execute("PRAGMA cipher_log_level = NONE")  # or a wrong key writes to stderr
    return cast("Connection", connection)


def _literal(key: bytes) -> str:
    """Return a raw key in SQLCipher's syntax, which skips key derivation."""
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    return f"x'{key.hex()}'"
