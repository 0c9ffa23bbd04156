"""When the power of a target goes, what was called stored there is there, and no name of a backup is on half a one."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mus_desktop.storage.backup import backup_file, snapshot
from mus_desktop.storage.database.connection import Database
from tests.faults.disk import Disk, Names, acts_in
from tests.faults.work_to_cut import KEY, prepare
from tests.systems import posix_only

CUTS = 200 if os.environ.get("MUS_FAULTS") == "full" else 40
SEED = 2026

STORE = """
import sys
from pathlib import Path
from mus_desktop.storage.backup import transfer
transfer.store(Path(sys.argv[1]), Path(sys.argv[2]) / "drev", transfer.TargetFiles())
with (Path(sys.argv[2]) / "said").open("w") as said:
    print("stored", file=said)
"""

pytestmark = [pytest.mark.faults, posix_only("the disk is recorded by LD_PRELOAD")]


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
@pytest.mark.parametrize("names", Names)
def test_what_was_called_stored_is_there_after_a_power_cut(
    tmp_path: Path, recorder: Path, key: bytes | None, names: Names
) -> None:
    prepare(tmp_path / "data" / "mus.sqlite", key)
    (backup,) = (tmp_path / "data" / "backup").glob(f"*{backup_file.SUFFIX}")
    share, base, journal = tmp_path / "share", tmp_path / "base", tmp_path / "journal"
    (share / "drev").mkdir(parents=True)
    shutil.copytree(share, base)
    there = {"LD_PRELOAD": recorder, "MUS_RECORD_FOLDER": share, "MUS_RECORD_FILE": journal}
    there |= {"PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", STORE, backup, share], check=True, env=os.environ | there)
    acts = list(acts_in(journal))
    chance = random.Random(f"{SEED} {names}")  # noqa: S311 - moments, not a secret
    moments = sorted({*range(len(acts) - 6, len(acts) + 1), *(chance.randint(1, len(acts)) for _ in range(CUTS))})
    disk, done = Disk(names, base), 0
    for moment in moments:
        for act in acts[done:moment]:
            disk.do(act)
        done = moment
        for draw in range(4):
            found = tmp_path / f"cut {moment} {draw}"
            disk.after_a_cut(found, chance)
            stored = found / "drev" / backup.name
            if disk.said:
                assert stored.exists(), f"lost after act {moment} of {len(acts)}"
                assert json.loads(backup_file.manifest_path(stored).read_bytes())["file"] == backup.name
            if stored.exists():
                assert stored.read_bytes() == backup.read_bytes(), f"half a backup after act {moment}"
                assert snapshot.read_verified(stored).label.encrypted is (key is not None)
            shutil.rmtree(found)
    assert disk.said == ["stored"]
    assert not Database.open(tmp_path / "data" / "mus.sqlite", key=key).close()
