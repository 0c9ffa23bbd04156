"""When the power goes, nothing is lost that was called saved, and what comes up is whole.

A process of its own does the work through our own storage (``work_to_cut.py``) while everything it asks of the disk is
written down (``disk_recorder.c``). Then the power is cut at drawn moments, also while a write is on its way, and a
start is tried on a disk as it may stand after that; what may be missing from it is told in ``disk.py``.
``MUS_FAULTS=full`` cuts 1,000 times while saving, on each engine; otherwise a tenth, always at the same drawn moments.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mus_desktop.errors import PasswordNeeded, StorageError, WrongPassword
from mus_desktop.storage.backup import backup_file, restore
from mus_desktop.storage.database import file_header, migrator
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key
from tests.faults import work_to_cut
from tests.faults.disk import Act, Disk, Names, acts_in
from tests.systems import posix_only

FULL = os.environ.get("MUS_FAULTS") == "full"
CUTS = 1000 if FULL else 100
CUTS_OF_OTHER_WORK = 300 if FULL else 30
SAVES = 280
SEED = 2026
KEY = work_to_cut.KEY

pytestmark = [pytest.mark.faults, posix_only("the disk is recorded by LD_PRELOAD")]
engines = pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
Record = Callable[..., "Recorded"]


@dataclass(frozen=True)
class Recorded:
    """A folder as it was, and everything that was then done to it."""

    base: Path
    acts: list[Act]
    states: list[tuple[str, str]]
    """Everything the program said in the end: each fact with what the database held then."""

    def cut(self, times: int, folder: Path, *, deaf_to_folders: bool = False) -> Iterator[Cut]:
        """The disk after the power went at ``times`` drawn moments, half of them under either rule for names."""
        moments = [number for number, act in enumerate(self.acts) if act.changes]
        for rule in Names:
            chance = random.Random(f"{SEED} {rule}")  # noqa: S311 - moments, not a secret
            step = len(moments) * len(Names) / times  # one cut, anywhere, in every stretch of the work
            chosen = [moments[int((number + chance.random()) * step)] for number in range(times // len(Names))]
            disk, at = Disk(rule, self.base, deaf_to_folders=deaf_to_folders), 0
            for number, moment in enumerate(chosen):
                reached = moment if self.acts[moment].what == "S" else moment + 1  # what is not flushed is on its way
                for act in self.acts[at:reached]:
                    disk.do(act)
                at = max(at, reached)
                target = folder / f"{rule.name}-{number}"
                disk.after_a_cut(target, chance)
                yield Cut(target, list(disk.said), f"{rule.name}, act {moment}")
                shutil.rmtree(target)


@dataclass(frozen=True)
class Cut:
    """What a start finds, and what the program had said before the power went."""

    folder: Path
    said: list[str]
    where: str

    @property
    def path(self) -> Path:
        return self.folder / "data" / "mus.sqlite"

    @property
    def backups(self) -> dict[str, Path]:
        return {path.name: path for path in (self.folder / "data" / "backup").glob(f"*{backup_file.SUFFIX}")}


@pytest.fixture
def record(tmp_path: Path, recorder: Path) -> Record:
    """Let a piece of work be done and write down what it asks of the disk; nothing of it may have been missed."""

    def run(what: str, key: bytes | None, extra: str = "") -> Recorded:
        folder, base, journal = tmp_path / "worked on", tmp_path / "base", tmp_path / "journal"
        folder.mkdir()
        if what == "bring_back_after_a_kill":
            work_to_cut.prepare(tmp_path / "alive" / "mus.sqlite", key)
            work_to_cut.kill(tmp_path / "alive" / "mus.sqlite", key, folder / "data")
        elif what != "save":
            work_to_cut.prepare(folder / "data" / "mus.sqlite", key)
        shutil.copytree(folder, base)
        names = {"LD_PRELOAD": recorder, "MUS_RECORD_FOLDER": folder, "MUS_RECORD_FILE": journal}
        command = [sys.executable, str(work_to_cut.__file__), what, str(folder), (key or b"").hex(), extra]
        root = Path(__file__).parents[2]
        subprocess.run(command, check=True, cwd=root, env=os.environ | names | {"PYTHONPATH": str(root)})
        disk, acts = Disk(Names.LOOSE, base), list(acts_in(journal))
        for act in acts:
            disk.do(act)
        disk.as_seen(tmp_path / "seen")
        (folder / "said").unlink()
        assert bytes_in(tmp_path / "seen") == bytes_in(folder), "the recorder must have missed something"
        states = [(fact, content) for fact, content in (line.rsplit(maxsplit=1) for line in disk.said)]
        return Recorded(base, acts, states)

    return run


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def contents(path: Path, key: bytes | None) -> str:
    """What the next start finds; it opens, and it is sound."""
    with Database.open(path, key=key) as database:
        assert database.health() == []
        return work_to_cut.contents(database)


def saves_found(recorded: Recorded, cut: Cut, key: bytes | None) -> int:
    """How many of the said states the next start finds, in order; 0 if it finds something from before them."""
    known = [content for _, content in recorded.states]
    if not cut.said:
        return int(contents(cut.path, key) in known)  # it opens
    assert cut.path.exists(), "there is no database"
    found = contents(cut.path, key)
    return known.index(found) + 1 if found in known else 0


@engines
def test_no_acknowledged_save_is_lost_and_none_is_half(record: Record, key: bytes | None, tmp_path: Path) -> None:
    recorded = record("save", key, str(SAVES))
    assert len({content for _, content in recorded.states}) == SAVES + 1 + 2 * (SAVES // 40), "each can be told apart"
    for cut in recorded.cut(CUTS, tmp_path):
        acknowledged = len(cut.said)
        assert saves_found(recorded, cut, key) in {acknowledged, acknowledged + 1}, cut.where


@engines
@pytest.mark.parametrize("without", ["NORMAL", "OFF", "folders"])
def test_the_cuts_would_find_what_is_not_flushed(
    record: Record, key: bytes | None, without: str, tmp_path: Path
) -> None:
    recorded = record("save", key, "60" if without == "folders" else f"60 {without}")
    lost = 0
    for cut in recorded.cut(CUTS_OF_OTHER_WORK, tmp_path, deaf_to_folders=without == "folders"):
        try:
            lost += saves_found(recorded, cut, key) < len(cut.said)
        except (StorageError, AssertionError):
            lost += 1
    assert lost >= CUTS_OF_OTHER_WORK // 5


@engines
def test_a_backup_is_whole_under_its_name_or_not_there(record: Record, key: bytes | None, tmp_path: Path) -> None:
    recorded, seen = record("back_up", key), set()
    (older,) = (recorded.base / "data" / "backup").glob(f"*{backup_file.SUFFIX}")
    for cut in recorded.cut(CUTS_OF_OTHER_WORK, tmp_path):
        promised = {fact.rsplit(maxsplit=1)[0] for fact in cut.said if backup_file.SUFFIX in fact}
        assert promised | {older.name} <= cut.backups.keys(), cut.where
        assert cut.backups[older.name].read_bytes() == older.read_bytes(), cut.where
        for backup in cut.backups.values():
            restore.check(backup)
        contents(cut.path, key)
        seen.add(len(cut.backups))
    assert seen >= {1, 2}, "cut before and after a backup had its name"


def opened_by(cut: Cut) -> str:
    """What opens the database: no secret, the first password or the second; it opens, and is what it was."""
    try:
        with Database.open(cut.path):
            return "-"
    except PasswordNeeded:
        locks = database_key.read_locks(cut.path)
    for name, secret in (("first", work_to_cut.FIRST), ("second", work_to_cut.SECOND)):
        try:
            key = database_key.open_any_lock(locks, secret)
        except WrongPassword:
            continue
        assert key == KEY
        return name
    raise AssertionError("no secret opens it")


def test_a_password_is_the_old_or_the_new_one_and_opens(record: Record, tmp_path: Path) -> None:
    recorded, seen = record("protect", None), set()
    facts = [fact for fact, _ in recorded.states]
    for cut in recorded.cut(2 * CUTS_OF_OTHER_WORK, tmp_path):
        at = max(0, len(cut.said) - 1)
        now = opened_by(cut)
        assert now in facts[at : at + 2], cut.where
        found = contents(cut.path, None if now == "-" else KEY)
        assert found == recorded.states[0][1], cut.where
        assert opened_by(cut) == now, f"and it stays so: {cut.where}"
        assert not file_header.exchange_journal(cut.path).exists()
        assert len(cut.backups) == 1, cut.where
        restore.check(*cut.backups.values())
        seen.add(now)
    assert seen == {"-", "first", "second"}, "cut before and after each turning point"


@engines
@pytest.mark.parametrize("work", ["bring_back", "bring_back_after_a_kill"])
def test_a_restore_is_done_or_not(record: Record, key: bytes | None, work: str, tmp_path: Path) -> None:
    recorded, seen = record(work, key), set()
    old = contents(Path(shutil.copytree(recorded.base, tmp_path / "old")) / "data" / "mus.sqlite", key)
    new = recorded.states[-1][1]
    assert old != new
    for cut in recorded.cut(CUTS_OF_OTHER_WORK, tmp_path):
        found = contents(cut.path, key)
        assert found in ((new,) if len(cut.said) == len(recorded.states) else (old, new)), cut.where
        assert contents(cut.path, key) == found, f"and it stays so: {cut.where}"
        (backup,) = cut.backups.values()
        restore.check(backup)
        seen.add(found)
    assert len(seen) == 2, "cut before and after the turning point"


@engines
def test_the_journal_of_the_switch_to_wal_is_gone_for_good(record: Record, key: bytes | None) -> None:
    """Nothing is written between the removal of the journal and the flush of its folder: it cannot come back."""
    acts = record("bring_back_after_a_kill", key).acts
    removed = next(at for at, act in enumerate(acts) if act.what == "U" and act.first.endswith(b".sqlite-journal"))
    opened, flushed, *_ = (act for act in acts[removed + 1 :] if act.what in "OWTS")
    assert (opened.what, opened.first) == ("O", b"data")
    assert (flushed.what, flushed.file) == ("S", opened.file)


@engines
def test_an_upgrade_is_done_or_not(record: Record, key: bytes | None, tmp_path: Path) -> None:
    recorded, seen = record("upgrade", key), set()
    old, new = (content for _, content in recorded.states)
    for cut in recorded.cut(CUTS_OF_OTHER_WORK, tmp_path):
        copy = cut.path.with_name(f"mus-inden-opgradering-{migrator.shipped_migrations()[-1].version}.sqlite")
        try:
            assert contents(cut.path, key) == old, cut.where
            assert len(cut.said) < 2, cut.where
            seen.add("old")
        except StorageError as error:
            assert "nyere udgave" in str(error), cut.where  # noqa: PT017 - either way is right
            with Database.open(cut.path, work_to_cut.two_versions(), key=key) as database:
                assert database.health() == []
                assert work_to_cut.contents(database) == new, cut.where
            assert copy.exists(), cut.where
            seen.add("new")
        if copy.exists():
            assert contents(copy, key) == old, cut.where
    assert seen == {"old", "new"}, "cut before and after the turning point"
