"""Crash reports of the operating system: without the program's memory, which is full of names and answers."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import PureWindowsPath

from mus_desktop.windows_call import WindowsCall, windows_call

_NO_HEAP = 1  # WER_FAULT_REPORTING_FLAG_NOHEAP
_THIS_USER = 0


def limit_crash_reports(call: WindowsCall = windows_call) -> None:
    """Keep the memory out of what the system stores, or sends, when the program or Qt crashes.

    On Linux no core file is written. On Windows the report has no heap (``WerSetFlags``), where Python and SQLite have
    all texts. Stacks remain in it, so the installed program is taken off error reporting altogether, for this user
    (``WerAddExcludedApplication``); that is recorded by the name of the executable, which is Python's own otherwise.
    See https://learn.microsoft.com/windows/win32/api/werapi/nf-werapi-wersetflags and
    https://learn.microsoft.com/windows/win32/api/werapi/nf-werapi-weraddexcludedapplication. Full dumps that an
    administrator has requested for all programs (``LocalDumps``) cannot be prevented from here.
    """
    if sys.platform != "win32":
        _disable_core_dumps()
        return
    with suppress(OSError, AttributeError):  # a Windows without these libraries: nothing is reported either
        call("kernel32", "WerSetFlags", _NO_HEAP)
        if getattr(sys, "frozen", False):
            call("wer", "WerAddExcludedApplication", PureWindowsPath(sys.executable).name, _THIS_USER)


def _disable_core_dumps() -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - does not exist on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
