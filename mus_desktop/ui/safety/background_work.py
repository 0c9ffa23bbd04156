"""Work on a background thread that the program does not wait for when it closes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, Signal


class BackgroundWork(QObject):
    """One piece of work on a background thread.

    ``ended`` is emitted on the thread that created the object; :meth:`result` then returns the outcome.

    The object has no parent, so that it lives as long as the work takes. Qt's own thread pool is not used: the program
    would wait for its threads on exit, however long a network share hangs.

    :param work: receives an event that is set when it should stop; it must not touch Qt.
    """

    ended = Signal()

    def __init__(self, work: Callable[[threading.Event], Any]) -> None:
        super().__init__()
        self._work = work
        self._given: Future[Any] = Future()
        self._thread = threading.Thread(target=self._run, name="backup", daemon=True)
        self.stop = threading.Event()

    def start(self) -> BackgroundWork:
        """Start the thread and return ``self``."""
        self._thread.start()
        return self

    @property
    def done(self) -> bool:
        """Return whether there is a result."""
        return self._given.done()

    def result(self, seconds: float = 0) -> Any:
        """Return the result of the work, or raise the error that it raised.

        :raises TimeoutError: it takes longer than ``seconds``.
        """
        return self._given.result(max(seconds, 0))

    def wait(self, seconds: float) -> bool:
        """Wait at most ``seconds`` for the thread to end; return whether it has ended."""
        self._thread.join(max(seconds, 0))
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._given.set_result(self._work(self.stop))
        except Exception as error:
            self._given.set_exception(error)
        self.ended.emit()
