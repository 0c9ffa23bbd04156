"""The first window with 60 employees and 600 conversations, against an empty QMainWindow: both from process start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import time

import pytest

from mus_desktop import app
from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting

EMPLOYEES, YEARS = 60, 10
AT_MOST = 2.0
ROUNDS = 21
HEAVY = ("docx", "docxtpl", "jinja2", "lxml", "sqlcipher3", "concurrent.futures")

pytestmark = pytest.mark.bench

STAMP = f"""
import os, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow, QWidget
def stamp():
    print(time.time(), *(name for name in {HEAVY!r} if name in sys.modules), flush=True)
    os._exit(0)
def show(window):
    window.paintEvent = lambda event: QTimer.singleShot(0, stamp)
    QWidget.show(window)
QMainWindow.show = show
"""
SCREEN = {
    "name": "bench",
    "x": 0,
    "y": 0,
    "width": 1920,
    "height": 1080,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}
"""Room for both windows at their own size: a smaller screen would cut ours and leave the empty one whole."""
EMPTY = f"""{STAMP}
from PySide6.QtWidgets import QApplication
application = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
application.exec()
"""
OURS = f"""
import gc; gc.disable()  # as in the program: before all of it is imported
import mus_desktop.app  # as in the program: before Qt, for PySide reads the source of all that is loaded after it
from mus_desktop.cli.main import main
{STAMP}
main(["--data", sys.argv[1]])
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """As on a leader's PC: no screen needed here, but compiled modules kept from the start before."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    folder = tmp_path_factory.mktemp("environment")
    screens = folder / "screens.json"
    screens.write_text(json.dumps({"screens": [SCREEN]}))
    platform = f"offscreen:configfile={screens}"
    return {**kept, "QT_QPA_PLATFORM": platform, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("start")
    workplace = app.build(folder, now=lambda: datetime(2026, 6, 1, 9, 0))
    workplace.preferences.set_leader(Leader("Mette Lindgaard", "Skoleleder", "Kastanjeskolen"))
    form = workplace.catalogue.available()[0]
    notes = [field.key for field in form.fields() if field.kind == "notes"]
    with workplace.database.transaction():
        for number in range(EMPLOYEES):
            employee = workplace.staff.add(Employee(f"Medarbejder {number:02d} Østergård", "Pædagog", "Kastanjeskolen"))
            for back in range(YEARS):
                day = date.today() - timedelta(days=365 * back)
                meeting = Meeting(form.id, PeriodRule().period_of(day), day)
                opened = workplace.conversations.open(workplace.conversations.plan_new(employee.id, meeting))
                party = opened.party(PartyRole.SHARED).id
                workplace.writing.save(Changes({AnswerKey(party, key): "Vi talte om trivsel. " * 20 for key in notes}))
    workplace.close()
    return folder


def first_paint(environment: dict[str, str], script: str, *arguments: str) -> tuple[float, list[str]]:
    """Seconds from process start to the first painted window, and which heavy modules were loaded by then."""
    command = [sys.executable, "-c", script, *arguments]
    started = time()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    at, *loaded = done.stdout.split()
    return float(at) - started, loaded


def test_first_window_is_at_most_twice_an_empty_one(full: Path, environment: dict[str, str]) -> None:
    first_paint(environment, EMPTY)
    _, loaded = first_paint(environment, OURS, str(full))
    pairs = [(first_paint(environment, EMPTY)[0], first_paint(environment, OURS, str(full))[0]) for _ in range(ROUNDS)]
    empty, ours = (median(column) for column in zip(*pairs, strict=True))
    print(f"first window {ours * 1000:.0f} ms, empty window {empty * 1000:.0f} ms: {ours / empty:.2f} times")
    assert loaded == []
    assert ours <= AT_MOST * empty
