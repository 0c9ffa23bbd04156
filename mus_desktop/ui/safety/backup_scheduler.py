"""Takes the backups by itself: after changes, daily, when asked, and when the program closes."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from mus_desktop.errors import KnownError, Unusable
from mus_desktop.services.safety.backup_jobs import Delivery, DeliveryJob, TestJob
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.ui.safety.background_work import Beside
from mus_desktop.ui.safety.shutdown import LAST_WAIT_SECONDS, finish

_log = logging.getLogger(__name__)

_LOOK_MS = 60_000
_FIRST_LOOK_MS = 5_000
_REST_SECONDS = 15 * 60.0
"""How long nothing is begun by itself after *Stop*; also the longest wait after local backups that failed."""
_FIRST_REST_SECONDS = 60.0
_STOPPING = "Stopper …"
_STOPPED = "Afbrudt. Det, der mangler, tages senere."


@dataclass(frozen=True, slots=True)
class _Step:
    """What is done beside the main thread, and what comes of it on the main thread."""

    says: str
    work: Callable[[threading.Event], Any]
    record: Callable[[Any], None]
    missed: Callable[[Exception], None]
    """Takes a mistake of the program's own, and for a local backup why none was taken."""
    folder: Path | None = None
    """The target, ``None`` for a local backup."""


