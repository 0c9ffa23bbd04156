"""What a program that was cut off left lying: drafts, parts and what was on its way. It goes at the next start."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from stat import S_ISDIR

from mus_desktop.storage import exchange, place
from mus_desktop.storage.files import SCRATCH, wipe

FETCHED = "hentet"
"""In the spool: what was fetched from outside the PC, under whatever name it had."""
_OURS = (
    r"mus\.sqlite|mus\.key|mus-inden-opgradering-\d+\.sqlite|mus-.*\.musbackup|prøve\.sqlite"
    r"|backup-state\.json|backup\.key|backup-key\.dpapi"
)
_DRAFT = re.compile(rf"({_OURS})\..*(new(\.key|-\w+)?|part(-\w+)?|exchange-lock)")
_ON_ITS_WAY = re.compile(rf"({_OURS}).*")
_DOCUMENT_DRAFTS = ".mus-*.tmp"
_SCRATCH_NAME = re.compile(rf"{SCRATCH}(\d+)-\w+")
_SCRATCH_AGE = timedelta(hours=1)


def clear(data_folder: Path, backups: Path, spool: Path) -> None:
    """Overwrite and remove them. Only for who has the database open: nobody else is then working on any.

    What is not named as the program names things is somebody else's, and stays.
    """
    for folder in (data_folder, backups):
        _wipe_named(folder, _DRAFT)
    with suppress(OSError):  # there is none
        exchange.wipe_folder(spool / FETCHED)
    for folder in (spool, backups / "omlagt"):
        _wipe_named(folder, _ON_ITS_WAY)
        with suppress(OSError):  # there is none, or it holds something else too
            folder.rmdir()
    for folder in (*_abandoned_scratch(Path(tempfile.gettempdir())), *_abandoned_scratch(data_folder)):
        with suppress(OSError):
            exchange.wipe_folder(folder)


def clear_documents(folder: Path) -> None:
    """Overwrite and remove the drafts of documents in the leader's folder; never on a share, which can hang."""
    with suppress(OSError):
        if not place.lies_elsewhere(folder) and folder.is_dir():
            _wipe_all(folder.glob(_DOCUMENT_DRAFTS))


def _wipe_named(folder: Path, name: re.Pattern[str]) -> None:
    with suppress(OSError):
        _wipe_all(file for file in folder.iterdir() if name.fullmatch(file.name))


def _wipe_all(files: Iterator[Path]) -> None:
    for file in files:
        with suppress(OSError):
            wipe(file)


def _abandoned_scratch(among: Path) -> list[Path]:
    """What :func:`files.scratch_folder` made there for a program that is gone."""
    found = []
    with suppress(OSError):
        found = [among / name for name in os.listdir(among) if _SCRATCH_NAME.fullmatch(name)]  # noqa: PTH208 - names only
    return [folder for folder in found if _is_abandoned(folder)]


def _is_abandoned(folder: Path) -> bool:
    match = _SCRATCH_NAME.fullmatch(folder.name)
    try:
        known = folder.lstat()
    except OSError:  # its program has just removed it
        return False
    if match is None or not S_ISDIR(known.st_mode):
        return False
    if sys.platform == "win32":  # where asking after a process would end it
        return datetime.now().timestamp() - known.st_mtime > _SCRATCH_AGE.total_seconds()  # noqa: DTZ005 - a moment
    return known.st_uid == os.getuid() and not _runs(int(match[1]))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
