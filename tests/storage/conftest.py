from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from mus_desktop.model.conversation import Conversation
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Plan
from mus_desktop.model.signed_content import SignedContent
from mus_desktop.storage.backup import backup_file, snapshot
from mus_desktop.storage.backup.snapshot import Backup
from mus_desktop.storage.database import migrator
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.keys.database_key import Opener
from mus_desktop.storage.keys.recovery_code import new_code
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.form_versions import FormVersions
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.settings import Settings
from mus_desktop.storage.records.signed_contents import SignedContents

PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))


NEWEST = migrator.shipped_migrations()[-1].version
"""The newest schema. A new migration changes it here and nowhere else in the tests."""


def close_plan(database: Database, plan: Plan, content: SignedContent | None = None) -> Plan:
    """Store ``plan`` as closed: with its content, on the day it was signed where no other day is given."""
    closed = replace(plan, closed_on=plan.closed_on or plan.signed_on)
    with database.transaction():
        SignedContents(database).add(plan.id, content or SignedContent(), datetime(2026, 3, 2, 12))  # noqa: DTZ001
        Plans(database).update(closed)
    return closed


@dataclass(frozen=True)
class Held:
    """A conversation in the database, with what hangs on it."""

    conversation: int
    employees: tuple[int, ...]
    leader: int
    shared: int
    plan: int


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mus.sqlite"


@pytest.fixture
def database(path: Path, engine_key: bytes | None) -> Iterator[Database]:
    """An open database, plain and encrypted in turn."""
    with Database.open(path, key=engine_key) as opened:
        yield opened
        if not opened._closed:
            assert opened.health() == []


def begin(database: Database, *names: str) -> Held:
    """A conversation with one new employee for each name."""
    form = FormVersions(database).store("kobenhavn-buf", 1, sha256(b"{}").hexdigest(), "{}")
    employees = [Employees(database).add(Employee(name)).id for name in names]
    conversations = Conversations(database)
    key = conversations.add(Conversation(0, form, PERIOD), employees).id
    *_, leader, shared = conversations.parties(key)
    return Held(key, tuple(employees), leader.id, shared.id, Plans(database).of_conversation(key)[0].id)


@pytest.fixture
def held(database: Database) -> Held:
    return begin(database, "Mette Holm")


@pytest.fixture
def beginning(database: Database) -> Callable[..., Held]:
    return lambda *names: begin(database, *names)


@pytest.fixture
def closing(database: Database) -> Callable[..., Plan]:
    """Store a plan as signed; see :func:`close_plan`."""
    return lambda plan, content=None: close_plan(database, plan, content)


@pytest.fixture
def newest() -> int:
    """The newest schema."""
    return NEWEST


@pytest.fixture
def run(database: Database) -> Callable[..., int]:
    """Run one changing statement in a transaction of its own."""

    def run_one(sql: str, *parameters: object) -> int:
        with database.transaction():
            return database.write(sql, parameters)

    return run_one


@pytest.fixture
def contents(path: Path) -> Callable[[], dict[str, bytes]]:
    """Every file in the database's folder, byte for byte."""
    return lambda: {file.name: file.read_bytes() for file in sorted(path.parent.iterdir()) if file.is_file()}


@pytest.fixture
def ordinary_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder, and the rights of an ordinary user over it: root may write anywhere."""
    scripts = migrator.shipped_migrations()  # an ordinary user may have no right to read the folder the checkout is in
    monkeypatch.setattr(migrator, "shipped_migrations", lambda: scripts)
    Database.open(tmp_path / "loads what is loaded late" / "mus.sqlite").close()
    folder = Path(tempfile.mkdtemp())
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o700)
    shutil.rmtree(folder)


NOW = datetime(2026, 3, 2, 13, 3, tzinfo=UTC)
SENTENCE = "Åse er ked af, at Bjørn får alle de gode opgaver."
PASSWORD = "Blåbærgrød på Ærø 7"  # noqa: S105 - of a test
CHEAP = database_key.Cost(n=2**4)


@dataclass
class Kept:
    """An open database with its folder for backups, plain or under a key."""

    database: Database
    folder: Path
    key: bytes | None
    locks: tuple[database_key.Lock, ...]
    code: str
    now: datetime = NOW
    password: str = PASSWORD
    sentence: str = SENTENCE

    @property
    def path(self) -> Path:
        return self.database.path

    def write(self, text: str) -> None:
        Settings(self.database).store("sætning", text)

    def text(self) -> str | None:
        return Settings(self.database).get("sætning")

    def take_backup(self, folder: Path | None = None) -> Backup:
        where = folder or self.folder
        name = snapshot.next_name(where, snapshot.database_identity(self.database), self.now)
        self.now += timedelta(hours=1)
        return snapshot.take_backup(self.database, snapshot.BackupSpec(where, name, "0.1", self.locks), lambda: None)


@pytest.fixture(params=["plain", "encrypted"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    path = tmp_path / "data" / "mus.sqlite"
    key = database_key.new_key() if request.param == "encrypted" else None
    code = new_code()
    locks = both_locks(key, code) if key else ()
    with Database.open(path, key=key) as database:
        if locks:
            database_key.write_locks(path, locks)
        kept = Kept(database, path.parent / "backup", key, locks, code)
        kept.write(SENTENCE)
        yield kept
        assert kept.database.health() == []
        kept.database.close()


def both_locks(key: bytes, code: str, password: str = PASSWORD) -> tuple[database_key.Lock, ...]:
    secrets = ((Opener.PASSWORD, password), (Opener.RECOVERY, code))
    return tuple(database_key.lock(key, opener, secret, "2026-03-02", CHEAP) for opener, secret in secrets)


@pytest.fixture
def locks_for() -> Callable[..., tuple[database_key.Lock, ...]]:
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
        backup_file.manifest_path(taken.path).unlink()
        return taken.path

    return without
