"""Rename, replace, remove and reopen files; repeated while another program has one of them open. Outside the layers.

On Windows a virus scanner, a synchronising program or an indexer opens every new file for a moment, and meanwhile the
system refuses to move or remove it. POSIX systems never refuse for that reason. Nothing else in the program calls these
operations of the system; ``tests/test_file_changes.py`` checks it.

The calls wait up to two seconds in all, some of them on the main thread: a choice stored in a small file, a document in
a folder on the PC. A refusal that waiting cannot change is raised at once: a missing file, a read-only one, a folder in
place of a file, a file that may not be opened. Word's own lock on a document is recognised before anything is tried.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR
from typing import IO, TypeVar, cast

from mus_desktop.system_errors import windows_number

PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.6)
"""The seconds to wait before each further attempt; most scanners are done within the first half second."""

_ACCESS_DENIED, _SHARING_VIOLATION, _LOCK_VIOLATION, _FOLDER_NOT_EMPTY = 5, 32, 33, 145
_HELD = frozenset({_SHARING_VIOLATION, _LOCK_VIOLATION})
# Windows also reports a file that is open as access denied, when it would be replaced or has just been removed.
_HELD_OR_DENIED = _HELD | {_ACCESS_DENIED}
_READ_ONLY = 0x1  # FILE_ATTRIBUTE_READONLY
_REPARSE_POINT = 0x400  # FILE_ATTRIBUTE_REPARSE_POINT

_Result = TypeVar("_Result")


def replace(old: Path, new: Path) -> None:
    """Rename ``old``, replacing any file of the new name. Raises ``OSError``."""
    _repeat(lambda: old.replace(new), _HELD_OR_DENIED, old, new)


def rename(old: Path, new: Path) -> None:
    """Rename ``old`` to a name that is not taken. Raises ``OSError``."""
    _repeat(lambda: old.rename(new), _HELD_OR_DENIED, old, new)


def rename_folder(old: Path, new: Path) -> None:
    """Rename a folder to a name that is not taken. Raises ``OSError``: on Windows also while a file in it is open."""
    _repeat(lambda: old.rename(new), _HELD_OR_DENIED)


def remove_tree(folder: Path) -> None:
    """Remove a folder with all that is in it; links are removed, and not followed. Raises ``OSError``."""
    with os.scandir(folder) as listed:
        entries = list(listed)
    for entry in entries:
        status = entry.stat(follow_symlinks=False)
        # On Windows a link to a folder, or a junction, is a folder of its own kind, and removed as one.
        linked = bool(getattr(status, "st_file_attributes", 0) & _REPARSE_POINT)
        if not S_ISDIR(status.st_mode) and not (linked and entry.is_dir()):
            remove_file(Path(entry), missing_ok=True)
        elif linked:
            remove_folder(Path(entry))
        else:
            remove_tree(Path(entry))
    remove_folder(folder, emptied=True)


def remove_file(path: Path, *, missing_ok: bool = False, wait: bool = True) -> None:
    """Remove a file. Raises ``OSError``.

    :param wait: false for a caller that tries again later by itself.
    """
    try:
        _repeat(path.unlink, _HELD_OR_DENIED if wait else frozenset(), path)
    except FileNotFoundError:
        if not missing_ok:
            raise


def remove_folder(path: Path, *, emptied: bool = False) -> None:
    """Remove an empty folder. Raises ``OSError``.

    :param emptied: the program has just removed its content: a file that a scanner has open keeps its name until the
        scanner closes it. Otherwise a folder with content is refused at once.
    """
    _repeat(path.rmdir, _HELD_OR_DENIED | ({_FOLDER_NOT_EMPTY} if emptied else set()))


def open_again(path: Path, mode: str, buffering: int = -1) -> IO[bytes]:
    """Open a file that exists already, in a binary ``mode``. Raises ``OSError``.

    Access denied is no sign of another program here, but of missing rights.
    """
    return cast("IO[bytes]", _repeat(lambda: path.open(mode, buffering), _HELD))


@contextmanager
def kept_writable(*paths: Path) -> Iterator[None]:
    """Wait until nobody keeps ``paths`` from being written, and keep them so, on Windows; raises nothing.

    SQLite does not wait there: it opens such a file for reading only, and then no change can be stored.
    """
    with ExitStack() as held:
        # On POSIX systems closing a file would drop the locks that this process holds on it.
        for path in paths if sys.platform == "win32" else ():
            with suppress(OSError):  # the engine reports it
                held.enter_context(open_again(path, "rb+"))
        yield


def read(path: Path) -> bytes:
    """Return the content of a file of the program. Raises ``OSError``."""
    with open_again(path, "rb") as file:
        return file.read()


def _repeat(operation: Callable[[], _Result], passing: frozenset[int], *paths: Path) -> _Result:
    """Return the result of ``operation``, repeated after a Windows error in ``passing``. Raises its last ``OSError``.

    :param paths: the files to ask whether access stays denied.
    """
    for pause in PAUSES:
        try:
            return operation()
        except OSError as error:
            number = windows_number(error)
            if number not in passing or (number == _ACCESS_DENIED and any(map(_stays_denied, paths))):
                raise
        time.sleep(pause)
    return operation()


def _stays_denied(path: Path) -> bool:
    """Return whether ``path`` is read-only, or a folder in place of a file, which no other program ends."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return S_ISDIR(status.st_mode) or bool(getattr(status, "st_file_attributes", 0) & _READ_ONLY)
