"""Work on the files in a folder that may hang, for the window, which must know whether it has to wait for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TypeVar

from mus_desktop.documents.word.document_errors import Cancelled
from mus_desktop.documents.word.file_access import DirectFiles, open_files
from mus_desktop.errors import DocumentError
from mus_desktop.local_disk import is_on_own_disk

_Result = TypeVar("_Result")
FileWork = Callable[[DirectFiles], _Result]
"""Work on files, for any thread: it may not touch the database."""


@dataclass(frozen=True, slots=True)
class CopyWriting:
    """A copy to be written to ``path`` or by the next names, unless there is one already."""

    path: Path
    content: bytes
    make_parents: bool

    def run(self, files: DirectFiles) -> Path:
        """Write the copy and return its path. :raises DocumentError: it cannot be written."""
        files.make_folder(self.path.parent, parents=self.make_parents)
        return files.reuse_or_write_copy(self.path, self.content)


def may_hang(folder: Path) -> bool:
    """Return whether work on ``folder`` may take long or never end: it is not surely on the PC's own disk."""
    return not is_on_own_disk(folder)


def cancelled(folder: Path) -> DocumentError:
    """Return the error of work in ``folder`` that the user did not want to wait for."""
    return Cancelled(folder)


def run_in_folder(folder: Path, work: FileWork[_Result], stop: Event | None = None) -> _Result:
    """Run ``work`` on the files in ``folder`` and return its result. :raises KnownError: it failed, or was stopped."""
    with open_files(folder, stop) as files:
        return work(files)
