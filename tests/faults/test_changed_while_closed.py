"""One bit of a closed database changes: 200 of 200 are noticed, and a backup always takes its place."""

from __future__ import annotations

import random
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mus_desktop.errors import StorageError
from mus_desktop.services.safety.restoring import RestoreWithoutDatabase
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.records.settings import Settings

TIMES, RESTORED = 200, 20
NOW = datetime(2026, 3, 2, 14, 3)  # noqa: DTZ001 - the clock on the wall

pytestmark = pytest.mark.faults


@pytest.fixture
def closed(tmp_path: Path, engine_key: bytes | None) -> tuple[Path, Path]:
    """A closed database with a backup; and the backup."""
    path = tmp_path / "data" / "mus.sqlite"
    if engine_key:  # the program reads the locks when it opens the database
        path.parent.mkdir()
        database_key.write_locks(
            path,
            [database_key.lock(engine_key, database_key.Opener.PASSWORD, "a", "2026-03-02", database_key.Cost(n=16))],
        )
    with Database.open(path, key=engine_key) as database:
        with database.transaction():
            for number in range(150):
                Settings(database).store(f"nøgle {number}", "Vi talte om opgaver og trivsel. " * 40)
        safety = Safety(database, lambda: NOW)
        safety.back_up()
        (backup,) = safety.folder.glob("*.musbackup")
    return path, backup


def test_every_changed_bit_is_noticed(closed: tuple[Path, Path], engine_key: bytes | None) -> None:
    path, backup = closed
    whole = {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    chance = random.Random(2026)  # noqa: S311 - which bit, not a secret
    failure = []
    for turn, bit in enumerate(chance.sample(range(len(whole[path]) * 8), TIMES)):
        for file, content in whole.items():
            file.write_bytes(content)
        broken = bytearray(whole[path])
        broken[bit // 8] ^= 1 << bit % 8
        path.write_bytes(broken)
        if not noticed(path, engine_key):
            failure.append(bit)
        if turn % (TIMES // RESTORED) == 0:
            restore(path, engine_key, backup, NOW + timedelta(seconds=turn))
    assert failure == []


def noticed(path: Path, key: bytes | None) -> bool:
    """Opening refuses the database, or the check says that something is wrong."""
    try:
        with Database.open(path, key=key) as database:
            return database.health() != []
    except StorageError:
        return True


def restore(path: Path, key: bytes | None, backup: Path, now: datetime) -> None:
    """Restore the way the program offers: from its window, or from the first page if the data cannot be opened."""
    try:
        with Database.open(path, key=key) as database:
            way = Safety(database, lambda: now).restoring
            way.restore(way.open_backup(backup))
    except StorageError:
        without = RestoreWithoutDatabase(path.parent, lambda: now, key)
        without.restore(without.open_backup(backup, "a" if key else None))
    with Database.open(path, key=key) as database:
        assert database.health() == []
        assert Settings(database).get("nøgle 7")
    for aside in path.parent.glob("inden-*"):
        shutil.rmtree(aside)
