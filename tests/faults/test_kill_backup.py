"""Killed while a backup is taken and while it is saved beside it, nothing saved is lost and no bad backup has a name.

``MUS_FAULTS=full`` kills 50 times each, a tenth of them by default.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from mus_desktop.storage.backup import backup_file, restore
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.settings import Settings

TIMES = 50 if os.environ.get("MUS_FAULTS") == "full" else 5
KEY = bytes(range(32))

pytestmark = pytest.mark.faults

CHILD = """
import os, sys, threading
from datetime import UTC, datetime
from pathlib import Path
from mus_desktop.storage.backup import snapshot
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.settings import Settings

path, key = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]) or None
cheap, password = database_key.Cost(n=16), database_key.Opener.PASSWORD
locks = (database_key.lock(key, password, "a", "2026-03-02", cheap),) if key else ()
database = Database.open(path, key=key)
settings, folder = Settings(database), path.parent / "backup"

def say(what):
    os.write(1, f"{what}\\n".encode())  # in one piece, for two threads speak

def take():
    while True:
        name = snapshot.next_name(folder, "0a1b2c3d", datetime(2026, 3, 2, tzinfo=UTC))
        snapshot.take_backup(database, snapshot.BackupSpec(folder, name, "0.1", locks))
        say("backup")

threading.Thread(target=take, daemon=True).start()
number = int(settings.get("nummer") or 0)
while True:
    number += 1
    with database.transaction():
        settings.store("nummer", str(number))
        settings.store(f"fyld {number % 300}", f"{number} " * 2000)
    say(number)
"""


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_nothing_saved_is_lost_and_no_bad_backup_is_left(tmp_path: Path, key: bytes | None) -> None:
    path, chance = tmp_path / "mus.sqlite", random.Random(2026)  # noqa: S311 - moments, not a secret
    Database.open(path, key=key).close()
    parts = 0
    for _ in range(TIMES):
        said = killed_after(chance.randrange(20, 400), path, key)
        saved = max(int(line) for line in said if line.isdigit())
        parts += any(tmp_path.glob("backup/.mus-*/*"))
        with Database.open(path, key=key) as database:
            assert database.health() == []
            assert saved <= int(Settings(database).get("nummer") or 0) <= saved + 1
        files = list(tmp_path.glob(f"backup/*{backup_file.SUFFIX}"))
        assert len(files) >= said.count("backup")
        for file in files:
            assert restore.check(file).remark is None, "with its manifest"
            file.unlink()
    assert parts, "some must have been killed while a backup was taken"


def killed_after(lines: int, path: Path, key: bytes | None) -> list[str]:
    """What the program said until it was killed, some time after it had said ``lines`` lines."""
    command = [sys.executable, "-c", CHILD, str(path), (key or b"").hex()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as child:
        assert child.stdout is not None
        said = [child.stdout.readline().strip() for _ in range(lines)]
        child.kill()
        said += child.stdout.read().splitlines()
    return said
