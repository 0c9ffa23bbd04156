"""The state of this PC's backups: targets, backups confirmed on them, attempts and restore tests.

It is stored next to the database and not in it: a restored database must not lose the record of the backups that came
after it. It contains places and times, but nothing about any person.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from hashlib import sha256
from logging import getLogger
from pathlib import Path
from typing import Any

from mus_desktop import drafts, file_changes
from mus_desktop.errors import SaveFailed
from mus_desktop.storage.backup import backup_messages
from mus_desktop.storage.database.private_files import write_atomically

_log = getLogger(__name__)
_FILE, _PREVIOUS, _DAMAGED = "backup-state.json", "backup-state.previous.json", "backup-state.beskadiget"
_CHECKSUM = "checksum"
_MAX_DAMAGED_FILES = 20


@dataclass(frozen=True, slots=True)
class ConfirmedBackup:
    """A confirmed backup: its file name, and the time of confirmation (with zone)."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RestoreTest:
    """A restore test: the time, the backup, and the fault found in Danish, ``None`` if there was none."""

    name: str
    at: datetime
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class BackupTarget:
    """A place outside the PC. ``problem`` is the last failure, in Danish.

    ``other_at`` is when another installation last backed up the same database there, if it is in use beside this one.
    """

    folder: Path
    confirmed: ConfirmedBackup | None = None
    tried_at: datetime | None = None
    failures: int = 0
    problem: str | None = None
    test: RestoreTest | None = None
    other_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BackupState:
    """The complete backup state."""

    targets: tuple[BackupTarget, ...] = ()
    local: ConfirmedBackup | None = None
    retention_days: int | None = None
    password_declined: bool = False
    code_confirmed: bool = False
    backup_code_confirmed: bool = False
    policy_target: str | None = None
    """The target that IT's policy added last; the leader may have removed it since."""

    def longest_retention(self, limit: int | None) -> int | None:
        """Return the maximum age of backups in days, ``None`` for as long as the rotation keeps them.

        :param limit: the longest time that IT's policy allows.
        """
        return min((days for days in (self.retention_days, limit) if days), default=None)

    def with_target(self, changed: BackupTarget) -> BackupState:
        """Return the state with one target changed; an unknown target is ignored."""
        targets = tuple(changed if one.folder == changed.folder else one for one in self.targets)
        return replace(self, targets=targets)


@dataclass
class BackupStateFile:
    """The state on disk, with a checksum, and the previous version next to it.

    A damaged file is not overwritten: the next change moves it to quarantine. A file that cannot be read at present, or
    is not a regular file, is left alone, and nothing is written.
    """

    data_folder: Path
    _cached: BackupState | None = field(default=None, repr=False)
    _damage: str = ""

    @property
    def notice(self) -> str:
        """The fault in the file, in Danish; empty when it is intact."""
        state = self.read()
        if not self._damage and not state.targets and any(map(os.path.lexists, self._damaged_file_names())):
            return backup_messages.state_lost(self._file)
        return self._damage

    def read(self) -> BackupState:
        """Return the state; it is read from disk once, or again after a failed read."""
        if self._cached is not None:
            return self._cached
        try:
            self._cached = self._load()
        except OSError as error:
            _log.warning("the state of the backups cannot be read now: %s", type(error).__name__)
            self._damage = backup_messages.state_unreadable(self._file)
            return _read_if_intact(self._previous) or BackupState()
        return self._cached

    def change(self, change: Callable[[BackupState], BackupState]) -> BackupState:
        """Change the state and write it. Raises ``OSError``."""
        changed = change(self.read())
        self._refuse_if_unread()
        # Remembered even if it cannot be written: it records what has happened, such as a backup that was taken.
        self._cached = changed
        self._write(changed)
        return changed

    def store_choice(self, change: Callable[[BackupState], BackupState]) -> None:
        """Store a choice of the user. :raises SaveFailed: it is not stored, and the state is unchanged."""
        changed = change(self.read())
        try:
            self._refuse_if_unread()
            self._write(changed)
        except OSError as error:
            raise SaveFailed("Valget er ikke gemt. Kontrollér, at der er plads på disken, og prøv igen.") from error
        self._cached = changed
        if changed.targets:  # the user has dealt with the fault
            self._damage = ""

    @property
    def _file(self) -> Path:
        return self.data_folder / _FILE

    @property
    def _previous(self) -> Path:
        return self.data_folder / _PREVIOUS

    def _damaged_file_names(self) -> Iterator[Path]:
        return (self.data_folder / f"{_DAMAGED}-{number}.json" for number in range(1, _MAX_DAMAGED_FILES + 1))

    def _refuse_if_unread(self) -> None:
        if self._cached is None:
            raise OSError(errno.EIO, "what is there cannot be read, and must not be overwritten")

    def _write(self, state: BackupState) -> None:
        intact = _read_if_intact(self._file) is not None
        if intact:
            self._save_previous()
        elif os.path.lexists(self._file):
            self._move_damaged_file()
        write_atomically(self._file, _serialized(state))

    def _save_previous(self) -> None:
        # File systems without hard links have no previous version; the file itself is still replaced atomically.
        with suppress(OSError), drafts.draft_folder(self.data_folder) as folder:
            os.link(self._file, folder / _PREVIOUS)
            file_changes.replace(folder / _PREVIOUS, self._previous)

    def _move_damaged_file(self) -> None:
        if not self._file.is_file():
            raise OSError(errno.EEXIST, "something else has the name")
        free = next((name for name in self._damaged_file_names() if not os.path.lexists(name)), None)
        if free is None:
            raise OSError(errno.EEXIST, "too many damaged files lie aside")
        file_changes.rename(self._file, free)

    def _load(self) -> BackupState:
        """Return the state, the previous version, or that of a first start. Raises ``OSError``."""
        self._damage = ""
        try:
            return _read(self._file)
        except FileNotFoundError:
            if not os.path.lexists(self._previous):
                return BackupState()
        except _DAMAGE_ERRORS as error:
            _log.warning("the state of the backups is damaged: %s", type(error).__name__)
        previous = _read_if_intact(self._previous)
        message = backup_messages.state_lost if previous is None else backup_messages.state_from_previous_version
        self._damage = message(self._file)
        return previous or BackupState()


