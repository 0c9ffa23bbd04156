"""The files in a folder of documents: reached directly on the PC's own disk, otherwise through a subprocess.

A share may hang, and a call that hangs in the operating system can be ended only with its process. The subprocess runs
the same operations (:class:`DirectFiles`), so the rules of :mod:`.document_files` hold on a share as well.
"""

from __future__ import annotations

import errno
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any

from mus_desktop import drafts
from mus_desktop.documents.word import document_errors, document_files
from mus_desktop.errors import DocumentError
from mus_desktop.local_disk import is_on_own_disk
from mus_desktop.task_process import Report, TaskFailed, TaskProcess, TimeLimits

LIMITS = TimeLimits(silence=30.0)
"""Time limits for a folder of documents; a user waits, who can also cancel."""

_DRAFT_SECONDS = 2 * 24 * 3600.0

_ERRORS: dict[str, Callable[[Path], DocumentError]] = {
    error.__name__: error
    for error in (
        document_errors.TargetOpen,
        document_errors.TargetEdited,
        document_errors.FolderReadOnly,
        document_errors.FolderMissing,
        document_errors.DiskFull,
        document_errors.NotWritten,
        document_errors.NotResponding,
        document_errors.Unreadable,
        document_errors.StoredWrongly,
        document_errors.DriveNotReady,
        document_errors.ShareUnknown,
        document_errors.ShareNeedsLogin,
        document_errors.FolderIsFile,
        document_errors.PathTooLong,
    )
}
"""The errors of the operations by name, as the subprocess reports them."""


class DirectFiles:
    """The operations, run here. Each raises ``DocumentError``."""

    def __init__(self, report: Report = lambda _: None) -> None:
        self._report = report

    def names(self, folder: Path) -> list[str]:
        """Return the names in ``folder``; none if it cannot be read, because writing there reports the reason."""
        return document_files.names_in(folder)

    def sha256(self, path: Path) -> str | None:
        """Return the SHA-256 of a file; ``None`` if it is missing or cannot be read: writing reports the reason."""
        try:
            return document_files.sha256(path.read_bytes())
        except OSError:
            return None

    def read(self, path: Path, most: int = -1) -> bytes:
        """Return the content of a file, or its first ``most`` bytes."""
        try:
            with path.open("rb") as file:
                return file.read(most)
        except OSError as error:
            raise document_errors.Unreadable(path) from error

    def make_folder(self, folder: Path, *, parents: bool) -> None:
        """Create ``folder``. Errors are ignored, because writing the document reports them."""
        with suppress(OSError):
            folder.mkdir(parents=parents, exist_ok=True)

    def write_new(self, path: Path, content: bytes, replacing: str | None = None) -> None:
        """Write a document; see :func:`document_files.write_new`."""
        document_files.write_new(path, content, replacing=replacing, report=self._report)

    def reuse_or_write_copy(self, path: Path, content: bytes) -> Path:
        """Return a file with ``content``; see :func:`document_files.reuse_or_write_copy`."""
        return document_files.reuse_or_write_copy(path, content, self._report)


class RemoteFiles(DirectFiles):
    """The operations, run in a subprocess, which is started by the first of them."""

    def __init__(self, process: TaskProcess) -> None:
        super().__init__()
        self._process = process

    def names(self, folder: Path) -> list[str]:
        return list(self._run("names", folder / "*"))

    def sha256(self, path: Path) -> str | None:
        answer: str | None = self._run("sha256", path)
        return answer

    def read(self, path: Path, most: int = -1) -> bytes:
        return b64decode(self._run("read", path, most=most))

    def make_folder(self, folder: Path, *, parents: bool) -> None:
        self._run("make_folder", folder / "*", parents=parents)

    def write_new(self, path: Path, content: bytes, replacing: str | None = None) -> None:
        self._run("write_new", path, content, replacing=replacing)

    def reuse_or_write_copy(self, path: Path, content: bytes) -> Path:
        return path.with_name(self._run("reuse_or_write_copy", path, content))

    def _run(self, operation: str, path: Path, content: bytes = b"", **more: Any) -> Any:
        try:
            return self._process.run({"do": f"document {operation}", "path": str(path.absolute()), **more}, content)
        except TaskFailed as error:
            raise _document_error(error, path) from error


@contextmanager
def open_files(folder: Path, stop: Event | None = None) -> Iterator[DirectFiles]:
    """Yield the operations on the files in ``folder`` and below.

    :param stop: when it is set, an operation on a folder that may hang is aborted.
    """
    if is_on_own_disk(folder):
        yield DirectFiles()
        return
    with TaskProcess(LIMITS, stop) as process:
        yield RemoteFiles(process)


def perform(task: dict[str, Any], content: bytes, report: Report) -> Any:
    """Run one operation in the subprocess. :raises DocumentError: it failed."""
    files, path = DirectFiles(report), Path(task["path"])
    match task["do"].removeprefix("document "):
        case "names":
            return files.names(path.parent)
        case "sha256":
            return files.sha256(path)
        case "read":
            return b64encode(files.read(path, task["most"])).decode()
        case "make_folder":
            return files.make_folder(path.parent, parents=task["parents"])
        case "write_new":
            _remove_old_drafts(path.parent, report)
            return files.write_new(path, content, task["replacing"])
        case _:
            return files.reuse_or_write_copy(path, content).name


def _remove_old_drafts(folder: Path, report: Report) -> None:
    """Remove the drafts that a process left there when it was killed, because the share hung; nobody else does.

    Another PC may be writing a newer one now. The clock of the share may differ from this PC's, but not by days.
    """
    with suppress(OSError):
        for draft in drafts.find_leftovers(folder):
            if time.time() - draft.lstat().st_mtime > _DRAFT_SECONDS:
                drafts.remove(draft, overwrite=True)
            report(1)


def _document_error(error: TaskFailed, path: Path) -> DocumentError:
    if error.number == errno.ETIMEDOUT:
        return document_errors.NotResponding(path)
    if error.number == errno.ECANCELED:
        return document_errors.Cancelled(path)
    return _ERRORS.get(error.kind, document_errors.NotWritten)(path)
