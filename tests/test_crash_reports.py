from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from mus_desktop.crash_reports import limit_crash_reports
from tests.systems import posix_only, windows_only

AFTER = """
import resource, sys
from mus_desktop.cli.main import main
main(sys.argv[1:])
sys.stdout.flush()
print(resource.getrlimit(resource.RLIMIT_CORE))
"""
REPORTED = """
import ctypes
from mus_desktop.windows_call import windows_call
from mus_desktop.crash_reports import limit_crash_reports
flags = []
limit_crash_reports(lambda *words: flags.append((words, windows_call(*words))))
print(flags)
"""
LAUNCHER = "C:\\Program Files\\MUS Desktop\\MUS Desktop.exe"


@posix_only("limits of core files")
@pytest.mark.parametrize("words", [["forms"], ["target-task"]])
def test_a_crash_leaves_no_core_file(words: list[str]) -> None:
    ran = subprocess.run([sys.executable, "-c", AFTER, *words], input="", capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "(0, 0)"


@pytest.mark.parametrize("frozen", [True, False])
def test_a_crash_report_of_windows_has_no_memory(frozen: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the launcher is excluded by name: other programs run under the name of Python."""
    called: list[tuple[Any, ...]] = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", LAUNCHER)
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    limit_crash_reports(lambda *words: called.append(words))
    excluded = [("wer", "WerAddExcludedApplication", "MUS Desktop.exe", 0)] if frozen else []
    assert called == [("kernel32", "WerSetFlags", 1), *excluded]


@windows_only("the function is in Windows' own library")
def test_windows_takes_the_call() -> None:
    ran = subprocess.run([sys.executable, "-c", REPORTED], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[(('kernel32', 'WerSetFlags', 1), 0)]"
