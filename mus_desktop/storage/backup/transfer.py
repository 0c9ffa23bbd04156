"""How a verified backup comes onto a target - a share, a USB key - that may fail in every way there is.

Written under another name, flushed, closed, read back and compared, and only then given its name; the manifest first.
So whatever bears the name of a backup is one. SQLite never opens a file there.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from mus_desktop.storage.backup import backup_file
from mus_desktop.storage.database.private_files import flush_folder

PART = ".part"
_STALE = timedelta(days=1)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)

Tell = Callable[[int], None]


class Files:
    """The few things done on a target; tests put a failing one in its place. Everything raises ``OSError``."""

    def names(self, folder: Path) -> list[str]:
        """The names in ``folder``."""
        return [entry.name for entry in os.scandir(folder)]

    def write(self, path: Path, parts: Iterable[bytes]) -> None:
        """Write a new file and wait until it is there."""
        with path.open("wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())

    def read(self, path: Path) -> Iterator[bytes]:
        """Read a file, from the target itself where the system can be told so."""
        with path.open("rb") as file:
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            while chunk := file.read(backup_file.CHUNK):
                yield chunk

    def refuse_folder(self, path: Path) -> None:
        """Raise ``IsADirectoryError`` for a folder; Windows would only say that it may not be read."""
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder")

    def size(self, path: Path) -> int:
        """How many bytes a file has."""
        return path.stat().st_size

    def rename(self, old: Path, new: Path) -> None:
        """Give a file its name, in the place of the one that had it."""
        old.replace(new)
        flush_folder(new.parent)

    def remove(self, path: Path) -> None:
        """Remove a file."""
        path.unlink()


def wait_before(attempt: int) -> timedelta:
    """How long to wait before trying a target again: a minute after the first failure (1), doubled up to an hour."""
    doublings = min(max(attempt, 1) - 1, 10)
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)


def put(source: Path, folder: Path, files: Files, tell: Tell = lambda _: None) -> None:
    """Put the backup ``source`` and its manifest into ``folder``, which must be there.

    :param tell: is told the number of bytes after each piece, to show that something happens.

    Raises ``OSError``; the name then does not exist there, or belongs to a whole backup.
    """
    target = folder / source.name
    names = files.names(folder)
    for name in (target.name + PART, backup_file.manifest_of(target).name + PART):
        if name in names:  # left by an attempt that was cut off
            files.remove(folder / name)
    for name in _stale_parts(names, source.name):
        with suppress(OSError):  # somebody has it open, or it can go next time
            files.remove(folder / name)
    # A backup vouches for itself: one whose manifest was lost still reaches the target.
    for file in filter(Path.is_file, (backup_file.manifest_of(source), source)):
        _put_one(file, folder / file.name, files, tell)


def fetch(source: Path, target: Path, files: Files, tell: Tell = lambda _: None) -> None:
    """Bring a backup, and any manifest it has, from a target to the local file ``target``. Raises ``OSError``."""
    files.refuse_folder(source)
    _copy_back(source, target, files, tell)
    manifest = backup_file.manifest_of(source)
    if manifest.name in files.names(source.parent):
        _copy_back(manifest, backup_file.manifest_of(target), files, tell)


def look(source: Path, files: Files, tell: Tell = lambda _: None) -> None:
    """Read a file to its end. Raises ``OSError``."""
    files.refuse_folder(source)
    for _ in _watched(files.read(source), lambda _: None, tell):
        pass


@dataclass(frozen=True, slots=True)
class Listed:
    """A backup on a target: its name, its size in bytes, and what its manifest says, ``None`` without one."""

    name: str
    size: int
    manifest: str | None


def listing(folder: Path, files: Files) -> list[Listed]:
    """The backups in ``folder``, of any database. Raises ``OSError``."""
    names = files.names(folder)
    found = []
    for name in sorted(name for name in names if backup_file.name_of(name)):
        manifest = backup_file.manifest_of(folder / name)
        text = b"".join(files.read(manifest)).decode("utf-8", "replace") if manifest.name in names else None
        found.append(Listed(name, files.size(folder / name), text))
    return found


def remove(folder: Path, names: Iterable[str], files: Files) -> None:
    """Remove backups, each before its manifest; other files are never touched. Raises ``OSError``."""
    there = set(files.names(folder))
    for name in names:
        if backup_file.name_of(name) is None:
            raise ValueError("only backups are removed")
        for file in (folder / name, backup_file.manifest_of(folder / name)):
            if file.name in there:
                files.remove(file)


def _stale_parts(names: Iterable[str], source: str) -> list[str]:
    """What a kill left of backups of the same database made more than a day before ``source``; never another's.

    The days are told by the names, for the clock of a target may be another.
    """
    ours = backup_file.name_of(source)
    return [name for name in names if ours and (old := _part_of(name)) and _is_before(old, ours)]


def _part_of(name: str) -> backup_file.Name | None:
    """The backup that a part, or the part of a manifest, was to become."""
    if not name.endswith(PART):
        return None
    return backup_file.name_of(name.removesuffix(PART).removesuffix(backup_file.MANIFEST_SUFFIX))


def _is_before(old: backup_file.Name, new: backup_file.Name) -> bool:
    return old.database == new.database and old.number < new.number and new.made_at - old.made_at > _STALE


def _put_one(source: Path, target: Path, files: Files, tell: Tell) -> None:
    part = target.with_name(target.name + PART)
    written = hashlib.sha256()
    try:
        files.write(part, _watched(backup_file.chunks(source), written.update, tell))
        _compare(files.read(part), written.digest(), tell)
        files.rename(part, target)
        _refuse_other_size(files.size(target), source)
    except OSError:
        with suppress(OSError):
            files.remove(part)
        raise


def _refuse_other_size(size: int, source: Path) -> None:
    if size != source.stat().st_size:
        raise OSError(errno.EIO, "not there after it was renamed")


def _compare(parts: Iterator[bytes], written: bytes, tell: Tell) -> None:
    found = hashlib.sha256()
    for _ in _watched(parts, found.update, tell):
        pass
    if found.digest() != written:
        raise OSError(errno.EIO, "not there as it was written")


def _copy_back(source: Path, target: Path, files: Files, tell: Tell) -> None:
    with target.open("wb") as file:
        for chunk in _watched(files.read(source), lambda _: None, tell):
            file.write(chunk)


def _watched(parts: Iterable[bytes], seen: Callable[[bytes], object], tell: Tell) -> Iterator[bytes]:
    for part in parts:
        seen(part)
        yield part
        tell(len(part))
