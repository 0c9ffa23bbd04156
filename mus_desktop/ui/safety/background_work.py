"""Work beside the main thread that the end of the program need not wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, Signal


class Beside(QObject):
    """One piece of work. ``ended`` comes on the thread that made it; :meth:`result` then has what was given.

    It has no parent, so that it is there for as long as the work takes. The threads of Qt's own pool are not used: the
    end of the program waits for them, however long a share hangs.

    :param work: gets an event that tells it to stop as soon as it can; it must not touch Qt.
    """

    ended = Signal()

    def __init__(self, work: Callable[[threading.Event], Any]) -> None:
        super().__init__()
        self._work = work
        self._given: Future[Any] = Future()
        self._thread = threading.Thread(target=self._run, name="backup", daemon=True)
        self.stop = threading.Event()

    def start(self) -> Beside:
        """Begin; gives itself."""
        self._thread.start()
        return self

    @property
    def done(self) -> bool:
        """Whether there is a result."""
        return self._given.done()

    def result(self, seconds: float = 0) -> Any:
        """What the work gave; raises what it raised. :raises TimeoutError: it takes longer than ``seconds``."""
        return self._given.result(max(seconds, 0))

    def wait(self, seconds: float) -> bool:
        """Wait for the end, at most ``seconds``; gives whether it has come."""
        self._thread.join(max(seconds, 0))
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._given.set_result(self._work(self.stop))
        except Exception as error:
            self._given.set_exception(error)
        self.ended.emit()
