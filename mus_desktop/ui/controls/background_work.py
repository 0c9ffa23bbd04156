"""Long work on a background thread: a plain function with a progress report and a stop event.

The window is notified by signals.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

_log = logging.getLogger(__name__)


class BackgroundWork(QObject):
    """One piece of work. Of ``done`` and ``failed`` exactly one is emitted, last.

    ``progressed`` carries the progress, ``done`` the result, ``failed`` the exception; all are emitted on the thread
    that created the object; connect before :meth:`start`. It has no parent, and lives until they are delivered.
    Python's threads are used and not Qt's pool, because the program would wait for the pool on exit, however long a
    network share hangs.

    :param work: is called with ``report(done, total)`` and an event that is set when it should stop at the next safe
        point; it must not touch Qt or the database.
    :param awaited: the program ends after this work; otherwise the work is interrupted when the program ends.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)

    def __init__(
        self, work: Callable[[Callable[[int, int], None], threading.Event], Any], *, awaited: bool = False
    ) -> None:
        super().__init__()
        self._work = work
        self._result: Any = None
        self._error: Exception | None = None
        self._ended = threading.Event()  # a Future would load concurrent.futures at the start
        self._thread = _WorkThread(target=self._run, name="background work", daemon=not awaited)
        self.stop = threading.Event()

    def start(self) -> BackgroundWork:
        """Start the thread and return ``self``. :raises RuntimeError: no more threads can be started."""
        for ended in (self.done, self.failed):
            ended.connect(self._on_ended)  # the last connection, so that the others have been called before
        self._thread.start()
        # The last reference must not be dropped on the thread, which would delete a QObject of the main thread there,
        # and all that only ``work`` refers to. It is added here in time: _on_ended is called by the event loop of the
        # main thread.
        _running.add(self)
        return self

    @property
    def ended(self) -> bool:
        """Return whether there is an outcome."""
        return self._ended.is_set()

    def result(self, seconds: float = 0) -> Any:
        """Return the result of the work, or raise the error that it raised.

        :raises TimeoutError: it takes longer than ``seconds``.
        """
        if not self._ended.wait(max(seconds, 0)):
            raise TimeoutError
        if self._error is not None:
            raise self._error
        return self._result

    def wait(self, seconds: float) -> bool:
        """Wait at most ``seconds`` for the thread to end; return whether it has ended."""
        self._thread.join(max(seconds, 0))
        return not self._thread.is_alive()

    def _on_ended(self, _outcome: object) -> None:
        self._thread.join()  # it is about to end, and refers to this object until then
        _running.discard(self)

    def _run(self) -> None:
        try:
            self._result = self._work(self.progressed.emit, self.stop)
        except Exception as error:
            _log.info("a piece of background work failed: %s", type(error).__name__)
            self._error = error
        self._ended.set()
        if self._error is None:
            self.done.emit(self._result)
        else:
            self.failed.emit(self._error)


_running: set[BackgroundWork] = set()


class _WorkThread(threading.Thread):
    """Recognised in the list of threads. Python ends only after its threads that are not daemons."""


def wait_for_awaited(seconds: float) -> bool:
    """Wait at most ``seconds`` for all awaited work together; return whether it has ended."""
    end = time.monotonic() + seconds
    threads = [thread for thread in threading.enumerate() if isinstance(thread, _WorkThread) and not thread.daemon]
    for thread in threads:
        thread.join(max(end - time.monotonic(), 0))
    return not any(thread.is_alive() for thread in threads)
