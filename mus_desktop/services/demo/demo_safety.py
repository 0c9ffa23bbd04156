"""The content of the pictures of *Sikkerhed og backup*: invented places, times and a code, of no PC and no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path, PureWindowsPath
from threading import Event
from typing import cast

from mus_desktop.services.safety.protection import ProtectionState, backup_age_level
from mus_desktop.services.safety.restoring import RestoreService
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.services.safety.target_backups import ListedBackup
from mus_desktop.storage.backup.backup_state import BackupStateFile, BackupTarget, ConfirmedBackup, RestoreTest
from mus_desktop.storage.database.connection import Database


def _on_windows(path: str) -> Path:
    """Return ``path`` as a Windows path, on whatever system the pictures are made; it is only shown, never used."""
    return cast("Path", PureWindowsPath(path))


CODE = "7KQ4-M9XT-2HVB-RD6C-WN3J-5YPA-8GZE-DEM0"
"""Looks like a recovery code but opens nothing: it was never generated, and its last group is not the checksum."""
_DATABASE = _on_windows(r"C:\Users\mette\AppData\Local\MUS Desktop\mus.sqlite")
_SHARE, _USB = _on_windows(r"H:\Ledelse\MUS-backup"), _on_windows(r"E:\MUS")
_SIZE = 1_340_000


class DemoSafety(Safety):
    """The backup status of a PC that does not exist, for the pictures; no action is ever run on it."""

    def __init__(self, database: Database, now: datetime, *, encrypted: bool = True) -> None:
        super().__init__(database, lambda: now)
        self._at, self._encrypted = now.astimezone(), encrypted

    def protection(self) -> ProtectionState:
        """Return a network drive that is up to date, and a USB stick that is not in the PC."""
        at = self._at
        confirmed = ConfirmedBackup("", at - timedelta(minutes=24))
        usb = BackupTarget(
            _USB, ConfirmedBackup("", at - timedelta(days=4, hours=1)), problem=_NOT_CONNECTED.format(folder=_USB)
        )
        return ProtectionState(
            database=_DATABASE,
            encrypted=self._encrypted,
            password_declined=not self._encrypted,
            code_confirmed=self._encrypted,
            last_local=at - timedelta(minutes=25),
            last_offsite=confirmed.at,
            level=backup_age_level(confirmed.at, at, any_target=True),
            targets=(BackupTarget(_SHARE, confirmed, test=RestoreTest("", at - timedelta(days=2, hours=3))), usb),
            needs_backup_password=False,
            backup_password_chosen=not self._encrypted,
            retention_days=366,
            backup_code_confirmed=True,
            backup_key_stored=True,
        )


class DemoBackups(RestoreService):
    """A list of backups that do not exist, the oldest under an earlier password."""

    def __init__(self, data_folder: Path, now: datetime) -> None:
        super().__init__(data_folder, BackupStateFile(data_folder), lambda: now)
        self._at = now.astimezone()

    @property
    def target_folders(self) -> tuple[Path, ...]:
        return _SHARE, _USB

    def list_backups(self, folder: Path | None = None, stop: Event | None = None) -> list[ListedBackup]:  # noqa: ARG002 - as the base
        return [
            self._one(number, age, counts, password_from)
            for number, (age, counts, password_from) in enumerate(_BACKUPS)
        ]

    def _one(self, number: int, age: timedelta, counts: tuple[int, ...], password_from: date | None) -> ListedBackup:
        made_at, size = self._at - age, _SIZE - number * 41_000
        return ListedBackup(
            _SHARE, made_at, size, _counts(*counts), encrypted=True, of_this_database=True, password_from=password_from
        )


_NOT_CONNECTED = "{folder} findes ikke lige nu. Backuppen kommer dertil, når stedet er der igen."
_BACKUPS: tuple[tuple[timedelta, tuple[int, ...], date | None], ...] = (
    (timedelta(minutes=24), (14, 31, 19, 42), None),
    (timedelta(hours=3), (14, 31, 19, 41), None),
    (timedelta(days=1, hours=2), (14, 30, 18, 40), None),
    (timedelta(days=7), (14, 27, 16, 37), None),
    (timedelta(days=64), (13, 21, 14, 30), date(2026, 1, 12)),
)


def _counts(employees: int, conversations: int, plans: int, documents: int) -> Mapping[str, int]:
    return {"employees": employees, "conversations": conversations, "plans": plans, "documents": documents}
