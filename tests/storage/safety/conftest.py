"""A small database with a sentence that must never be found where it should not be, and the makings of its backups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mus_desktop.storage import backup, bundle, keys
from mus_desktop.storage.backup import Backup
from mus_desktop.storage.database import Database
from mus_desktop.storage.keys import Opener
from mus_desktop.storage.recovery_code import new_code
from mus_desktop.storage.settings import Settings

NOW = datetime(2026, 3, 2, 13, 3, tzinfo=UTC)
SENTENCE = "Åse er ked af, at Bjørn får alle de gode opgaver."
PASSWORD = "Blåbærgrød på Ærø 7"  # noqa: S105 - of a test
CHEAP = keys.Cost(n=2**4)


@dataclass
class Kept:
    """An open database with its folder for backups, plain or under a key."""

    database: Database
    folder: Path
    key: bytes | None
    locks: tuple[keys.Lock, ...]
    code: str
    now: datetime = NOW
    password: str = PASSWORD
    sentence: str = SENTENCE

    @property
    def path(self) -> Path:
        return self.database.path

    def write(self, text: str) -> None:
        Settings(self.database).put("sætning", text)

    def text(self) -> str | None:
        return Settings(self.database).get("sætning")

    def take(self, folder: Path | None = None) -> Backup:
        where = folder or self.folder
        name = backup.next_name(where, backup.identity(self.database), self.now)
        self.now += timedelta(hours=1)
        return backup.take(self.database, backup.Order(where, name, "0.1", self.locks), lambda: None)


@pytest.fixture(params=["plain", "encrypted"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    path = tmp_path / "data" / "mus.sqlite"
    key = keys.new_key() if request.param == "encrypted" else None
    code = new_code()
    locks = both_locks(key, code) if key else ()
    with Database.open(path, key=key) as database:
        if locks:
            keys.write_locks(path, locks)
        kept = Kept(database, path.parent / "backup", key, locks, code)
        kept.write(SENTENCE)
        yield kept
        assert kept.database.health() == []
        kept.database.close()


def both_locks(key: bytes, code: str, password: str = PASSWORD) -> tuple[keys.Lock, ...]:
    secrets = ((Opener.PASSWORD, password), (Opener.RECOVERY, code))
    return tuple(keys.lock(key, opener, secret, "2026-03-02", CHEAP) for opener, secret in secrets)


@pytest.fixture
def locks_for() -> Callable[..., tuple[keys.Lock, ...]]:
    return both_locks


@pytest.fixture
def found_in() -> Callable[..., list[str]]:
    """The files under a folder in which the sentence can be read."""

    def search(folder: Path) -> list[str]:
        wanted = [SENTENCE.encode(encoding) for encoding in ("utf-8", "utf-16-le", "latin-1")]
        files = [file for file in folder.rglob("*") if file.is_file()]
        return [str(file.relative_to(folder)) for file in files if any(w in file.read_bytes() for w in wanted)]

    return search


@pytest.fixture
def unmanifested() -> Callable[[Backup], Path]:
    def without(taken: Backup) -> Path:
        bundle.manifest_of(taken.path).unlink()
        return taken.path

    return without
