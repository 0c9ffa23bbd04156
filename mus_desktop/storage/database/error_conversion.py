"""Conversion of engine errors on an open database to errors with a Danish message."""

from __future__ import annotations

from collections.abc import Sequence
from logging import getLogger
from pathlib import Path
from typing import NoReturn

from mus_desktop.errors import DataUnusable, PlanClosed, SaveFailed, StorageError
from mus_desktop.storage.database import engine, error_messages, pragmas
from mus_desktop.storage.database.damaged_text import reading_damaged_text
from mus_desktop.storage.database.engine import Fault
from mus_desktop.storage.database.migrator import Migration

_log = getLogger(__name__)
_NO_DETAILS = (None, 1)
"""The codes of errors whose words mean nothing to a user: text that is not UTF-8 (no code), and SQLITE_ERROR."""


def fault_of(
    error: Exception, connection: engine.Connection, migrations: Sequence[Migration] | None = None
) -> Fault | None:
    """Return the meaning of ``error`` to a user; ``None`` if it is a mistake in the program.

    An error that looks like a mistake is caused by damage if the schema is not the one the migrations create: the name
    of a column may have changed.
    """
    fault = engine.fault_of(error)
    if fault is None and isinstance(error, engine.errors()):
        from mus_desktop.storage.database import schema_check  # noqa: PLC0415 - only after an error

        return Fault.DAMAGED if schema_check.is_damaged(connection, migrations) else None
    return fault


def raise_known(error: Exception, path: Path, fault: Fault | None, *, saving: bool) -> NoReturn:
    """Raise ``error`` as the :class:`StorageError` for ``fault``, or unchanged if it is a programming mistake."""
    if fault is None:
        raise error
    _log.warning("%s failed: %s", "saving" if saving else "reading", fault)
    if not saving:
        kind = DataUnusable if fault in (Fault.DAMAGED, Fault.WRONG_KEY) else StorageError
        raise kind(error_messages.not_readable(fault, path)) from error
    kind = PlanClosed if fault is Fault.SIGNED else SaveFailed
    raise kind(error_messages.not_saved(fault, path)) from error


def details_of(error: Exception) -> str:
    """Return the engine's words about damage; empty if they quote damaged text of the database."""
    return error_messages.SCHEMA_CHANGED if getattr(error, "sqlite_errorcode", None) in _NO_DETAILS else str(error)


def findings(connection: engine.Connection, migrations: Sequence[Migration]) -> list[str]:
    """Return the faults of a database created by ``migrations``; empty when it is sound. Reads all of it.

    Raises one of :func:`engine.errors`.
    """
    from mus_desktop.storage.database import schema_check  # noqa: PLC0415 - not on the way to the first window

    found = []
    with reading_damaged_text(connection):
        broken = [str(line) for (line,) in connection.execute("PRAGMA integrity_check(5)") if line != "ok"]
        orphans = sorted({str(table) for table, *_ in connection.execute("PRAGMA foreign_key_check")})
    if not schema_check.matches_migrations(connection, migrations):
        broken.append(error_messages.SCHEMA_CHANGED)
    if broken:
        found.append(error_messages.damaged(broken))
    if orphans:
        found.append(error_messages.orphaned(orphans))
    wrong = pragmas.wrong_pragmas(connection, migrations[-1].version)
    if wrong:
        found.append(error_messages.wrong_pragmas(wrong))
    from mus_desktop.storage.records import unreadable_values  # noqa: PLC0415 - not on the way to the first window

    return found + unreadable_values.findings(connection)
