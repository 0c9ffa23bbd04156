"""The command that takes a backup, also from a task scheduler."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

from mus_desktop import paths
from mus_desktop.cli.exit_codes import DONE, FAILED
from mus_desktop.cli.opened_data import BACKUP_PASSWORD, data_folder, open_workplace, read_secret
from mus_desktop.errors import AlreadyOpen, KnownError
from mus_desktop.services.safety.backup_jobs import CopyEncryption, TransferJob
from mus_desktop.services.safety.backup_key import BackupKey
from mus_desktop.services.safety.password_strength import refuse_weak_password
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.services.safety.secret_store import system_store
from mus_desktop.storage.backup import snapshot
from mus_desktop.storage.backup.backup_state import BackupStateFile
from mus_desktop.storage.database.private_files import scratch_folder
from mus_desktop.storage.keys import database_key


def backup(options: argparse.Namespace) -> int:
    """Create a backup and copy it to the targets, or copy the newest one if the window has the data open."""
    folder = data_folder(options)
    try:
        with open_workplace(folder) as workplace:
            return _create_backup(workplace.safety, options.to)
    except AlreadyOpen:
        # The window takes the local backups; only a copy to another folder still makes sense.
        if options.to is None:
            raise
        return _copy_newest(folder, options.to)


def _create_backup(safety: Safety, to: Path | None) -> int:
    safety.clean_up()
    backup = safety.backup_job().run()
    safety.record(backup)
    print(f"Backup taget og kontrolleret: {backup.path}")
    # A scheduled task passes the backup password, without which nothing unencrypted may leave the PC.
    if safety.protection().needs_backup_password and os.environ.get(BACKUP_PASSWORD) and safety.backup_key.has_password:
        safety.backup_key.unlock(os.environ[BACKUP_PASSWORD])
    jobs: list[TransferJob] = safety.transfers.jobs(ignore_delays=True)
    failed = 0
    for job in jobs:
        transfer_result = job.run()
        safety.transfers.record(transfer_result)
        failed += not _print_result(transfer_result.problem, job.folder, job.file.name)
    if to is not None:
        _copy(safety.folder.parent, backup.path, to)
    if safety.protection().needs_backup_password:
        print("Backupstederne venter på backup-adgangskoden; se Sikkerhed og backup i programmet.", file=sys.stderr)
        failed += 1
    return FAILED if failed else DONE


def _print_result(problem: str | None, folder: Path, name: str) -> bool:
    if problem:
        print(problem, file=sys.stderr)
        return False
    print(f"Kopieret, læst tilbage og i orden: {folder / name}")
    return True


def _copy_newest(folder: Path, to: Path) -> int:
    # The window has the database open, so only a backup that exists already can be copied.
    names = snapshot.names_in(folder / paths.BACKUP_FOLDER)
    if not names:
        raise AlreadyOpen("MUS Desktop er åben og har ingen backup endnu. Tag en i vinduet under Sikkerhed og backup.")
    made_at = names[-1].made_at.astimezone()
    print(f"MUS Desktop er åben, så det er backuppen fra {danish_time(made_at)}, der kopieres.")
    _copy(folder, folder / paths.BACKUP_FOLDER / str(names[-1]), to)
    return DONE


def _copy(data_folder: Path, file: Path, to: Path) -> None:
    """Copy one backup to a folder, encrypted under the backup password if the database itself is not encrypted.

    Uses a separate spool folder, because the window may be open and copying the same backup to another place.
    """
    encryption = _copy_encryption(file, data_folder)
    with scratch_folder(data_folder) as spool:
        problem = TransferJob(file, to.absolute(), spool, encryption, None, now).copy().problem
    if problem:
        raise KnownError(problem)
    _print_result(None, to, file.name)


def _copy_encryption(file: Path, data_folder: Path) -> CopyEncryption | None:
    if snapshot.read_backup(file).label.encrypted:
        return None
    backup_key = BackupKey(BackupStateFile(data_folder), system_store(data_folder), now)
    if backup_key.has_password:
        key = backup_key.key()
        if key is None:
            backup_key.unlock(read_secret("Backup-adgangskode", BACKUP_PASSWORD))
            key = backup_key.key()
        # Unlocking raises if the password is wrong, so there is a key here.
        return CopyEncryption(key or b"", backup_key.locks())
    password = read_secret("Vælg en backup-adgangskode", BACKUP_PASSWORD)
    refuse_weak_password(password)
    key = database_key.new_key()
    return CopyEncryption(
        key, (database_key.lock(key, database_key.Opener.PASSWORD, password, now().date().isoformat()),)
    )


def danish_time(at: datetime) -> str:
    """Return day and time in Danish notation."""
    return f"{at.day}.{at.month}.{at.year} kl. {at:%H.%M}"


def now() -> datetime:
    """Return the current time in the local time zone."""
    return datetime.now().astimezone()
