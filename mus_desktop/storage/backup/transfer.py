"""Transfer of a verified backup to a target - a share, a USB key - that may fail at any step.

The backup is written in its own marked folder, flushed, closed, read back and compared, and only then named; its
manifest before it. So every file with the name of a backup is complete. SQLite never opens a file there. Nothing is
removed for its name alone: a folder of ours holds the program's marker, and a backup ends with its own mark.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from mus_desktop import drafts, file_changes
from mus_desktop.storage.backup import backup_file
from mus_desktop.storage.database import file_header
from mus_desktop.storage.database.private_files import flush_folder
from mus_desktop.task_process import FLUSHING, Report

PART = ".part"
_PART = re.compile(rf"(.+?{re.escape(backup_file.SUFFIX)})(-\d+)?{re.escape(PART)}")
_STALE_AFTER = timedelta(days=1)
_FIRST_DELAY, _LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=1)


class TargetFiles:
    """The file operations on a target; tests replace them with failing ones. All raise ``OSError``."""

    def names(self, folder: Path, report: Report = lambda _: None) -> list[str]:
        """Return the names in ``folder``, which may be many: each one read is reported as progress."""
        names = []
        for entry in _entries(folder):
            names.append(entry.name)
            report(1)
        return names

    def write(self, path: Path, parts: Iterable[bytes]) -> None:
        """Write a new file and wait until it is flushed to the target."""
        with path.open("wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())

    def read(self, path: Path) -> Iterator[bytes]:
        """Yield the content of a file, read from the target itself and not a cache where the system allows it."""
        with file_changes.open_again(path, "rb") as file:
            # Drop the cached pages: reading back the cache would prove nothing about the target.
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            while chunk := file.read(backup_file.CHUNK_BYTES):
                yield chunk

    def refuse_folder(self, path: Path) -> None:
        """Raise ``IsADirectoryError`` for a folder; Windows would report only a missing permission."""
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder")

    def is_file(self, path: Path) -> bool:
        """Return whether ``path`` is a file; a folder may have the name of a backup."""
        return path.is_file()

    def is_backup(self, path: Path) -> bool:
        """Return whether it is or was a backup: it ends with a backup's mark, or has a valid manifest next to it."""
        if not file_header.is_regular(path):
            return False
        with file_changes.open_again(path, "rb") as file:
            # A seek to before the start of a short file would raise.
            file.seek(-min(len(backup_file.END_MARK), path.stat().st_size), os.SEEK_END)
            return file.read() == backup_file.END_MARK or backup_file.read_manifest(path) is not None

    def size(self, path: Path) -> int:
        """Return the size of a file in bytes."""
        return path.stat().st_size

    def rename(self, old: Path, new: Path) -> None:
        """Rename a file, replacing any file of the new name."""
        file_changes.replace(old, new)
        flush_folder(new.parent)

    def remove(self, path: Path) -> None:
        """Remove a file."""
        file_changes.remove_file(path)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        return os.scandir(folder)
    except FileNotFoundError:
        # An empty drive, such as a new USB stick, has no entries in its root; Windows reports a missing folder.
        if folder.is_dir():
            return iter(())
        raise
    except OSError as error:
        if folder.is_file():  # Windows has several numbers for it
            raise NotADirectoryError(errno.ENOTDIR, "a file") from error
        raise


def retry_delay(attempt: int) -> timedelta:
    """Return the time to wait before the next attempt: a minute after failure 1, doubled up to an hour."""
    doublings = min(max(attempt, 1) - 1, 10)
    return min(_FIRST_DELAY * (1 << doublings), _LONGEST_DELAY)


def store(source: Path, folder: Path, files: TargetFiles, report: Report = lambda _: None) -> None:
    """Copy the backup ``source`` and its manifest into ``folder``, which must exist.

    :param report: called after each piece, so that only the time since the last one counts.

    Raises ``OSError``; the name then does not exist there, or belongs to a complete backup.
    """
    names = files.names(folder, report)
    for name in _stale_parts(names, source.name):
        with suppress(OSError):  # another program has it open, or it can be removed next time
            _remove_part(folder / name)
        report(1)
    _remove_orphans(folder, names, source.name, files, report)
    part = _make_part(folder, source.name)
    try:
        _store_both(source, part, folder, files, report)
    except OSError:
        with suppress(OSError):
            _remove_part(part)
        raise
    with suppress(OSError):
        _remove_part(part)


def _store_both(source: Path, part: Path, folder: Path, files: TargetFiles, report: Report) -> None:
    # The manifest first, so that a backup under its final name has one. A backup whose manifest was lost is still
    # transferred, because it has its own checksum.
    for file in filter(Path.is_file, (backup_file.manifest_path(source), source)):
        _store_one(file, part / file.name, folder / file.name, files, report)


def fetch(source: Path, target: Path, files: TargetFiles, report: Report = lambda _: None) -> None:
    """Copy a backup, and its manifest if any, from a target to the local file ``target``. Raises ``OSError``."""
    files.refuse_folder(source)
    _copy_back(source, target, files, report)
    manifest = backup_file.manifest_path(source)
    if manifest.name in files.names(source.parent, report):
        _copy_back(manifest, backup_file.manifest_path(target), files, report)


def check_readable(source: Path, files: TargetFiles, report: Report = lambda _: None) -> None:
    """Read a file to its end, as a test. Raises ``OSError``."""
    files.refuse_folder(source)
    for _ in _with_progress(files.read(source), lambda _: None, report):
        pass


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A backup on a target: its name, its size in bytes, and its manifest's text, ``None`` without one."""

    name: str
    size: int
    manifest: str | None


