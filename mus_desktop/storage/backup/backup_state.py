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

from mus_desktop import drafts
from mus_desktop.errors import SaveFailed
from mus_desktop.storage.backup import backup_messages
from mus_desktop.storage.database.private_files import write_whole

_log = getLogger(__name__)
_FILE, _PREVIOUS, _DAMAGED = "backup-state.json", "backup-state.previous.json", "backup-state.beskadiget"
_CHECKSUM = "checksum"
_MOST_ASIDE = 20


@dataclass(frozen=True, slots=True)
class Proof:
    """A confirmed backup: its file name, and the time of confirmation (with zone)."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Test:
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
    confirmed: Proof | None = None
    tried_at: datetime | None = None
    failures: int = 0
    problem: str | None = None
    test: Test | None = None
    other_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class State:
    """The complete backup state."""

    targets: tuple[BackupTarget, ...] = ()
    local: Proof | None = None
    retention_days: int | None = None
    password_declined: bool = False
    code_confirmed: bool = False
    backup_code_confirmed: bool = False

    def with_target(self, changed: BackupTarget) -> State:
        """Return the state with one target changed; an unknown target is ignored."""
        targets = tuple(changed if one.folder == changed.folder else one for one in self.targets)
        return replace(self, targets=targets)


@dataclass
class StateFile:
    """The state on disk, with a checksum, and the previous version next to it.

    A damaged file is not overwritten: the next change moves it to quarantine. A file that cannot be read at present, or
    is not a regular file, is left alone, and nothing is written.
    """

    data_folder: Path
    _known: State | None = field(default=None, repr=False)
    _damage: str = ""

    @property
    def notice(self) -> str:
        """The fault in the file, in Danish; empty when it is intact."""
        state = self.read()
        if not self._damage and not state.targets and any(map(os.path.lexists, self._asides())):
            return backup_messages.state_lost(self._file)
        return self._damage

    def read(self) -> State:
        """Return the state; it is read from disk once, or again after a failed read."""
        if self._known is not None:
            return self._known
        try:
            self._known = self._from_disk()
        except OSError as error:
            _log.warning("the state of the backups cannot be read now: %s", type(error).__name__)
            self._damage = backup_messages.state_unreadable(self._file)
            return _whole(self._previous) or State()
        return self._known

    def change(self, change: Callable[[State], State]) -> State:
        """Change the state and write it. Raises ``OSError``."""
        changed = change(self.read())
        self._refuse_unread()
        self._known = changed
        self._write(changed)
        return changed

    def choose(self, change: Callable[[State], State]) -> None:
        """Store a choice of the user. :raises SaveFailed: it is not stored, and the state is unchanged."""
        changed = change(self.read())
        try:
            self._refuse_unread()
            self._write(changed)
        except OSError as error:
            raise SaveFailed("Valget er ikke gemt. Kontrollér, at der er plads på disken, og prøv igen.") from error
        self._known = changed
        if changed.targets:  # the user has dealt with the fault
            self._damage = ""

    @property
    def _file(self) -> Path:
        return self.data_folder / _FILE

    @property
    def _previous(self) -> Path:
        return self.data_folder / _PREVIOUS

    def _asides(self) -> Iterator[Path]:
        return (self.data_folder / f"{_DAMAGED}-{number}.json" for number in range(1, _MOST_ASIDE + 1))

    def _refuse_unread(self) -> None:
        if self._known is None:
            raise OSError(errno.EIO, "what is there cannot be read, and must not be overwritten")

    def _write(self, state: State) -> None:
        whole = _whole(self._file) is not None
        if whole:
            self._keep_previous()
        elif os.path.lexists(self._file):
            self._move_aside()
        write_whole(self._file, _written(state))

    def _keep_previous(self) -> None:
        # File systems without hard links have no previous version; the file itself is still replaced atomically.
        with suppress(OSError), drafts.draft_folder(self.data_folder) as room:
            os.link(self._file, room / _PREVIOUS)
            (room / _PREVIOUS).replace(self._previous)

    def _move_aside(self) -> None:
        if not self._file.is_file():
            raise OSError(errno.EEXIST, "something else has the name")
        free = next((name for name in self._asides() if not os.path.lexists(name)), None)
        if free is None:
            raise OSError(errno.EEXIST, "too many damaged files lie aside")
        self._file.rename(free)

    def _from_disk(self) -> State:
        """Return the state, the previous version, or that of a first start. Raises ``OSError``."""
        self._damage = ""
        try:
            return _read(self._file)
        except FileNotFoundError:
            if not os.path.lexists(self._previous):
                return State()
        except _NONSENSE as error:
            _log.warning("the state of the backups is damaged: %s", type(error).__name__)
        previous = _whole(self._previous)
        told = backup_messages.state_lost if previous is None else backup_messages.state_from_before
        self._damage = told(self._file)
        return previous or State()


_NONSENSE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def _read(file: Path) -> State:
    """Return the state in ``file``. Raises one of ``_NONSENSE`` if it is damaged, or ``OSError``."""
    if os.path.lexists(file) and not file.is_file():  # a folder, or a pipe whose opening would block
        raise OSError(errno.EINVAL, "no file")
    plain = json.loads(file.read_bytes())
    promised = plain.pop(_CHECKSUM, None)
    if promised is not None and promised != _checksum(plain):
        raise ValueError("not as it was written")
    # An older program wrote no checksum. Without one, an unknown name in the file means damage.
    if promised is None and not set(plain) <= {one.name for one in fields(State)}:
        raise ValueError("unknown names")
    return _state(plain)


def _whole(file: Path) -> State | None:
    try:
        return _read(file)
    except (OSError, *_NONSENSE):
        return None


def _written(state: State) -> bytes:
    plain = json.loads(json.dumps(asdict(state), default=str))
    return (json.dumps({**plain, _CHECKSUM: _checksum(plain)}, indent=1) + "\n").encode()


def _checksum(plain: dict[str, Any]) -> str:
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _state(plain: dict[str, Any]) -> State:
    targets = tuple(_target(one) for one in plain["targets"])
    return State(
        targets,
        _proof(plain["local"]),
        plain["retention_days"],
        plain["password_declined"],
        plain["code_confirmed"],
        bool(plain.get("backup_code_confirmed")),
    )


def _target(plain: dict[str, Any]) -> BackupTarget:
    tried, test, other = plain["tried_at"], plain["test"], plain.get("other_at")
    return BackupTarget(
        Path(plain["folder"]),
        _proof(plain["confirmed"]),
        datetime.fromisoformat(tried) if tried else None,
        int(plain["failures"]),
        plain["problem"],
        Test(test["name"], datetime.fromisoformat(test["at"]), test["problem"]) if test else None,
        datetime.fromisoformat(other) if other else None,
    )


def _proof(plain: dict[str, Any] | None) -> Proof | None:
    return Proof(plain["name"], datetime.fromisoformat(plain["at"])) if plain else None
