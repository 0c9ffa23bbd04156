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
_TO_END_SECONDS = 0.6
"""The part of it reserved for ending the subprocess tasks that still run."""


def finish(
    safety: Safety, patience: float, under_way: BackgroundWork | None = None, *, is_backup: bool = False
) -> None:
    """Take a last backup if one is due, and transfer it to the targets, within ``patience`` seconds in all.

    :param under_way: the step that is running on a background thread.
    :param is_backup: it is a local backup, whose result has not been recorded yet.
    """
    end = time.monotonic() + patience
    with suppress(KnownError, TimeoutError):  # continued at the next start
        if under_way is not None:
            _end(safety, under_way, end, is_backup=is_backup)
        if safety.backup_due(closing=True):
            safety.record(_within(end, safety.backup_job().run))
        if under_way is None or under_way.wait(_left(end) - _TO_END_SECONDS):  # one transfer per target at a time
            _deliver_all(safety, end)
    end_target_tasks()
    wait_for_awaited(_left(end))


def _end(safety: Safety, beside: BackgroundWork, end: float, *, is_backup: bool) -> None:
    """Wait for a running local backup, which may be the last; cancel any other step."""
    try:
        if is_backup:
            with suppress(KnownError):  # the cause may be gone by the next attempt
                safety.record(beside.result(_left(end)))
    finally:
        beside.stop.set()


def _deliver_all(safety: Safety, end: float) -> None:
    """Transfer to all targets in parallel, so that one that hangs does not use up the time of the others."""
    patience = total_limit(max(_left(end) - _TO_END_SECONDS, 0))
    # Started together, then awaited one by one with the same deadline.
    out = [_started(partial(job.copy, patience)) for job in safety.deliveries(ignore_delays=True)]
    for beside in out:
        with suppress(TimeoutError):
            safety.record_delivery(beside.result(_left(end)))
            beside.wait(_left(end))


def _within(end: float, work: Callable[[threading.Event], Any]) -> Any:
    """Return the result of ``work``, run on a background thread.

    :raises TimeoutError: it is not finished at ``end``.
    """
    beside = _started(work)
    try:
        given = beside.result(_left(end))
        beside.wait(_left(end))
    finally:
        beside.stop.set()
    return given


def _started(work: Callable[[threading.Event], Any]) -> BackgroundWork:
    return BackgroundWork(lambda _report, stop: work(stop)).start()


def _left(end: float) -> float:
    return max(end - time.monotonic(), 0)
