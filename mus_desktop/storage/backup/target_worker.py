"""File operations on a backup target in a subprocess: a share that hangs must not hang the program.

The process reports after every piece. If it reports nothing for too long it is killed, and abandoned if the system
cannot kill it. Only its final report, sent after everything was read back, counts as a success.
"""

from __future__ import annotations

import errno
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from mus_desktop.errors import StorageError
from mus_desktop.storage.backup import transfer

COMMAND = "target-task"
"""The hidden command that runs :func:`run_task` in the subprocess."""

_SILENCE_SECONDS = 60.0
_GRACE_SECONDS = 2.0
_NO_WINDOW = 0x08000000  # CREATE_NO_WINDOW: on Windows no console window opens for the subprocess
_DONE, _FAILED = "done", "failed"

_running: set[subprocess.Popen[str]] = set()


class TargetFailed(StorageError):
    """The operation was not confirmed; the sentence says what is wrong with the target. Try again later."""

    def __init__(self, message: str, number: int = errno.EIO) -> None:
        super().__init__(message)
        self.number = number
        """The system's error number (``errno``); ``ECANCELED`` if it was aborted."""


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """The longest time without a report from the process, and the longest in all, in seconds."""

    silence: float = _SILENCE_SECONDS
    total_limit: float | None = None


def store(source: Path, folder: Path, limits: TimeLimits | None = None, stop: threading.Event | None = None) -> None:
    """Copy a verified backup to a target; see :func:`transfer.store`.

    :raises TargetFailed: it is not confirmed there.
    """
    _run_task({"do": "store", "source": str(source), "folder": str(folder)}, folder, limits, stop)


def fetch(source: Path, target: Path, limits: TimeLimits | None = None, stop: threading.Event | None = None) -> None:
    """Copy a backup from a target to a local file. :raises TargetFailed: it could not be read."""
    _run_task({"do": "fetch", "source": str(source), "target": str(target)}, source.parent, limits, stop)


def list_backups(
    folder: Path, limits: TimeLimits | None = None, stop: threading.Event | None = None
) -> list[transfer.ListedFile]:
    """Return the backups on a target. :raises TargetFailed: it cannot be reached."""
    return [
        transfer.ListedFile(**one) for one in _run_task({"do": "list", "folder": str(folder)}, folder, limits, stop)
    ]


def check_readable(file: Path, limits: TimeLimits | None = None) -> None:
    """Read a file to its end, as a test. :raises TargetFailed: it cannot be read."""
    _run_task({"do": "check", "source": str(file)}, file.parent, limits, None)


def remove(
    folder: Path, names: Sequence[str], limits: TimeLimits | None = None, stop: threading.Event | None = None
) -> None:
    """Remove backups from a target. :raises TargetFailed: not all of them were removed."""
    _run_task({"do": "remove", "folder": str(folder), "names": list(names)}, folder, limits, stop)


def kill_all() -> None:
    """Kill every running subprocess; each operation then fails as if its target had."""
    # A copy, because the threads that wait for these processes remove them meanwhile.
    for process in tuple(_running):
        process.kill()


def run_task(task: str, report: Callable[[str], None], files: transfer.TargetFiles | None = None) -> bool:
    """Run the operation ``task`` (JSON) in the subprocess and report its progress; return whether it succeeded."""
    try:
        answer = _run_operation(json.loads(task), files or transfer.TargetFiles(), lambda size: report(str(size)))
    except OSError as error:
        report(f"{_FAILED} {error.errno or errno.EIO}")
        return False
    report(f"{_DONE} {json.dumps(answer)}")
    return True


def _run_operation(task: dict[str, Any], files: transfer.TargetFiles, report: transfer.Report) -> Any:
    """Run one operation on the target; ``do`` names it."""
    match task["do"]:
        case "store":
            return transfer.store(Path(task["source"]), Path(task["folder"]), files, report)
        case "fetch":
            return transfer.fetch(Path(task["source"]), Path(task["target"]), files, report)
        case "check":
            return transfer.check_readable(Path(task["source"]), files, report)
        case "remove":
            return transfer.remove(Path(task["folder"]), task["names"], files)
        case _:
            return [asdict(one) for one in transfer.list_backups(Path(task["folder"]), files)]


