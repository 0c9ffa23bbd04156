"""Remains of a killed program: drafts and unfinished transfers, overwritten and removed at the next start."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from mus_desktop import drafts, file_changes, paths
from mus_desktop.local_disk import is_on_own_disk
from mus_desktop.storage.database import file_header
from mus_desktop.storage.database.private_files import SCRATCH_PREFIX

_SCRATCH_NAME = re.compile(rf"{SCRATCH_PREFIX}(\d+)-[0-9a-f]{{12}}")
_SCRATCH_AGE = timedelta(hours=1)


def remove_leftovers(data_folder: Path, backups: Path, spool: Path) -> None:
    """Overwrite and remove the remains. The caller must have the database open: nobody else uses them then.

    A folder without the program's marker belongs to somebody else, whatever its name, and is kept.
    """
    for folder in (data_folder, backups, spool):
        _remove_drafts(folder)
    with suppress(OSError):  # there is none, or it holds other files too
        file_changes.remove_folder(spool)
    _remove_exchange_lock(data_folder)
    for folder in (*_abandoned_scratch(Path(tempfile.gettempdir())), *_abandoned_scratch(data_folder)):
        with suppress(OSError):
            drafts.remove(folder, overwrite=True)


def remove_document_drafts(folder: Path) -> None:
    """Overwrite and remove the drafts of documents in the leader's folder; never on a share, which can hang."""
    with suppress(OSError):
        if is_on_own_disk(folder):
            _remove_drafts(folder)


def _remove_drafts(parent: Path) -> None:
    with suppress(OSError):
        for folder in drafts.find_leftovers(parent):
            with suppress(OSError):
                drafts.remove(folder, overwrite=True)


def _remove_exchange_lock(data_folder: Path) -> None:
    """Remove the exchange lock if it is empty; a file with content is not the program's."""
    lock = file_header.exchange_lock(data_folder / paths.DATABASE_NAME)
    with suppress(OSError):
        if file_header.is_regular(lock) and lock.stat().st_size == 0:
            file_changes.remove_file(lock)


def _abandoned_scratch(parent: Path) -> list[Path]:
    """Return the folders that :func:`private_files.scratch_folder` made there for a program that has ended."""
    found = []
    with suppress(OSError):
        found = [parent / name for name in os.listdir(parent) if _SCRATCH_NAME.fullmatch(name)]  # noqa: PTH208 - names only
    return [folder for folder in found if _is_abandoned(folder)]


def _is_abandoned(folder: Path) -> bool:
    match = _SCRATCH_NAME.fullmatch(folder.name)
    try:
        status = folder.lstat()
        ours = drafts.is_marked(folder) or drafts.is_empty(folder)
    except OSError:  # its program has just removed it
        return False
    if match is None or not ours:
        return False
    if sys.platform == "win32":  # there, testing for a process would end it
        return datetime.now().timestamp() - status.st_mtime > _SCRATCH_AGE.total_seconds()  # noqa: DTZ005 - a moment
    return status.st_uid == os.getuid() and not _is_running(int(match[1]))


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
