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

COMMAND = "errand"
"""The hidden command that runs :func:`do_errand` in the subprocess."""

_SILENCE_SECONDS = 60.0
_GRACE_SECONDS = 2.0
_NO_WINDOW = 0x08000000
_DONE, _FAILED = "done", "failed"

_out: set[subprocess.Popen[str]] = set()


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
    in_all: float | None = None


def put(source: Path, folder: Path, patience: TimeLimits | None = None, stop: threading.Event | None = None) -> None:
    """Copy a verified backup to a target; see :func:`transfer.put`. :raises TargetFailed: it is not confirmed there."""
    _run({"do": "put", "source": str(source), "folder": str(folder)}, folder, patience, stop)


def fetch(source: Path, target: Path, patience: TimeLimits | None = None, stop: threading.Event | None = None) -> None:
    """Copy a backup from a target to a local file. :raises TargetFailed: it could not be read."""
    _run({"do": "fetch", "source": str(source), "target": str(target)}, source.parent, patience, stop)


def listing(
    folder: Path, patience: TimeLimits | None = None, stop: threading.Event | None = None
) -> list[transfer.ListedFile]:
    """Return the backups on a target. :raises TargetFailed: it cannot be reached."""
    return [transfer.ListedFile(**one) for one in _run({"do": "list", "folder": str(folder)}, folder, patience, stop)]


def look(file: Path, patience: TimeLimits | None = None) -> None:
    """Read a file to its end, as a test. :raises TargetFailed: it cannot be read."""
    _run({"do": "look", "source": str(file)}, file.parent, patience, None)


def remove(
    folder: Path, unwanted: Sequence[str], patience: TimeLimits | None = None, stop: threading.Event | None = None
) -> None:
    """Remove backups from a target. :raises TargetFailed: not all of them were removed."""
    _run({"do": "remove", "folder": str(folder), "names": list(unwanted)}, folder, patience, stop)


def end_all() -> None:
    """Kill every running subprocess; each operation then fails as if its target had."""
    for process in tuple(_out):
        process.kill()


def do_errand(order: str, say: Callable[[str], None], files: transfer.Files | None = None) -> bool:
    """Run the operation ``order`` (JSON) in the subprocess and report its progress; return whether it succeeded."""
    try:
        answer = _do(json.loads(order), files or transfer.Files(), lambda size: say(str(size)))
    except OSError as error:
        say(f"{_FAILED} {error.errno or errno.EIO}")
        return False
    say(f"{_DONE} {json.dumps(answer)}")
    return True


def _do(order: dict[str, Any], files: transfer.Files, tell: transfer.Tell) -> Any:
    match order["do"]:
        case "put":
            return transfer.put(Path(order["source"]), Path(order["folder"]), files, tell)
        case "fetch":
            return transfer.fetch(Path(order["source"]), Path(order["target"]), files, tell)
        case "look":
            return transfer.look(Path(order["source"]), files, tell)
        case "remove":
            return transfer.remove(Path(order["folder"]), order["names"], files)
        case _:
            return [asdict(one) for one in transfer.listing(Path(order["folder"]), files)]


def _run(order: dict[str, Any], folder: Path, patience: TimeLimits | None, stop: threading.Event | None) -> Any:
    _refuse_if_set(stop, folder)
    said: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*_program(), COMMAND, json.dumps(order)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
    )
    _out.add(process)  # before anything else, so that end_all() finds it
    out: IO[str] = process.stdout  # type: ignore[assignment]  # requested as a pipe
    listener = threading.Thread(target=_listen, args=(out, said), daemon=True)
    listener.start()
    try:
        last = _last_word(said, patience or TimeLimits(), stop, folder)
    finally:
        _end(process, listener, out)
        _out.discard(process)
    kind, _, detail = last.partition(" ")
    if kind == _DONE:
        return json.loads(detail)
    number = int(detail) if kind == _FAILED else errno.EIO
    raise TargetFailed(_sentence(number, folder), number)


def _listen(out: IO[str], said: queue.SimpleQueue[str | None]) -> None:
    with suppress(ValueError, OSError):  # closed by another thread
        for line in out:
            said.put(line.strip())
    said.put(None)


def _last_word(
    said: queue.SimpleQueue[str | None], patience: TimeLimits, stop: threading.Event | None, folder: Path
) -> str:
    end = None if patience.in_all is None else time.monotonic() + patience.in_all
    silent_since = time.monotonic()
    while True:
        with suppress(queue.Empty):
            # A short timeout, so that the time limits and ``stop`` are checked while the process is silent.
            line = said.get(timeout=0.1)
            silent_since = time.monotonic()
            # Numbers only report progress; anything else, or the end of the output, is the final report.
            if line is None or not line.isdigit():
                return line or ""
        now = time.monotonic()
        if now - silent_since > patience.silence or (end is not None and now > end):
            raise TargetFailed(_sentence(errno.ETIMEDOUT, folder), errno.ETIMEDOUT)
        _refuse_if_set(stop, folder)


def _refuse_if_set(stop: threading.Event | None, folder: Path) -> None:
    if stop is not None and stop.is_set():
        raise TargetFailed(f"Kopien til {folder} blev afbrudt og tages igen senere.", errno.ECANCELED)


def _end(process: subprocess.Popen[str], listener: threading.Thread, out: IO[str]) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(0 if process.poll() is not None else 0.2)
    if process.poll() is None:
        process.kill()
        with suppress(subprocess.TimeoutExpired):  # a share that hangs may keep even a killed process alive
            process.wait(_GRACE_SECONDS)
    listener.join(_GRACE_SECONDS)
    if not listener.is_alive():
        out.close()


def _program() -> list[str]:
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "mus_desktop"]


def _sentence(number: int, folder: Path) -> str:
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
