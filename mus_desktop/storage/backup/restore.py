"""Restore of a backup over the database: everything is verified before anything is changed."""

from __future__ import annotations

import shutil
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mus_desktop import file_changes
from mus_desktop.errors import StorageError, WrongPassword
from mus_desktop.storage.backup import backup_file, backup_messages, conversion, quarantine, snapshot
from mus_desktop.storage.backup.backup_file import BackupLabel
from mus_desktop.storage.database import engine, file_header, file_swap, migrator
from mus_desktop.storage.database.connection import Database, is_open_here
from mus_desktop.storage.database.private_files import discard_draft, make_private_draft, make_private_folder
from mus_desktop.storage.keys import database_key


@dataclass(frozen=True, slots=True)
class CheckedBackup:
    """A backup file that matches its checksum; ``remark`` is a further comment, in Danish."""

    path: Path
    label: BackupLabel
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class RestoreDraft:
    """A complete, verified database from a backup, ready to replace the one at ``path``."""

    path: Path
    draft: Path
    key: bytes | None
    label: BackupLabel
    remark: str | None = None
    damaged: bool = False
    """Whether single values are unreadable; the rest is readable, so it may still be the best available."""

    def discard(self) -> None:
        """Remove the draft without using it."""
        discard_draft(self.draft, overwrite=self.key is None)


def check(file: Path) -> CheckedBackup:
    """Read and verify the whole backup ``file``.

    :raises StorageError: the reason it cannot be used; each reason has its own sentence.
    """
    try:
        label = _label_of(file)
        expected = backup_file.read_manifest(file)
        consistent = label.encrypted != file_header.is_plain(file) or label.is_newer_format
        if not backup_file.is_intact(file) or (expected and _size_and_digest(file) != expected):
            raise StorageError(backup_messages.damaged(file))
    except OSError as error:
        raise StorageError(backup_messages.unreadable(file)) from error
    if not consistent:  # an encrypted database without a lock, or a plain one with locks
        raise StorageError(backup_messages.not_openable(file))
    if label.schema > migrator.shipped_migrations()[-1].version:
        raise StorageError(backup_messages.too_new(file))
    return CheckedBackup(file, label, None if expected else backup_messages.without_manifest(file))


def open_key(backup: CheckedBackup, secret: str | None) -> bytes | None:
    """Return the key of a checked backup, opened by password or recovery code; ``None`` for a plain one.

    :raises WrongPassword: ``secret`` does not open it, or there is none; the sentence says which secret is needed.
    """
    if not backup.label.encrypted:
        return None
    if not secret:
        raise WrongPassword(backup_messages.password_needed(backup.label))
    return database_key.open_any_lock(backup.label.locks, secret)


def verify_locks(backup: CheckedBackup, key: bytes, known: tuple[database_key.Lock, ...] = ()) -> None:
    """Raise :class:`StorageError` unless the locks in a checked backup hold ``key``, which opens it.

    :param known: locks that are known to hold ``key``. Locks of format 1 prove nothing themselves, and are compared
        with these: one must be equal, and none may be a damaged version of one.
    """
    locks = backup.label.locks
    without = [one for one in locks if not one.proof]
    salts = {one.salt for one in known if one not in locks}
    damaged = any(one.salt in salts for one in without)
    unrelated = bool(known) and bool(without) and not set(locks) & set(known)
    if not locks or damaged or unrelated or not all(one.holds(key) for one in locks if one.proof):
        raise StorageError(backup_messages.not_openable(backup.path))


def prepare(backup: CheckedBackup, path: Path, key: bytes | None) -> RestoreDraft:
    """Extract the database from the backup to a file next to ``path`` and verify it. Nothing else is changed.

    :raises StorageError: the backup is damaged, or there is no room for it.
    """
    try:
        make_private_folder(path.parent)
        require_free_space(path.parent, backup.label.size)
        draft = make_private_draft(path)
        try:
            snapshot.extract(backup.path, backup.label, draft)
            damaged = _has_damaged_values(draft, backup, key)
        except BaseException:
            discard_draft(draft)
            raise
    except OSError as error:
        raise StorageError(backup_messages.restore_failed(error, path.parent)) from error
    remark = backup_messages.VALUES_DAMAGED if damaged else backup.remark
    return RestoreDraft(path, draft, key, backup.label, remark, damaged)


def remove_password(draft: RestoreDraft) -> RestoreDraft:
    """Decrypt the database in ``draft``: return a new, unencrypted draft, and remove the encrypted one.

    :raises StorageError: it could not be created; both drafts are removed.
    """
    plain = None
    try:
        require_free_space(draft.path.parent, draft.label.size)
        plain = make_private_draft(draft.path)
        conversion.fill_draft(plain, None, draft.draft, draft.key)
    except BaseException as error:
        if plain is not None:
            discard_draft(plain, overwrite=True)
        if isinstance(error, engine.disk_errors()):
            raise StorageError(backup_messages.restore_failed(error, draft.path.parent)) from error
        raise
    finally:
        draft.discard()
    return replace(draft, draft=plain, key=None, label=replace(draft.label, locks=(), only_copy_encrypted=False))


