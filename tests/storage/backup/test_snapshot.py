from __future__ import annotations

import errno
import itertools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mus_desktop.errors import DataUnusable, StorageError
from mus_desktop.storage.backup import backup_file, restore, snapshot
from mus_desktop.storage.database import engine, migrator
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.records.settings import Settings
from tests.systems import has_mode

if TYPE_CHECKING:
    from tests.storage.safety.conftest import Kept

IS_LOCKED = """
import sys
from pathlib import Path
from mus_desktop.storage.database import engine
print(engine.is_locked(Path(sys.argv[1])))
"""
by_place = pytest.mark.skipif(sys.platform == "win32", reason="reads and writes in the middle of the open file")
only_plain = pytest.mark.parametrize("kept", ["plain"], indirect=True)


def test_a_backup_is_one_private_file_that_vouches_for_itself(kept: Kept) -> None:
    taken = kept.take_backup()
    label = backup_file.read_label(taken.path)
    assert label == taken.label
    assert backup_file.parse_name(taken.path.name) == label.name
    assert (label.encrypted, label.schema) == (kept.key is not None, kept.database.schema)
    assert backup_file.is_intact(taken.path)
    assert taken.sha256 == backup_file.running_digest(backup_file.chunks(taken.path)).hexdigest()
    assert (kept.sentence.encode() in taken.path.read_bytes()) == (kept.key is None)
    assert all(has_mode(file, 0o600) for file in kept.folder.iterdir())
    assert sorted(file.name for file in kept.folder.iterdir()) == [taken.path.name, f"{taken.path.name}.json"]


def test_manifest_holds_size_counts_and_versions_and_no_more(kept: Kept) -> None:
    taken = kept.take_backup()
    manifest = json.loads(backup_file.manifest_path(taken.path).read_text())
    assert manifest["bytes"] == taken.path.stat().st_size
    assert manifest["counts"] == {"employees": 0, "conversations": 0, "plans": 0, "documents": 0}
    assert (manifest["program"], manifest["schema"], manifest["sha256"]) == (
        "0.1",
        migrator.shipped_migrations()[-1].version,
        taken.sha256,
    )
    assert "locks" not in manifest
    assert snapshot.read_backup(taken.path) == taken


def test_numbers_rise_when_the_clock_is_set_back(kept: Kept) -> None:
    first = kept.take_backup()
    kept.now = first.label.name.made_at.replace(year=2020)
    second = kept.take_backup()
    assert [name.number for name in snapshot.names_in(kept.folder)] == [1, 2]
    assert second.label.name.made_at < first.label.name.made_at
    assert first.label.name.database == second.label.name.database == snapshot.database_identity(kept.database)


