"""A backup with one bit changed anywhere is refused: 500 of 500, a seeded tenth of them by default."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mus_desktop.errors import StorageError
from mus_desktop.storage.backup import backup_file, restore, snapshot
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key

TIMES = 500 if os.environ.get("MUS_FAULTS") == "full" else 50
KEY = bytes(range(32))

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
@pytest.mark.parametrize("manifest", [True, False])
def test_every_changed_bit_is_found(tmp_path: Path, key: bytes | None, manifest: bool) -> None:
    locks = (
        (database_key.lock(KEY, database_key.Opener.PASSWORD, "a", "2026-03-02", database_key.Cost(n=16)),)
        if key
        else ()
    )
    with Database.open(tmp_path / "mus.sqlite", key=key) as database:
        name = snapshot.next_name(tmp_path, snapshot.database_identity(database), datetime(2026, 3, 2, tzinfo=UTC))
        taken = snapshot.take_backup(database, snapshot.BackupSpec(tmp_path, name, "0.1", locks), lambda: None)
    if not manifest:
        backup_file.manifest_path(taken.path).unlink()
    assert restore.check(taken.path).label == taken.label
    whole = taken.path.read_bytes()
    chance = random.Random(2026)  # noqa: S311 - which bit, not a secret
    tail = [bit + 8 * (len(whole) - 64) for bit in chance.sample(range(64 * 8), TIMES // 10)]
    refused = 0
    for bit in [*tail, *chance.sample(range(len(whole) * 8), TIMES - len(tail))]:
        broken = bytearray(whole)
        broken[bit // 8] ^= 1 << bit % 8
        taken.path.write_bytes(broken)
        try:
            restore.check(taken.path)
        except StorageError:
            refused += 1
    assert refused == TIMES
