"""Backups on a share that is really slow, or really hangs: the process that waits for it cannot be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mus_desktop import task_process
from mus_desktop.storage.backup import backup_file, restore, snapshot, target_worker, transfer
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.records.settings import Settings
from mus_desktop.task_process import TimeLimits
from tests.faulty_share import FaultyShare, state_of
from tests.systems import posix_only

KEYS = [None, bytes(range(32))]
BOUND_SECONDS = 8.0
"""How long anything may wait for a process that cannot be killed, beside the limit it was told."""

pytestmark = [
    pytest.mark.faults,
    posix_only("a share served by FUSE"),
]


@pytest.fixture(params=KEYS, ids=["sqlite3", "sqlcipher3"])
def taken(request: pytest.FixtureRequest, tmp_path: Path) -> snapshot.Backup:
    """A backup of a few hundred kilobytes, from either engine."""
    key = request.param
    # Deriving a key from the password costs little here: nothing is to be protected.
    opener, cost = database_key.Opener.PASSWORD, database_key.Cost(n=16)
    locks = (database_key.lock(key, opener, "blåbærgrød på Ærø", "2026-02-03", cost),) if key else ()
    with Database.open(tmp_path / "mus.sqlite", key=key) as database:
        Settings(database).store("fyld", "Vi talte om opgaver. " * 20000)
        name = snapshot.next_name(tmp_path / "backup", "0a1b2c3d", datetime(2026, 3, 2, tzinfo=UTC))
        return snapshot.take_backup(
            database, snapshot.BackupSpec(tmp_path / "backup", name, "0.1", locks), lambda: None
        )


def fill(share: FaultyShare, taken: snapshot.Backup, count: int) -> None:
    """Put copies of one backup on the share, under the names of ``count`` days."""
    for number in range(count):
        day = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(number)
        name = f"mus-0a1b2c3d-{number + 1:06}-{day:%Y%m%d}T120000Z.musbackup"
        (share.behind / name).write_bytes(taken.path.read_bytes())
        manifest = backup_file.manifest_path(taken.path).read_bytes()
        backup_file.manifest_path(share.behind / name).write_bytes(manifest)


def elapsed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def test_a_slow_share_is_listed_however_long_that_takes(taken: snapshot.Backup, share: FaultyShare) -> None:
    """62 backups at 60 ms an operation take half a minute; here the delay and the limit are both a tenth."""
    fill(share, taken, 62)
    share.behave("* delay 6")
    found: list[transfer.ListedFile] = []
    limits = TimeLimits(silence=1.0)
    took = elapsed(lambda: found.extend(target_worker.list_backups(share.folder, limits)))
    assert len(found) == 62
    assert took > limits.silence, "otherwise the limit was not tried"


def test_a_slow_share_gets_and_returns_a_backup(
    taken: snapshot.Backup, share: FaultyShare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share.behave("read delay 200", "write delay 200")
    limits = TimeLimits(silence=1.5)
    assert elapsed(lambda: target_worker.store(taken.path, share.folder, limits)) > limits.silence
    target_worker.fetch(share.folder / taken.path.name, tmp_path / "hentet.musbackup", limits)
    assert restore.check(tmp_path / "hentet.musbackup").remark is None


def test_a_long_flush_succeeds(taken: snapshot.Backup, share: FaultyShare) -> None:
    """It reports nothing, so only its own limit ends it."""
    share.behave("fsync delay 1500 .json", "rename delay 1500 .json")
    limits = TimeLimits(silence=1.0)
    target_worker.store(taken.path, share.folder, limits)
    assert restore.check(share.folder / taken.path.name).remark is None
    share.behave("fsync hang")
    (share.behind / taken.path.name).unlink()
    with pytest.raises(target_worker.TargetFailed, match="svarer ikke"):
        target_worker.store(taken.path, share.folder, TimeLimits(flush=0.5))


def test_the_share_is_asked_to_keep_it_and_asked_again_what_it_has(
    taken: snapshot.Backup, caching_share: FaultyShare
) -> None:
    """The file is flushed and read from the share itself before it gets its name, and its folder is flushed after."""
    target_worker.store(taken.path, caching_share.folder)
    done = [line.partition(" ") for line in caching_share.operations()]
    part = [operation for operation, _, path in done if path.endswith(f".part/{taken.path.name}")]
    assert part.index("fsync") < part.index("read") < part.index("rename")
    assert max(part.index("fsync"), part.index("read")) > len(part) - 1 - part[::-1].index("write")
    operations = [operation for operation, _, _ in done]
    assert "fsyncdir" in operations[operations.index("rename") :]


@pytest.mark.parametrize("rule", ["write lose", "write corrupt"])
def test_what_the_share_lost_is_no_success(taken: snapshot.Backup, caching_share: FaultyShare, rule: str) -> None:
    caching_share.behave(f"{rule} 0 .musbackup")
    with pytest.raises(target_worker.TargetFailed, match="fejl på drevet"):
        target_worker.store(taken.path, caching_share.folder)
    assert [file.name for file in caching_share.behind.iterdir() if backup_file.parse_name(file.name)] == []


@pytest.mark.parametrize("operation", ["readdir", "write", "fsync", "rename"])
def test_a_process_that_cannot_be_killed_is_abandoned(
    taken: snapshot.Backup, share: FaultyShare, tmp_path: Path, operation: str
) -> None:
    share.behave(f"{operation} hang")
    started: list[int] = []
    watcher = threading.Thread(target=_note_processes, args=(started,))
    watcher.start()

    def store() -> None:
        with pytest.raises(target_worker.TargetFailed, match="svarer ikke"):
            target_worker.store(taken.path, share.folder, TimeLimits(silence=1.0, flush=1.0))

    assert elapsed(store) < 2.0 + BOUND_SECONDS
    watcher.join()
    (process,) = started
    assert state_of(process) == "D", "it must really be impossible to kill"
    (tmp_path / "usb").mkdir()
    target_worker.store(taken.path, tmp_path / "usb")
    assert restore.check(tmp_path / "usb" / taken.path.name).remark is None, "another target is not held up"


def _note_processes(started: list[int]) -> None:
    while not started:
        started.extend(process.pid for process in tuple(task_process._running))


@pytest.fixture
def _ctrl_c_as_at_a_terminal() -> Iterator[None]:
    """A shell lets a command in its background ignore Ctrl+C, and so do the programs that the tests then start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_ctrl_c_as_at_a_terminal")
def test_ctrl_c_at_the_terminal_ends_a_command_whose_share_hangs(share: FaultyShare, tmp_path: Path) -> None:
    with Database.open(tmp_path / "data" / "mus.sqlite"):
        pass
    share.behave("fsync hang")
    command = [sys.executable, "-m", "mus_desktop", "--data", str(tmp_path / "data"), "backup", "--to", share.folder]
    environment = os.environ | {"MUS_BACKUP_PASSWORD": "blåbærgrød på Ærø"}
    pipe = subprocess.PIPE
    ran = subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment, text=True, process_group=0)
    while not share.waits_for("fsync"):
        assert ran.poll() is None, ran.communicate()
    os.killpg(ran.pid, signal.SIGINT)
    _, errors = ran.communicate(timeout=BOUND_SECONDS)
    assert (ran.returncode, errors) == (1, "Afbrudt.\n")
