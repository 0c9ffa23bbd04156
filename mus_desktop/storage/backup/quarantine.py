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

from mus_desktop import drafts, file_changes
from mus_desktop.errors import DataUnusable
from mus_desktop.storage.backup import backup_file, backup_messages
from mus_desktop.storage.backup.rotation import BackupCopy, latest_certain_time
from mus_desktop.storage.database import encrypted_header, file_header
from mus_desktop.storage.database.file_swap import EXPLANATION_NAME
from mus_desktop.storage.database.private_files import wipe, write_atomically
from mus_desktop.storage.keys import database_key, key_messages

MIN_RETENTION = timedelta(days=30)
"""The shortest time in quarantine before an item is removed for its age."""
_DEFAULT_RETENTION = timedelta(days=366)
_RESTORE, _PASSWORD, _BACKUP = "inden-gendannelse", "inden-adgangskode", "backup-til-side"
_TIMESTAMP_FORMAT = "%Y-%m-%d-%H%M%S"
_FOLDER = re.compile(rf"({_RESTORE}-(\d{{4}}-\d\d-\d\d-\d{{6}})|{_PASSWORD}|{_BACKUP})(-\d+)?")
_UPGRADE_COPY = re.compile(r"mus-inden-opgradering-\d+(-\d+)?\.sqlite")
_KNOWN_FILE = re.compile(r"mus\.sqlite(-wal|-shm|-journal|\.sum)?|(mus|backup)\.key|læs mig\.txt(\..+\.new)?")
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


def folder_for_restore(path: Path, now: datetime) -> Path:
    """Return the path for a new folder with the files of the database at ``path``, which a backup will replace."""
    return _unused_path(path.with_name(f"{_RESTORE}-{now:{_TIMESTAMP_FORMAT}}"))


def folder_for_password_change(path: Path) -> Path:
    """Return the path for a new folder with the files of the database at ``path``, whose encryption will change."""
    return _unused_path(path.with_name(_PASSWORD))


def copy_key(path: Path, now: datetime) -> Path | None:
    """Copy the key file of the database at ``path`` to a new folder before it is overwritten; return the folder.

    It may be the only way to other data. ``None`` if there is no key file, or no lock in it. It is copied and not
    moved, so that a key file exists at every moment. Raises ``OSError``; nothing is left of the copy then.
    """
    key = file_header.key_file(path)
    try:
        stored = database_key.read_key_file(path)
    except DataUnusable:
        return None
    if not stored.intact and not stored.damaged:
        return None
    folder = folder_for_restore(path, now)
    folder.mkdir(mode=0o700)
    drafts.add_marker(folder)
    try:
        explanation = key_messages.quarantine_explanation(key_messages.short_iso_date(now.date().isoformat()))
        write_atomically(folder / EXPLANATION_NAME, explanation.encode())
        write_atomically(folder / key.name, file_changes.read(key))
    except OSError:
        with suppress(OSError):
            drafts.remove(folder, overwrite=True)
        raise
    return folder


def move_backup(file: Path) -> Path:
    """Move the local plain backup ``file``, with its manifest, to its own folder next to the database.

    It may contain data that can be rescued; the user sees it in the list and decides. Returns the folder. Raises
    ``OSError``; the backup is then in one place or the other.
    """
    folder = _unused_path(file.parent.with_name(_BACKUP))
    folder.mkdir(mode=0o700)
    try:
        drafts.add_marker(folder)
        write_atomically(folder / EXPLANATION_NAME, backup_messages.quarantined_backup_explanation(file).encode())
        file_changes.replace(file, folder / file.name)
    except OSError:
        with suppress(OSError):
            drafts.remove(folder)
        raise
    with suppress(OSError):  # the label in the backup has the same content
        manifest = backup_file.manifest_path(file)
        file_changes.replace(manifest, folder / manifest.name)
    return folder


def list_items(data_folder: Path) -> list[QuarantinedItem]:
    """Return everything in quarantine, the newest first. Raises ``OSError``."""
    items = [_item_at(file) for file in data_folder.iterdir()]
    return sorted((item for item in items if item), key=lambda item: item.at, reverse=True)


def remove(item: QuarantinedItem) -> None:
    """Overwrite and remove an item. Raises ``OSError``; what is left is still found."""
    if item.kind is QuarantineKind.UPGRADE:
        wipe(item.path)
        return
    files = list(_known_files(item.path))
    for file in sorted(files, key=lambda file: file.name == EXPLANATION_NAME):  # the explanation last
        wipe(file)
    file_changes.remove_file(item.path / drafts.MARKER, missing_ok=True)
    with suppress(OSError):  # it contains somebody's files and is theirs from now on
        file_changes.remove_folder(item.path)


