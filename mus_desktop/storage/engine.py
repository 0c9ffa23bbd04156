"""The engine under the database: the only place that names sqlite3.

A second engine (encrypted) has its own connection, its own unrelated errors and its own copying, so everything that
differs stands here: how to connect, what went wrong, how a script is cut into statements, how a database is copied.
Rows are tuples.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path
from typing import TypeAlias

Connection: TypeAlias = sqlite3.Connection
Error = sqlite3.Error

_WAIT_SECONDS = 0.25
_PAGES_A_STEP = 64


class Fault(Enum):
    """What an engine error means to a user; errors that mean none of these are our own mistakes."""

    FULL = auto()
    IO = auto()
    READ_ONLY = auto()
    LOCKED = auto()
    DAMAGED = auto()
    SIGNED = auto()
    """A trigger refused to change a signed plan."""


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


def connect(path: Path, *, writable: bool = True) -> Connection:
    """A connection to the existing file ``path``; never makes one. Transactions are begun and ended by the caller.

    Raises :data:`Error` if there is no such file. Little is read yet: a damaged file shows itself later.
    """
    mode = "rw" if writable else "ro"
    # Never `immutable`: it gets past the lock and misses what is still in the -wal file.
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_WAIT_SECONDS)


def fault_of(error: Error) -> Fault | None:
    """What ``error`` means to a user, ``None`` if it is a mistake in the program."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
        return Fault.SIGNED
    return _FAULTS.get(code & 0xFF)


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one; a trigger's body counts as part of its statement.

    A statement ends with its line. Never ``executescript``: it commits first.
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
    """Copy the whole database into ``target``, step by step; waits while ``source`` has a transaction open."""
    source.backup(target, pages=_PAGES_A_STEP)
