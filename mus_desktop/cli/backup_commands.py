"""The command that takes a backup, also from a task scheduler. Passwords are never passed as arguments."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mus_desktop import paths
from mus_desktop.errors import AlreadyOpen, KnownError, PasswordNeeded

if TYPE_CHECKING:
    from mus_desktop.services.safety.safety_service import Safety
    from mus_desktop.services.workplace import Workplace

# ruff: noqa: PLC0415 - a command imports what it needs when it runs

PASSWORD, BACKUP_PASSWORD = "MUS_PASSWORD", "MUS_BACKUP_PASSWORD"
_DONE, _FAILED = 0, 1


def add_commands(commands: Any) -> None:
    """Add the command to the main parser."""
    taken = commands.add_parser("backup", help="tag en efterset backup, og læg den på backupstederne")
    taken.add_argument("--to", type=Path, metavar="DIR", help="læg den også i mappen DIR, krypteret")
    taken.set_defaults(run=_backup)


@contextmanager
def opened(data_folder: Path) -> Iterator[Workplace]:
    """Open the workplace in ``data_folder``, asking for its password if it has one.

    :raises KnownError: there is no workplace, it is open elsewhere, or the password is wrong.
    """
    from mus_desktop.services.safety.encryption import needs_password, unlock
    from mus_desktop.storage.database.data_location import refuse_place

    refuse_place(data_folder)
    if not (data_folder / paths.DATABASE_NAME).exists():
        raise KnownError(
            f"Der er ingen data i {data_folder}. Start programmet én gang, eller vælg en anden mappe med --data."
        )
    key = unlock(data_folder, secret_for("Adgangskode", PASSWORD)) if needs_password(data_folder) else None
    with opened_with(data_folder, key) as workplace:
        yield workplace


@contextmanager
def opened_with(data_folder: Path, key: bytes | None) -> Iterator[Workplace]:
    """Open the workplace in ``data_folder``. :raises KnownError: it cannot be opened with ``key``."""
    from mus_desktop.app import build

    workplace = build(data_folder, key=key)
    try:
        yield workplace
    finally:
        workplace.close()


def data_folder(chosen: argparse.Namespace) -> Path:
    """Return the folder of the program's data."""
    folder: Path | None = chosen.data
    return folder or paths.default_data_folder()


def secret_for(question: str, *variables: str) -> str:
    """Return a password from the environment or from the user at the terminal.

    :raises PasswordNeeded: it is in none of ``variables``, and there is no terminal to ask at.
    """
    for name in variables:
        if os.environ.get(name):
            return os.environ[name]
    # In a scheduled task nobody can answer: a question would wait forever.
    if not sys.stdin.isatty():
        raise PasswordNeeded(f"Her skal bruges en adgangskode. Sæt den i {variables[0]}, eller kør kommandoen selv.")
    from getpass import getpass

    return getpass(f"{question}: ")


def _backup(chosen: argparse.Namespace) -> int:
    folder = data_folder(chosen)
    try:
        with opened(folder) as workplace:
            return _take(workplace.safety, chosen.to)
    except AlreadyOpen:
        if chosen.to is None:
            raise
        return _copy_newest(folder, chosen.to)


def _take(safety: Safety, to: Path | None) -> int:
    from mus_desktop.services.safety.backup_jobs import DeliveryJob

    safety.tidy()
    taken = safety.job().run()
    safety.record(taken)
    print(f"Backup taget og efterset: {taken.path}")
    if safety.glance().needs_backup_password and os.environ.get(BACKUP_PASSWORD) and safety.backup_key.chosen:
        safety.backup_key.unlock(os.environ[BACKUP_PASSWORD])
    jobs: list[DeliveryJob] = safety.deliveries(hurry=True)
    failed = 0
    for job in jobs:
        delivery = job.run()
        safety.record_delivery(delivery)
        failed += not _told(delivery.problem, job.folder, job.file.name)
    if to is not None:
        _copy(safety.folder.parent, taken.path, to)
    if safety.glance().needs_backup_password:
        print("Backupstederne venter på backup-adgangskoden; se Sikkerhed i programmet.", file=sys.stderr)
        failed += 1
    return _FAILED if failed else _DONE


def _told(problem: str | None, folder: Path, name: str) -> bool:
    if problem:
        print(problem, file=sys.stderr)
        return False
    print(f"Kopieret, læst tilbage og i orden: {folder / name}")
    return True


def _copy_newest(folder: Path, to: Path) -> int:
    from mus_desktop.storage.backup.snapshot import names_in

    # The window has the database open, so only a backup that exists already can be copied.
    names = names_in(folder / paths.BACKUP_FOLDER)
    if not names:
        raise AlreadyOpen("MUS Desktop er åben og har ingen backup endnu. Tag en i vinduet under Sikkerhed.")
    made_at = names[-1].made_at.astimezone()
    print(f"MUS Desktop er åben, så det er backuppen fra {moment(made_at)}, der kopieres.")
    _copy(folder, folder / paths.BACKUP_FOLDER / str(names[-1]), to)
    return _DONE


def _copy(data_folder: Path, file: Path, to: Path) -> None:
    """Copy one backup to a folder, encrypted under the backup password if the database itself is not encrypted.

    Uses a separate spool folder, because the window may be open and copying the same backup to another place.
    """
    from mus_desktop.services.safety.backup_jobs import DeliveryJob
    from mus_desktop.storage.database.private_files import scratch_folder

    cover = _cover(file, data_folder)
    with scratch_folder(data_folder) as spool:
        problem = DeliveryJob(file, to.absolute(), spool, cover, None, now).copy().problem
    if problem:
        raise KnownError(problem)
    _told(None, to, file.name)


def _cover(file: Path, data_folder: Path) -> Any:
    from mus_desktop.services.safety.backup_jobs import Cover
    from mus_desktop.services.safety.backup_key import BackupKey
    from mus_desktop.services.safety.password_strength import refuse_weak
    from mus_desktop.services.safety.secret_store import system_store
    from mus_desktop.storage.backup import snapshot
    from mus_desktop.storage.backup.backup_state import StateFile
    from mus_desktop.storage.keys import database_key

    if snapshot.read(file).label.encrypted:
        return None
    known = BackupKey(StateFile(data_folder), system_store(data_folder), now)
    if known.chosen:
        key = known.key()
        if key is None:
            known.unlock(secret_for("Backup-adgangskode", BACKUP_PASSWORD))
            key = known.key()
        return Cover(key or b"", known.locks())
    password = secret_for("Vælg en backup-adgangskode", BACKUP_PASSWORD)
    refuse_weak(password)
    key = database_key.new_key()
    return Cover(key, (database_key.lock(key, database_key.Opener.PASSWORD, password, now().date().isoformat()),))


def moment(at: datetime) -> str:
    """Return day and time in Danish notation."""
    return f"{at.day}.{at.month}.{at.year} kl. {at:%H.%M}"


def now() -> datetime:
    """Return the current time in the local time zone."""
    return datetime.now().astimezone()
