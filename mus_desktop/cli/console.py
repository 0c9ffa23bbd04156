"""The standard streams of the process, also where there are none: a windowed program on Windows has no console."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress

from mus_desktop import paths
from mus_desktop.system_errors import windows_number
from mus_desktop.windows_call import windows_call

_CLOSED_PIPE_ERRORS = (109, 232)  # ERROR_BROKEN_PIPE, ERROR_NO_DATA
_ERROR_ICON = 0x10  # MB_ICONERROR


def prepare_streams() -> None:
    """Make the standard streams usable: UTF-8, and opened on the null device where they are missing.

    Under ``pythonw`` and the launcher they are ``None``. Everything that prints, flushes or asks whether there is a
    terminal would have to test for that, in libraries too.
    """
    # They stay open as long as the process.
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - a device
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        # A console with another code page fails on æ, ø and å. The streams of a test may be of another type.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def report(text: str, *, opens_window: bool) -> None:
    """Print ``text`` on stderr.

    :param opens_window: show it in a message box too, if nobody sees stderr. A command never waits for a click: it may
        have been started by the task scheduler.
    """
    with suppress(OSError):  # nobody reads it
        print(text, file=sys.stderr)
    if opens_window and sys.platform == "win32" and sys.__stderr__ is None:
        show_message_box(text)


def is_closed_pipe(error: Exception) -> bool:
    """Return whether the reader of an output of this process has stopped reading: ``mus-desktop forms | head -1``.

    Windows reports that as an argument that is not valid.
    """
    if isinstance(error, OSError) and error.errno == errno.EINVAL:
        return windows_number(error) in _CLOSED_PIPE_ERRORS
    return isinstance(error, BrokenPipeError)


def flush_streams() -> None:
    """Write what is left to be written; what nobody reads is dropped, or Python would report it when it ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def show_message_box(text: str) -> None:
    """Show ``text`` in a box of Windows' own: Qt may be what could not be started."""
    windows_call("user32", "MessageBoxW", None, text, paths.APP_NAME, _ERROR_ICON)
