"""Processes killed without any warning, on both systems: by SIGKILL, or by TerminateProcess on Windows."""

from __future__ import annotations

import ctypes
import os
import subprocess
from contextlib import suppress

_SIGKILL = 9
KILLED = -_SIGKILL if os.name == "posix" else _SIGKILL
"""The exit code of a process killed by :func:`kill` or :func:`kill_this_process`."""
_SYNCHRONIZE, _STILL_RUNNING = 0x100000, 0x102


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a child; it may have ended by itself."""
    # Popen.kill() would end it with the code 1 on Windows, as an error does.
    with suppress(ProcessLookupError, PermissionError):
        os.kill(process.pid, _SIGKILL)


def kill_this_process() -> None:
    """Kill the process that calls it: nothing is flushed, no handler runs."""
    os.kill(os.getpid(), _SIGKILL)


def is_running(number: int) -> bool:
    """Return whether there is a process with this id."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.kill(number, 0)
            return True
        return False
    kernel32 = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
    kernel32.OpenProcess.restype = ctypes.c_void_p
    kernel32.WaitForSingleObject.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
    kernel32.CloseHandle.argtypes = [ctypes.c_void_p]
    handle = kernel32.OpenProcess(_SYNCHRONIZE, False, number)
    if not handle:
        return False
    try:
        return bool(kernel32.WaitForSingleObject(handle, 0) == _STILL_RUNNING)
    finally:
        kernel32.CloseHandle(handle)