_DAMAGE_ERRORS = (ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError)


def _read(file: Path) -> BackupState:
    """Return the state in ``file``. Raises one of ``_DAMAGE_ERRORS`` if it is damaged, or ``OSError``."""
    if os.path.lexists(file) and not file.is_file():  # a folder, or a pipe whose opening would block
        raise OSError(errno.EINVAL, "no file")
    data = json.loads(file_changes.read(file))
    expected = data.pop(_CHECKSUM, None)
    if expected is not None and expected != _checksum(data):
        raise ValueError("not as it was written")
    # An older program wrote no checksum. Without one, an unknown name in the file means damage.
    if expected is None and not set(data) <= {one.name for one in fields(BackupState)}:
        raise ValueError("unknown names")
    return _state_from_json(data)


def _read_if_intact(file: Path) -> BackupState | None:
    try:
        return _read(file)
    except (OSError, *_DAMAGE_ERRORS):
        return None


def _serialized(state: BackupState) -> bytes:
    # The names of the fields are the keys of the JSON, so they must not change.
    data = json.loads(json.dumps(asdict(state), default=str))
    return (json.dumps({**data, _CHECKSUM: _checksum(data)}, indent=1) + "\n").encode()


def _checksum(data: dict[str, Any]) -> str:
    return sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def _state_from_json(data: dict[str, Any]) -> BackupState:
    targets = tuple(_target_from_json(one) for one in data["targets"])
    return BackupState(
        targets,
        _confirmed_from_json(data["local"]),
        data["retention_days"],
        data["password_declined"],
        data["code_confirmed"],
        # Missing in the files of older versions.
        bool(data.get("backup_code_confirmed")),
        data.get("policy_target"),
    )


def _target_from_json(data: dict[str, Any]) -> BackupTarget:
    tried_at, test, other = data["tried_at"], data["test"], data.get("other_at")
    return BackupTarget(
        Path(data["folder"]),
        _confirmed_from_json(data["confirmed"]),
        datetime.fromisoformat(tried_at) if tried_at else None,
        int(data["failures"]),
        data["problem"],
        RestoreTest(test["name"], datetime.fromisoformat(test["at"]), test["problem"]) if test else None,
        datetime.fromisoformat(other) if other else None,
    )


def _confirmed_from_json(data: dict[str, Any] | None) -> ConfirmedBackup | None:
    return ConfirmedBackup(data["name"], datetime.fromisoformat(data["at"])) if data else None
