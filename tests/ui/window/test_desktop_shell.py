"""What the desktop is told about the program: its name, its icon, and who may come to the front."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from mus_desktop.services.safety import second_start
from mus_desktop.ui.shell import raise_window
from mus_desktop.ui.shell.application import get_application
from mus_desktop.ui.shell.desktop_shell import DesktopShell, WindowsShell
from tests.systems import windows_only

FRAMES = """
from PySide6.QtWidgets import QApplication
from mus_desktop.ui.theme.look import Look, Scheme
app = QApplication([])
desktop = app.styleHints().colorScheme()
look, seen = Look(app, Scheme.DARK), []
look.changed.connect(lambda: seen.append(app.styleHints().colorScheme().name))
for scheme in (Scheme.LIGHT, Scheme.DARK, Scheme.SYSTEM):
    look.use_scheme(scheme)
assert seen == ["Light", "Dark", desktop.name], seen
"""
CALLS = """
from mus_desktop.ui.shell.desktop_shell import WindowsShell
from mus_desktop.windows_call import windows_call
answers = []
shell = WindowsShell(lambda *words: answers.append((words[1], windows_call(*words))))
shell.identify()
shell.allow_front()
print(answers)
"""


class Recorder:
    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def __call__(self, *words: Any) -> int:
        self.calls.append(words)
        return 1


@pytest.mark.parametrize("frozen", [True, False])
def test_only_a_program_under_python_gets_an_id_of_its_own(frozen: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    called = Recorder()
    WindowsShell(called).identify()
    assert called.calls == (
        [] if frozen else [("shell32", "SetCurrentProcessExplicitAppUserModelID", "MUSDesktop.MUSDesktop")]
    )


def test_the_first_window_may_come_to_the_front_before_it_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The right ends when the second start has ended, so it is passed on before the first can react."""
    asked_then: list[bool] = []

    def called(*words: Any) -> None:
        assert words == ("user32", "AllowSetForegroundWindow", 0xFFFFFFFF)
        asked_then.append(second_start.request_file(tmp_path).exists())

    monkeypatch.setattr(raise_window, "desktop_shell", lambda: WindowsShell(called))
    raise_window.raise_first_window(tmp_path, timeout_seconds=0)
    assert asked_then == [False]


def test_windows_have_the_icon_of_the_program(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    DesktopShell().show_icon(qapp)
    icon = qapp.windowIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        image = icon.pixmap(size, size).toImage()
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(size * 3 // 4, size * 7 // 8).name() == "#1f5f8b", "drawn, in the program's colour"
    qapp.setWindowIcon(QIcon())
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    WindowsShell(Recorder()).show_icon(qapp)
    assert qapp.windowIcon().isNull(), "Qt takes the launcher's own"


def test_the_desktop_entry_is_named(qapp: QApplication) -> None:
    get_application()
    assert QGuiApplication.desktopFileName() == "mus-desktop"


def run_on_windows(program: str) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "windows"}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@windows_only("Qt passes the scheme on to the title bars there")
def test_title_bars_follow_the_scheme() -> None:
    run_on_windows(FRAMES)


@windows_only("the functions are in Windows' own libraries")
def test_windows_takes_the_calls() -> None:
    answers = dict(eval(run_on_windows(CALLS)))  # noqa: S307 - our own line
    assert answers["SetCurrentProcessExplicitAppUserModelID"] == 0
    assert "AllowSetForegroundWindow" in answers
