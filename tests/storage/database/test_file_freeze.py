from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mus_desktop.storage.database import file_freeze
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.settings import Settings


def test_where_the_engine_has_its_lock_nothing_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows reading there fails; the place is at 1 GiB, where no database has anything."""
    monkeypatch.setattr(file_freeze, "_LOCK_OFFSET", 3 << 20)
    content = os.urandom(5_000_000)
    (tmp_path / "mus.sqlite").write_bytes(content)
    start, end = file_freeze._LOCK_OFFSET, file_freeze._LOCK_OFFSET + file_freeze._LOCK_LENGTH
    real, read = os.read, []

    def noted(handle: int, size: int) -> bytes:
        read.append(range(place := os.lseek(handle, 0, os.SEEK_CUR), place + size))
        return real(handle, size)

    monkeypatch.setattr(os, "read", noted)
    handle = file_freeze.FileHandle(tmp_path / "mus.sqlite")
    file = file_freeze.FrozenFile(handle.descriptor(), lambda: None)
    file.copy_to(tmp_path / "kopi")
    expected = content[:start] + bytes(end - start) + content[end:]
    assert (tmp_path / "kopi").read_bytes() == expected
    assert b"".join(file.read_back(tmp_path / "kopi")) == expected
    assert read
    assert not any(piece.start < end and start < piece.stop for piece in read)
    handle.close()


@pytest.mark.parametrize(
    "change", [lambda old: old[:-1], lambda old: old + b"x", lambda old: old[:9000] + old[9001:] + b"x"]
)
def test_copy_that_differs_is_reported(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    (tmp_path / "mus.sqlite").write_bytes(os.urandom(3_000_000))
    handle = file_freeze.FileHandle(tmp_path / "mus.sqlite")
    file = file_freeze.FrozenFile(handle.descriptor(), lambda: None)
    file.copy_to(tmp_path / "kopi")
    (tmp_path / "kopi").write_bytes(change((tmp_path / "kopi").read_bytes()))
    with pytest.raises(OSError, match="the copy is"):
        list(file.read_back(tmp_path / "kopi"))
    handle.close()


def test_a_frozen_file_stays_as_it_is_whatever_is_saved_and_takes_all_of_it_afterwards(
    database: Database, path: Path
) -> None:
    connection = database._connection
    file_freeze.freeze(connection)
    frozen = path.stat().st_mtime_ns, path.stat().st_size
    for number in range(3):  # each more than a save may leave in the -wal file otherwise
        Settings(database).store(f"fyld {number}", "x" * 5_000_000)
    assert (path.stat().st_mtime_ns, path.stat().st_size) == frozen
    file_freeze.unfreeze(connection)
    Settings(database).store("sidst", "y")
    assert path.stat().st_size > 15_000_000
