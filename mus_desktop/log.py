"""What the program leaves of itself while it runs: warnings and worse on stderr; never a name, never an answer.

Nothing is logged to a file. A crash leaves no picture of the memory either, for that is full of names and answers.
"""

from __future__ import annotations

import logging
from contextlib import suppress


def start_logging(*, quiet: bool = False) -> None:
    """Set up logging for the whole program; ``quiet`` for a command, which says itself in one line what went wrong."""
    handlers = [logging.NullHandler()] if quiet else None
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", handlers=handlers)


def leave_no_dump() -> None:
    """No core file when the program, or Qt under it, crashes. On Windows only IT can say so."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
