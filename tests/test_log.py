from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mus_desktop import app
from mus_desktop.cli.exit_codes import FAILED

resource = pytest.importorskip("resource", reason="POSIX sets limits by it")

NO_ROOM = """
import resource, sys
from mus_desktop.cli.main import main
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
sys.exit(main(sys.argv[1:]))
"""
AFTER = """
import resource
from mus_desktop.cli.main import main
main(["forms"])
print(resource.getrlimit(resource.RLIMIT_CORE))
"""


def run(program: str, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)], check=False, capture_output=True, text=True
    )


def test_command_prints_one_line_and_logs_none(tmp_path: Path) -> None:
    app.build(tmp_path).close()
    ran = run(NO_ROOM, "--data", tmp_path, "backup")
    assert ran.returncode == FAILED
    assert ran.stderr.count("\n") == 1, ran.stderr
    assert "prøv igen" in ran.stderr.lower()


def test_a_crash_may_leave_no_picture_of_the_memory() -> None:
    assert run(AFTER).stdout.splitlines()[-1] == "(0, 0)"