def test_no_number_is_used_twice_where_the_backups_are_gone(kept: Kept) -> None:
    """On another PC, or after a folder was emptied: a target would take the new backup for the old one."""
    numbers = [snapshot.next_numbered_name(kept.database, kept.folder, kept.now).number for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert not list(kept.folder.glob("*"))


def order_of(kept: Kept, number: int = 1) -> snapshot.BackupSpec:
    return snapshot.BackupSpec(kept.folder, backup_file.BackupName("0" * 8, number, kept.now), "0.1", kept.locks)


def settings_in(taken: snapshot.Backup, kept: Kept) -> dict[str, str]:
    draft = restore.prepare(restore.check(taken.path), kept.path, kept.key)
    with closing(engine.connect(draft.draft, key=kept.key)) as copy:
        found = dict(copy.execute("SELECT key, value FROM setting").fetchall())
    draft.discard()
    return found


def save_pair(kept: Kept, number: int) -> None:
    with kept.database.transaction():
        for half in "ab":
            Settings(kept.database).store(half, f"{number} " * 500)


def test_a_backup_is_the_moment_it_began_while_hundreds_of_saves_go_on(kept: Kept) -> None:
    Settings(kept.database).store("fyld", "x" * 2_000_000)
    save_pair(kept, 1)
    calls, held, saved = itertools.count(), threading.Event(), threading.Event()

    def pause() -> None:
        if next(calls) == 1:  # before the first piece
            held.set()
            saved.wait(10)

    with ThreadPoolExecutor(1) as beside:
        taking = beside.submit(snapshot.take_backup, kept.database, order_of(kept), pause)
        assert held.wait(10)
        for number in range(2, 500):
            save_pair(kept, number)
        assert not taking.done()
        saved.set()
        found = settings_in(taking.result(10), kept)
    assert found["a"] == found["b"] == "1 " * 500
    assert Settings(kept.database).get("b") == "499 " * 500
    assert kept.database.row("PRAGMA wal_autocheckpoint") == (1000,)


def test_a_backup_waits_for_the_end_of_a_transaction(kept: Kept) -> None:
    with ThreadPoolExecutor(1) as beside:
        with kept.database.transaction():
            Settings(kept.database).store("sætning", "den ene halvdel")
            taking = beside.submit(snapshot.take_backup, kept.database, order_of(kept))
            with pytest.raises(TimeoutError):
                taking.result(0.2)
            Settings(kept.database).store("resten", "den anden halvdel")
        found = settings_in(taking.result(10), kept)
    assert (found["sætning"], found["resten"]) == ("den ene halvdel", "den anden halvdel")


def test_nobody_else_can_open_the_database_after_a_backup(kept: Kept) -> None:
    """Closing a handle to the file would drop the lock of the whole process."""
    kept.take_backup()
    command = [sys.executable, "-c", IS_LOCKED, str(kept.path)]
    other = subprocess.run(command, capture_output=True, check=True, text=True)
    assert other.stdout.strip() == "True"


@by_place
def test_file_that_changed_during_the_copy_is_no_backup(kept: Kept) -> None:
    Settings(kept.database).store("fyld", "x" * 2_000_000)
    calls, handle = itertools.count(), os.open(kept.path, os.O_RDWR)  # never closed, or the lock is gone
    there = os.pread(handle, 1, 8000)

    def pause() -> None:
        if next(calls) == 3:  # the first piece is copied
            os.pwrite(handle, bytes([there[0] ^ 1]), 8000)

    with pytest.raises(StorageError, match="svarer med en fejl"):
        snapshot.take_backup(kept.database, order_of(kept), pause)
    os.pwrite(handle, there, 8000)
    assert list(kept.folder.iterdir()) == []


@by_place
def test_a_damaged_database_gives_no_backup(kept: Kept) -> None:
    Settings(kept.database).store("fyld", "x" * 200_000)
    kept.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    handle = os.open(kept.path, os.O_RDWR)  # never closed, or the lock is gone
    there = os.pread(handle, 4096, 4096)
    os.pwrite(handle, bytes(4096), 4096)
    with pytest.raises(StorageError, match="De ældre er der endnu"):
        snapshot.take_backup(kept.database, order_of(kept))
    os.pwrite(handle, there, 4096)
    assert list(kept.folder.iterdir()) == []


def test_a_row_without_its_owner_gives_no_backup(kept: Kept) -> None:
    """An integrity check does not look at foreign keys."""
    kept.database.rows("PRAGMA foreign_keys = OFF")
    with kept.database.transaction():
        kept.database.write("INSERT INTO answer VALUES (999, 'felt', '\"x\"', '2026-03-02T14:03:00')")
    kept.database.rows("PRAGMA foreign_keys = ON")
    with pytest.raises(StorageError, match="De ældre er der endnu"):
        snapshot.take_backup(kept.database, order_of(kept))
    assert list(kept.folder.iterdir()) == []
    with kept.database.transaction():
        kept.database.write("DELETE FROM answer WHERE party = 999")


def test_closing_the_database_stops_a_backup(kept: Kept) -> None:
    Settings(kept.database).store("fyld", "x" * 2_000_000)
    stepped, said = threading.Event(), []

    def pause() -> None:
        stepped.set()
        going_on.wait(10)

    def take_backup() -> None:
        try:
            snapshot.take_backup(kept.database, order_of(kept), pause)
        except StorageError as error:
            said.append(str(error))

    going_on = threading.Event()
    thread = threading.Thread(target=take_backup)
    thread.start()
    assert stepped.wait(10)
    threading.Timer(0.2, going_on.set).start()
    kept.database.close()
    thread.join(10)
    assert said == ["Backuppen blev afbrudt, fordi programmet lukker. Den tages igen næste gang."]
    assert list(kept.folder.iterdir()) == []
    kept.database.exchange(lambda: None, kept.key)


@pytest.mark.parametrize("during", ["copying", "checking"])
def test_a_backup_that_is_broken_off_leaves_nothing(kept: Kept, monkeypatch: pytest.MonkeyPatch, during: str) -> None:
    before = kept.take_backup()
    Settings(kept.database).store("fyld", "x" * 2_000_000)
    stop = threading.Event()

    def check(copy: engine.Connection) -> list[str]:
        stop.set()
        copy.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
        return []

    monkeypatch.setattr(snapshot, "findings", check)
    with pytest.raises(StorageError, match=r"^Backuppen blev afbrudt\. Den tages igen senere\.$"):
        snapshot.take_backup(kept.database, order_of(kept), stop.set if during == "copying" else None, stop)
    assert {file.name for file in kept.folder.iterdir()} == {before.path.name, f"{before.path.name}.json"}


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "ikke plads"),
        (errno.EACCES, "må ikke skrive"),
        (errno.ENOENT, "ikke tilgængelig"),
        (errno.EIO, "svarer med en fejl"),
    ],
)
def test_a_backup_that_fails_leaves_nothing(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    before = kept.take_backup()

    def fail(*_: object) -> None:
        raise OSError(number, "")

    monkeypatch.setattr(snapshot, "flush_to_disk", fail)
    with pytest.raises(StorageError, match=sentence):
        kept.take_backup()
    assert {file.name for file in kept.folder.iterdir()} == {before.path.name, f"{before.path.name}.json"}


def test_an_unsound_copy_gets_no_name(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "findings", lambda _: ["row 3 missing from index"])
    with pytest.raises(DataUnusable, match="beskadiget, så der er ikke taget"):
        kept.take_backup()
    assert list(kept.folder.iterdir()) == []


@only_plain
def test_a_plain_backup_encrypted_for_a_target(
    kept: Kept,
    locks_for: Callable[..., tuple[database_key.Lock, ...]],
    tmp_path: Path,
    found_in: Callable[[Path], list[str]],
) -> None:
    key = database_key.new_key()
    shipped_migrations = snapshot.encrypt(kept.take_backup(), tmp_path / "spool", key, locks_for(key, kept.code))
    assert found_in(tmp_path / "spool") == []
    assert [file.suffix for file in sorted((tmp_path / "spool").iterdir())] == [".musbackup", ".json"]
    checked = restore.check(shipped_migrations.path)
    draft = restore.prepare(checked, tmp_path / "ny" / "mus.sqlite", restore.open_key(checked, kept.code))
    assert draft.label.locks
    draft.discard()


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", '"x"', "null", "[" * 2000 + "]" * 2000])
def test_a_manifest_with_an_impossible_number_is_an_unreadable_one(tmp_path: Path, number: str) -> None:
    file = tmp_path / "mus-0a1b2c3d-000001-20260302T120000Z.musbackup"
    text = f'{{"bytes": {number}, "sha256": "0", "counts": {{"employees": {number}}}, "encrypted": true}}'
    backup_file.manifest_path(file).write_text(text)
    assert backup_file.read_manifest(file) is None
    assert backup_file.size_in_manifest(text) is None
    assert backup_file.read_manifest_counts(text) is None
