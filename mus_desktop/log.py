"""The program's only log: warnings and errors on stderr, never a name or an answer.

Nothing is logged to a file. A crash writes no memory dump either, because memory is full of names and answers.
"""

from __future__ import annotations

import logging
from contextlib import suppress


def start_logging(*, quiet: bool = False) -> None:
    """Set up logging for the whole program; ``quiet`` for a command, which reports its own errors in one line."""
    handlers = [logging.NullHandler()] if quiet else None
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", handlers=handlers)


def disable_core_dumps() -> None:
    """Prevent a core file when the program, or Qt, crashes. On Windows only the IT department can set this."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - does not exist on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
