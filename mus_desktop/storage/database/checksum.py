"""The checksum of a closed database, stored in a file next to it; detects changes made while it was closed.

SQLite detects hardly any changed bit in the content of a plain database. So closing writes ``mus.sqlite.sum``, and
opening compares the database with it. There is no checksum while the database is open, nor after a crash; nothing is
known then, and that raises no alarm. Every other difference raises one, whatever caused it: a worn disk, another
program, or a person who replaced the file with another copy. Only the user can tell which, so the alarm stays until
the user keeps the data as they are (:func:`remove`) or restores a backup.

A clean close also leaves ``-wal`` and ``-journal`` empty: any content in them next to a checksum was added later.

The pages of an encrypted database are each authenticated whenever they are read, so it gets no checksum. An alarm
raised before it was encrypted is kept.

The file is one line with a checksum of its own, written in place: a truncated or damaged line counts as no checksum,
and a full disk cannot prevent an alarm from being written over a checksum. A file of this name with any other content,
or a link, belongs to somebody else: it is never touched, and there is no checksum then.
"""

from __future__ import annotations

import os
import re
from binascii import crc32
from contextlib import closing, contextmanager, suppress
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mus_desktop import file_changes
from mus_desktop.storage.database.file_header import is_regular

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mus_desktop.storage.database.file_freeze import FrozenFile

_log = getLogger(__name__)
_FORMAT = b"closed 1"
_ALARM = b"changed\n"
_MAX_BYTES = 200
# Also matches with one wrong bit, truncated, or as the zeros a power cut may leave: still the program's own file.
_OURS = re.compile(rb"closed 1.*|.{8} \d+ [0-9a-f]{64} [0-9a-f]{16} [0-9a-f]{8}\n|changed\n.*|\0*", re.DOTALL)
_AFTER_ALARM = rb"( \d+ [0-9a-f]{64} [0-9a-f]{16} [0-9a-f]{8}\n)?"
"""An alarm is written over a checksum first; the rest of the old line is truncated after that."""
_WRITE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


class ComparedChecksum(NamedTuple):
    """Content of the checksum file before the database was opened, and whether the database matches it."""

    content: bytes
    matches: bool


def checksum_file(path: Path) -> Path:
    """Return the path of the checksum file of the database at ``path``."""
    return path.with_name(f"{path.name}.sum")


def exists(path: Path) -> bool:
    """Return whether a checksum or an alarm of the program exists for the database at ``path``."""
    target = checksum_file(path)
    return is_regular(target) and not _is_foreign(path)


def has_alarm(path: Path) -> bool:
    """Return whether the database at ``path`` changed while closed, and the user has not decided about it yet."""
    try:
        return _is_alarm(_content(path))
    except OSError:  # it is compared at the next opening
        return False


def compare(path: Path, *, plain: bool) -> ComparedChecksum | None:
    """Read the whole database at ``path`` and compare it with its checksum; ``None`` if there is none.

    Call this only while this process does not have the database open: on POSIX systems closing the handle drops the
    locks of the process. Raises ``OSError`` if the checksum cannot be read.
    """
    content = _content(path)
    if not _is_ours(content):
        return None
    expected = _parse_line(content)
    if not plain or expected is None:
        return ComparedChecksum(content, matches=True)
    if _has_unsaved_side_files(path):
        return ComparedChecksum(content, matches=False)
    try:
        with _open_frozen(path) as file:
            return ComparedChecksum(content, matches=expected == _size_and_digest(file))
    except OSError as error:  # the next backup reports the unreadable part; the rest is usable
        _log.warning("the closed database could not be compared: %s", type(error).__name__)
        return ComparedChecksum(content, matches=True)


def remove_or_alarm(path: Path, compared: ComparedChecksum | None) -> None:
    """Remove the checksum before the first write, or replace it with an alarm if the database had changed.

    The caller must have locked the database. If another process opened it in the meantime, its checksum differs from
    ``compared``: nothing is known then. Raises ``OSError``.
    """
    content = _content(path)
    if _is_alarm(content):
        return
    if compared is not None and compared.content == content and not compared.matches:
        _log.warning("the database changed while it was closed")
        _overwrite(path, _ALARM)
    else:
        remove(path)


def write(path: Path, file: FrozenFile) -> None:
    """Write the checksum of the database at ``path``, which must be locked and frozen; an alarm is kept.

    ``file`` is the database's own handle. If there is no room on the disk, no checksum is written. Raises nothing.
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
            file_changes.remove_file(checksum_file(path), missing_ok=True)


def remove(path: Path) -> None:
    """Remove the checksum of the database at ``path``, or the alarm. Raises ``OSError``."""
    if not exists(path):
        return
    _overwrite(path, b"")  # empty it first, so that it is void even if a power cut restores the name
    with suppress(OSError):  # another process is reading it
        file_changes.remove_file(checksum_file(path))


def _content(path: Path) -> bytes:
    target = checksum_file(path)
    if not target.is_file():
        return b""
    with file_changes.open_again(target, "rb") as file:
        return file.read(_MAX_BYTES)


def _is_foreign(path: Path) -> bool:
    target = checksum_file(path)
    return os.path.lexists(target) and not (is_regular(target) and _is_ours(_content(path)))


def _is_ours(content: bytes) -> bool:
    return _OURS.fullmatch(content) is not None or _is_alarm(content)


def _is_alarm(content: bytes) -> bool:
    """Return whether ``content`` is an alarm with at most one wrong bit."""
    start, rest = content[: len(_ALARM)], content[len(_ALARM) :]
    if start == _ALARM:
        return True
    wrong = sum((one ^ other).bit_count() for one, other in zip(start, _ALARM, strict=False))
    return len(start) == len(_ALARM) and wrong == 1 and re.fullmatch(_AFTER_ALARM, rest) is not None


def _has_unsaved_side_files(path: Path) -> bool:
    parts = (path.with_name(f"{path.name}{suffix}") for suffix in ("-wal", "-journal"))
    return any(part.is_file() and part.stat().st_size > 0 for part in parts)


def _may_be_written(path: Path) -> bool:
    try:
        return not has_alarm(path) and not _is_foreign(path)
    except OSError:  # a file that cannot be read is not known to be the program's
        return False


def _parse_line(content: bytes) -> tuple[int, str] | None:
    """Return the size and digest in a checksum line, ``None`` if the line is incomplete."""
    line, _, crc = content.rpartition(b" ")
    if not line.startswith(_FORMAT) or crc != b"%08x\n" % crc32(line):
        return None
    size, digest, _ = line.removeprefix(_FORMAT).split()
    return int(size), digest.decode()


def _size_and_digest(file: FrozenFile) -> tuple[int, str]:
    import hashlib  # noqa: PLC0415 - a first start needs none

    size, digest = 0, hashlib.sha256()
    for part in file.parts():
        size += len(part)
        digest.update(part)
    return size, digest.hexdigest()


@contextmanager
def _open_frozen(path: Path) -> Iterator[FrozenFile]:
    from mus_desktop.storage.database.file_freeze import FileHandle, FrozenFile  # noqa: PLC0415 - a first start needs none

    with closing(FileHandle(path)) as handle:
        yield FrozenFile(handle.descriptor(), lambda: None)


def _write_private(target: Path, content: bytes) -> None:
    handle = os.open(target, _WRITE_FLAGS, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def _overwrite(path: Path, content: bytes) -> None:
    with file_changes.open_again(checksum_file(path), "rb+") as file:
        file.write(content)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
