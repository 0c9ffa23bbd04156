"""Takes the backups by itself: after changes, daily, when asked, and when the program closes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from mus_desktop.errors import KnownError
from mus_desktop.services.backup_jobs import DeliveryJob, TestJob, in_all
from mus_desktop.services.safety import Safety
from mus_desktop.ui.tasks import Task

_Given = TypeVar("_Given")
_LOOK_MS = 60_000
_FIRST_LOOK_MS = 5_000
LAST_WAIT_SECONDS = 5.0
"""How long closing the program may take; what is not done by then goes on at the next start."""


class Keeper(QObject):
    """One piece of work at a time, beside the main thread.

    ``changed``: the state is another. ``step`` says what is being done; empty when nothing is.
    ``problem`` is why the last local backup failed, in Danish; empty when it did not.
    """

    changed = Signal()
    step = Signal(str)

    def __init__(self, safety: Safety, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._safety = safety
        self._task: Task | None = None
        self._stop = threading.Event()
        self._waiting: list[DeliveryJob] = []
        self._test_wanted = False
        self.problem = ""
        self._clock = QTimer(self, interval=_LOOK_MS)
        self._clock.timeout.connect(self.look)

    def begin(self) -> None:
        """From now on work is done as it is due."""
        self._safety.tidy()
        self._clock.start()
        QTimer.singleShot(_FIRST_LOOK_MS, self, self.look)
        self.changed.emit()

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return self._task is not None

    def look(self) -> None:
        """Do what is due, if nothing is being done."""
        if self.busy:
            return
        if self._safety.due():
            self._back_up()
        else:
            self._waiting = self._safety.deliveries()
            self._test_wanted = True
            self._go_on()

    def take_now(self) -> None:
        """A backup now, and to every place at once."""
        if not self.busy:
            self._back_up(hurry=True)

    def test_now(self) -> None:
        """A restore test now."""
        job = None if self.busy else self._safety.test_job(hurry=True)
        if job is not None:
            self._test(job)

    def cancel(self) -> None:
        """Stop as soon as it can be done; what is whole already stays."""
        self._waiting, self._test_wanted = [], False
        self._stop.set()

    def retire(self) -> None:
        """Another takes over: nothing more is begun, and what is being done is waited for."""
        self._clock.stop()
        self.cancel()
        QThreadPool.globalInstance().waitForDone()
        self.deleteLater()

    def finish(self, patience: float = LAST_WAIT_SECONDS) -> None:
        """The window is closed: one last backup, and what targets can take within ``patience`` seconds in all."""
        self._clock.stop()
        self.cancel()
        end = time.monotonic() + patience
        QThreadPool.globalInstance().waitForDone(round(patience * 1000))
        with suppress(KnownError, TimeoutError):  # it goes on at the next start
            if self._safety.due(closing=True):
                self._safety.record(_within(end, self._safety.job().run))
            for job in self._safety.deliveries(hurry=True):
                left = max(end - time.monotonic(), 0)
                self._safety.record_delivery(_within(end, partial(job.run, in_all(left))))

    def _back_up(self, *, hurry: bool = False) -> None:
        try:
            job = self._safety.job()
        except KnownError as error:
            self._on_backup_failed(error)
            return
        self._begin("Tager backup på pc'en …", lambda _report, _cancelled: job.run())
        assert self._task is not None  # noqa: S101 - just begun
        self._task.done.connect(partial(self._on_backed_up, hurry))
        self._task.failed.connect(self._on_backup_failed)
        self._task.start()

    def _on_backed_up(self, hurry: bool, taken: Any) -> None:
        self.problem = ""
        self._safety.record(taken)
        stopped = self._stop.is_set()
        self._waiting = [] if stopped else self._safety.deliveries(hurry=hurry)
        self._test_wanted = not stopped
        self._go_on()

    def _on_backup_failed(self, error: Exception) -> None:
        self._task = None
        self.problem = error.message if isinstance(error, KnownError) else "Backuppen lykkedes ikke. Prøv igen."
        self._settle()

    def _go_on(self) -> None:
        self._task = None
        self.changed.emit()
        if self._waiting:
            self._deliver(self._waiting.pop(0))
            return
        job = self._safety.test_job() if self._test_wanted else None
        self._test_wanted = False
        if job is not None:
            self._test(job)
        else:
            self._settle()

    def _deliver(self, job: DeliveryJob) -> None:
        self._begin(f"Kopierer til {job.folder} og efterser kopien …", lambda *_: job.run(stop=self._stop))
        assert self._task is not None  # noqa: S101 - just begun
        self._task.done.connect(self._on_delivered)
        self._task.failed.connect(self._on_failed)
        self._task.start()

    def _on_delivered(self, delivery: Any) -> None:
        self._safety.record_delivery(delivery)
        self._go_on()

    def _test(self, job: TestJob) -> None:
        self._begin("Prøver, om backuppen kan hentes …", lambda *_: job.run(stop=self._stop))
        assert self._task is not None  # noqa: S101 - just begun
        self._task.done.connect(partial(self._on_tested, job))
        self._task.failed.connect(self._on_failed)
        self._task.start()

    def _on_tested(self, job: TestJob, test: Any) -> None:
        if not self._stop.is_set():
            self._safety.record_test(job, test)
        self._go_on()

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self._settle()
        raise error  # a mistake of the program's own: told as every other

    def _begin(self, step: str, work: Callable[..., Any]) -> None:
        self._stop = threading.Event()
        self._task = Task(work, self)
        self.step.emit(step)
        self.changed.emit()

    def _settle(self) -> None:
        self.step.emit("")
        self.changed.emit()


def _within(end: float, work: Callable[[], _Given]) -> _Given:
    """What ``work`` gives beside this thread. :raises TimeoutError: it takes longer than until ``end``."""
    given: Future[_Given] = Future()

    def run() -> None:
        try:
            given.set_result(work())
        except Exception as error:
            given.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return given.result(max(end - time.monotonic(), 0))
