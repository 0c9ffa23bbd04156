"""What takes the backups by itself goes on, whatever happens to a part of it, and stops when it is told to."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mus_desktop import task_process
from mus_desktop.errors import StorageError
from mus_desktop.model.people import Employee
from mus_desktop.services.safety import backup_jobs
from mus_desktop.services.safety.backup_jobs import BackupJob, TransferJob
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.backup import target_worker
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.controls.background_work import BackgroundWork, wait_for_awaited
from mus_desktop.ui.safety.backup_scheduler import BackupScheduler
from mus_desktop.ui.safety.shutdown import LAST_WAIT_SECONDS
from tests.systems import PATIENCE_MS

PASSWORD = "grøn kop regnvejr"  # noqa: S105 - of a test
HANGS = "import time; print('4096', flush=True); time.sleep(600)"
HANGS_AT_ONE = """
import os, runpy, sys, time
request = sys.stdin.buffer.readline()
if b"drev 0" in request:
    time.sleep(600)
reader, writer = os.pipe()  # which stays open: the end of the input would abort the work
os.write(writer, request)
os.dup2(reader, 0)
runpy.run_module("mus_desktop", run_name="__main__", alter_sys=True)
"""


class Ticks:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def drives(place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two places for the backups of encrypted data."""
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))
    place.safety.encryption.set_password(PASSWORD)
    folders = [tmp_path / f"drev {number}" for number in range(2)]
    for folder in folders:
        folder.mkdir()
        place.safety.add_target(folder)
    return folders


@pytest.fixture
def keeper(place: Workplace, ticks: Ticks, qtbot: QtBot, drives: list[Path]) -> Iterator[BackupScheduler]:
    keeper = BackupScheduler(place.safety, None, ticks)
    keeper.begin()
    yield keeper
    keeper.cancel()
    qtbot.waitUntil(lambda: not keeper.busy, timeout=PATIENCE_MS)
    keeper.stop_permanently()


@pytest.fixture
def idle(keeper: BackupScheduler, qtbot: QtBot) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: not keeper.busy, timeout=PATIENCE_MS)


