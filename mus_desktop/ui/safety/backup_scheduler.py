"""Automatic backups: after changes, daily, on request, and when the program closes."""

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

from mus_desktop.errors import DataUnusable, KnownError
from mus_desktop.services.safety.backup_jobs import RestoreTestJob, TransferJob, TransferResult
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.ui.controls.background_work import BackgroundWork
from mus_desktop.ui.safety.shutdown import LAST_WAIT_SECONDS, finish

_log = logging.getLogger(__name__)

_CHECK_INTERVAL_MS = 60_000
_FIRST_CHECK_MS = 5_000
_MAX_PAUSE_SECONDS = 15 * 60.0
"""The pause in automatic work after *Stop*; also the longest wait between retries of a failed local backup."""
_FIRST_PAUSE_SECONDS = 60.0
_STOPPING = "Stopper …"
_STOPPED = "Afbrudt. Det, der mangler, tages senere."


@dataclass(frozen=True, slots=True)
class _Step:
    """A step that runs on a background thread, and the handler of its result on the main thread."""

    description: str
    work: Callable[[threading.Event], Any]
    record: Callable[[Any], None]
    failure: Callable[[Exception], None]
    """Called with a programming error and, for a local backup, with the reason that none was taken."""
    folder: Path | None = None
    """The target, ``None`` for a local backup."""


