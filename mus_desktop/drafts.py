"""Folders for what is not finished yet: each holds a marker, so that the next start knows what a killed program left.

The marker is the first thing in the folder and the last to go. Nothing that can be read ever lies in an unmarked
folder, and a folder without the marker is the user's own, whatever it is called. A kill between the two first steps
leaves an empty folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG

MARKER = ".mus-desktop-3c1f8e5ab7904d62"
"""The name of the marker, an empty file: a name gets to the disk before what is written after it, content may not."""
_NAME = re.compile(r"\.mus-[0-9a-f]{12}\.tmp")
_CHUNK = 1 << 20


def make_folder(among: Path) -> Path:
    """Make a private, marked folder in ``among``, on the same disk as what is to be finished there.

    Raises ``OSError``.
    """
    folder = among / f".mus-{os.urandom(6).hex()}.tmp"
    folder.mkdir(mode=0o700)
    mark(folder)
    return folder


def mark(folder: Path) -> None:
    """Put the marker in ``folder``, on the disk, before anything else is written there. Raises ``OSError``."""
    os.close(os.open(folder / MARKER, os.O_RDWR | os.O_CREAT, 0o600))
    flush_folder(folder)


@contextmanager
def draft_folder(among: Path) -> Iterator[Path]:
    """A marked folder for the moment; what is left in it goes, without being overwritten."""
    folder = make_folder(among)
    try:
        yield folder
    finally:
        with suppress(OSError):  # somebody has a file in it open; it goes at the next start
            remove(folder)


def is_marked(folder: Path) -> bool:
    """Whether the program made ``folder``; never through a link. Raises ``OSError``, but not if it is gone."""
    try:
        known, marker = folder.lstat(), (folder / MARKER).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    # A folder that Windows joins to another is a link, too.
    is_folder = S_ISDIR(known.st_mode) and not getattr(known, "st_reparse_tag", False)
    return is_folder and S_ISREG(marker.st_mode)


def left_in(among: Path) -> list[Path]:
    """The marked folders of :func:`make_folder` in ``among``, and the empty ones a kill left unmarked.

    Raises ``OSError``.
    """
    named = [among / name for name in os.listdir(among) if _NAME.fullmatch(name)]  # noqa: PTH208 - names only
    return [folder for folder in named if is_marked(folder) or is_empty(folder)]


def is_empty(folder: Path) -> bool:
    """Whether ``folder`` is a folder, not a link, with nothing in it."""
    try:
        return S_ISDIR(folder.lstat().st_mode) and not any(folder.iterdir())
    except OSError:
        return False


def remove(folder: Path, *, overwritten: bool = False) -> None:
    """Remove a marked folder with all that is in it, or an empty one; any other stays. Raises ``OSError``.

    :param overwritten: overwrite every file first, see :func:`wipe`.
    """
    if is_marked(folder):
        _empty(folder, overwritten=overwritten)
        folder.rmdir()
    elif is_empty(folder):
        folder.rmdir()


def wipe(path: Path) -> None:
    """Overwrite a file and remove it. On a magnetic disk nothing is left; what an SSD keeps, only encryption hides.

    What has another name too, or lies behind a link, is not overwritten. A folder is left as it is. Raises ``OSError``.
    """
    with suppress(FileNotFoundError):
        known = path.lstat()
        if S_ISREG(known.st_mode) and known.st_nlink == 1:
            _overwrite(path)
        path.unlink()


def flush_folder(folder: Path) -> None:
    """Wait until new names in ``folder`` are on the disk, where the system can (Windows cannot)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _empty(folder: Path, *, overwritten: bool) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name == MARKER):  # the marker last
        with suppress(FileNotFoundError):  # an engine may just have removed it
            if S_ISDIR(entry.lstat().st_mode):
                _empty(entry, overwritten=overwritten)
                entry.rmdir()
            elif overwritten:
                wipe(entry)
            else:
                entry.unlink()


def _overwrite(path: Path) -> None:
    left = path.stat().st_size
    with path.open("rb+") as file:
        while left > 0:
            left -= file.write(bytes(min(left, _CHUNK)))
        file.flush()
        os.fsync(file.fileno())
