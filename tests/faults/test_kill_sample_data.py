"""Killed before any step of making or removing the sample data, the own data are as they were, and nothing half-made is
opened or stays. The steps are as in ``test_kill_exchange``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from mus_desktop import paths
from mus_desktop.model.people import Employee
from mus_desktop.services.demo.sample_data import SampleData
from mus_desktop.services.workplace import Workplace
from tests.faults.test_kill_exchange import limits
from tests.killing import KILLED

pytestmark = pytest.mark.faults

CHILD = """
import os, sys
from pathlib import Path
from mus_desktop.services.demo.sample_data import SampleData
from tests.killing import kill_this_process

what, folder, limit = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
steps = 0

def count(event, args):
    global steps
    changes = event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate")
    if changes or (event == "open" and args[0] != os.devnull and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
        steps += 1
        if steps == limit:
            kill_this_process()

sample = SampleData(folder)
sys.addaudithook(count)
sample.prepare() if what == "make" else sample.remove()
print(steps, flush=True)
"""


def run(what: str, folder: Path, limit: int = 0) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", CHILD, what, str(folder), str(limit)]
    return subprocess.run(command, capture_output=True, check=False, cwd=Path(__file__).parents[2])


@pytest.mark.parametrize("what", ["make", "remove"])
def test_killed_at_any_step(what: str, build_place: Callable[..., Workplace], tmp_path: Path) -> None:
    folder = tmp_path / "data"
    own = build_place(folder)
    own.staff.add(Employee("Åse Nørgård"))
    own.close()
    if what == "remove":
        SampleData(folder).prepare()
    before = tmp_path / "before"
    shutil.copytree(folder, before)
    done = run(what, folder)
    assert done.returncode == 0, done.stderr.decode()
    for limit in limits(int(done.stdout)):
        shutil.rmtree(folder)
        shutil.copytree(before, folder)
        assert run(what, folder, limit).returncode == KILLED
        own = build_place(folder)  # the next start
        assert [one.name for one in own.staff.everyone()] == ["Åse Nørgård"]
        sample = SampleData(folder)
        sample.clean_up()
        assert [one.name for one in folder.glob("eksempeldata*")] == ([paths.SAMPLE_FOLDER] if sample.exist else [])
        if sample.exist:  # they are whole
            workplace = sample.open(datetime.now)
            assert len(workplace.staff.everyone()) > 10
            assert workplace.health() == []
            workplace.close()
        own.close()
