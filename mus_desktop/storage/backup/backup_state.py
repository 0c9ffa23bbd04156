"""What is known of the backups of this PC: the targets, what lies on them for sure, what was tried and tested.

It lies beside the database and not in it: a restored database must not forget which backups came after it. It holds
places and times, nothing of anybody.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from logging import getLogger
from pathlib import Path
from typing import Any

from mus_desktop.errors import SaveFailed
from mus_desktop.storage.database.private_files import write_whole

_log = getLogger(__name__)
_FILE = "backup-state.json"


@dataclass(frozen=True, slots=True)
class Proof:
    """A backup that was confirmed: its file name, and when (with zone)."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Test:
    """A restore test: when, of which backup, and what was wrong in Danish, ``None`` if it went well."""

    name: str
    at: datetime
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A place outside the PC. ``problem`` is what went wrong last time, in Danish."""

    folder: Path
    confirmed: Proof | None = None
    tried_at: datetime | None = None
    failures: int = 0
    problem: str | None = None
    test: Test | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Everything known."""

    targets: tuple[Target, ...] = ()
    local: Proof | None = None
    retention_days: int | None = None
    password_declined: bool = False
    code_confirmed: bool = False
    backup_code_confirmed: bool = False

    def with_target(self, changed: Target) -> State:
        """The same with one target changed; unknown targets are left out."""
        targets = tuple(changed if one.folder == changed.folder else one for one in self.targets)
        return replace(self, targets=targets)


@dataclass
class StateFile:
    """The state on disk; what cannot be read is begun anew, for it can all be found out again but the choices."""

    data_folder: Path
    _known: State | None = field(default=None, repr=False)

    def read(self) -> State:
        """The state; it is read from disk once."""
        if self._known is None:
            self._known = self._from_disk()
        return self._known

    def change(self, change: Callable[[State], State]) -> State:
        """Change the state and write it. Raises ``OSError``."""
        self._known = change(self.read())
        self._write(self._known)
        return self._known

    def choose(self, change: Callable[[State], State]) -> None:
        """Change the state once it is written. :raises SaveFailed: it is not stored, and so the choice is not made."""
        changed = change(self.read())
        try:
            self._write(changed)
        except OSError as error:
            raise SaveFailed("Valget er ikke gemt. Kontrollér, at der er plads på disken, og prøv igen.") from error
        self._known = changed

    def _write(self, state: State) -> None:
        write_whole(self.data_folder / _FILE, (json.dumps(asdict(state), default=str, indent=1) + "\n").encode())

    def _from_disk(self) -> State:
        try:
            return _state(json.loads((self.data_folder / _FILE).read_text("utf-8")))
        except FileNotFoundError:
            return State()
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("the state of the backups cannot be read: %s", type(error).__name__)
            return State()


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


def _target(plain: dict[str, Any]) -> Target:
    tried, test = plain["tried_at"], plain["test"]
    return Target(
        Path(plain["folder"]),
        _proof(plain["confirmed"]),
        datetime.fromisoformat(tried) if tried else None,
        int(plain["failures"]),
        plain["problem"],
        Test(test["name"], datetime.fromisoformat(test["at"]), test["problem"]) if test else None,
    )


def _proof(plain: dict[str, Any] | None) -> Proof | None:
    return Proof(plain["name"], datetime.fromisoformat(plain["at"])) if plain else None