class Keeper(QObject):
    """One piece of work at a time, beside the main thread.

    ``changed``: the state is another. ``step`` says what is being done, or that it was broken off; empty when nothing
    is. ``problem`` is why the last local backup failed, in Danish, empty when it did not; ``damaged`` says that it did
    because the database is.

    :param ticks: seconds that never go back.
    """

    changed = Signal()
    step = Signal(str)

    def __init__(
        self, safety: Safety, parent: QObject | None = None, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._safety, self._ticks = safety, ticks
        self._under_way: tuple[_Step, Beside] | None = None
        self._waiting: list[DeliveryJob] = []
        self._test_wanted = False
        self._stopped = False
        self._failures = 0
        self._back_up_again = self._look_again = float("-inf")
        self._told: set[type[Exception]] = set()
        self.problem, self.damaged = "", False
        self._clock = QTimer(self, interval=_LOOK_MS)
        self._clock.timeout.connect(self._on_clock)

    def begin(self) -> None:
        """From now on work is done as it is due."""
        self._safety.tidy()
        self._clock.start()
        QTimer.singleShot(_FIRST_LOOK_MS, self, self._on_clock)
        self.changed.emit()

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return self._under_way is not None

    def look(self) -> None:
        """Do what is due, if nothing is being done."""
        if self.busy:
            return
        self._stopped = False
        try:
            if self._safety.due() and self._ticks() >= self._back_up_again:
                self._back_up()
            else:
                self._wait_for_deliveries()
                self._go_on()
        except Exception as error:  # there is another look in a minute
            self._tell(error)

    def take_now(self) -> None:
        """A backup now, and to every place at once."""
        if not self.busy:
            self._stopped, self._look_again = False, float("-inf")
            self._back_up(hurry=True)

    def test_now(self) -> None:
        """A restore test now."""
        job = None if self.busy else self._safety.test_job(hurry=True)
        if job is not None:
            self._stopped = False
            self._test(job)

    def cancel(self) -> None:
        """Stop as soon as it can be done, and begin nothing by itself for a while; what is whole already stays."""
        self._waiting, self._test_wanted = [], False
        self._look_again = self._ticks() + _REST_SECONDS
        if self._under_way is not None:
            self._stopped = True
            self._under_way[1].stop.set()
            self.step.emit(_STOPPING)

    def leave_out(self, folder: Path) -> None:
        """``folder`` is no longer a place for backups."""
        self._waiting = [job for job in self._waiting if job.folder != folder]
        if self._under_way is not None and self._under_way[0].folder == folder:
            self._under_way[1].stop.set()
        self.changed.emit()

    def retire(self) -> None:
        """Another takes over: nothing more is begun, and what is being done is broken off."""
        under_way = self._let_go()
        if under_way is not None:
            under_way[1].stop.set()
            under_way[1].wait(LAST_WAIT_SECONDS)
        self.deleteLater()

    def finish(self, patience: float = LAST_WAIT_SECONDS) -> None:
        """The window is closed: one last backup, and what targets can take within ``patience`` seconds in all."""
        under_way = self._let_go()
        if under_way is None:
            finish(self._safety, patience)
        else:
            step, beside = under_way
            finish(self._safety, patience, beside, is_backup=step.folder is None)

    def _let_go(self) -> tuple[_Step, Beside] | None:
        """Begin nothing more, and hear no more of what is being done."""
        self._clock.stop()
        self._waiting, self._test_wanted = [], False
        under_way, self._under_way = self._under_way, None
        return under_way

    def _on_clock(self) -> None:
        if self._clock.isActive() and self._ticks() >= self._look_again:
            self.look()

    def _back_up(self, *, hurry: bool = False) -> None:
        try:
            job = self._safety.job()
        except Exception as error:
            self._on_backup_missed(error)
            self._go_on()
            return
        record = partial(self._on_backed_up, hurry)
        self._begin(_Step("Tager backup på pc'en …", job.run, record, self._on_backup_missed))

    def _on_backed_up(self, hurry: bool, taken: Any) -> None:
        self._failures, self.problem, self.damaged = 0, "", False
        self._safety.record(taken)
        if not self._stopped:
            self._wait_for_deliveries(hurry=hurry)

    def _on_backup_missed(self, error: Exception) -> None:
        known = isinstance(error, KnownError)
        if known and (self._stopped or self._safety.away):
            return
        self._failures += 1
        self._back_up_again = self._ticks() + min(_FIRST_REST_SECONDS * 2 ** min(self._failures - 1, 9), _REST_SECONDS)
        self.problem = str(error) if known else "Backuppen lykkedes ikke. Prøv igen."
        self.damaged = isinstance(error, Unusable)
        self._tell(error)

    def _wait_for_deliveries(self, *, hurry: bool = False) -> None:
        self._waiting = self._safety.deliveries(hurry=hurry)
        self._test_wanted = True

    def _go_on(self) -> None:
        if self._waiting:
            self._deliver(self._waiting.pop(0))
            return
        job = self._safety.test_job() if self._test_wanted else None
        self._test_wanted = False
        if job is not None:
            self._test(job)
            return
        self.step.emit(_STOPPED if self._stopped else "")
        self.changed.emit()

    def _deliver(self, job: DeliveryJob) -> None:
        def record(delivery: Delivery) -> None:
            if delivery.problem is None or not stop.is_set():
                self._safety.record_delivery(delivery)

        says = f"Kopierer til {job.folder} og efterser kopien …"
        missed = partial(self._on_missed, lambda: self._safety.record_delivery(job.missed()))
        stop = self._begin(_Step(says, lambda stop: job.run(stop=stop), record, missed, job.folder))

    def _test(self, job: TestJob) -> None:
        def record(test: Any) -> None:
            if not stop.is_set():
                self._safety.record_test(job, test)

        says = "Prøver, om backuppen kan hentes …"
        missed = partial(self._on_missed, lambda: self._safety.record_test(job, job.missed()))
        stop = self._begin(_Step(says, lambda stop: job.run(stop=stop), record, missed, job.folder))

    def _on_missed(self, remember: Callable[[], None], error: Exception) -> None:
        remember()  # or it would be tried again every minute
        self._tell(error)

    def _begin(self, step: _Step) -> threading.Event:
        beside = Beside(step.work)
        beside.ended.connect(self._on_ended)
        beside.start()
        self._under_way = step, beside
        self.step.emit(step.says)
        self.changed.emit()
        return beside.stop

    def _on_ended(self) -> None:
        if self._under_way is None or not self._under_way[1].done:  # it was let go of
            return
        (step, beside), self._under_way = self._under_way, None
        try:
            self._take(step, beside)
        except Exception as error:  # the rest is done nevertheless
            self._tell(error)
        self._go_on()

    def _take(self, step: _Step, beside: Beside) -> None:
        try:
            given = beside.result()
        except Exception as error:
            step.missed(error)
        else:
            step.record(given)

    def _tell(self, error: Exception) -> None:
        """A mistake of the program's own is told as every other, but not again every minute."""
        _log.warning("a piece of the backup failed: %s", type(error).__name__)
        if not isinstance(error, KnownError) and type(error) not in self._told:
            self._told.add(type(error))
            sys.excepthook(type(error), error, error.__traceback__)
