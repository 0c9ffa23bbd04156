"""The last backup as the program closes, and its transfer to the targets within the time allowed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from mus_desktop.errors import KnownError
from mus_desktop.services.safety.backup_jobs import end_target_tasks, total_limit
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.ui.controls.background_work import BackgroundWork, wait_for_awaited

LAST_WAIT_SECONDS = 5.0
"""The time that closing the program may take; unfinished work continues at the next start."""
_SECONDS_TO_END_TASKS = 0.6
"""The part of it reserved for ending the subprocess tasks that still run."""


def finish(
    safety: Safety, timeout_seconds: float, under_way: BackgroundWork | None = None, *, is_backup: bool = False
) -> None:
    """Take a last backup if one is due, and transfer it to the targets, within ``timeout_seconds`` seconds in all.

    :param under_way: the step that is running on a background thread.
    :param is_backup: it is a local backup, whose result has not been recorded yet.
    """
    deadline = time.monotonic() + timeout_seconds
    with suppress(KnownError, TimeoutError):  # continued at the next start
        if under_way is not None:
            _end_current_step(safety, under_way, deadline, is_backup=is_backup)
        if safety.backup_due(closing=True):
            safety.record(_result_within(deadline, safety.backup_job().run))
        if under_way is None or under_way.wait(
            _seconds_left(deadline) - _SECONDS_TO_END_TASKS
        ):  # one transfer per target at a time
            _transfer_all(safety, deadline)
    end_target_tasks()
    wait_for_awaited(_seconds_left(deadline))


def _end_current_step(safety: Safety, running: BackgroundWork, deadline: float, *, is_backup: bool) -> None:
    """Wait for a running local backup, which may be the last; cancel any other step."""
    try:
        if is_backup:
            with suppress(KnownError):  # the cause may be gone by the next attempt
                safety.record(running.result(_seconds_left(deadline)))
    finally:
        running.stop.set()


def _transfer_all(safety: Safety, deadline: float) -> None:
    """Transfer to all targets in parallel, so that one that hangs does not use up the time of the others."""
    timeout_seconds = total_limit(max(_seconds_left(deadline) - _SECONDS_TO_END_TASKS, 0))
    # Started together, then awaited one by one with the same deadline.
    transfers = [_started(partial(job.copy, timeout_seconds)) for job in safety.transfers.jobs(ignore_delays=True)]
    for running in transfers:
        with suppress(TimeoutError):
            safety.transfers.record(running.result(_seconds_left(deadline)))
            running.wait(_seconds_left(deadline))


def _result_within(deadline: float, work: Callable[[threading.Event], Any]) -> Any:
    """Return the result of ``work``, run on a background thread.

    :raises TimeoutError: it is not finished at ``deadline``.
    """
    running = _started(work)
    try:
        result = running.result(_seconds_left(deadline))
        running.wait(_seconds_left(deadline))
    finally:
        running.stop.set()
    return result


def _started(work: Callable[[threading.Event], Any]) -> BackgroundWork:
    return BackgroundWork(lambda _report, stop: work(stop)).start()


def _seconds_left(deadline: float) -> float:
    return max(deadline - time.monotonic(), 0)
