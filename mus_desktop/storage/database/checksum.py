"""The checksum of a closed database, in a small file beside it: tells whether the file changed while it was closed.

A clean close also leaves nothing in ``-wal`` or ``-journal``: what lies there beside a checksum came later.

SQLite notices hardly any changed bit in the content of a plain database. So closing writes ``mus.sqlite.sum``, and
opening compares the database with it. While the database is open there is none, and after a crash there is none
either: then nothing is known, which is no alarm. Every other difference is one, whoever made it: a worn disk, another
program, or a person who put another copy in place. Which it was, only the user can say, so the alarm stays until the
user keeps the data as they are (:func:`remove`) or a backup takes their place.

The pages of an encrypted database are authenticated, each by itself, whenever they are read; it gets no checksum. An
alarm from before it was encrypted stays beside it.

The file is one line with a checksum of its own, written in place: whatever is cut off or damaged in it says nothing,
and no full disk keeps an alarm from being written over a checksum. A file by this name with anything else in it, or a
link, is somebody else's: it is never touched, and there is no checksum then.
"""

from __future__ import annotations

import os
import re
from binascii import crc32
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING

from mus_desktop.storage.database.file_header import is_regular

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mus_desktop.storage.database.file_freeze import StillFile

_log = getLogger(__name__)
_FORMAT = b"closed 1"
_ALARM = b"changed\n"
_LONGEST = 200
# With one wrong bit, cut off, or as zeros, which a power cut may leave, it is still known for the program's own.
_OURS = re.compile(rb"closed 1.*|.{8} \d+ [0-9a-f]{64} [0-9a-f]{16} [0-9a-f]{8}\n|changed\n.*|\0*", re.DOTALL)
_AFTER_ALARM = re.compile(rb"( \d+ [0-9a-f]{64} [0-9a-f]{16} [0-9a-f]{8}\n)?")
"""An alarm is written over a checksum before that is cut off."""
_WRITING = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Seen:
    """Content of the checksum file before the database was opened, and whether the database is as it says."""

    content: bytes
    matches: bool


def checksum_file(path: Path) -> Path:
    """Where the checksum of the database at ``path`` lies."""
    return path.with_name(f"{path.name}.sum")


def is_there(path: Path) -> bool:
    """Whether a checksum or an alarm lies beside the database at ``path``; not a file of somebody else's."""
    target = checksum_file(path)
    return is_regular(target) and not _is_foreign(path)


def has_alarm(path: Path) -> bool:
    """Whether the database at ``path`` changed while it was closed, and nobody has decided about that yet."""
    try:
        return _is_alarm(_content(path))
    except OSError:  # it will be seen the next time
        return False


def compare(path: Path, *, plain: bool) -> Seen | None:
    """Read all of the database at ``path`` and compare it; ``None`` if there is no checksum.

    Only while this process has not opened it: on POSIX systems closing the handle drops the locks of the process.
    Raises ``OSError`` if the checksum cannot be read.
    """
    content = _content(path)
    if not _is_ours(content):
        return None
    promised = _promised(content)
    if not plain or promised is None:
        return Seen(content, matches=True)
    if _has_unsaved_parts(path):
        return Seen(content, matches=False)
    try:
        with _opened(path) as file:
            return Seen(content, matches=promised == _size_and_digest(file))
    except OSError as error:  # the next backup says which part the disk cannot read; the rest can be used
        _log.warning("the closed database could not be compared: %s", type(error).__name__)
        return Seen(content, matches=True)


def settle(path: Path, seen: Seen | None) -> None:
    """End what the checksum says, before anything is written: it goes, or an alarm takes its place.

    For who has locked the database. If somebody else had it in the meantime, their checksum is another: nothing is
    known then. Raises ``OSError``.
    """
    content = _content(path)
    if _is_alarm(content):
        return
    if seen is not None and seen.content == content and not seen.matches:
        _log.warning("the database changed while it was closed")
        _overwrite(path, _ALARM)
    else:
        remove(path)


def write(path: Path, file: StillFile) -> None:
    """Write the checksum of the database at ``path``, which is locked and stands still; an alarm stays as it is.

    ``file`` is the database's own handle. If there is no room for it, there is no checksum. Raises nothing.
    """
    if not _may_be_written(path):
        return
    try:
        size, digest = _size_and_digest(file)
        line = b"%s %d %s %s" % (_FORMAT, size, digest.encode(), os.urandom(8).hex().encode())
        _write_private(checksum_file(path), b"%s %08x\n" % (line, crc32(line)))
    except OSError as error:
        _log.warning("no checksum of the closed database: %s", type(error).__name__)
        with suppress(OSError):
            checksum_file(path).unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Remove the checksum of the database at ``path``, or the alarm. Raises ``OSError``."""
    if not is_there(path):
        return
    _overwrite(path, b"")  # so that it says nothing more, even if the name comes back after a power cut
    with suppress(OSError):  # somebody is just reading it
        checksum_file(path).unlink()


def _content(path: Path) -> bytes:
    target = checksum_file(path)
    if not target.is_file():
        return b""
    with target.open("rb") as file:
        return file.read(_LONGEST)


def _is_foreign(path: Path) -> bool:
    target = checksum_file(path)
    return os.path.lexists(target) and not (is_regular(target) and _is_ours(_content(path)))


def _is_ours(content: bytes) -> bool:
    return _OURS.fullmatch(content) is not None or _is_alarm(content)


def _is_alarm(content: bytes) -> bool:
    """Return whether ``content`` is an alarm, with at most one wrong bit in it."""
    start, rest = content[: len(_ALARM)], content[len(_ALARM) :]
    if start == _ALARM:
        return True
    wrong = sum((one ^ other).bit_count() for one, other in zip(start, _ALARM, strict=False))
    return len(start) == len(_ALARM) and wrong == 1 and _AFTER_ALARM.fullmatch(rest) is not None


def _has_unsaved_parts(path: Path) -> bool:
    parts = (path.with_name(f"{path.name}{suffix}") for suffix in ("-wal", "-journal"))
    return any(part.is_file() and part.stat().st_size > 0 for part in parts)


def _may_be_written(path: Path) -> bool:
    try:
        return not has_alarm(path) and not _is_foreign(path)
    except OSError:  # whatever it is, it cannot be read
        return False


def _promised(content: bytes) -> tuple[int, str] | None:
    """Size and digest, ``None`` if the line is not whole."""
    line, _, crc = content.rpartition(b" ")
    if not line.startswith(_FORMAT) or crc != b"%08x\n" % crc32(line):
        return None
    size, digest, _ = line.removeprefix(_FORMAT).split()
    return int(size), digest.decode()


def _size_and_digest(file: StillFile) -> tuple[int, str]:
    import hashlib  # noqa: PLC0415 - a first start needs none

    size, digest = 0, hashlib.sha256()
    for part in file.parts():
        size += len(part)
        digest.update(part)
    return size, digest.hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[StillFile]:
    from mus_desktop.storage.database.file_freeze import Handle, StillFile  # noqa: PLC0415 - a first start needs none

    with closing(Handle(path)) as handle:
        yield StillFile(handle.number(), lambda: None)


def _write_private(target: Path, content: bytes) -> None:
    handle = os.open(target, _WRITING, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def _overwrite(path: Path, content: bytes) -> None:
    with checksum_file(path).open("rb+") as file:
        file.write(content)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
