"""The standard streams of the process, also where there are none: a windowed program on Windows has no console."""

from __future__ import annotations

import os
import sys

from mus_desktop import paths
from mus_desktop.windows_call import windows_call

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
    print(text, file=sys.stderr)
    if opens_window and sys.platform == "win32" and sys.__stderr__ is None:
        show_message_box(text)


def show_message_box(text: str) -> None:
    """Show ``text`` in a box of Windows' own: Qt may be what could not be started."""
    windows_call("user32", "MessageBoxW", None, text, paths.APP_NAME, _ERROR_ICON)
