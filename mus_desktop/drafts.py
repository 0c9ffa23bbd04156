"""Folders for unfinished files: each has a marker, so that the next start finds what a killed program left behind.

The marker is the first file in the folder and the last to be removed. An unmarked folder of the program never contains
readable data, and any folder without the marker is the user's own, whatever its name. A kill between the first two
steps leaves an empty folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from mus_desktop import file_changes

MARKER = ".mus-desktop-3c1f8e5ab7904d62"
"""The name of the marker, an empty file.

A file name reaches the disk before files that are written after it; the content of a file may not.
"""
_NAME = re.compile(r"\.mus-[0-9a-f]{12}\.tmp")
_CHUNK_BYTES = 1 << 20


def make_folder(parent: Path) -> Path:
    """Make a private, marked folder in ``parent``, on the same disk as the files to be finished there.

    Raises ``OSError``.
    """
    folder = parent / f".mus-{os.urandom(6).hex()}.tmp"
    # Only for this user, also in a shared folder.
    folder.mkdir(mode=0o700)
    add_marker(folder)
    return folder


def add_marker(folder: Path) -> None:
    """Put the marker in ``folder`` and wait until it is on the disk, before other files are written.

    Raises ``OSError``.
    """
    os.close(os.open(folder / MARKER, os.O_RDWR | os.O_CREAT, 0o600))
    flush_folder(folder)


@contextmanager
def draft_folder(parent: Path) -> Iterator[Path]:
    """Make a temporary marked folder; files left in it are removed at the end, without being overwritten."""
    folder = make_folder(parent)
    try:
        yield folder
    finally:
        with suppress(OSError):  # a program has a file in it open; it is removed at the next start
            remove(folder)


def is_marked(folder: Path) -> bool:
    """Return whether the program made ``folder``; false for a link or a missing folder. Raises ``OSError``."""
    try:
        status, marker = folder.lstat(), (folder / MARKER).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    # A folder that Windows joins to another (a junction) is a link, too.
    is_folder = S_ISDIR(status.st_mode) and not getattr(status, "st_reparse_tag", False)
    return is_folder and S_ISREG(marker.st_mode)


def find_leftovers(parent: Path) -> list[Path]:
    """Return the marked folders of :func:`make_folder` in ``parent``, and the empty ones a kill left unmarked.

    Raises ``OSError``.
    """
    candidates = [parent / name for name in os.listdir(parent) if _NAME.fullmatch(name)]  # noqa: PTH208 - names only
    return [folder for folder in candidates if is_marked(folder) or is_empty(folder)]


def is_empty(folder: Path) -> bool:
    """Return whether ``folder`` is a folder, not a link, without content."""
    try:
        return S_ISDIR(folder.lstat().st_mode) and not any(folder.iterdir())
    except OSError:
        return False


def remove(folder: Path, *, overwrite: bool = False) -> None:
    """Remove a marked folder with its content, or an empty one; any other is kept. Raises ``OSError``.

    :param overwrite: overwrite every file first, see :func:`wipe`.
    """
    if is_marked(folder):
        _empty(folder, overwrite=overwrite)
        file_changes.remove_folder(folder, emptied=True)
    elif is_empty(folder):
        file_changes.remove_folder(folder)


def wipe(path: Path) -> None:
    """Overwrite a file and remove it.

    On a magnetic disk no content is left. An SSD may keep old content, which only encryption protects.

    A link, or a file that also has another name, is removed without being overwritten. A folder is not changed. Raises
    ``OSError``.
    """
    with suppress(FileNotFoundError):
        status = path.lstat()
        # Overwriting a link or one of several names would destroy a file that is not the program's.
        if S_ISREG(status.st_mode) and status.st_nlink == 1:
            _overwrite(path)
        file_changes.remove_file(path)


def flush_folder(folder: Path) -> None:
    """Wait until new names in ``folder`` are on the disk, where the system supports it (Windows does not)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _empty(folder: Path, *, overwrite: bool) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name == MARKER):  # the marker last
        with suppress(FileNotFoundError):  # the database engine may just have removed it
            if S_ISDIR(entry.lstat().st_mode):
                _empty(entry, overwrite=overwrite)
                file_changes.remove_folder(entry, emptied=True)
            elif overwrite:
                wipe(entry)
            else:
                file_changes.remove_file(entry)


def _overwrite(path: Path) -> None:
    remaining = path.stat().st_size
    with file_changes.open_again(path, "rb+") as file:
        while remaining > 0:
            remaining -= file.write(bytes(min(remaining, _CHUNK_BYTES)))
        file.flush()
        os.fsync(file.fileno())
