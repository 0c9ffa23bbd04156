"""The subprocess for file operations, from every way to start the program, and after the end of that program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mus_desktop
from tests.systems import WINDOWS, posix_only, windows_only

ROOT = Path(mus_desktop.__file__).parents[1]
ASKING = """
import errno, sys
from mus_desktop.task_process import TaskFailed, TaskProcess
with TaskProcess() as process:
    assert process.run({"do": "list", "folder": sys.argv[1]}) == []
    try:
        process.run({"do": "list", "folder": sys.argv[1] + "/mangler"})
    except TaskFailed as error:
        assert error.number == errno.ENOENT
    else:
        raise AssertionError("no error came back")
print("asked")
"""
FROZEN = """
import sys
sys.frozen = True
sys.executable = sys.argv[2]
"""
PARENT = """
import os, sys, threading
from mus_desktop import task_process
from mus_desktop.task_process import TaskProcess
task_process._program = lambda: [sys.executable, "-c", sys.argv[1], sys.argv[2]]
threading.Timer(60, lambda: os._exit(1)).start()
with TaskProcess() as process:
    process.run({"do": "hang"})
"""
HANGING = """
import os, sys, time
from pathlib import Path
from mus_desktop.task_process import answer_requests
def hang(*_):
    Path(sys.argv[1]).write_text(str(os.getpid()))
    time.sleep(600)
requests = open(0, "rb", buffering=0, closefd=False)
answer_requests(requests, print, hang)
"""
PATIENCE = 60


def run(arguments: list[str], cwd: Path, **environment: str) -> str:
    known = {**os.environ, "PYTHONPATH": "", **environment}
    ran = subprocess.run(
        arguments, capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE, cwd=cwd, env=known
    )
    return ran.stdout + ran.stderr


def asking(folder: Path, first: str = "") -> list[str]:
    return ["-c", first + ASKING, str(folder)]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A current folder with files named like modules, as a leader's folder may have them."""
    folder = tmp_path / "skrivebord"
    folder.mkdir()
    for name in ("json", "errno", "mus_desktop"):
        (folder / f"{name}.py").write_text('raise SystemExit("imported from the current folder")')
    return folder


def test_from_a_checkout(tmp_path: Path) -> None:
    assert run([sys.executable, *asking(tmp_path)], ROOT) == "asked\n"


def test_from_an_installed_package_in_a_folder_of_modules(hostile: Path, tmp_path: Path) -> None:
    """What runs must be what is asked, whichever package another folder or the environment offers first."""
    installed = tmp_path / "site"
    shutil.copytree(ROOT / "mus_desktop", installed / "mus_desktop", ignore=shutil.ignore_patterns("__pycache__"))
    first = f"import sys; sys.path[:1] = [{str(installed)!r}]\n"
    (installed / "mus_desktop" / "storage" / "backup" / "transfer.py").write_text(
        "from pathlib import Path\n"
        "TargetFiles = Path\nListedFile = dict\n"
        "def list_backups(folder, *_):\n"
        "    if not folder.exists(): raise FileNotFoundError(2, 'gone')\n"
        "    (folder / 'asked here').touch()\n    return []\n"
    )
    words = ["-P", *asking(tmp_path, first)]
    assert run([sys.executable, *words], hostile, PYTHONPATH=str(ROOT)) == "asked\n"
    assert (tmp_path / "asked here").exists()


@posix_only("a script stands in for the launcher; the real one is tried where the program is installed")
def test_from_a_frozen_program(hostile: Path, tmp_path: Path) -> None:
    launcher = tmp_path / "MUS Desktop"
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m mus_desktop "$@"\n')
    launcher.chmod(0o700)
    words = ["-P", *asking(tmp_path, FROZEN), str(launcher)]
    assert run([sys.executable, *words], hostile, PYTHONPATH=str(ROOT)) == "asked\n"


@windows_only("pythonw has no console and no standard streams")
def test_from_pythonw(tmp_path: Path) -> None:
    answer = tmp_path / "answer.txt"
    telling = ASKING.replace('print("asked")', "open(sys.argv[1] + '/answer.txt', 'w').write('asked')")
    windowed = Path(sys.executable).with_name("pythonw.exe")
    assert subprocess.run([windowed, "-c", telling, str(tmp_path)], check=False, timeout=PATIENCE).returncode == 0
    assert answer.read_text() == "asked"


def ends(identifier: int) -> bool:
    """Wait for the process to end; it is no child of ours."""
    if WINDOWS:
        import ctypes  # noqa: PLC0415

        kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]
        handle = kernel.OpenProcess(0x00100000, False, identifier)  # SYNCHRONIZE
        return not handle or kernel.WaitForSingleObject(handle, PATIENCE * 1000) == 0
    import select  # noqa: PLC0415

    try:
        descriptor = os.pidfd_open(identifier)
    except ProcessLookupError:
        return True
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    return bool(waiting.poll(PATIENCE * 1000))


def test_it_ends_with_a_program_that_was_killed_while_a_share_hangs(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    parent = subprocess.Popen([sys.executable, "-c", PARENT, HANGING, str(begun)], cwd=ROOT)
    try:
        while not begun.exists() or not begun.read_text():
            assert parent.poll() is None
        identifier = int(begun.read_text())
    finally:
        parent.kill()
        parent.wait()
    assert ends(identifier)