@pytest.fixture
def target_tasks(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that replaces the subprocess of target tasks by a program that hangs."""
    return lambda source: monkeypatch.setattr(task_process, "_program", lambda: [sys.executable, "-c", source])


@pytest.fixture
def steps(keeper: BackupScheduler) -> list[str]:
    said: list[str] = []
    keeper.step.connect(said.append)
    return said


def on(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*.musbackup"))


def minute(keeper: BackupScheduler, ticks: Ticks, minutes: float = 1) -> None:
    """The clock strikes."""
    ticks.now += 60 * minutes
    keeper._clock.timeout.emit()


def held_up(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let a local backup wait in the middle, until it is told to stop; gives when it has come there."""
    there = threading.Event()

    def run(job: BackupJob, stop: threading.Event) -> Any:
        there.set()
        stop.wait(20)
        return real(job, stop)

    real = BackupJob.run
    monkeypatch.setattr(BackupJob, "run", run)
    return there


def test_stop_breaks_a_local_backup_off_and_calls_nothing_failed(
    keeper: BackupScheduler,
    place: Workplace,
    idle: Callable[[], None],
    steps: list[str],
    ticks: Ticks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as slow:
        there = held_up(slow)
        keeper.back_up_now()
        assert there.wait(20)
        keeper.cancel()
        idle()
    assert steps[1:] == ["Stopper …", "Afbrudt. Det, der mangler, tages senere."]
    assert keeper.problem == ""
    assert list(place.safety.folder.iterdir()) == [], "nothing is left behind"
    assert [target.failures for target in place.safety.protection().targets] == [0, 0]
    minute(keeper, ticks, 14)
    assert not keeper.busy, "it does not begin again at once"
    minute(keeper, ticks, 1)
    idle()
    assert len(list(place.safety.folder.glob("*.musbackup"))) == 1
    assert steps[-1] == ""


def test_stop_breaks_a_delivery_off_and_calls_nothing_failed(
    keeper: BackupScheduler,
    place: Workplace,
    idle: Callable[[], None],
    steps: list[str],
    qtbot: QtBot,
    target_tasks: Callable[[str], None],
) -> None:
    target_tasks(HANGS)
    keeper.back_up_now()
    qtbot.waitUntil(lambda: any("Kopierer" in step for step in steps), timeout=PATIENCE_MS)
    keeper.cancel()
    idle()
    assert steps[-1].startswith("Afbrudt")
    assert [(target.failures, target.problem) for target in place.safety.protection().targets] == [(0, None)] * 2
    assert len(on(place.safety.folder)) == 1, "what is whole already stays"


def test_a_mistake_at_one_target_is_told_once_and_the_other_gets_its_copy(
    keeper: BackupScheduler,
    place: Workplace,
    idle: Callable[[], None],
    drives: list[Path],
    ticks: Ticks,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, tried = TransferJob.run, []

    def run(job: TransferJob, **options: Any) -> Any:
        tried.append(job.folder)
        if job.folder == drives[0]:
            raise ZeroDivisionError
        return real(job, **options)

    monkeypatch.setattr(TransferJob, "run", run)
    with qtbot.captureExceptions() as told:
        keeper.run_due_step()
        idle()
        assert len(on(drives[1])) == 1
        minute(keeper, ticks, 0.5)
        idle()
        assert tried.count(drives[0]) == 1, "not again at once"
        keeper.back_up_now()
        idle()
    assert [kind for kind, *_ in told] == [ZeroDivisionError]
    assert len(on(drives[1])) == 2
    first = place.safety.protection().targets[0]
    assert first.failures == 2
    assert "fejl i programmet" in (first.problem or "")


def wrong(*_: object, **__: object) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("kind", "name"), [(BackupJob, "run"), (Safety, "backup_job"), (Safety, "backup_due"), (Safety, "record")]
)
def test_a_mistake_with_the_local_backup_does_not_end_the_day(
    keeper: BackupScheduler,
    idle: Callable[[], None],
    drives: list[Path],
    ticks: Ticks,
    qtbot: QtBot,
    kind: type,
    name: str,
) -> None:
    with qtbot.captureExceptions() as told, pytest.MonkeyPatch.context() as broken:
        broken.setattr(kind, name, wrong)
        for _ in range(2):
            minute(keeper, ticks, 15)
            idle()
    assert [kind for kind, *_ in told] == [ZeroDivisionError], "told once"
    minute(keeper, ticks, 15)
    idle()
    assert keeper.problem == ""
    assert [len(on(drive)) for drive in drives] == [1, 1]


def test_a_mistake_in_a_restore_test_is_remembered_as_such(
    keeper: BackupScheduler,
    place: Workplace,
    idle: Callable[[], None],
    ticks: Ticks,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backup_jobs.RestoreTestJob, "run", wrong)
    with qtbot.captureExceptions() as told:
        for _ in range(3):
            minute(keeper, ticks)
            idle()
    assert len(told) == 1
    test = place.safety.protection().last_test
    assert test is not None
    assert "fejl i programmet" in (test.problem or "")


def test_a_local_backup_that_fails_is_tried_again_after_a_minute_and_then_more_seldom(
    keeper: BackupScheduler, place: Workplace, idle: Callable[[], None], ticks: Ticks, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[float] = []

    def run(job: BackupJob, stop: threading.Event) -> Any:
        tried.append(ticks.now)
        raise StorageError("Der er ikke plads.")

    with monkeypatch.context() as full:
        full.setattr(BackupJob, "run", run)
        for _ in range(40):
            minute(keeper, ticks)
            idle()
    assert [later - earlier for earlier, later in pairwise(tried)] == [60, 120, 240, 480, 900]
    assert keeper.problem == "Der er ikke plads."
    keeper.back_up_now()
    idle()
    assert keeper.problem == ""
    assert len(on(place.safety.folder)) == 1


def test_a_target_removed_meanwhile_is_left_in_peace(
    keeper: BackupScheduler,
    place: Workplace,
    idle: Callable[[], None],
    steps: list[str],
    drives: list[Path],
    qtbot: QtBot,
    target_tasks: Callable[[str], None],
) -> None:
    target_tasks(HANGS_AT_ONE)
    keeper.back_up_now()
    qtbot.waitUntil(lambda: any("Kopierer" in step for step in steps), timeout=PATIENCE_MS)
    place.safety.remove_target(drives[0])
    keeper.cancel_work_for(drives[0])
    idle()
    assert [len(on(drive)) for drive in drives] == [0, 1], "the other still gets its copy"
    (target,) = place.safety.protection().targets
    assert target.problem is None
    assert steps[-1] == ""


def test_one_target_that_hangs_does_not_cost_the_other_its_last_backup(
    keeper: BackupScheduler, place: Workplace, drives: list[Path], target_tasks: Callable[[str], None]
) -> None:
    target_tasks(HANGS_AT_ONE)
    began = monotonic()
    keeper.finish()
    assert monotonic() - began < LAST_WAIT_SECONDS + 0.5
    assert [len(on(drive)) for drive in drives] == [0, 1]
    hung, good = place.safety.protection().targets
    assert "svarer ikke" in (hung.problem or "")
    assert good.confirmed is not None


def test_one_target_that_hangs_does_not_hold_the_other_up_for_longer_than_it_may_be_silent(
    keeper: BackupScheduler,
    place: Workplace,
    idle: Callable[[], None],
    drives: list[Path],
    target_tasks: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target_tasks(HANGS_AT_ONE)
    monkeypatch.setattr(
        task_process, "TimeLimits", partial(task_process.TimeLimits, silence=3.0 * PATIENCE_MS / 20_000)
    )
    keeper.run_due_step()
    idle()
    assert [len(on(drive)) for drive in drives] == [0, 1]
    hung, _ = place.safety.protection().targets
    assert (hung.failures, hung.confirmed) == (1, None)
    assert "svarer ikke" in (hung.problem or "")


def test_closing_leaves_no_target_task_running(
    keeper: BackupScheduler, place: Workplace, drives: list[Path], target_tasks: Callable[[str], None], qtbot: QtBot
) -> None:
    """Somebody was just looking at the backups of a drive that hangs."""
    for drive in drives:
        place.safety.remove_target(drive)
    target_tasks(HANGS)
    list_backups = BackgroundWork(lambda *_: target_worker.list_backups(drives[0]), awaited=True)
    list_backups.start()
    qtbot.waitUntil(lambda: bool(task_process._running))
    (target_task,) = task_process._running
    with qtbot.waitSignal(list_backups.failed):
        keeper.finish()
    assert wait_for_awaited(0)
    assert target_task.returncode is not None


def test_closing_waits_for_the_local_backup_that_is_under_way(
    keeper: BackupScheduler, place: Workplace, drives: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, goes_on = BackupJob.run, threading.Event()

    def run(job: BackupJob, stop: threading.Event) -> Any:
        assert goes_on.wait(20)
        return real(job, stop)

    monkeypatch.setattr(BackupJob, "run", run)
    keeper.back_up_now()
    threading.Timer(0.05, goes_on.set).start()
    keeper.finish()
    assert len(on(place.safety.folder)) == 1, "one is enough"
    assert [len(on(drive)) for drive in drives] == [1, 1]


def test_closing_gives_up_a_local_backup_that_takes_too_long(
    keeper: BackupScheduler, place: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = held_up(monkeypatch)
    keeper.back_up_now()
    assert there.wait(20)
    keeper.finish(timeout_seconds=0.2)
    place.close()
    qtbot.waitUntil(lambda: not any(thread.name == "background work" for thread in threading.enumerate()))
    assert list(place.safety.folder.iterdir()) == []


def test_a_backup_is_put_in_place_while_another_is_being_taken(
    keeper: BackupScheduler, place: Workplace, idle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.back_up_now()
    idle()
    place.staff.add(Employee("Jens Uønsket"))
    first = BackupScheduler(place.safety)
    with monkeypatch.context() as slow:
        there = held_up(slow)
        first.back_up_now()
        assert there.wait(20)
    restoring = place.safety.restoring
    restoring.restore(restoring.open_backup(restoring.list_backups()[-1].path))
    first.stop_permanently()
    keeper.back_up_now()
    idle()
    assert "Jens Uønsket" not in [one.name for one in place.staff.everyone()]
    assert keeper.problem == ""
