"""The last seconds of the program: one more backup, and what targets can take of it in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from PySide6.QtCore import QThreadPool

from mus_desktop.errors import KnownError
from mus_desktop.services.safety.backup_jobs import end_errands, in_all
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.ui.safety.background_work import Beside

LAST_WAIT_SECONDS = 5.0
"""How long closing the program may take; what is not done by then goes on at the next start."""
_TO_END_SECONDS = 0.6
"""Of them, to end the errands that are still out."""


def finish(safety: Safety, patience: float, under_way: Beside | None = None, *, is_backup: bool = False) -> None:
    """Take a last backup if one is due, and bring it to the targets, within ``patience`` seconds in all.

    :param under_way: what is being done beside the main thread.
    :param is_backup: that this is a local backup, whose result is still to be recorded.
    """
    end = time.monotonic() + patience
    with suppress(KnownError, TimeoutError):  # it goes on at the next start
        if under_way is not None:
            _end(safety, under_way, end, is_backup=is_backup)
        if safety.due(closing=True):
            safety.record(_within(end, safety.job().run))
        if under_way is None or under_way.wait(_left(end) - _TO_END_SECONDS):  # two at one target would be too many
            _deliver_all(safety, end)
    end_errands()
    QThreadPool.globalInstance().waitForDone(round(_left(end) * 1000))


def _end(safety: Safety, beside: Beside, end: float, *, is_backup: bool) -> None:
    """Let a local backup be done, for it may be the last; break off what else there is."""
    try:
        if is_backup:
            with suppress(KnownError):  # why it failed may be over by now
                safety.record(beside.result(_left(end)))
    finally:
        beside.stop.set()


def _deliver_all(safety: Safety, end: float) -> None:
    """To every target side by side: one that hangs must not take the time of the others."""
    patience = in_all(max(_left(end) - _TO_END_SECONDS, 0))
    out = [Beside(partial(job.copy, patience)).start() for job in safety.deliveries(hurry=True)]
    for beside in out:
        with suppress(TimeoutError):
            safety.record_delivery(beside.result(_left(end)))
            beside.wait(_left(end))


def _within(end: float, work: Callable[[threading.Event], Any]) -> Any:
    """What ``work`` gives beside this thread. :raises TimeoutError: it takes longer than until ``end``."""
    beside = Beside(work).start()
    try:
        given = beside.result(_left(end))
        beside.wait(_left(end))
    finally:
        beside.stop.set()
    return given


def _left(end: float) -> float:
    return max(end - time.monotonic(), 0)
