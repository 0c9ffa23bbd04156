"""Conversion of a plain database to an encrypted one and back, with identical rows."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from mus_desktop import drafts, file_changes
from mus_desktop.errors import DataUnusable, StorageError
from mus_desktop.storage.backup import backup_file, backup_messages, quarantine, snapshot
from mus_desktop.storage.database import damaged_text, engine, file_header, file_swap
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.private_files import discard_draft, flush_folder, make_private_draft
from mus_desktop.storage.keys import database_key

PLAIN_NAME = "ukrypteret"
"""The second name of a plain backup while an encrypted one takes its name."""


def convert(database: Database, new_key: bytes | None, locks: Sequence[database_key.Lock]) -> None:
    """Convert ``database`` to ``new_key``, which ``locks`` hold; ``None`` and no locks make it plain.

    The old file is overwritten. Safe against a kill at any point: the result is the old database or the new one.

    :raises StorageError: it could not be done; the database is unchanged.
    """
    path, old_key = database.path, database.key
    try:
        database.exchange(lambda: convert_in_place(path, old_key, new_key, locks), new_key)
    except engine.disk_errors() as error:
        raise StorageError(backup_messages.conversion_failed(error, path)) from error


def convert_in_place(
    path: Path, old_key: bytes | None, new_key: bytes | None, locks: Sequence[database_key.Lock]
) -> None:
    """Convert a database that is closed for an exchange; may run on a background thread.

    Once there is a password, unencrypted files that a restore moved to quarantine need no longer be kept.

    :raises StorageError: it could not be done, or not completely.
    """
    try:
        if new_key is not None:
            quarantine.end_retention(path.parent)
        draft = make_private_draft(path)
        try:
            fill_draft(draft, new_key, path, old_key)
            key_content, old = (
                database_key.key_file_content(locks) if locks else None,
                quarantine.folder_for_password_change(path).name,
            )
            file_swap.replace_database(path, draft, key_content, old, None)
        finally:
            if not file_header.exchange_journal(path).exists():
                discard_draft(draft, overwrite=True)
    except engine.disk_errors() as error:
        raise StorageError(backup_messages.conversion_failed(error, path)) from error


def fill_draft(draft: Path, new_key: bytes | None, old: Path, old_key: bytes | None) -> None:
    """Fill the empty file ``draft`` with the rows of the database ``old``, under another key.

    :raises StorageError: the copy is not identical.

    Raises ``OSError`` or one of :func:`engine.errors`. ``old`` must not be open anywhere.
    """
    engine.convert(old, draft, old_key=old_key, new_key=new_key)
    _refuse_different(old, old_key, draft, new_key)


def encrypt_backups(folder: Path, key: bytes, locks: tuple[database_key.Lock, ...]) -> None:
    """Encrypt every plain backup in the local ``folder`` under ``key``; a damaged one moves to quarantine.

    Only a file that begins like a plain database of this program, or whose label says that it is plain, is touched: any
    other file with the name of a backup is encrypted already, of a newer program, or somebody else's. Only plain
    backups that have been replaced by an encrypted one are overwritten.

    :raises StorageError: it could not be done; each backup is plain or encrypted, and as complete as before.
    """
    failed: StorageError | OSError | None = None
    for name in snapshot.names_in(folder):
        file = folder / str(name)
        try:
            if _is_plain(file):
                _encrypt_or_quarantine(file, key, locks)
        except (StorageError, OSError) as error:  # retried at the next start; continue with the others
            failed = failed or error
    if failed is not None:
        is_known = isinstance(failed, StorageError)
        raise StorageError(str(failed) if is_known else backup_messages.conversion_failed(failed, folder)) from failed


def _is_plain(file: Path) -> bool:
    """Return whether the file begins like a plain database, or has the label of a plain backup."""
    if not file_header.is_regular(file) or file_header.is_plain_and_ours(file):
        return file_header.is_regular(file)
    try:
        label = backup_file.read_label(file)
    except backup_file.NoReadableLabel:
        return False
    return not label.encrypted and not label.is_newer_format


def _encrypt_or_quarantine(file: Path, key: bytes, locks: tuple[database_key.Lock, ...]) -> None:
    try:
        intact = snapshot.read_verified(file)
    except DataUnusable:
        quarantine.move_backup(file)
        return
    try:
        _encrypt_backup(intact, key, locks)
    except StorageError as error:
        if not isinstance(error.__cause__, DataUnusable):  # the disk is full or does not respond
            raise
        quarantine.move_backup(file)  # the file is intact, but the database in it is damaged


def _encrypt_backup(plain: snapshot.Backup, key: bytes, locks: tuple[database_key.Lock, ...]) -> None:
    file = plain.path
    folder = drafts.make_folder(file.parent)  # on failure the next start overwrites it, never earlier
    encrypted_copy = snapshot.encrypt(plain, folder, key, locks)
    # A backup without a manifest is accepted by its own checksum; one with a wrong manifest is refused.
    file_changes.remove_file(backup_file.manifest_path(file), missing_ok=True)
    flush_folder(file.parent)  # flush each step before the next: names may reach the disk in any order
    old_folder = _link_or_quarantine(file, folder / PLAIN_NAME)
    flush_folder(file.parent)
    file_changes.replace(encrypted_copy.path, file)
    flush_folder(file.parent)
    file_changes.replace(backup_file.manifest_path(encrypted_copy.path), backup_file.manifest_path(file))
    for done in {folder, old_folder}:
        drafts.remove(done, overwrite=True)


def _link_or_quarantine(file: Path, old: Path) -> Path:
    """Keep the content of ``file`` reachable, to be overwritten once the name is another's; return its folder.

    It gets the second name ``old``. Without hard links it moves to quarantine instead: in the folder of a draft the
    next start would overwrite it, although no file has the first name yet.
    """
    try:
        os.link(file, old)
    except OSError:
        return quarantine.move_backup(file)
    return old.parent


def _refuse_different(old: Path, old_key: bytes | None, new: Path, new_key: bytes | None) -> None:
    with closing(engine.connect(old, key=old_key)) as before, closing(engine.connect(new, key=new_key)) as after:
        for connection in (before, after):
            connection.text_factory = damaged_text.exact_text
        if snapshot.without_value_findings(snapshot.findings(after)) or _digest(before) != _digest(after):
            raise StorageError(backup_messages.CONVERSION_NOT_IDENTICAL)


def _digest(connection: engine.Connection) -> str:
    """Return a digest of everything in a database: its ids, its schema, and each row of each table."""
    digest = hashlib.sha256()
    schema = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
    ids = [connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")]
    digest.update(repr((ids, schema)).encode())
    for table in (name for kind, name, _ in schema if kind == "table"):
        width = len(connection.execute(f'PRAGMA table_info("{table}")').fetchall())
        order = ", ".join(str(column) for column in range(1, width + 1))
        for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY {order}'):  # noqa: S608 - own names
            digest.update(repr(row).encode())
    return digest.hexdigest()
