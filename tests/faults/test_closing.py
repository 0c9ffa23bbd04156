"""Closing takes five seconds at most, even when a target hangs; what was not done goes on at the next start."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from mus_desktop.app import build
from mus_desktop.model.people import Employee, Leader
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.safety.shutdown import LAST_WAIT_SECONDS
from tests.killing import is_running

PROGRAM = Path(__file__).with_name("closing_window.py")
MARGIN_SECONDS = 1.0
"""For the process itself to end, on a machine that does other things too."""

pytestmark = pytest.mark.faults


@pytest.fixture
def closed(tmp_path: Path, drive: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, bytes]:
    """The data of a leader with a password and a drive, and their key; nothing is backed up yet."""
    workplace = build(tmp_path / "data")
    workplace.preferences.set_leader(Leader("Mette Højgård", "Skoleleder", "Ærøskolen"))
    workplace.staff.add(Employee("Åse Nørgård"))
    workplace.safety.add_target(drive)
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))
    workplace.safety.encryption.set_password("grøn kop regnvejr")
    key = workplace.database.key
    workplace.close()
    assert key
    return tmp_path / "data", key


def delivered(safety: Safety) -> list[str | None]:
    return [job.run().problem for job in safety.transfers.jobs(ignore_delays=True)]


def test_a_target_that_hangs_holds_the_end_up_five_seconds_at_most(
    closed: tuple[Path, bytes], drive: Path, tmp_path: Path
) -> None:
    data, key = closed
    target_tasks = tmp_path / "errands"
    target_tasks.mkdir()
    command = [sys.executable, str(PROGRAM), str(data), str(target_tasks), key.hex()]
    there = os.environ | {"PYTHONPATH": str(PROGRAM.parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=there) as program:
        assert program.stdout
        assert program.stdout.readline() == "closing\n"
        began = time.monotonic()
        assert program.wait(60) == 0
        took = time.monotonic() - began
    assert took < LAST_WAIT_SECONDS + MARGIN_SECONDS
    (target_task,) = target_tasks.iterdir()
    assert not is_running(int(target_task.name))
    assert [file.name for file in data.iterdir() if file.name.endswith(("-wal", "-shm"))] == [], (
        "the database is closed"
    )
    assert list(drive.iterdir()) == []
    workplace = build(data, key=key)
    try:
        assert not workplace.safety.backup_due(), "the last local backup was taken"
        (target,) = workplace.safety.protection().targets
        assert "svarer ikke" in (target.problem or "")
        assert delivered(workplace.safety) == [None]
        assert len(list(drive.glob("*.musbackup"))) == 1
    finally:
        workplace.close()
