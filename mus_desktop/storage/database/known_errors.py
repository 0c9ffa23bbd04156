"""What the engine says of an open database, as a leader is told it."""

from __future__ import annotations

from logging import getLogger
from pathlib import Path
from typing import NoReturn

from mus_desktop.errors import PlanClosed, SaveFailed, StorageError, Unusable
from mus_desktop.storage.database import engine, error_messages, pragmas
from mus_desktop.storage.database.engine import Fault

_log = getLogger(__name__)


def raise_known(error: Exception, path: Path, *, saving: bool) -> NoReturn:
    """Raise ``error`` as something to tell the user, or as it is if it is our own mistake."""
    fault = engine.fault_of(error)
    if fault is None:
        raise error
    _log.warning("%s failed: %s", "saving" if saving else "reading", fault)
    if not saving:
        kind = Unusable if fault in (Fault.DAMAGED, Fault.WRONG_KEY) else StorageError
        raise kind(error_messages.reading(fault, path)) from error
    kind = PlanClosed if fault is Fault.SIGNED else SaveFailed
    raise kind(error_messages.saving(fault, path)) from error


def findings(connection: engine.Connection, schema: int) -> list[str]:
    """What is wrong with a database of version ``schema``; empty when it is sound. Reads all of it.

    Raises one of :func:`engine.errors`.
    """
    found = []
    broken = [str(line) for (line,) in connection.execute("PRAGMA integrity_check(5)") if line != "ok"]
    if broken:
        found.append(error_messages.damaged(broken))
    orphans = sorted({table for table, *_ in connection.execute("PRAGMA foreign_key_check")})
    if orphans:
        found.append(error_messages.orphaned(orphans))
    wrong = pragmas.not_as_wanted(connection, schema)
    if wrong:
        found.append(error_messages.not_as_wanted(wrong))
    from mus_desktop.storage.records import readable  # noqa: PLC0415 - not on the way to the first window

    return found + readable.findings(connection)