def _run_task(task: dict[str, Any], folder: Path, limits: TimeLimits | None, stop: threading.Event | None) -> Any:
    _raise_if_stopped(stop, folder)
    output: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*_program(), COMMAND, json.dumps(task)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
    )
    _running.add(process)  # before anything else, so that ``kill_all`` finds it
    out: IO[str] = process.stdout  # type: ignore[assignment]  # requested as a pipe
    listener = threading.Thread(target=_read_output, args=(out, output), daemon=True)
    listener.start()
    try:
        last = _final_report(output, limits or TimeLimits(), stop, folder)
    finally:
        _end_process(process, listener, out)
        _running.discard(process)
    kind, _, detail = last.partition(" ")
    if kind == _DONE:
        return json.loads(detail)
    number = int(detail) if kind == _FAILED else errno.EIO
    raise TargetFailed(_error_text(number, folder), number)


def _read_output(out: IO[str], output: queue.SimpleQueue[str | None]) -> None:
    with suppress(ValueError, OSError):  # closed by another thread
        for line in out:
            output.put(line.strip())
    # Marks the end: otherwise a process that died would be waited for until the time limit.
    output.put(None)


def _final_report(
    output: queue.SimpleQueue[str | None], limits: TimeLimits, stop: threading.Event | None, folder: Path
) -> str:
    end = None if limits.total_limit is None else time.monotonic() + limits.total_limit
    silent_since = time.monotonic()
    while True:
        with suppress(queue.Empty):
            # A short timeout, so that the time limits and ``stop`` are checked while the process is silent.
            line = output.get(timeout=0.1)
            silent_since = time.monotonic()
            # Numbers only report progress; anything else, or the end of the output, is the final report.
            if line is None or not line.isdigit():
                return line or ""
        now = time.monotonic()
        if now - silent_since > limits.silence or (end is not None and now > end):
            raise TargetFailed(_error_text(errno.ETIMEDOUT, folder), errno.ETIMEDOUT)
        _raise_if_stopped(stop, folder)


def _raise_if_stopped(stop: threading.Event | None, folder: Path) -> None:
    if stop is not None and stop.is_set():
        raise TargetFailed(f"Kopien til {folder} blev afbrudt og tages igen senere.", errno.ECANCELED)


def _end_process(process: subprocess.Popen[str], listener: threading.Thread, out: IO[str]) -> None:
    with suppress(subprocess.TimeoutExpired):
        # After its final report a process usually ends by itself within a moment.
        process.wait(0 if process.poll() is not None else 0.2)
    if process.poll() is None:
        process.kill()
        with suppress(subprocess.TimeoutExpired):  # a share that hangs may keep even a killed process alive
            process.wait(_GRACE_SECONDS)
    listener.join(_GRACE_SECONDS)
    # A pipe that the thread still reads from stays open: closing it would wait for the read to end.
    if not listener.is_alive():
        out.close()


def _program() -> list[str]:
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "mus_desktop"]


def _error_text(number: int, folder: Path) -> str:
    if number in (errno.ENOSPC, errno.EDQUOT):
        return f"Der er ikke plads på {folder}. Gør plads, eller vælg et andet sted; kopien på pc'en er i orden."
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"MUS Desktop må ikke skrive på {folder}. Vælg et andet sted; kopien på pc'en er i orden."
    if number in (errno.ENOENT, errno.ENOTDIR):
        return f"{folder} er ikke tilgængelig lige nu. Kopien på pc'en er i orden, og der prøves igen."
    if number == errno.ETIMEDOUT:
        return f"{folder} svarer ikke. Kopien på pc'en er i orden, og der prøves igen."
    known = os.strerror(number) if number != errno.EIO else "fejl på drevet"
    return f"Kopien til {folder} lykkedes ikke ({known}). Kopien på pc'en er i orden, og der prøves igen."
