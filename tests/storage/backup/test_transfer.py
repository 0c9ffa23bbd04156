"""What is asked of a target, in order: nothing is called stored that was only seen in this PC's own memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mus_desktop.storage.backup import backup_file, snapshot, transfer
from mus_desktop.storage.backup.transfer import TargetFiles
from mus_desktop.storage.database.connection import Database

pytestmark = [
    pytest.mark.parametrize("engine_key", [None], ids=["plain"]),  # a target sees bytes only
    pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="the system cannot be asked to forget what it wrote"),
]


@pytest.fixture
def backup(database: Database, tmp_path: Path) -> Path:
    folder = tmp_path / "backup"
    name = snapshot.next_numbered_name(database, folder, datetime(2026, 5, 12, tzinfo=UTC), "0a1b2c3d")
    return snapshot.take_backup(database, snapshot.BackupSpec(folder, name, "1.0", ())).path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "drev"
    folder.mkdir()
    return folder


@dataclass
class Asked:
    """What the system is asked for: each with the file or folder it is asked about."""

    acts: list[tuple[str, int]] = field(default_factory=list)

    def note(self, what: str, handle: int) -> None:
        self.acts.append((what, os.fstat(handle).st_ino))

    def of(self, path: Path) -> list[str]:
        return [what for what, number in self.acts if number == path.stat().st_ino]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked, fsync, advise, replace = Asked(), os.fsync, os.posix_fadvise, Path.replace

    def flush(handle: int) -> None:
        asked.note("flush", handle)
        fsync(handle)

    def forget(handle: int, start: int, length: int, advice: int) -> None:
        assert (start, length, advice) == (0, 0, os.POSIX_FADV_DONTNEED), "all of it"
        assert os.lseek(handle, 0, os.SEEK_CUR) == 0, "before anything is read"
        asked.note("forget", handle)
        advise(handle, start, length, advice)

    def name(self: Path, new: Path) -> Path:
        asked.acts.append(("name", self.stat().st_ino))
        return replace(self, new)

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(os, "posix_fadvise", forget)
    monkeypatch.setattr(Path, "replace", name)
    return asked


def test_each_file_is_flushed_and_forgotten_before_it_is_read_back(backup: Path, target: Path, asked: Asked) -> None:
    asked.acts.clear()
    transfer.store(backup, target, TargetFiles())
    stored = target / backup.name
    for file in (stored, backup_file.manifest_path(stored)):
        assert asked.of(file) == ["flush", "forget", "name", "forget"]
    named = [number for what, number in asked.acts if what == "name"]
    assert named == [backup_file.manifest_path(stored).stat().st_ino, stored.stat().st_ino], "the manifest first"
    folder = target.stat().st_ino
    for number in named:
        after = asked.acts[asked.acts.index(("name", number)) + 1]
        assert after == ("flush", folder), "the new name is flushed at once"


def test_what_is_fetched_is_read_from_the_target_itself(
    backup: Path, target: Path, asked: Asked, tmp_path: Path
) -> None:
    transfer.store(backup, target, TargetFiles())
    asked.acts.clear()
    transfer.fetch(target / backup.name, tmp_path / "hentet", TargetFiles())
    transfer.check_readable(target / backup.name, TargetFiles())
    assert asked.of(target / backup.name) == ["forget", "forget"]


class Lying(TargetFiles):
    """A target that loses what it has promised, at one of the two moments at which it is read."""

    def __init__(self, at: Callable[[Path], bool]) -> None:
        self._at = at

    def read(self, path: Path) -> Iterator[bytes]:
        for part in super().read(path):
            yield bytes([part[0] ^ 1]) + part[1:] if self._at(path) else part


@pytest.mark.parametrize("in_part", [True, False], ids=["part", "named"])
def test_one_wrong_bit_is_no_success_and_leaves_nothing(backup: Path, target: Path, in_part: bool) -> None:
    is_part = lambda path: (transfer.PART in path.parent.name) is in_part and path.name == backup.name  # noqa: E731
    with pytest.raises(OSError, match="not there as it was written"):
        transfer.store(backup, target, Lying(is_part))
    left = {entry.name for entry in target.iterdir()}
    assert left <= {backup_file.manifest_path(backup).name, *([] if in_part else [backup.name])}
    if backup.name in left:  # what was read wrongly is whole
        assert (target / backup.name).read_bytes() == backup.read_bytes()
