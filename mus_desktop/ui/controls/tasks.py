"""Long work on a background thread: a plain function with a progress report and a cancel check.

The window is notified by signals.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

_log = logging.getLogger(__name__)


class Task(QObject):
    """One piece of work. ``work`` gets ``report(done, total)`` and ``cancelled()``; it must not touch Qt or a database.

    ``progressed`` carries the progress, ``done`` the result, ``failed`` the exception; all are emitted on the thread
    that created the task. Keep a reference to the task until one of the last two is emitted.
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
        """Start on a background thread."""
        QThreadPool.globalInstance().start(_Runner(self))

    def cancel(self) -> None:
        """Ask the work to stop at the next safe point; ``done`` is still emitted, with the partial result."""
        self._stop.set()

    def run(self) -> None:
        """Do the work; called on the background thread."""
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
