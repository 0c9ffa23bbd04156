"""Remnants of deleted text in the database file, and their removal.

``secure_delete`` overwrites what is deleted, but not what is moved: when a page has become too full and SQLite moves
rows to others, the old places stay as they were, in the unallocated part of the page. A row deleted later is
overwritten where it is then, and can still be read where it was before. Overwriting a value before it is changed would
therefore not help. Only ``VACUUM``, which writes all that exists into new pages, removes every remnant.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from logging import getLogger

from mus_desktop.storage.database import engine

_log = getLogger(__name__)

_LONGEST_SECONDS = 5.0
"""A database so large that it takes longer is left as it is: closing must not hold up the end of the session."""
_STEPS_BETWEEN_LOOKS = 20_000


def erase(connection: engine.Connection, seconds: Callable[[], float] = time.monotonic) -> bool:
    """Rewrite the database without remnants; return whether it was done. No transaction may be open.

    It is one transaction in the ``-wal`` file: killed at any moment, the database is as before or as after. A damaged
    database is not rewritten, because what can still be rescued from it would be lost. Raises nothing.
    """
    latest = seconds() + _LONGEST_SECONDS
    # A true result interrupts the statement, which is then undone.
    connection.set_progress_handler(lambda: seconds() > latest, _STEPS_BETWEEN_LOOKS)
    try:
        if _is_sound(connection):
            connection.execute("VACUUM")
            return True
    except engine.disk_errors() as error:  # no room, for example; it is done next time
        _log.warning("remnants were not erased: %s", engine.fault_of(error))
    finally:
        connection.set_progress_handler(None, 0)
    return False


def _is_sound(connection: engine.Connection) -> bool:
    findings = [str(text) for (text,) in connection.execute("PRAGMA integrity_check").fetchall()]
    # A value that breaks a CHECK is copied as it is.
    return all(text == "ok" or engine.BROKEN_CHECK in text for text in findings)
