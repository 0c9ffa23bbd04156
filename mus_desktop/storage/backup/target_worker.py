"""File operations on a backup target, in a subprocess (:mod:`mus_desktop.task_process`): a share may hang."""

from __future__ import annotations

import errno
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mus_desktop.errors import StorageError
from mus_desktop.storage.backup import transfer
from mus_desktop.system_errors import DiskProblem, what_happened, what_to_do
from mus_desktop.task_process import Report, TaskFailed, TaskProcess, TimeLimits


class TargetFailed(StorageError):
    """The operation was not confirmed; the sentence says what is wrong with the target. Try again later."""

    def __init__(self, message: str, number: int = errno.EIO, problem: DiskProblem = DiskProblem.OTHER) -> None:
        super().__init__(message)
        self.number, self.problem = number, problem
        """The system's error number (``errno``), ``ECANCELED`` if it was aborted, and its meaning."""


def store(source: Path, folder: Path, limits: TimeLimits | None = None, stop: threading.Event | None = None) -> None:
    """Copy a verified backup to a target; see :func:`transfer.store`.

    :raises TargetFailed: it is not confirmed there.
    """
    _run_task({"do": "store", "source": str(source), "folder": str(folder)}, folder, limits, stop)


def fetch(source: Path, target: Path, limits: TimeLimits | None = None, stop: threading.Event | None = None) -> None:
    """Copy a backup from a target to a local file. :raises TargetFailed: it could not be read."""
    _run_task({"do": "fetch", "source": str(source), "target": str(target)}, source.parent, limits, stop)


def list_backups(
    folder: Path, limits: TimeLimits | None = None, stop: threading.Event | None = None
) -> list[transfer.ListedFile]:
    """Return the backups on a target. :raises TargetFailed: it cannot be reached."""
    return [
        transfer.ListedFile(**one) for one in _run_task({"do": "list", "folder": str(folder)}, folder, limits, stop)
    ]


def check_readable(file: Path, limits: TimeLimits | None = None) -> None:
    """Read a file to its end, as a test. :raises TargetFailed: it cannot be read."""
    _run_task({"do": "check", "source": str(file)}, file.parent, limits, None)


def remove(
    folder: Path, names: Sequence[str], limits: TimeLimits | None = None, stop: threading.Event | None = None
) -> None:
    """Remove backups from a target. :raises TargetFailed: not all of them were removed."""
    _run_task({"do": "remove", "folder": str(folder), "names": list(names)}, folder, limits, stop)


def perform(task: dict[str, Any], report: Report, files: transfer.TargetFiles | None = None) -> Any:
    """Run one operation in the subprocess and return its result; ``do`` names it. Raises ``OSError``."""
    files = files or transfer.TargetFiles()
    match task["do"]:
        case "store":
            return transfer.store(Path(task["source"]), Path(task["folder"]), files, report)
        case "fetch":
            return transfer.fetch(Path(task["source"]), Path(task["target"]), files, report)
        case "check":
            return transfer.check_readable(Path(task["source"]), files, report)
        case "remove":
            return transfer.remove(Path(task["folder"]), task["names"], files, report)
        case _:
            return [asdict(one) for one in transfer.list_backups(Path(task["folder"]), files, report)]


def _run_task(task: dict[str, Any], folder: Path, limits: TimeLimits | None, stop: threading.Event | None) -> Any:
    try:
        with TaskProcess(limits, stop) as process:
            return process.run(task)
    except TaskFailed as error:
        raise TargetFailed(_error_text(error, folder), error.number, error.problem) from error


_SENTENCES = {
    DiskProblem.FULL: "Der er ikke plads på {}. Gør plads, eller vælg et andet sted; kopien på pc'en er i orden.",
    DiskProblem.DENIED: "MUS Desktop må ikke skrive på {}. Vælg et andet sted; kopien på pc'en er i orden.",
    DiskProblem.MISSING: "{} er ikke tilgængelig lige nu. Kopien på pc'en er i orden, og der prøves igen.",
}


def _error_text(error: TaskFailed, folder: Path) -> str:
    if error.number == errno.ECANCELED:
        return f"Kopien til {folder} blev afbrudt og tages igen senere."
    if error.number == errno.ETIMEDOUT:
        return f"{folder} svarer ikke. Kopien på pc'en er i orden, og der prøves igen."
    if error.problem in _SENTENCES:
        return _SENTENCES[error.problem].format(folder)
    if error.problem in (DiskProblem.DAMAGED_DEVICE, DiskProblem.OTHER):
        known = "fejl på drevet" if error.number == errno.EIO else f"fejl {error.of_windows or error.number}"
        return f"Kopien til {folder} lykkedes ikke ({known}). Kopien på pc'en er i orden, og der prøves igen."
    happened, advice = what_happened(error.problem, folder), what_to_do(error.problem)
    return f"{happened}. {advice}; kopien på pc'en er i orden, og der prøves igen."
