"""Quarantine: files moved out of the way next to the database, such as former databases, perhaps unencrypted.

Only folders with the program's marker, and copies that are databases of this program, are included, each by its exact
name and never through a link; inside a folder only the files of a database. Everything else belongs to somebody else
and is kept.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from pathlib import Path
from stat import S_ISREG

from mus_desktop import drafts
from mus_desktop.errors import Unusable
from mus_desktop.storage.backup import backup_file, backup_messages
from mus_desktop.storage.backup.rotation import Copy, proven
from mus_desktop.storage.database import encrypted_header, file_header
from mus_desktop.storage.database.file_swap import KEPT
from mus_desktop.storage.database.private_files import wipe, write_whole
from mus_desktop.storage.keys import database_key, key_messages

SHORTEST = timedelta(days=30)
"""The shortest time in quarantine before an item is removed for its age."""
_USUAL = timedelta(days=366)
_RESTORE, _PASSWORD, _BACKUP = "inden-gendannelse", "inden-adgangskode", "backup-til-side"
_AT = "%Y-%m-%d-%H%M%S"
_FOLDER = re.compile(rf"({_RESTORE}-(\d{{4}}-\d\d-\d\d-\d{{6}})|{_PASSWORD}|{_BACKUP})(-\d+)?")
_UPGRADE_COPY = re.compile(r"mus-inden-opgradering-\d+(-\d+)?\.sqlite")
_CONTENT = re.compile(r"mus\.sqlite(-wal|-shm|-journal|\.sum)?|(mus|backup)\.key|læs mig\.txt(\..+\.new)?")
_KEYS = ("mus.key", "backup.key")


class QuarantineKind(Enum):
    """The event that replaced the files in quarantine."""

    RESTORE = auto()
    PASSWORD = auto()
    UPGRADE = auto()
    KEY = auto()
    """A key file only, replaced by the correct one."""
    BACKUP = auto()
    """A plain backup that is damaged, or of a newer program, so that it could not be encrypted with the others."""


@dataclass(frozen=True, slots=True)
class QuarantinedItem:
    """An item in quarantine: the time it was moved there (the computer's own), its size in bytes, and if encrypted."""

    path: Path
    kind: QuarantineKind
    at: datetime
    size: int
    encrypted: bool


def for_restore(path: Path, now: datetime) -> Path:
    """Create a folder for the files of the database at ``path``, which a backup is about to replace."""
    return _new(path.with_name(f"{_RESTORE}-{now:{_AT}}"))


def for_password(path: Path) -> Path:
    """Create a folder for the files of the database at ``path``, whose encryption is about to change."""
    return _new(path.with_name(_PASSWORD))


def copy_key(path: Path, now: datetime) -> Path | None:
    """Copy the key file of the database at ``path`` to a new folder before it is overwritten; return the folder.

    It may be the only way to other data. ``None`` if there is no key file, or no lock in it. It is copied and not
    moved, so that a key file exists at every moment. Raises ``OSError``; nothing is left of the copy then.
    """
    key = file_header.key_file(path)
    try:
        stored = database_key.read_stored(path)
    except Unusable:
        return None
    if not stored.whole and not stored.damaged:
        return None
    folder = for_restore(path, now)
    folder.mkdir(mode=0o700)
    drafts.mark(folder)
    try:
        told = key_messages.moved_aside(key_messages.short_day(now.date().isoformat()))
        write_whole(folder / KEPT, told.encode())
        write_whole(folder / key.name, key.read_bytes())
    except OSError:
        with suppress(OSError):
            drafts.remove(folder, overwritten=True)
        raise
    return folder


def move_backup(file: Path) -> Path:
    """Move the local plain backup ``file``, with its manifest, to its own folder next to the database.

    It may contain data that can be rescued; the user sees it in the list and decides. Returns the folder. Raises
    ``OSError``; the backup is then in one place or the other.
    """
    folder = _new(file.parent.with_name(_BACKUP))
    folder.mkdir(mode=0o700)
    try:
        drafts.mark(folder)
        write_whole(folder / KEPT, backup_messages.backup_moved_aside(file).encode())
        file.replace(folder / file.name)
    except OSError:
        with suppress(OSError):
            drafts.remove(folder)
        raise
    with suppress(OSError):  # the label in the backup has the same content
        manifest = backup_file.manifest_of(file)
        manifest.replace(folder / manifest.name)
    return folder


def found(data_folder: Path) -> list[QuarantinedItem]:
    """Return everything in quarantine, the newest first. Raises ``OSError``."""
    seen = [_seen(file) for file in data_folder.iterdir()]
    return sorted((one for one in seen if one), key=lambda one: one.at, reverse=True)


def remove(one: QuarantinedItem) -> None:
    """Overwrite and remove an item. Raises ``OSError``; what is left is still found."""
    if one.kind is QuarantineKind.UPGRADE:
        wipe(one.path)
        return
    files = list(_content(one.path))
    for file in sorted(files, key=lambda file: file.name == KEPT):  # the explanation last
        wipe(file)
    (one.path / drafts.MARKER).unlink(missing_ok=True)
    with suppress(OSError):  # it contains somebody's files and is theirs from now on
        one.path.rmdir()


def wipe_plain(data_folder: Path) -> None:
    """Overwrite unencrypted files next to an encrypted database, except those to be kept. Raises ``OSError``."""
    for one in found(data_folder):
        if not one.encrypted and not is_kept(one) and one.kind is not QuarantineKind.BACKUP:
            remove(one)


def forget_kept(data_folder: Path) -> None:
    """End the keeping of plain files that a restore moved to quarantine, so that :func:`wipe_plain` removes them."""
    for one in found(data_folder):
        if is_kept(one) and not one.encrypted and one.kind is not QuarantineKind.BACKUP:
            (one.path / KEPT).unlink()


def is_kept(one: QuarantinedItem) -> bool:
    """Return whether the item was moved to quarantine to be kept."""
    return one.kind is not QuarantineKind.UPGRADE and (one.path / KEPT).exists()


def outlived(
    data_folder: Path,
    backups: Collection[Copy],
    confirmed: datetime,
    now: datetime,
    retention: timedelta | None,
    key: bytes | None = None,
) -> list[QuarantinedItem]:
    """Return the items older than the longest time backups are kept, if a later backup was ``confirmed``.

    :param backups: the local ones, from which the clock is verified (see :mod:`~.rotation`).
    :param retention: how long backups are kept at most; about a year if not chosen.
    :param key: the current database's key. An encrypted copy that it does not open may be somebody else's, and is kept.

    Raises ``OSError``.
    """
    day, longest = proven(backups, now), max(retention or _USUAL, SHORTEST)
    old = [one for one in found(data_folder) if day - one.at > longest and one.at < confirmed <= now]
    return [one for one in old if _is_surely_ours(one, key)]


def _is_surely_ours(one: QuarantinedItem, key: bytes | None) -> bool:
    if one.kind is not QuarantineKind.UPGRADE or not one.encrypted:
        return True
    return key is not None and encrypted_header.opens(one.path, one.size, key)


def _new(first: Path) -> Path:
    names = itertools.chain([first], (first.with_name(f"{first.name}-{number}") for number in itertools.count(2)))
    return next(folder for folder in names if not os.path.lexists(folder))


def _seen(file: Path) -> QuarantinedItem | None:
    try:
        return _seen_folder(file) or _seen_copy(file)
    except FileNotFoundError:  # removed in the meantime
        return None


def _seen_copy(file: Path) -> QuarantinedItem | None:
    known = file.lstat()
    if not _UPGRADE_COPY.fullmatch(file.name) or not S_ISREG(known.st_mode) or not file_header.may_be_ours(file):
        return None
    return QuarantinedItem(
        file, QuarantineKind.UPGRADE, _moment(known.st_mtime), known.st_size, not file_header.is_plain(file)
    )


def _seen_folder(folder: Path) -> QuarantinedItem | None:
    match = _FOLDER.fullmatch(folder.name)
    known = folder.lstat()
    if match is None or not drafts.is_marked(folder):
        return None
    files = list(_content(folder))
    if not files:
        return None
    at, kind = _moment(known.st_mtime), _kind(match[1])  # the time of last change, unless the name has one
    if match[2]:
        with suppress(ValueError):
            at = datetime.strptime(match[2], _AT).astimezone()
    if {file.name for file in files} <= {*_KEYS, KEPT} and kind is not QuarantineKind.BACKUP:
        kind = QuarantineKind.KEY
    return QuarantinedItem(folder, kind, at, sum(file.stat().st_size for file in files), _is_sealed(folder))


def _kind(name: str) -> QuarantineKind:
    return {_PASSWORD: QuarantineKind.PASSWORD, _BACKUP: QuarantineKind.BACKUP}.get(name, QuarantineKind.RESTORE)


def _is_content(name: str) -> bool:
    is_backup = backup_file.name_of(name.removesuffix(backup_file.MANIFEST_SUFFIX)) is not None
    return is_backup or _CONTENT.fullmatch(name) is not None


def _content(folder: Path) -> Iterator[Path]:
    for file in folder.iterdir():
        if _is_content(file.name) and S_ISREG(file.lstat().st_mode):
            yield file


def _is_sealed(folder: Path) -> bool:
    """Return whether nothing in the folder is readable: it has a key file, and no plain database."""
    database = folder / "mus.sqlite"
    return any((folder / name).exists() for name in _KEYS) and not (
        database.is_file() and file_header.is_plain(database)
    )


def _moment(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp).astimezone()
