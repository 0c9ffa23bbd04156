"""Whatever a target does: no bad file gets the name of a backup, nothing is falsely called done, none older is hurt.

Each fault strikes at a drawn moment of the transfer: the share goes away, answers with errors, is full, drops the
connection, loses what was written, changes it, hangs or the process is killed. ``MUS_FAULTS=full`` tries 560 times, a
tenth of them by default.
"""

from __future__ import annotations

import errno
import os
import random
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mus_desktop import drafts, task_process
from mus_desktop.errors import StorageError
from mus_desktop.storage.backup import backup_file, restore, snapshot, target_worker, transfer
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.settings import Settings
from mus_desktop.task_process import Report
from tests.systems import make_link

KINDS = ("missing", "io", "full", "dropped", "lost", "lost rename", "corrupted rename", "corrupted", "killed")
SILENT = ("lost", "lost rename", "corrupted rename", "corrupted")
TIMES = 70 if os.environ.get("MUS_FAULTS") == "full" else 7

pytestmark = pytest.mark.faults


class Killed(BaseException):
    """The process is gone: nothing it would have cleaned up is."""


class FaultyFiles(transfer.TargetFiles):
    """A target on which one thing goes wrong at one moment, and, for some kinds, stays wrong."""

    def __init__(self, kind: str, at: int, chance: random.Random) -> None:
        self._kind, self._left, self._chance = kind, at, chance
        self._down = False
        self.struck = False

    def names(self, folder: Path, report: Report = lambda _: None) -> list[str]:
        self._pass()
        return super().names(folder, report)

    def write(self, path: Path, parts: Iterable[bytes]) -> None:
        self._pass()
        with path.open("wb") as file:
            for part in parts:
                file.write(self._written(part, file.flush))

    def read(self, path: Path) -> Iterator[bytes]:
        self._pass()
        for part in super().read(path):
            self._pass()
            yield part

    def size(self, path: Path) -> int:
        self._pass()
        return super().size(path)

    def rename(self, old: Path, new: Path) -> None:
        if self._pass("lost rename"):
            return
        super().rename(old, new)
        if self._pass("corrupted rename"):
            content = new.read_bytes()
            new.write_bytes(self._changed(content))

    def remove(self, path: Path) -> None:
        self._pass()
        super().remove(path)

    def _written(self, part: bytes, flush: Callable[[], None]) -> bytes:
        half = part[: len(part) // 2]
        if self._pass("lost"):
            return b""
        if self._pass("corrupted"):
            return self._changed(part)
        if self._down:
            return half
        flush()
        return part

    def _changed(self, part: bytes) -> bytes:
        place = self._chance.randrange(len(part))
        return part[:place] + bytes([part[place] ^ 1]) + part[place + 1 :]

    def _pass(self, silent: str = "") -> bool:
        """Another thing is done; gives whether it goes wrong without a word, as only ``silent`` may."""
        if self._down:
            raise OSError(errno.ENETUNREACH if self._kind == "dropped" else errno.ENOENT, "gone")
        self._left -= 1
        if self._left >= 0 or self.struck:
            return False
        if self._kind in SILENT:
            self.struck = silent == self._kind
            return self.struck
        self.struck = True
        if self._kind == "killed":
            raise Killed
        self._down = self._kind in ("missing", "dropped")
        number = {"missing": errno.ENOENT, "io": errno.EIO, "full": errno.ENOSPC, "dropped": errno.ENETUNREACH}
        raise OSError(number[self._kind], self._kind)


@pytest.fixture
def taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[snapshot.Backup]:
    """Two backups, in pieces so small that there are many moments."""
    monkeypatch.setattr(backup_file, "CHUNK_BYTES", 16384)
    with Database.open(tmp_path / "mus.sqlite") as database:
        Settings(database).store("fyld", "Vi talte om opgaver. " * 5000)

        def take_backup() -> snapshot.Backup:
            name = snapshot.next_name(tmp_path / "backup", "0a1b2c3d", datetime(2026, 3, 2, tzinfo=UTC))
            return snapshot.take_backup(
                database, snapshot.BackupSpec(tmp_path / "backup", name, "0.1", ()), lambda: None
            )

        return [take_backup(), take_backup()]


def good(folder: Path) -> set[str]:
    """The backups in the folder; every one of them must be whole."""
    names = {file.name for file in folder.iterdir() if backup_file.parse_name(file.name)}
    for name in names:
        assert restore.check(folder / name).remark is None, "with its manifest"
    return names


def test_parts_of_days_ago_go_and_only_ours(taken: list[snapshot.Backup], tmp_path: Path) -> None:
    target = tmp_path / "drev"
    target.mkdir()
    newest = replace(taken[1].label.name, number=40)
    source = taken[1].path.rename(taken[1].path.with_name(str(newest)))
    backup_file.manifest_path(taken[1].path).rename(backup_file.manifest_path(source))
    ours, theirs = "mus-0a1b2c3d", "mus-ffffffff"
    stale = [f"{ours}-000007-20260226T120000Z.musbackup{end}" for end in (".part", "-2.part")]
    marked = [
        f"{ours}-000007-20260301T120000Z.musbackup.part",  # perhaps on its way from another PC
        f"{ours}-000041-20260226T120000Z.musbackup.part",
        f"{theirs}-000007-20260226T120000Z.musbackup.part",
        f"{ours}-000007-20260226T120000Z.musbackup.partly",
        f"{ours}-000007-20260226T120000Z.docx.part",
        "film.part",
    ]
    for name in (*stale, *marked):
        (target / name).mkdir()
        drafts.add_marker(target / name)
        (target / name / "halvt.musbackup").write_bytes(b"halvt")
    own = [f"{ours}-000008-20260226T120000Z.musbackup{end}" for end in (".part", ".json.part", "-2.part", "-3.part")]
    own += [f"{source.name}.part", f"{source.name}.json.part"]
    for name in own:  # a user's file, whatever it is called
        (target / name).write_bytes(b"mit eget")
    link, folder = (f"{ours}-{number}-20260226T120000Z.musbackup.part" for number in ("000009", "000010"))
    linked = [link] if make_link(target / link, target / marked[0]) else []
    (target / folder).mkdir()
    transfer.store(source, target, transfer.TargetFiles())
    left = {file.name for file in target.iterdir()}
    assert left == {*marked, *own, *linked, folder, source.name, f"{source.name}.json"}
    assert {(target / name).read_bytes() for name in own} == {b"mit eget"}


def test_rotation_removes_no_file_of_a_user_by_its_name(taken: list[snapshot.Backup], tmp_path: Path) -> None:
    own = taken[0].path.with_name("mus-0a1b2c3d-000009-20260226T120000Z.musbackup")
    own.write_text("Mine egne noter.")
    names = [own.name, taken[0].path.name]
    transfer.remove(own.parent, names, transfer.TargetFiles())
    assert (own.exists(), taken[0].path.exists()) == (True, False)


def test_what_is_left_of_a_kill_goes_with_a_later_backup(taken: list[snapshot.Backup], tmp_path: Path) -> None:
    older, newer = taken
    target = tmp_path / "drev"
    target.mkdir()
    with pytest.raises(Killed):
        transfer.store(older.path, target, FaultyFiles("killed", 16, random.Random(1)))  # noqa: S311 - no secret
    assert list(target.glob("*.musbackup.part"))
    days_later = newer.path.with_name(str(replace(newer.label.name, made_at=datetime(2026, 3, 5, tzinfo=UTC))))
    for old, new in (
        (newer.path, days_later),
        (backup_file.manifest_path(newer.path), backup_file.manifest_path(days_later)),
    ):
        old.rename(new)
    transfer.store(days_later, target, transfer.TargetFiles())
    assert {file.name for file in target.glob("*.part")} == set()
    assert days_later.name in {file.name for file in target.iterdir()}


def test_old_manifests_without_a_backup_are_removed(taken: list[snapshot.Backup], tmp_path: Path) -> None:
    """One is left by a kill between the removal of a backup and of its manifest, or before the backup got its name."""
    target = tmp_path / "drev"
    target.mkdir()
    newest = replace(taken[1].label.name, number=40)
    source = taken[1].path.rename(taken[1].path.with_name(str(newest)))
    backup_file.manifest_path(taken[1].path).rename(backup_file.manifest_path(source))
    ours, theirs = "mus-0a1b2c3d", "mus-ffffffff"
    orphan = f"{ours}-000007-20260226T120000Z.musbackup"
    own = f"{ours}-000006-20260226T120000Z.musbackup"
    recent = f"{ours}-000007-20260301T120000Z.musbackup"  # perhaps a transfer from another PC
    other = f"{theirs}-000007-20260226T120000Z.musbackup"
    for name in (orphan, recent, other):
        (target / f"{name}.json").write_text(f'{{"file": "{name}"}}')
    (target / f"{own}.json").write_text('{"hensigt": "mine egne noter"}')
    transfer.store(taken[0].path, target, transfer.TargetFiles())
    assert (target / f"{orphan}.json").exists(), "an earlier backup says nothing about it"
    transfer.store(source, target, transfer.TargetFiles())
    left = {file.name for file in target.iterdir()}
    complete = {name + end for name in (taken[0].path.name, source.name) for end in ("", ".json")}
    assert left == {f"{recent}.json", f"{other}.json", f"{own}.json", *complete}


def test_a_lost_rename_leaves_the_complete_backup_of_an_earlier_attempt(
    taken: list[snapshot.Backup], tmp_path: Path
) -> None:
    class Lost(transfer.TargetFiles):
        def rename(self, old: Path, new: Path) -> None:
            pass

    target = tmp_path / "drev"
    target.mkdir()
    transfer.store(taken[1].path, target, transfer.TargetFiles())
    earlier = (target / taken[1].path.name).read_bytes()
    taken[0].path.replace(taken[1].path)  # the same name with other bytes, as when a backup is encrypted once more
    with pytest.raises(OSError, match="not there as it was written"):
        transfer.store(taken[1].path, target, Lost())
    assert (target / taken[1].path.name).read_bytes() == earlier


@pytest.mark.parametrize("kind", KINDS)
def test_no_bad_file_no_false_success_no_harm(kind: str, taken: list[snapshot.Backup], tmp_path: Path) -> None:
    older, newer = taken
    chance = random.Random(KINDS.index(kind))  # noqa: S311 - moments, not a secret
    struck = 0
    for number in range(TIMES):
        target = tmp_path / f"drev {number}"
        target.mkdir()
        (target / "regnskab.xlsx").write_bytes(b"not ours")
        transfer.store(older.path, target, transfer.TargetFiles())
        files = FaultyFiles(kind, chance.randrange(50), chance)
        try:
            transfer.store(newer.path, target, files)
            done = True
        except (OSError, Killed):
            done = False
        struck += files.struck
        there = good(target)
        assert older.path.name in there
        assert not done or newer.path.name in there, "a false success"
        assert done or files.struck
        transfer.store(newer.path, target, transfer.TargetFiles())
        assert good(target) == {older.path.name, newer.path.name}
        assert (target / "regnskab.xlsx").read_bytes() == b"not ours"
        assert not list(target.glob("*.part")), "cleared by the next attempt"
    assert struck >= TIMES * 0.6, "the faults must have struck"


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the courier start another program than ours."""

    def use(source: str) -> None:
        monkeypatch.setattr(task_process, "_program", lambda: [sys.executable, "-c", source])

    return use


HANGS = "print('4096', flush=True)\nimport time; time.sleep(100)"
DIES = "print('4096', flush=True)\nimport os; os._exit(9)"
HALF_A_WORD = "print('do', flush=True, end='')"


def test_the_courier_brings_it_and_fetches_it(taken: list[snapshot.Backup], tmp_path: Path) -> None:
    target = tmp_path / "drev på Ærø"
    target.mkdir()
    target_worker.store(taken[0].path, target)
    (listed,) = target_worker.list_backups(target)
    assert (listed.name, listed.size) == (taken[0].path.name, taken[0].path.stat().st_size)
    assert listed.manifest == backup_file.manifest_path(taken[0].path).read_text()
    target_worker.fetch(target / listed.name, tmp_path / "hentet.musbackup")
    assert restore.check(tmp_path / "hentet.musbackup").remark is None
    target_worker.remove(target, [listed.name])
    assert list(target.iterdir()) == []


@pytest.mark.parametrize(
    ("source", "patience", "sentence"),
    [(HANGS, 0.3, "svarer ikke"), (DIES, 60.0, "fejl på drevet"), (HALF_A_WORD, 60.0, "fejl på drevet")],
)
def test_a_process_that_hangs_or_dies_is_no_success(
    taken: list[snapshot.Backup],
    tmp_path: Path,
    program: Callable[[str], None],
    source: str,
    patience: float,
    sentence: str,
) -> None:
    program(source)
    with pytest.raises(target_worker.TargetFailed, match=sentence):
        target_worker.store(taken[0].path, tmp_path, task_process.TimeLimits(silence=patience))


def test_closing_the_program_does_not_wait_for_a_target(
    taken: list[snapshot.Backup], tmp_path: Path, program: Callable[[str], None]
) -> None:
    program(HANGS)
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    with pytest.raises(target_worker.TargetFailed, match="afbrudt"):
        target_worker.store(taken[0].path, tmp_path, None, stop)
    with pytest.raises(target_worker.TargetFailed, match="svarer ikke"):
        target_worker.store(taken[0].path, tmp_path, task_process.TimeLimits(total_limit=0.3))


def test_no_target_task_starts_after_a_cancel(
    taken: list[snapshot.Backup], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_process.subprocess, "Popen", None)
    stop = threading.Event()
    stop.set()
    for target_task in (
        lambda: target_worker.store(taken[0].path, tmp_path, None, stop),
        lambda: target_worker.list_backups(tmp_path, None, stop),
        lambda: target_worker.remove(tmp_path, [taken[0].path.name], None, stop),
    ):
        with pytest.raises(target_worker.TargetFailed, match="afbrudt"):
            target_task()


def test_a_missing_target_is_told_and_never_made(taken: list[snapshot.Backup], tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="ikke tilgængelig lige nu"):
        target_worker.store(taken[0].path, tmp_path / "Z" / "backup")
    assert not (tmp_path / "Z").exists()


def test_an_empty_drive_is_a_target(
    taken: list[snapshot.Backup], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows reports the root of a drive without any files as missing; ``tests/windows`` has such a drive."""
    scandir = os.scandir

    def scan(folder: Path) -> Iterator[os.DirEntry[str]]:
        if not any(folder.iterdir()):
            raise FileNotFoundError(errno.ENOENT, "the system cannot find the file specified")
        return scandir(folder)

    monkeypatch.setattr(transfer.os, "scandir", scan)
    drive = tmp_path / "drev"
    drive.mkdir()
    transfer.store(taken[0].path, drive, transfer.TargetFiles())
    assert good(drive) == {taken[0].path.name}
    with pytest.raises(FileNotFoundError):
        transfer.store(taken[0].path, tmp_path / "et andet drev", transfer.TargetFiles())


def test_other_files_are_never_removed(tmp_path: Path) -> None:
    (tmp_path / "regnskab.xlsx").touch()
    with pytest.raises(ValueError, match="only backups"):
        transfer.remove(tmp_path, ["regnskab.xlsx"], transfer.TargetFiles())
    assert (tmp_path / "regnskab.xlsx").exists()


def test_it_is_tried_again_from_a_minute_to_an_hour() -> None:
    minutes = [transfer.retry_delay(attempt).total_seconds() / 60 for attempt in range(1, 10)]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert transfer.retry_delay(10**6).total_seconds() == 3600