def list_backups(folder: Path, files: TargetFiles, report: Report = lambda _: None) -> list[ListedFile]:
    """Return the backups in ``folder``, of any database. Raises ``OSError``."""
    names = set(files.names(folder, report))
    entries = []
    for name in sorted(name for name in names if backup_file.parse_name(name)):
        manifest = backup_file.manifest_path(folder / name)
        report(1)
        if not files.is_file(folder / name):
            continue
        existing = manifest.name in names and files.is_file(manifest)
        # Damaged bytes are replaced, because one bad manifest must not hide the other backups.
        text = _manifest_content(manifest, files).decode("utf-8", "replace") if existing else None
        entries.append(ListedFile(name, files.size(folder / name), text))
    return entries


def _manifest_content(manifest: Path, files: TargetFiles) -> bytes:
    """Return the content of a manifest; nothing if it is larger than any, so that it does not fill the memory."""
    content = b""
    for chunk in files.read(manifest):
        content += chunk
        if len(content) > backup_file.MAX_MANIFEST_BYTES:
            return b""
    return content


def remove(folder: Path, names: Iterable[str], files: TargetFiles, report: Report = lambda _: None) -> None:
    """Remove backups, each before its manifest; a file without a backup's content is kept. Raises ``OSError``."""
    existing = set(files.names(folder, report))
    for name in names:
        report(1)
        if backup_file.parse_name(name) is None:
            raise ValueError("only backups are removed")
        if name in existing and not files.is_backup(folder / name):
            continue
        for file in (folder / name, backup_file.manifest_path(folder / name)):
            if file.name in existing:
                files.remove(file)


def _stale_parts(names: Iterable[str], source: str) -> list[str]:
    """Return the parts of interrupted transfers of the same database, from more than a day before ``source``.

    Days are taken from the names, because the clock of a target may differ.
    """
    ours = backup_file.parse_name(source)
    return [name for name in names if ours and (old := _backup_of_part(name)) and _is_before(old, ours)]


def _remove_orphans(folder: Path, names: Collection[str], source: str, files: TargetFiles, report: Report) -> None:
    """Remove old manifests of the same database whose backup is gone, because a removal or a transfer was interrupted.

    A manifest is written before its backup, so a new one may be of a transfer from another PC that is under way.
    """
    ours = backup_file.parse_name(source)
    for name in names:
        backup = name.removesuffix(backup_file.MANIFEST_SUFFIX)
        old = backup_file.parse_name(backup) if backup != name else None
        if ours and old and backup not in names and _is_before(old, ours):
            with suppress(OSError):  # it can be removed next time
                if backup_file.manifest_names(_manifest_content(folder / name, files), backup):
                    files.remove(folder / name)
            report(1)


def _backup_of_part(name: str) -> backup_file.BackupName | None:
    """Return the name of the backup being written in a part folder."""
    match = _PART.fullmatch(name)
    return backup_file.parse_name(match[1]) if match else None


def _is_before(old: backup_file.BackupName, new: backup_file.BackupName) -> bool:
    return old.database == new.database and old.number < new.number and new.made_at - old.made_at > _STALE_AFTER


def _make_part(folder: Path, source: str) -> Path:
    """Create the marked folder in which the backup called ``source`` is written. Raises ``OSError``."""
    numbered = (f"{source}-{number}{PART}" for number in itertools.count(2))
    for name in itertools.chain([f"{source}{PART}"], numbered):
        part = folder / name
        if drafts.is_marked(part):  # left by an interrupted attempt
            drafts.remove(part)
        if not os.path.lexists(part) or drafts.is_empty(part):
            part.mkdir(exist_ok=True)
            drafts.add_marker(part)
            return part
    # The numbers never end, so this is never reached; the type checker cannot know that.
    raise AssertionError


def _remove_part(part: Path) -> None:
    """Remove a folder of :func:`_make_part`; one without a marker belongs to somebody else. Raises ``OSError``."""
    if drafts.is_marked(part):
        drafts.remove(part)


def _store_one(source: Path, part: Path, target: Path, files: TargetFiles, report: Report) -> None:
    written = hashlib.sha256()
    files.write(part, _then_flushed(_with_progress(backup_file.chunks(source), written.update, report), report))
    _verify_read_back(files.read(part), written.digest(), report)
    report(FLUSHING)
    files.rename(part, target)
    try:
        # A share may answer the rename before it is done, or lose what it had only promised to write.
        _verify_read_back(files.read(target), written.digest(), report)
    except OSError:
        with suppress(OSError):
            # If the rename was lost, a complete backup of an earlier attempt may still have the name.
            if not backup_file.is_intact(target):
                files.remove(target)
        raise


def _verify_read_back(parts: Iterator[bytes], written: bytes, report: Report) -> None:
    digest = hashlib.sha256()
    for _ in _with_progress(parts, digest.update, report):
        pass
    if digest.digest() != written:
        raise OSError(errno.EIO, "not there as it was written")


def _copy_back(source: Path, target: Path, files: TargetFiles, report: Report) -> None:
    with target.open("wb") as file:
        for chunk in _with_progress(files.read(source), lambda _: None, report):
            file.write(chunk)


def _then_flushed(parts: Iterable[bytes], report: Report) -> Iterator[bytes]:
    """Yield ``parts``, and report that a flush follows, which reports nothing until it is done."""
    yield from parts
    report(FLUSHING)


def _with_progress(parts: Iterable[bytes], consume: Callable[[bytes], object], report: Report) -> Iterator[bytes]:
    for part in parts:
        consume(part)
        yield part
        report(len(part))
