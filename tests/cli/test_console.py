"""The program without a console: started by the desktop, by the launcher, or by ``pythonw`` on Windows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mus_desktop.cli import console
from mus_desktop.cli.exit_codes import DONE, FAILED
from mus_desktop.cli.parser import WRONG_USE
from tests.systems import WINDOWS

CLOSING = """
import sys
from pathlib import Path
Path(sys.argv[1]).write_text(repr([sys.stdin, sys.stdout, sys.stderr]))
from PySide6.QtCore import QTimer
from mus_desktop.cli.main import main
from mus_desktop.ui.shell.session import Session
begin = Session.begin
def begin_and_close(self, folder):
    begin(self, folder)
    QTimer.singleShot(0, self.window.close)
Session.begin = begin_and_close
sys.exit(main(["--data", sys.argv[2]]))
"""
_DETACHED = 0x8  # DETACHED_PROCESS: no console, and no handles from the starter's


def run_without_console(*words: str) -> int:
    """Run our Python with no standard streams at all; return its exit code."""
    if WINDOWS:
        windowed = Path(sys.executable).with_name("pythonw.exe")
        return subprocess.run([windowed, *words], check=False, timeout=90, creationflags=_DETACHED).returncode
    closing = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh"]
    return subprocess.run([*closing, sys.executable, *words], check=False, timeout=90).returncode


def test_a_window_closed_without_a_console_ends_well(tmp_path: Path) -> None:
    streams, data = tmp_path / "streams.txt", tmp_path / "data"
    assert run_without_console("-c", CLOSING, str(streams), str(data)) == DONE
    assert streams.read_text() == "[None, None, None]", "there was no console"
    assert (data / "mus.sqlite.sum").exists(), "closed to the end"


@pytest.mark.parametrize(
    ("words", "code"),
    [(["forms"], DONE), (["--help"], DONE), (["--ukendt"], WRONG_USE), (["--data", "mangler", "check"], FAILED)],
)
def test_a_command_without_a_console_has_its_exit_code(words: list[str], code: int) -> None:
    assert run_without_console("-m", "mus_desktop", *words) == code


@pytest.mark.parametrize("opens_window", [True, False])
def test_only_a_window_without_a_console_shows_a_box(
    opens_window: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(console, "show_message_box", shown.append)
    monkeypatch.setattr(sys, "platform", "win32")
    console.report("Et", opens_window=opens_window)
    monkeypatch.setattr(sys, "__stderr__", None)
    console.report("To", opens_window=opens_window)
    assert shown == (["To"] if opens_window else [])
    assert capsys.readouterr().err == "Et\nTo\n"
