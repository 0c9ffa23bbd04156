"""File operations in a subprocess: a share that hangs must not hang the program. Outside the layers.

The process reads requests from its input, and reports after every piece of work. If it reports nothing for too long it
is killed, and abandoned if the system cannot kill it. Only its final report counts as a success.
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
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from mus_desktop.errors import KnownError
from mus_desktop.system_errors import problem_of_numbers, windows_number

COMMAND = "target-task"
"""The hidden command that runs :func:`answer_requests` in the subprocess."""

FLUSHING = -1
"""Reported before the data are flushed to the disk, which may take minutes and reports nothing meanwhile."""

Report = Callable[[int], None]
"""Called with a number of bytes or entries after each piece, to report progress, or with :data:`FLUSHING`."""

_SILENCE_SECONDS = 60.0
_FLUSH_SECONDS = 15 * 60.0
_SECONDS_TO_END = 0.2
_GRACE_SECONDS = 2.0
_SECONDS_WITHOUT_PARENT = 5.0
"""The time in which an operation may still finish, or clean up, when the program that wanted it has ended."""
_NO_WINDOW = 0x08000000  # CREATE_NO_WINDOW: on Windows no console window opens for the subprocess
_DONE, _FAILED = "done", "failed"
_RUN_SAME_PROGRAM = """\
import json, sys
sys.path[:] = json.loads(sys.argv.pop(1))
from mus_desktop.cli.main import main
sys.exit(main())
"""

_running: set[subprocess.Popen[bytes]] = set()


class TaskFailed(Exception):
    """The operation was not confirmed.

    ``number`` is the system's error number (``errno``): ``ETIMEDOUT`` if nothing was reported for too long,
    ``ECANCELED`` if it was stopped. ``kind`` is the class of the ``KnownError`` that the operation raised, if it did.
    ``problem`` is the meaning of the system's error; Windows' own number decides it, if the subprocess reported one.
    """

    def __init__(self, number: int, kind: str = "", of_windows: int | None = None) -> None:
        super().__init__(number, kind, of_windows)
        self.number, self.kind, self.of_windows = number, kind, of_windows
        self.problem = problem_of_numbers(number, of_windows)


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """The longest time without a report from the process, while it flushes, and in all, in seconds."""

    silence: float = _SILENCE_SECONDS
    flush: float = _FLUSH_SECONDS
    total_limit: float | None = None


class TaskProcess:
    """A subprocess for operations on files, one after the other; used from one thread, and ended with the ``with``.

    :param stop: when it is set, the current operation is aborted, and no further one is started.
    """

    def __init__(self, limits: TimeLimits | None = None, stop: threading.Event | None = None) -> None:
        self._limits, self._stop = limits or TimeLimits(), stop
        self._end = None if self._limits.total_limit is None else time.monotonic() + self._limits.total_limit
        self._output: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._started: _Started | None = None

    def __enter__(self) -> TaskProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._end_process()

    def run(self, task: Mapping[str, Any], content: bytes = b"") -> Any:
        """Run one operation and return its result.

        :param content: the bytes to be written, if any.
        :raises TaskFailed: it failed, was stopped or took too long; after the last two its process has been ended.
        """
        self._raise_if_stopped()
        if self._started is None:
            self._output = queue.SimpleQueue()
            self._started = _Started(self._output)
        self._started.send(json.dumps({**task, "bytes": len(content)}).encode() + b"\n" + content)
        try:
            kind, _, detail = self._final_report().partition(" ")
        except TaskFailed:
            # Otherwise it would go on when its share answers at last, and write what was reported as failed.
            self._end_process()
            raise
        if kind == _DONE:
            return json.loads(detail)
        if kind == _FAILED and detail:
            raise TaskFailed(*json.loads(detail))
        self._end_process()  # it has died
        raise TaskFailed(errno.EIO)

    def _end_process(self) -> None:
        if self._started is not None:
            self._started.end()
            self._started = None

    def _final_report(self) -> str:
        silent_since, limit = time.monotonic(), self._limits.silence
        while True:
            with suppress(queue.Empty):
                # A short timeout, so that the time limits and ``stop`` are checked while the process is silent.
                line = self._output.get(timeout=0.1)
                # Numbers only report progress; anything else, or the end of the output, is the final report.
                if line is None or not line.removeprefix("-").isdigit():
                    return line or ""
                silent_since = time.monotonic()
                limit = self._limits.flush if int(line) == FLUSHING else self._limits.silence
            now = time.monotonic()
            if now - silent_since > limit or (self._end is not None and now > self._end):
                raise TaskFailed(errno.ETIMEDOUT)
            self._raise_if_stopped()

    def _raise_if_stopped(self) -> None:
        if self._stop is not None and self._stop.is_set():
            raise TaskFailed(errno.ECANCELED)


class _Started:
    """The process and the two threads at its pipes, which close them; both may have to wait for it forever."""

    def __init__(self, output: queue.SimpleQueue[str | None]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [*_program(), COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # The reader of our errors would otherwise wait for a process that cannot be killed.
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
            # Ctrl+C at the terminal stops the program, which then ends this process.
            start_new_session=True,
        )
        _running.add(self._process)  # before anything else, so that ``kill_all`` finds it
        self._output = output
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._write_requests, self._read)]
        for thread in self._threads:
            thread.start()

    def send(self, request: bytes) -> None:
        """Send a request to the process."""
        self._requests.put(request)

    def end(self) -> None:
        """End the process; return within seconds, also if the system cannot kill it because its share hangs."""
        self._requests.put(None)
        with suppress(subprocess.TimeoutExpired):
            # Without further requests it ends by itself within a moment, if it is not in the middle of one.
            self._process.wait(_SECONDS_TO_END)
        if self._process.poll() is None:
            self._process.kill()
            with suppress(subprocess.TimeoutExpired):  # a share that hangs may keep even a killed process alive
                self._process.wait(_GRACE_SECONDS)
        _running.discard(self._process)
        # The threads of an abandoned process wait as long as it lives.
        for thread in self._threads if self._process.poll() is not None else ():
            thread.join(_GRACE_SECONDS)

    def _write_requests(self) -> None:
        pipe: IO[bytes] = self._process.stdin  # type: ignore[assignment]  # requested as a pipe
        # A pipe takes only a part of a large request at once, and the process may end before it has read all of it.
        with suppress(OSError), pipe:
            while (request := self._requests.get()) is not None:
                pipe.write(request)
                pipe.flush()

    def _read(self) -> None:
        pipe: IO[bytes] = self._process.stdout  # type: ignore[assignment]  # requested as a pipe
        with pipe:
            for line in pipe:
                self._output.put(line.decode("utf-8", "replace").strip())
        # Marks the end: otherwise a process that died would be waited for until the time limit.
        self._output.put(None)
        # One that could not be killed ends when its share answers at last; the system then forgets it.
        self._process.wait()


def kill_all() -> None:
    """Kill every running subprocess; each operation then fails as if its disk had."""
    # A copy, because the threads that wait for these processes remove them meanwhile.
    for process in tuple(_running):
        process.kill()


def answer_requests(
    requests: IO[bytes], report: Callable[[str], None], perform: Callable[[dict[str, Any], bytes, Report], Any]
) -> bool:
    """Run the operations in ``requests`` with ``perform``, in the subprocess; return whether the last succeeded.

    The input ends when the program that started this process ends, killed or not. An operation that takes longer than
    a moment from then on is aborted with the process: on a share that hangs it would hold the program's files.

    :param requests: unbuffered, because a buffer in use by a thread cannot be closed when the process ends.
    :param report: is called with each line of the answer.
    """
    received: queue.SimpleQueue[tuple[dict[str, Any], bytes] | None] = queue.SimpleQueue()
    finished = threading.Event()
    threading.Thread(target=_receive, args=(requests, received, finished), daemon=True).start()
    succeeded = True
    try:
        while (request := received.get()) is not None:
            succeeded = _answer(*request, report, perform)
    finally:
        finished.set()
    return succeeded


def _receive(
    requests: IO[bytes], received: queue.SimpleQueue[tuple[dict[str, Any], bytes] | None], finished: threading.Event
) -> None:
    try:
        while line := requests.readline():
            task = json.loads(line)
            received.put((task, _read_exactly(requests, task.pop("bytes", 0))))
    finally:
        received.put(None)
    if not finished.wait(_SECONDS_WITHOUT_PARENT):
        os._exit(1)  # sys.exit() would wait for the thread that hangs


def _read_exactly(requests: IO[bytes], size: int) -> bytes:
    content = bytearray()
    while len(content) < size and (piece := requests.read(size - len(content))):
        content += piece
    return bytes(content)


def _answer(
    task: dict[str, Any],
    content: bytes,
    report: Callable[[str], None],
    perform: Callable[[dict[str, Any], bytes, Report], Any],
) -> bool:
    try:
        answer = perform(task, content, lambda size: report(str(size)))
    except KnownError as error:
        report(f"{_FAILED} {json.dumps([errno.EIO, type(error).__name__])}")
    except OSError as error:
        report(f"{_FAILED} {json.dumps([error.errno or errno.EIO, '', windows_number(error)])}")
    else:
        report(f"{_DONE} {json.dumps(answer)}")
        return True
    return False


def _program() -> list[str]:
    """Return the command that starts this very program once more.

    A frozen program is its own launcher. Otherwise the same Python gets the same import path, and nothing else: not the
    current folder, where ``-m mus_desktop`` would look first, nor the environment. So it finds the package that runs
    here, in a checkout or a wheel, whatever else is installed.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable]
    places = [os.path.abspath(place) for place in sys.path]  # noqa: PTH100 - "" is the current folder
    return [
        sys.executable,
        "-I",
        *(["-B"] if sys.dont_write_bytecode else []),
        "-c",
        _RUN_SAME_PROGRAM,
        json.dumps(places),
    ]
