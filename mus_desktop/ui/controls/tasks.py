"""Long work off the main thread: a plain function with a report and a cancel check; the window hears by signal."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

_log = logging.getLogger(__name__)


class Task(QObject):
    """One piece of work. ``work`` gets ``report(done, total)`` and ``cancelled()``; it must not touch Qt or a database.

    ``progressed`` carries how far it is, ``done`` what it gave, ``failed`` the exception; all come on the thread that
    made the task. Keep the task until one of the last two has come.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)

    def __init__(
        self, work: Callable[[Callable[[int, int], None], Callable[[], bool]], Any], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()

    def start(self) -> None:
        """Begin on a worker thread."""
        QThreadPool.globalInstance().start(_Runner(self))

    def cancel(self) -> None:
        """Ask the work to stop at the next place where it can; ``done`` still comes, with what was made."""
        self._stop.set()

    def run(self) -> None:
        """Do the work; called on the worker thread."""
        try:
            result = self._work(self.progressed.emit, self._stop.is_set)
        except Exception as error:
            _log.warning("a task failed: %s", type(error).__name__)
            self.failed.emit(error)
        else:
            self.done.emit(result)


class _Runner(QRunnable):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run()
