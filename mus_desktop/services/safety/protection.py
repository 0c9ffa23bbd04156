"""The state of everything that protects the data, in one glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from pathlib import Path

from mus_desktop.services.safety.quarantined import QuarantinedItem
from mus_desktop.storage.backup.backup_state import BackupTarget as BackupTarget  # noqa: PLC0414 - the screen names it too
from mus_desktop.storage.backup.backup_state import Test

_YELLOW, _RED = timedelta(days=3), timedelta(days=7)


class Level(Enum):
    """How fresh the last confirmed backup outside the PC is."""

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
    last_outside: datetime | None
    level: Level
    targets: tuple[BackupTarget, ...]
    needs_backup_password: bool
    """There is a target, but what is unencrypted cannot go there before a backup password is chosen or typed."""
    backup_password_chosen: bool
    retention_days: int | None
    """How long backups are kept at most; ``None`` for as long as the rotation keeps them."""
    backup_code_confirmed: bool = False
    backup_key_rests: bool = False
    """The PC keeps the key of the backup password, so that it is not asked for."""
    unfinished: bool = False
    """The database is encrypted, but something unencrypted is still left on the PC."""
    under_backup_password: bool = False
    """The database came from a backup, and is encrypted with the backup password."""
    key_notice: str = ""
    """What happened to the key file, or is wrong with it, in Danish."""
    key_unsound: bool = False
    """Whether password or recovery code, or both, would not open the data at the next start."""
    backup_key_notice: str = ""
    """The same of the key file of the backup password."""
    state_notice: str = ""
    """What is wrong with the file that tells where backups go, in Danish."""
    altered: bool = False
    """The data changed while the program was closed, and the user has not decided about that."""
    put_aside: tuple[QuarantinedItem, ...] = ()
    """What was moved aside and lies there yet, the newest first."""

    @property
    def left_readable(self) -> tuple[QuarantinedItem, ...]:
        """What lies aside unencrypted, although the database is encrypted."""
        return tuple(one for one in self.put_aside if self.encrypted and not one.encrypted)

    @property
    def last_test(self) -> Test | None:
        """The newest restore test."""
        tests = [target.test for target in self.targets if target.test]
        return max(tests, key=lambda test: test.at, default=None)


def level_of(outside: datetime | None, now: datetime, any_target: bool) -> Level:
    """How fresh a backup confirmed at ``outside`` is; with a target but none confirmed it is red.

    A time to come is no better than one as far back: the clock was wrong when it was noted.
    """
    if outside is None:
        return Level.RED if any_target else Level.NONE
    age = abs(now - outside)
    return Level.GREEN if age <= _YELLOW else Level.YELLOW if age <= _RED else Level.RED