def wipe_unencrypted(data_folder: Path) -> None:
    """Overwrite unencrypted files next to an encrypted database, except those to be kept. Raises ``OSError``."""
    for item in list_items(data_folder):
        # A backup in quarantine may hold data that can be rescued, so the user decides about it.
        if not item.encrypted and not is_retained(item) and item.kind is not QuarantineKind.BACKUP:
            remove(item)


def end_retention(data_folder: Path) -> None:
    """Stop retaining plain files that a restore moved to quarantine; :func:`wipe_unencrypted` then removes them."""
    for item in list_items(data_folder):
        if is_retained(item) and not item.encrypted and item.kind is not QuarantineKind.BACKUP:
            file_changes.remove_file(item.path / EXPLANATION_NAME)


def is_retained(item: QuarantinedItem) -> bool:
    """Return whether the item was moved to quarantine to be kept."""
    return item.kind is not QuarantineKind.UPGRADE and (item.path / EXPLANATION_NAME).exists()


def expired_items(
    data_folder: Path,
    backups: Collection[BackupCopy],
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
    day, longest = latest_certain_time(backups, now), max(retention or _DEFAULT_RETENTION, MIN_RETENTION)
    old = [item for item in list_items(data_folder) if day - item.at > longest and item.at < confirmed <= now]
    return [item for item in old if _is_certainly_ours(item, key)]


def _is_certainly_ours(item: QuarantinedItem, key: bytes | None) -> bool:
    # Folders have the program's marker and plain copies its application id; an encrypted copy has neither.
    if item.kind is not QuarantineKind.UPGRADE or not item.encrypted:
        return True
    return key is not None and encrypted_header.can_open(item.path, item.size, key)


def _unused_path(preferred: Path) -> Path:
    names = itertools.chain(
        [preferred], (preferred.with_name(f"{preferred.name}-{number}") for number in itertools.count(2))
    )
    return next(folder for folder in names if not os.path.lexists(folder))


def _item_at(file: Path) -> QuarantinedItem | None:
    try:
        return _folder_at(file) or _upgrade_copy_at(file)
    except FileNotFoundError:  # removed in the meantime
        return None


def _upgrade_copy_at(file: Path) -> QuarantinedItem | None:
    status = file.lstat()
    if not _UPGRADE_COPY.fullmatch(file.name) or not S_ISREG(status.st_mode) or not file_header.may_be_ours(file):
        return None
    return QuarantinedItem(
        file, QuarantineKind.UPGRADE, _local_time(status.st_mtime), status.st_size, not file_header.is_plain(file)
    )


def _folder_at(folder: Path) -> QuarantinedItem | None:
    match = _FOLDER.fullmatch(folder.name)
    status = folder.lstat()
    if match is None or not drafts.is_marked(folder):
        return None
    files = list(_known_files(folder))
    if not files:
        return None
    at, kind = _local_time(status.st_mtime), _kind(match[1])  # the time of last change, unless the name has one
    if match[2]:
        # The pattern accepts digits that are no date, such as a month 13.
        with suppress(ValueError):
            at = datetime.strptime(match[2], _TIMESTAMP_FORMAT).astimezone()
    if {file.name for file in files} <= {*_KEYS, EXPLANATION_NAME} and kind is not QuarantineKind.BACKUP:
        kind = QuarantineKind.KEY
    return QuarantinedItem(folder, kind, at, sum(file.stat().st_size for file in files), _is_encrypted(folder))


def _kind(name: str) -> QuarantineKind:
    return {_PASSWORD: QuarantineKind.PASSWORD, _BACKUP: QuarantineKind.BACKUP}.get(name, QuarantineKind.RESTORE)


def _is_known_file(name: str) -> bool:
    is_backup = backup_file.parse_name(name.removesuffix(backup_file.MANIFEST_SUFFIX)) is not None
    return is_backup or _KNOWN_FILE.fullmatch(name) is not None


def _known_files(folder: Path) -> Iterator[Path]:
    for file in folder.iterdir():
        if _is_known_file(file.name) and S_ISREG(file.lstat().st_mode):
            yield file


def _is_encrypted(folder: Path) -> bool:
    """Return whether nothing in the folder is readable: it has a key file, and no plain database."""
    database = folder / "mus.sqlite"
    return any((folder / name).exists() for name in _KEYS) and not (
        database.is_file() and file_header.is_plain(database)
    )


def _local_time(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp).astimezone()
