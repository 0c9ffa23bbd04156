"""The file of an open database, kept unchanged while it is copied byte for byte.

The database is in WAL mode and locked exclusively, so its file changes only when our own connection moves the ``-wal``
content into it. While that is postponed, saves go to the ``-wal`` file: no save waits for the copy, and the copy
holds the content from its start. An encrypted database is copied as it is, so nothing is decrypted.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from mus_desktop import file_changes
from mus_desktop.storage.database import engine

_CHUNK = 1 << 18
_FIRST_PORTION, _LARGEST_PORTION = 4 << 20, 16 << 20
_MAX_SAVE_DELAY_SECONDS = 0.02
"""The longest time, approximately, that a save may wait for one portion of the copy."""
_FIRST_PAGE = 4096
_AUTOCHECKPOINT_PAGES = 1000
# No database has data in the page at this offset, and Windows lets nobody read there while the engine has its lock:
# https://www.sqlite.org/fileformat.html#the_lock_byte_page
_LOCK_OFFSET, _LOCK_LENGTH = 1 << 30, 512


def freeze(connection: engine.Connection) -> None:
    """Move everything saved so far into the file, and nothing more until :func:`unfreeze`; no transaction may be open.

    Raises ``OSError`` or one of :func:`engine.errors`; the file is not frozen then.
    """
    connection.execute("PRAGMA wal_autocheckpoint = 0").fetchall()
    try:
        _checkpoint(connection)
    except BaseException:
        unfreeze(connection)
        raise


def unfreeze(connection: engine.Connection) -> None:
    """Resume checkpoints: the next save moves the content of the ``-wal`` file if it has grown large."""
    connection.execute(f"PRAGMA wal_autocheckpoint = {_AUTOCHECKPOINT_PAGES}").fetchall()


def _checkpoint(connection: engine.Connection) -> None:
    ((busy, *_),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if busy:
        raise OSError(errno.EBUSY, "the database is being read")


class FileHandle:
    """A second handle to the file of an open database, kept until its connection is closed.

    On POSIX systems closing any handle to a file drops the locks that the whole process holds on it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def descriptor(self) -> int:
        """Return the file descriptor, opened on first use. Raises ``OSError``."""
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        return self._descriptor

    def close(self) -> None:
        """Close the handle; only after the connection is closed."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class FrozenFile:
    """Operations on a frozen database file.

    :param check_stop: called before each piece; may raise to abort.
    """

    def __init__(self, handle: int, check_stop: Callable[[], None]) -> None:
        self._handle = handle
        self._check_stop = check_stop

    def copy_to(self, draft: Path) -> None:
        """Write a copy of the file to ``draft``. Raises ``OSError``.

        It is flushed in portions: on some file systems a save waits until the disk has written all other pending data.
        """
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - no copy is made before the first window

        portion, unflushed, flushing = _FIRST_PORTION, 0, None
        with file_changes.open_again(draft, "wb", buffering=0) as file, ThreadPoolExecutor(1) as flusher:
            for part in self.parts():
                _write(file, part)
                unflushed += len(part)
                if unflushed >= portion:
                    # At most one flush at a time: wait for the previous one, which also sets the next size.
                    portion = flushing.result() if flushing else portion
                    unflushed, flushing = 0, flusher.submit(_flush, file, portion)
            if flushing:
                flushing.result()

    def read_back(self, draft: Path) -> Iterator[bytes]:
        """Yield the content of ``draft``, which must equal the file; only the first page may differ.

        A finished backup has another journal mode in its first page. Raises ``OSError`` if it cannot be read or differs
        elsewhere; in the latter case the file was not frozen.
        """
        may_differ = _FIRST_PAGE  # only in the first part, which holds the first page
        with file_changes.open_again(draft, "rb") as file:
            for part in self.parts():
                copied = file.read(len(part))
                if len(copied) != len(part) or copied[may_differ:] != part[may_differ:]:
                    raise OSError(errno.EIO, "the copy is not the same")
                yield copied
                may_differ = 0
            if file.read(1):
                raise OSError(errno.EIO, "the copy is longer")

    def parts(self) -> Iterator[bytes]:
        """Yield the content of the file, piece by piece. Raises ``OSError``."""
        size = os.fstat(self._handle).st_size
        yield from self._read_range(0, min(size, _LOCK_OFFSET))
        if size > _LOCK_OFFSET:
            yield bytes(_LOCK_LENGTH)
            yield from self._read_range(_LOCK_OFFSET + _LOCK_LENGTH, size)

    def _read_range(self, start: int, end: int) -> Iterator[bytes]:
        os.lseek(self._handle, start, os.SEEK_SET)
        while start < end:
            self._check_stop()
            part = os.read(self._handle, min(_CHUNK, end - start))
            if not part:
                raise OSError(errno.EIO, "the file ends early")
            start += len(part)
            yield part


def _write(file: IO[bytes], part: bytes) -> None:
    written = file.write(part)
    while written < len(part):
        written += file.write(part[written:])


def _flush(file: IO[bytes], portion: int) -> int:
    """Flush ``file`` to the disk; return the size of the next portion that the disk can take."""
    started = time.perf_counter()
    os.fsync(file.fileno())
    fast_enough = time.perf_counter() - started < _MAX_SAVE_DELAY_SECONDS
    return min(portion * 2, _LARGEST_PORTION) if fast_enough else max(portion // 2, _CHUNK)