class BackupScheduler(QObject):
    """Run due backups, transfers and restore tests on a background thread, one at a time.

    ``changed``: the state has changed. ``step`` carries a description of the current step, or that it was cancelled;
    it is empty when nothing runs. ``problem`` is the reason that the last local backup failed, in Danish, or empty;
    ``damaged`` is set when the reason is a damaged database.

    :param ticks: a monotonic clock in seconds.
    """

    changed = Signal()
    step = Signal(str)

    def __init__(
        self, safety: Safety, parent: QObject | None = None, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._safety, self._ticks = safety, ticks
        self._current: tuple[_Step, BackgroundWork] | None = None
        self._pending_transfers: list[TransferJob] = []
        self._test_wanted = False
        self._stopped = False
        self._failures = 0
        self._next_backup_at = self._next_check_at = float("-inf")
        self._reported: set[type[Exception]] = set()
        self.problem, self.damaged = "", False
        self._clock = QTimer(self, interval=_CHECK_INTERVAL_MS)
        self._clock.timeout.connect(self._on_clock)

    def begin(self) -> None:
        """Start the timer; from now on work is done when it is due."""
        self._safety.clean_up()
        self._clock.start()
        QTimer.singleShot(_FIRST_CHECK_MS, self, self._on_clock)
        self.changed.emit()

    @property
    def busy(self) -> bool:
        """Return whether a step is running."""
        return self._current is not None

    def run_due_step(self) -> None:
        """Start the step that is due, if no other is running."""
        if self.busy:
            return
        self._stopped = False
        try:
            if self._safety.backup_due() and self._ticks() >= self._next_backup_at:
                self._back_up()
            else:
                self._collect_transfers()
                self._run_next()
        except Exception as error:  # checked again in a minute
            self._report_error(error)

    def back_up_now(self) -> None:
        """Back up now, and transfer to every target at once."""
        if not self.busy:
            self._stopped, self._next_check_at = False, float("-inf")
            self._back_up(ignore_delays=True)

    def test_now(self) -> None:
        """Run a restore test now."""
        job = None if self.busy else self._safety.transfers.test_job(ignore_delays=True)
        if job is not None:
            self._stopped = False
            self._test(job)

    def cancel(self) -> None:
        """Stop the current step soon, and start nothing automatically for a while.

        Completed files are kept.
        """
        self._pending_transfers, self._test_wanted = [], False
        self._next_check_at = self._ticks() + _MAX_PAUSE_SECONDS
        if self._current is not None:
            self._stopped = True
            self._current[1].stop.set()
            self.step.emit(_STOPPING)

    def cancel_work_for(self, folder: Path) -> None:
        """Drop all work for ``folder``, which is no longer a backup target."""
        self._pending_transfers = [job for job in self._pending_transfers if job.folder != folder]
        if self._current is not None and self._current[0].folder == folder:
            self._current[1].stop.set()  # the step uses that folder
        self.changed.emit()

    def stop_permanently(self) -> None:
        """Cancel the current step and start no more, because another scheduler takes over."""
        current = self._detach_current()
        if current is not None:
            current[1].stop.set()
            current[1].wait(LAST_WAIT_SECONDS)
        self.deleteLater()

    def finish(self, timeout_seconds: float = LAST_WAIT_SECONDS) -> None:
        """Take a last backup as the program closes, and transfer it to the targets.

        :param timeout_seconds: the seconds that all of it may take.
        """
        current = self._detach_current()
        if current is None:
            finish(self._safety, timeout_seconds)
        else:
            step, work = current
            finish(self._safety, timeout_seconds, work, is_backup=step.folder is None)

    def _detach_current(self) -> tuple[_Step, BackgroundWork] | None:
        """Start nothing more, and disconnect from the current step, which is returned."""
        self._clock.stop()
        self._pending_transfers, self._test_wanted = [], False
        current, self._current = self._current, None
        return current

    def _on_clock(self) -> None:
        if self._clock.isActive() and self._ticks() >= self._next_check_at:
            self.run_due_step()

    def _back_up(self, *, ignore_delays: bool = False) -> None:
        try:
            job = self._safety.backup_job()
        except Exception as error:
            self._on_backup_failed(error)
            self._run_next()
            return
        record = partial(self._on_backed_up, ignore_delays)
        self._start_step(_Step("Tager backup på pc'en …", job.run, record, self._on_backup_failed))

    def _on_backed_up(self, ignore_delays: bool, taken: Any) -> None:
        self._failures, self.problem, self.damaged = 0, "", False
        self._safety.record(taken)
        if not self._stopped:
            self._collect_transfers(ignore_delays=ignore_delays)

    def _on_backup_failed(self, error: Exception) -> None:
        known = isinstance(error, KnownError)
        # Stopped by the leader, or the database is being converted: not a failure to report.
        if known and (self._stopped or self._safety.is_closed_for_exchange):
            return
        self._failures += 1
        # Wait twice as long after each failure: 1, 2, 4 ... minutes, at most 15.
        self._next_backup_at = self._ticks() + min(
            _FIRST_PAUSE_SECONDS * 2 ** min(self._failures - 1, 9), _MAX_PAUSE_SECONDS
        )
        self.problem = str(error) if known else "Backuppen lykkedes ikke. Prøv igen."
        self.damaged = isinstance(error, DataUnusable)
        self._report_error(error)

    def _collect_transfers(self, *, ignore_delays: bool = False) -> None:
        self._pending_transfers = self._safety.transfers.jobs(ignore_delays=ignore_delays)
        self._test_wanted = True

    def _run_next(self) -> None:
        if self._pending_transfers:
            self._start_transfer(self._pending_transfers.pop(0))
            return
        # The restore test comes after all transfers.
        job = self._safety.transfers.test_job() if self._test_wanted else None
        self._test_wanted = False
        if job is not None:
            self._test(job)
            return
        self.step.emit(_STOPPED if self._stopped else "")
        self.changed.emit()

    def _start_transfer(self, job: TransferJob) -> None:
        def record(transfer_result: TransferResult) -> None:
            # A cancelled transfer is not recorded as failed; one that finished all the same is recorded.
            if transfer_result.problem is None or not stop.is_set():
                self._safety.transfers.record(transfer_result)

        description = f"Kopierer til {job.folder} og kontrollerer kopien …"
        failure = partial(self._on_step_failed, lambda: self._safety.transfers.record(job.failure()))
        stop = self._start_step(_Step(description, lambda stop: job.run(stop=stop), record, failure, job.folder))

    def _test(self, job: RestoreTestJob) -> None:
        def record(test: Any) -> None:
            if not stop.is_set():
                self._safety.transfers.record_test(job, test)

        description = "Prøver, om der kan gendannes fra backuppen …"
        failure = partial(self._on_step_failed, lambda: self._safety.transfers.record_test(job, job.failure()))
        stop = self._start_step(_Step(description, lambda stop: job.run(stop=stop), record, failure, job.folder))

    def _on_step_failed(self, remember: Callable[[], None], error: Exception) -> None:
        remember()  # otherwise it would be retried every minute
        self._report_error(error)

    def _start_step(self, step: _Step) -> threading.Event:
        work = BackgroundWork(lambda _report, stop: step.work(stop))
        work.done.connect(self._on_ended)
        work.failed.connect(self._on_ended)
        work.start()
        self._current = step, work
        self.step.emit(step.description)
        self.changed.emit()
        return work.stop

    def _on_ended(self, _outcome: object) -> None:
        if self._current is None or not self._current[1].ended:  # dropped by _detach_current()
            return
        (step, work), self._current = self._current, None
        try:
            self._record_result(step, work)
        except Exception as error:  # continue with the other steps
            self._report_error(error)
        self._run_next()

    def _record_result(self, step: _Step, work: BackgroundWork) -> None:
        try:
            result = work.result()
        except Exception as error:
            step.failure(error)
        else:
            step.record(result)

    def _report_error(self, error: Exception) -> None:
        """Report a programming error like any other, but only once per type and not every minute."""
        _log.warning("a piece of the backup failed: %s", type(error).__name__)
        if not isinstance(error, KnownError) and type(error) not in self._reported:
            self._reported.add(type(error))
            sys.excepthook(type(error), error, error.__traceback__)
