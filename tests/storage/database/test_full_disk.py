"""A full disk loses nothing: what was saved stays, what was not is said so, and saving goes on when there is room."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mus_desktop.errors import SaveFailed, StorageError
from mus_desktop.storage.backup import backup_file, snapshot
from mus_desktop.storage.database import opening
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.records.settings import Settings

NOW = datetime(2026, 3, 2, 14, 3, tzinfo=UTC)
FULL = "Disken er fuld, så det seneste er ikke gemt. Gør plads på disken, og prøv igen."


def fill(save: Callable[[int], None]) -> int:
    """Save until there is no more room; the number of saves that went through."""
    for number in range(10_000):
        try:
            save(number)
        except SaveFailed as error:
            assert str(error) == FULL  # noqa: PT017 - the loop needs the number
            return number
    raise AssertionError("the disk was never full")


def saving_pairs(database: Database) -> Callable[[int], None]:
    """Each save is one transaction of two settings that belong together."""
    settings = Settings(database)

    def save(number: int) -> None:
        with database.transaction():
            settings.store(f"{number} a", "Vi talte om opgaver. " * 200)
            settings.store(f"{number} b", "Vi talte om trivsel. " * 200)

    return save


def check_whole(database: Database, saved: int) -> None:
    assert database.health() == []
    assert sorted(Settings(database).all()) == sorted(f"{number} {half}" for number in range(saved) for half in "ab")


def test_a_database_that_may_not_grow(database: Database) -> None:
    (pages,) = database.row("PRAGMA page_count") or (0,)
    database.rows(f"PRAGMA max_page_count = {pages + 40}")
    saved = fill(saving_pairs(database))
    assert saved > 0
    check_whole(database, saved)
    database.rows("PRAGMA max_page_count = 100000")
    saving_pairs(database)(saved)
    check_whole(database, saved + 1)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of two megabytes; only root on Linux can make one. A new database and its log take nearly one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk takes root on Linux")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_runs_full_and_gets_room_again(small_disk: Path, engine_key: bytes | None) -> None:
    ballast = small_disk / "film.mp4"
    ballast.write_bytes(bytes(200_000))
    database = Database.open(small_disk / "mus.sqlite", key=engine_key)
    saved = fill(saving_pairs(database))
    assert saved > 0
    check_whole(database, saved)
    ballast.unlink()
    saving_pairs(database)(saved)
    check_whole(database, saved + 1)
    database.close()
    with Database.open(small_disk / "mus.sqlite", key=engine_key) as again:
        check_whole(again, saved + 1)


def test_a_program_that_closes_on_a_full_disk_finds_everything_again(
    small_disk: Path, engine_key: bytes | None
) -> None:
    database = Database.open(small_disk / "mus.sqlite", key=engine_key)
    saved = fill(saving_pairs(database))
    (small_disk / "film.mp4").write_bytes(b"")
    with (small_disk / "film.mp4").open("ab", buffering=0) as film:
        while _wrote(film.write):
            pass
    database.close()
    (small_disk / "film.mp4").unlink()
    with Database.open(small_disk / "mus.sqlite", key=engine_key) as again:
        check_whole(again, saved)


def order(folder: Path, key: bytes | None = None) -> snapshot.BackupSpec:
    cheap = database_key.Cost(n=2**4)
    locks = (database_key.lock(key, database_key.Opener.PASSWORD, "Blåbærgrød 7", "2026-03-02", cheap),) if key else ()
    return snapshot.BackupSpec(folder, backup_file.BackupName("0a1b2c3d", 1, NOW), "0.1", locks)


def test_a_disk_without_room_for_a_backup(small_disk: Path, database: Database) -> None:
    with database.transaction():
        for number in range(200):
            Settings(database).store(f"{number}", "Vi talte om opgaver. " * 500)
    with pytest.raises(StorageError, match="ikke plads til en backup"):
        snapshot.take_backup(database, order(small_disk / "backup", database.key))
    assert list((small_disk / "backup").iterdir()) == []
    assert database.row("PRAGMA wal_autocheckpoint") == (1000,)
    Settings(database).store("bagefter", "ja")


def test_a_full_disk_under_the_database_gives_no_backup(
    small_disk: Path, tmp_path: Path, engine_key: bytes | None
) -> None:
    database = Database.open(small_disk / "mus.sqlite", key=engine_key)
    saved = fill(saving_pairs(database))
    with pytest.raises(StorageError, match="Der er ikke plads"):
        snapshot.take_backup(database, order(tmp_path / "backup", engine_key))
    assert list((tmp_path / "backup").iterdir()) == []
    assert database.row("PRAGMA wal_autocheckpoint") == (1000,)
    check_whole(database, saved)
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    saving_pairs(database)(saved)
    assert snapshot.take_backup(database, order(tmp_path / "backup", engine_key)).path.exists()
    check_whole(database, saved + 1)
    database.close()


def _wrote(write: Callable[[bytes], int]) -> bool:
    try:
        return write(b"x" * 512) > 0
    except OSError:
        return False


def test_a_disk_without_room_for_a_new_database(small_disk: Path, engine_key: bytes | None) -> None:
    (small_disk / "film.mp4").write_bytes(bytes(1_960_000))
    with pytest.raises(StorageError, match="Disken er fuld, så databasen ikke kan åbnes"):
        Database.open(small_disk / "mus.sqlite", key=engine_key)
    assert [file.name for file in small_disk.iterdir()] == ["film.mp4"]


def test_a_disk_without_room_for_the_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(opening, "make_private_draft", no_room)
    with pytest.raises(StorageError, match="Disken er fuld"):
        Database.open(path)
