"""A virus scanner: holds every new or changed file for a moment, in a process of its own, as scanners on Windows do."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntFlag
from pathlib import Path
from typing import Any

_READY = b"ready"
_GENERIC_READ, _OPEN_EXISTING = 0x80000000, 3
_INVALID_HANDLE = 2**64 - 1


class Sharing(IntFlag):
    """What other programs may do with a file that the scanner has open (``dwShareMode`` of ``CreateFile``)."""

    NOTHING = 0
    READ = 1
    WRITE = 2


@contextmanager
def scanning(folder: Path, seconds: float, sharing: Sharing) -> Iterator[None]:
    """Scan ``folder`` and everything below it: each new or changed file is held for ``seconds``."""
    command = [sys.executable, __file__, str(folder), str(seconds), str(int(sharing))]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == _READY
            yield
        finally:
            process.kill()


def _scan_forever(folder: str, seconds: float, sharing: int) -> None:
    seen: dict[str, tuple[int, int]] = dict(_states(folder))
    sys.stdout.buffer.write(_READY + b"\n")
    sys.stdout.buffer.flush()
    while True:
        for path, state in _states(folder):
            if seen.get(path) != state:
                seen[path] = state
                threading.Thread(target=_hold, args=(path, seconds, sharing), daemon=True).start()
        time.sleep(0.002)


def _states(folder: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # removed in the meantime
                status = os.stat(os.path.join(parent, name))  # noqa: PTH116, PTH118 - thousands of times a second
                yield os.path.join(parent, name), (status.st_mtime_ns, status.st_size)  # noqa: PTH118


def _hold(path: str, seconds: float, sharing: int) -> None:
    kernel: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
    kernel.CreateFileW.restype = ctypes.c_void_p
    kernel.CreateFileW.argtypes = [ctypes.c_wchar_p, *[ctypes.c_ulong] * 2, ctypes.c_void_p, *[ctypes.c_ulong] * 2]
    kernel.CreateFileW.argtypes += [ctypes.c_void_p]
    kernel.CloseHandle.argtypes = [ctypes.c_void_p]
    handle = kernel.CreateFileW(path, _GENERIC_READ, sharing, None, _OPEN_EXISTING, 0, None)
    if handle not in (None, _INVALID_HANDLE):
        time.sleep(seconds)
        kernel.CloseHandle(handle)


if __name__ == "__main__":
    _scan_forever(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
