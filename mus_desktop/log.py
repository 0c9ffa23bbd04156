"""The program's only log: warnings and errors on stderr, never a name or an answer.

Nothing is logged to a file. What a crash leaves is limited by :mod:`mus_desktop.crash_reports`.

The program's own messages contain no names. Those of Qt, of libraries and of Python may quote a file called after an
employee, so everything is written without paths, addresses and quoted text: by the formatter of the log, and by the
hooks that replace Python's own reports of exceptions and warnings.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import PurePath
from types import TracebackType

_log = logging.getLogger(__name__)

_REMOVED = "[...]"
# Regular expressions, which ``re`` compiles when it first needs them: the first window seldom does.
_PATH_OR_ADDRESS = r"""(?x) (?<![\w.])(?: \w[\w+.-]+:/ | [A-Za-z]:[\\/] | ~?/ | \\\\ | mailto: )"""
_QUOTED = r"""(?<!\w)["'`»„“‘](?:.*["'`«“”’]|.*)"""  # to the last mark: a name may contain one
_FILE_NAME = r"(?i)^.*?\.(?:docx|dotx|pdf|eml|msg|ics|csv|xlsx|png|jpe?g|sqlite|musbackup)\b"
_FOREIGN_WORD = r"(?<!\w)\w*(?:(?![A-Za-z_\d])\w|%[0-9A-Fa-f]{2})\S*"


def without_quotes(message: str) -> str:
    """Return ``message`` without paths, addresses, file names, quoted text, and words that are not English letters.

    After a path or an address the rest of the line goes too, because the name of a file may contain spaces.
    """
    return "\n".join(_without_quotes(line) for line in message.splitlines())


def _without_quotes(line: str) -> str:
    start = re.search(_PATH_OR_ADDRESS, line)
    line = line if start is None else f"{line[: start.start()]}{_REMOVED}"
    for pattern in (_QUOTED, _FILE_NAME, _FOREIGN_WORD):
        line = re.sub(pattern, _REMOVED, line)
    return line


class _Formatter(logging.Formatter):
    """Format a record without quotes, and its exception by type and place only."""

    def format(self, record: logging.LogRecord) -> str:
        record.message = record.getMessage()
        lines = [without_quotes(self.formatMessage(record))]
        if record.exc_info and record.exc_info[0] is not None:
            lines.append(type_and_place(record.exc_info[0], record.exc_info[2]))
        return "\n".join(lines)


def start_logging(*, quiet: bool = False) -> None:
    """Set up logging for the whole program; ``quiet`` for a command, which reports its own errors in one line."""
    handler = logging.NullHandler() if quiet else logging.StreamHandler()
    handler.setFormatter(_Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    replace_reports()


def replace_reports() -> None:
    """Replace Python's reports of exceptions and warnings, which quote, by ones with type and place only."""
    # Somebody else's hooks stay: those of the window, or of a test.
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = _report_exception
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = lambda one: _report_exception(one.exc_type, one.exc_value, one.exc_traceback)
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = lambda one: _report_exception(one.exc_type, one.exc_value, one.exc_traceback)
    warnings.showwarning = _report_warning


def type_and_place(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return the type of an exception and the file, line and function of each step; never its text."""
    steps = []
    while trace is not None:
        code = trace.tb_frame.f_code
        steps.append(f"  {PurePath(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return "\n".join([kind.__name__, *steps])


@contextmanager
def silent_programs() -> Iterator[None]:
    """Keep other programs started inside from writing to our stderr: they name the file that they cannot open."""
    try:
        kept = os.dup(2)
    except OSError:  # a windowed program on Windows has no stderr
        yield
        return
    try:
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _report_exception(
    kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None = None
) -> None:
    if issubclass(kind, SystemExit):
        return
    with suppress(Exception):  # at exit stderr may be closed already
        sys.stderr.write(f"{type_and_place(kind, trace)}\n")


def _report_warning(
    message: Warning | str,  # noqa: ARG001 - it may quote
    category: type[Warning],
    filename: str,
    lineno: int,
    file: object = None,  # noqa: ARG001 - always to the log
    line: str | None = None,  # noqa: ARG001
) -> None:
    _log.warning("%s at %s:%s", category.__name__, PurePath(filename).name, lineno)
