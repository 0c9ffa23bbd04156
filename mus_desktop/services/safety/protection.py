"""The state of everything that protects the data, for the Safety screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from pathlib import Path

from mus_desktop.model.group import danish_list
from mus_desktop.services.safety.quarantined import QuarantinedItem
from mus_desktop.storage.backup.backup_state import BackupTarget as BackupTarget  # noqa: PLC0414 - the screen names it too
from mus_desktop.storage.backup.backup_state import RestoreTest

_YELLOW_AFTER, _RED_AFTER = timedelta(days=3), timedelta(days=7)


class BackupAgeLevel(Enum):
    """How old the last confirmed backup outside the PC is."""

    NONE = auto()
    GREEN = auto()
    YELLOW = auto()
    RED = auto()


@dataclass(frozen=True, slots=True)
class ProtectionState:
    """The state of everything that protects the data."""

    database: Path
    encrypted: bool
    password_declined: bool
    code_confirmed: bool
    last_local: datetime | None
    last_offsite: datetime | None
    level: BackupAgeLevel
    targets: tuple[BackupTarget, ...]
    needs_backup_password: bool
    """There is a target, but an unencrypted backup cannot go there before a backup password is chosen or typed."""
    backup_password_chosen: bool
    retention_days: int | None
    """Maximum age of backups in days; ``None`` for as long as the rotation keeps them."""
    retention_limit_days: int | None = None
    """The longest maximum age that IT's policy allows; ``None`` without a limit."""
    backup_code_confirmed: bool = False
    backup_key_stored: bool = False
    """The PC stores the key of the backup password, so that it is not asked for."""
    has_unencrypted_files: bool = False
    """The database is encrypted, but unencrypted data remain on the PC."""
    uses_backup_password: bool = False
    """The database was restored from a backup, and is encrypted with the backup password."""
    key_notice: str = ""
    """A Danish sentence about what happened to the key file, or a fault of it."""
    key_file_damaged: bool = False
    """Whether password or recovery code, or both, would fail to open the data at the next start."""
    backup_key_notice: str = ""
    """The same for the key file of the backup password."""
    state_notice: str = ""
    """A Danish sentence about a fault of the file that lists the backup targets."""
    changed_while_closed: bool = False
    """The data changed while the program was closed, and the user has not decided about that."""
    other_readers: tuple[str, ...] | None = None
    """Who else may read the data folder, in Danish; ``None`` where the system does not tell."""
    quarantine: tuple[QuarantinedItem, ...] = ()
    """The items in quarantine, the newest first."""

    @property
    def unencrypted_items(self) -> tuple[QuarantinedItem, ...]:
        """The unencrypted items in quarantine, although the database is encrypted."""
        return tuple(one for one in self.quarantine if self.encrypted and not one.encrypted)

    @property
    def last_test(self) -> RestoreTest | None:
        """The newest restore test."""
        tests = [target.test for target in self.targets if target.test]
        return max(tests, key=lambda test: test.at, default=None)


def others_may_read(folder: Path, readers: Sequence[str], *, encrypted: bool) -> str:
    """Return the Danish sentences that ``readers`` may read the data folder, and how that is ended."""
    way_out = "; samtalerne selv er krypteret." if encrypted else ", eller vælg en adgangskode, så er de krypteret."
    return (
        f"Filerne i {folder} kan også læses af {danish_list(readers)}. "
        f"Bed it-afdelingen om at fjerne den adgang{way_out}"
    )


def backup_age_level(confirmed_at: datetime | None, now: datetime, any_target: bool) -> BackupAgeLevel:
    """Return the level of a backup confirmed at ``confirmed_at``; with a target but no confirmed backup it is red.

    A time in the future counts as the same distance in the past: the clock was wrong when it was recorded.
    """
    if confirmed_at is None:
        return BackupAgeLevel.RED if any_target else BackupAgeLevel.NONE
    age = abs(now - confirmed_at)
    return (
        BackupAgeLevel.GREEN
        if age <= _YELLOW_AFTER
        else BackupAgeLevel.YELLOW
        if age <= _RED_AFTER
        else BackupAgeLevel.RED
    )
