"""Starting the program again brings the open window forward, and only a window: a command has none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mus_desktop import app
from mus_desktop.services.safety.second_start import request_file
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.shell.raise_window import RaiseRequest, raise_first_window, raise_window
from tests.systems import PATIENCE_MS

PATIENCE = 20.0


@pytest.fixture
def first(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program, open in a process of its own."""
    process = subprocess.Popen(command(tmp_path), env=environment())
    latest = monotonic() + PATIENCE
    while not raise_first_window(tmp_path, 0.5):
        assert monotonic() < latest, "the window never came"
        assert process.poll() is None
        sleep(0.05)
    yield process
    process.kill()
    process.wait()


def command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "mus_desktop", "--data", str(folder)]


def environment() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def test_the_first_window_comes_forward(window: MainWindow, place: Workplace, qtbot: QtBot) -> None:
    folder = place.database.path.parent
    RaiseRequest(folder, window).requested.connect(lambda: raise_window(window))
    window.showMinimized()
    before = sorted(folder.iterdir())
    second = subprocess.Popen(command(folder), env=environment())
    qtbot.waitUntil(lambda: not window.windowState() & Qt.WindowState.WindowMinimized, timeout=PATIENCE_MS)
    assert second.wait(PATIENCE) == 0
    assert sorted(folder.iterdir()) == before


def test_it_comes_forward_without_asking_for_the_password_again(
    window: MainWindow, place: Workplace, qtbot: QtBot
) -> None:
    place.safety.encryption.set_password("blåbærgrød på Ærø")
    test_the_first_window_comes_forward(window, place, qtbot)


def test_after_a_kill_the_next_start_works(first: subprocess.Popen[bytes], tmp_path: Path) -> None:
    assert subprocess.run(command(tmp_path), check=False, env=environment(), timeout=PATIENCE).returncode == 0, (
        "a second start goes"
    )
    first.kill()
    first.wait()
    request_file(tmp_path).touch()  # somebody was just asking
    app.build(tmp_path).close()


def test_a_request_that_nobody_can_remove_brings_nobody(tmp_path: Path) -> None:
    workplace = app.build(tmp_path)
    request_file(tmp_path).mkdir()
    assert not raise_first_window(tmp_path, 0.05)
    workplace.close()


def test_without_a_window_nobody_comes_and_nothing_is_left(tmp_path: Path) -> None:
    workplace = app.build(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert not raise_first_window(tmp_path, 0.05)
    assert sorted(tmp_path.iterdir()) == before
    workplace.close()
    assert not raise_first_window(tmp_path / "findes ikke", 0.05)
