"""Killed before any step of a restore or a change of protection, the next start finds the old database or the new one.

Every change of the disk that Python makes (open, rename, remove, make a folder) is a step. ``MUS_FAULTS=full`` kills
before each of them; otherwise before a seeded tenth.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mus_desktop.errors import PasswordNeeded
from mus_desktop.storage.backup import backup_file, restore, snapshot
from mus_desktop.storage.database import file_header
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.records.settings import Settings
from tests.killing import KILLED

SEED = 2026
PASSWORD = "Blåbærgrød på Ærø 7"  # noqa: S105 - of a test
KEY = bytes(range(32))

pytestmark = pytest.mark.faults

CHILD = """
import os, sys
from datetime import datetime, UTC
from pathlib import Path
from mus_desktop.storage.backup import quarantine, snapshot, conversion, restore
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.database import encrypted_header
from mus_desktop.storage.database.connection import Database
from tests.killing import kill_this_process

what, path, key, limit = sys.argv[1], Path(sys.argv[2]), bytes.fromhex(sys.argv[3]) or None, int(sys.argv[4])
KEY, PASSWORD = bytes(range(32)), "Blåbærgrød på Ærø 7"
steps = 0

def count(event, args):
    global steps
    changes = event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate")
    if changes or (event == "open" and args[0] != os.devnull and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
        steps += 1
        if steps == limit:
            kill_this_process()

database = Database.open(path, key=key)
plain = bool(key) or what == "uncover"
locks = ()
if not plain:
    cheap = database_key.Cost(n=16)
    locks = (database_key.lock(KEY, database_key.Opener.PASSWORD, PASSWORD, "2026-03-02", cheap),)
if what in ("restore", "uncover"):
    checked = restore.check(next((path.parent / "backup").glob("*.musbackup")))
    key_there = restore.open_key(checked, PASSWORD)
sys.addaudithook(count)
if what in ("restore", "uncover"):
    draft = restore.prepare(checked, path, key_there)
    if what == "uncover":
        draft = restore.remove_password(draft)
    database.exchange(lambda: restore.replace_database(draft, datetime(2026, 3, 3)), draft.key)
else:
    conversion.convert(database, None if key else KEY, locks)
    if not key:
        conversion.encrypt_backups(path.parent / "backup", KEY, locks)
        quarantine.wipe_unencrypted(path.parent)
database.close()
print(steps, flush=True)
"""


def make(folder: Path, key: bytes | None) -> Path:
    """A database that says "ny", with a backup in which it says "gammel"."""
    path = folder / "mus.sqlite"
    locks = (
        (database_key.lock(KEY, database_key.Opener.PASSWORD, PASSWORD, "2026-03-02", database_key.Cost(n=16)),)
        if key
        else ()
    )
    with Database.open(path, key=key) as database:
        if locks:
            database_key.write_locks(path, locks)
        Settings(database).store("sætning", "gammel")
        name = snapshot.next_name(
            folder / "backup", snapshot.database_identity(database), datetime(2026, 3, 2, tzinfo=UTC)
        )
        snapshot.take_backup(database, snapshot.BackupSpec(folder / "backup", name, "0.1", locks), lambda: None)
        Settings(database).store("sætning", "ny")
    return path


def cover(folder: Path) -> None:
    """Put the backup under the backup password, as it lies outside the PC."""
    (plain,) = folder.glob("*.musbackup")
    locks = (database_key.lock(KEY, database_key.Opener.PASSWORD, PASSWORD, "2026-03-02", database_key.Cost(n=16)),)
    only_copy_encrypted = snapshot.encrypt(
        snapshot.read_backup(plain), folder / "usb", KEY, locks, only_copy_encrypted=True
    )
    for file in (only_copy_encrypted.path, backup_file.manifest_path(only_copy_encrypted.path)):
        file.replace(folder / file.name)
    only_copy_encrypted.path.parent.rmdir()


def run(what: str, path: Path, key: bytes | None, limit: int) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", CHILD, what, str(path), (key or b"").hex(), str(limit)]
    return subprocess.run(command, capture_output=True, check=False, cwd=Path(__file__).parents[2])


def found(path: Path) -> tuple[str | None, bool]:
    """What the next start finds: the sentence, and whether a password was needed. It opens, and it is sound."""
    try:
        with Database.open(path) as database:
            assert database.health() == []
            return Settings(database).get("sætning"), False
    except PasswordNeeded:
        key = database_key.open_any_lock(database_key.read_locks(path), PASSWORD)
    with Database.open(path, key=key) as database:
        assert database.health() == []
        return Settings(database).get("sætning"), True


def limits(steps: int) -> list[int]:
    every = list(range(1, steps + 1))
    if os.environ.get("MUS_FAULTS") == "full":
        return every
    return sorted(random.Random(SEED).sample(every, max(4, steps // 10)))  # noqa: S311 - moments, not a secret


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[..., Iterator[Path]]:
    """Ever new copies of the same data folder."""

    def copies(key: bytes | None, *, only_copy_encrypted: bool) -> Iterator[Path]:
        original = tmp_path / "original"
        make(original, key)
        if only_copy_encrypted:
            cover(original / "backup")
        number = 0
        while True:
            number += 1
            yield Path(shutil.copytree(original, tmp_path / str(number))) / "mus.sqlite"

    return copies


@pytest.mark.parametrize(
    ("what", "key"),
    [("restore", None), ("restore", KEY), ("uncover", None), ("convert", None), ("convert", KEY)],
    ids=["restore-plain", "restore-encrypted", "restore-without-password", "set-password", "remove-password"],
)
def test_old_or_new_never_between(what: str, key: bytes | None, fresh: Callable[..., Iterator[Path]]) -> None:
    paths = fresh(key, only_copy_encrypted=what == "uncover")
    whole = run(what, next(paths), key, 0)
    assert whole.returncode == 0, whole.stderr.decode()
    results = set()
    for limit in limits(int(whole.stdout)):
        path = next(paths)
        killed = run(what, path, key, limit)
        assert killed.returncode == KILLED, killed.stderr.decode()
        result = found(path)
        allowed = {("ny", key is not None)}
        allowed.add(("gammel", key is not None) if what != "convert" else ("ny", key is None))
        assert result in allowed, f"step {limit}"
        assert found(path) == result, "and it stays so"
        assert not file_header.exchange_journal(path).exists()
        for file in (path.parent / "backup").glob("*.musbackup"):
            restore.check(file)
        results.add(result)
    assert len(results) == 2, "kills before and after the turning point"