def require_free_space(folder: Path, size: int) -> None:
    """Raise :class:`StorageError` if ``size`` more bytes do not fit on the disk of ``folder``."""
    with suppress(OSError):  # if the free space is unknown, writing reports a full disk
        free = shutil.disk_usage(folder).free
        if free < size:
            raise StorageError(backup_messages.not_enough_space(folder, size, free))


def replace_database(draft: RestoreDraft, now: datetime) -> bytes | None:
    """Replace the database by ``draft``; return the new one's key. No process may have it open or be able to open it.

    The old files move to a new folder in quarantine (see :mod:`~.quarantine`) and are kept there.

    :raises StorageError: it could not be done; the old database is in place, or the next opening completes the swap.
    """
    locks = _locks_of(draft)
    key_content, old = (
        database_key.key_file_content(locks) if locks else None,
        quarantine.folder_for_restore(draft.path, now).name,
    )
    explanation = backup_messages.replaced_files_explanation(now)
    try:
        file_swap.replace_database(draft.path, draft.draft, key_content, old, explanation)
    except engine.disk_errors() as error:
        raise StorageError(backup_messages.restore_failed(error, draft.path.parent)) from error
    return draft.key


def is_intact(path: Path, key: bytes) -> bool:
    """Return whether there is a sound database at ``path``, which is not open anywhere, and ``key`` opens it."""
    if not path.exists():
        return False
    try:
        with Database.open(path, key=key) as database:
            return not database.health()
    except StorageError:
        return False


def replace_key_file(draft: RestoreDraft, now: datetime) -> bytes | None:
    """Write a backup's key file for the existing database, so that its secrets open it; return the key.

    Only the key file is written. The old one is copied to quarantine first: it may be the only one of other data.

    :raises StorageError: it could not be written; the old key file, if any, is unchanged.
    """
    try:
        quarantine.copy_key(draft.path, now)
        database_key.write_locks(draft.path, _locks_of(draft))
    except OSError as error:
        raise StorageError(backup_messages.restore_failed(error, draft.path.parent)) from error
    draft.discard()
    return draft.key


def _locks_of(draft: RestoreDraft) -> tuple[database_key.Lock, ...]:
    """Return the locks that hold the key of the draft, each with its proof; older backups store them without."""
    return database_key.locks_holding_key(draft.label.locks, draft.key) if draft.key is not None else ()


def is_untouched(database: Database) -> bool:
    """Return whether the user has not yet entered anything in ``database``. :raises StorageError: it cannot be read."""
    if database.row("SELECT 1 FROM employee LIMIT 1") is not None:
        return False
    return {name for (name,) in database.rows("SELECT key FROM setting")} <= _AUTOMATIC_SETTINGS


_AUTOMATIC_SETTINGS = {"database_id", "backup_number", "window", "scheme", "point_size"}
"""Settings that the program creates by itself, or that concern only the appearance of the window."""


def _label_of(file: Path) -> BackupLabel:
    if not file.exists():
        raise StorageError(backup_messages.missing(file))
    if file.is_dir():
        raise StorageError(backup_messages.folder_not_file(file))
    if not file.is_file():  # opening a pipe would block
        raise StorageError(backup_messages.not_a_backup(file))
    if is_open_here(file):
        raise StorageError(backup_messages.database_not_backup(file))
    if not file.stat().st_size:
        raise StorageError(backup_messages.empty(file))
    try:
        return backup_file.read_label(file)
    except backup_file.NoReadableLabel as error:
        raise StorageError(_unreadable_reason(file)) from error


def _unreadable_reason(file: Path) -> str:
    """Return the reason a file has no label; it may have had one once."""
    expected = backup_file.read_manifest(file)
    if expected:
        return (backup_messages.truncated if file.stat().st_size < expected[0] else backup_messages.damaged)(file)
    with file_changes.open_again(file, "rb") as opened:
        opened.seek(-min(len(backup_file.END_MARK), file.stat().st_size), 2)
        if opened.read() == backup_file.END_MARK:
            return backup_messages.damaged(file)
    if file.name.endswith(backup_file.SUFFIX):
        return backup_messages.truncated(file)
    return (backup_messages.database_not_backup if file_header.is_plain(file) else backup_messages.not_a_backup)(file)


def _size_and_digest(file: Path) -> tuple[int, str]:
    return file.stat().st_size, backup_file.running_digest(backup_file.chunks(file)).hexdigest()


def _has_damaged_values(draft: Path, backup: CheckedBackup, key: bytes | None) -> bool:
    """Return whether single values are unreadable. :raises StorageError: the database as a whole is damaged."""
    label = backup.label
    try:
        with closing(snapshot.open_copy(draft, key)) as connection:
            (schema,) = connection.execute("PRAGMA user_version").fetchone()
            found = snapshot.findings(connection)
            same = schema == label.schema and snapshot.counts(connection) == dict(label.counts)
            if same and not snapshot.without_value_findings(found):
                return bool(found or snapshot.damaged_parts(connection))
    except engine.errors():  # reported below
        pass
    raise StorageError(backup_messages.damaged(backup.path))
