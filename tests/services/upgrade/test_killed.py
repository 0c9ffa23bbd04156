"""The program is killed while it upgrades or stores: nothing is lost, and the next start completes it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mus_desktop.app import build
from tests.services.upgrade.old_data import NOW, rows_of
from tests.systems import posix_only

pytestmark = [pytest.mark.faults, posix_only("SIGKILL")]

# Dies after the given number of statements, counted over the migration's and those that store the contents.
KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from mus_desktop.app import build
from mus_desktop.storage.database import engine
from mus_desktop.storage.database.connection import Database
left = int(sys.argv[2])
cut, write, commit = engine.statements, Database.write, Database._commit
def count():
    global left
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
def counted_statements(script):
    for statement in cut(script):
        count()
        yield statement
    count()
def counted_write(self, sql, parameters=()):
    count()
    return write(self, sql, parameters)
def counted_commit(self):
    count()
    commit(self)
    count()
engine.statements, Database.write, Database._commit = counted_statements, counted_write, counted_commit
build(Path(sys.argv[1]), now=lambda: datetime.fromisoformat(sys.argv[4]), key=bytes.fromhex(sys.argv[3]) or None)
"""
STRIDE = 7
"""Every so many statements of the migration; while contents are stored, at each one."""


def test_a_program_killed_while_upgrading_or_storing_completes_at_the_next_start(
    old_data: Path, tmp_path: Path, engine_key: bytes | None
) -> None:
    before, whole = rows_of(old_data, engine_key), tmp_path / "whole"
    shutil.copytree(old_data, whole)
    build(whole, now=lambda: NOW, key=engine_key).close()
    expected = rows_of(whole, engine_key)
    after, killed, seen = 0, True, set()
    while killed:
        folder = tmp_path / str(after)
        shutil.copytree(old_data, folder)
        words = [str(folder), str(after), (engine_key or b"").hex(), NOW.isoformat()]
        ran = subprocess.run([sys.executable, "-c", KILLED, *words], cwd=Path.cwd(), check=False)
        killed = ran.returncode == -signal.SIGKILL
        assert killed or ran.returncode == 0
        found = rows_of(folder, engine_key, None)
        assert {table: found[table] for table in before if table in found and table in {"answer", "document"}} == {
            table: before[table] for table in ("answer", "document")
        }
        stored = len(found.get("signed_content", ()))
        seen.add(stored)
        build(folder, now=lambda: NOW, key=engine_key).close()
        assert rows_of(folder, engine_key) == expected
        shutil.rmtree(folder)
        after += 1 if "signed_content" in found else STRIDE
    assert seen == set(range(8)), "killed between every two plans"
