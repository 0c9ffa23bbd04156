"""A key in the command palette with 600 employees, against the same key in the search of the employee list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.app import build
from mus_desktop.model.people import Employee, Leader
from mus_desktop.ui.shell.application import prepare_application
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.theme.look import Look

pytestmark = pytest.mark.bench

EMPLOYEES = 600
TYPED = "joergen kjaer 0"


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Any]:
    workplace = build(tmp_path / "data")
    workplace.preferences.set_leader(Leader("Mette Lindgaard"))
    with workplace.database.transaction():
        for number in range(EMPLOYEES):
            first, last = ("Anna", "Bo", "Åse", "Jørgen")[number % 4], ("Kjær", "Østergård", "Bæk")[number % 3]
            workplace.staff.add(Employee(f"{first} {last} {number:03d}", "Pædagog", "Kastanjeskolen"))
    window = MainWindow(workplace, Look(prepare_application()), datetime.now)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    workplace.close()


def seconds_a_key(line: QWidget) -> float:
    """The median of typing a search letter by letter and deleting it, each painted."""
    times = []
    for key in [*TYPED, *[Qt.Key.Key_Backspace] * len(TYPED)]:
        started = perf_counter()
        QTest.keyClick(line, key)
        QApplication.processEvents()
        times.append(perf_counter() - started)
    return median(times)


def test_a_key_in_the_palette_is_no_slower_than_in_the_employee_list(window: Any) -> None:
    window.menus.palette.trigger()
    palette: Any = QApplication.activeModalWidget()
    in_palette = min(seconds_a_key(palette.search) for _ in range(3))
    palette.reject()
    in_list = min(seconds_a_key(window.sidebar.search) for _ in range(3))
    print(f"palette {in_palette * 1000:.1f} ms, employee list {in_list * 1000:.1f} ms a key")
    assert in_palette <= in_list
