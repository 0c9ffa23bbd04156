"""Data of every earlier schema, and of a later one, opened in the window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from mus_desktop import app
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.safety.unlock_dialog import UnlockDialog
from mus_desktop.ui.shell import application
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.shell.unexpected_errors import UnexpectedErrors
from mus_desktop.ui.theme.look import Look
from tests.services.upgrade.old_data import DATA, PASSWORD
from tests.services.upgrade.test_through_the_program import SCHEMAS, make_newer, tree


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, look: Look) -> None:
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))
    monkeypatch.setattr(UnexpectedErrors, "install", lambda self: None)
    monkeypatch.setattr(application, "Look", lambda *_: look)
    monkeypatch.setattr(application, "stored_look", lambda *_: look)
    monkeypatch.setattr(application, "_BEGIN_DELAY_MS", 0)


class Leader:
    """Somebody at the screen, who types the password, reads a message, and closes whatever is open."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.employees = 0

    def look(self) -> None:
        for widget in filter(QWidget.isVisible, QApplication.topLevelWidgets()):
            if isinstance(widget, UnlockDialog):
                if widget.primary.isEnabled() and not widget.secret.text():
                    widget.secret.setText(PASSWORD)
                    widget.primary.click()
            elif isinstance(widget, InputDialog):
                self.read += [label.text() for label in widget.findChildren(QLabel)]
                widget.primary.click()
            elif isinstance(widget, MainWindow) and widget.sidebar._backup is not None and widget.page_stack.count():
                self.employees = widget.sidebar.list.model().rowCount()
                widget.close()


@pytest.fixture
def leader() -> Iterator[Leader]:
    leader, timer = Leader(), QTimer(interval=20)
    timer.timeout.connect(leader.look)
    timer.start()
    yield leader
    timer.stop()


def run(folder: Path) -> int:
    return application.run_window(lambda key: app.build(folder, key=key), folder)


@pytest.mark.parametrize("kind", ["plain", "encrypted"])
@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_window_opens_data_of_every_schema(schema: int, kind: str, leader: Leader, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA / f"schema_{schema}" / kind, data)
    assert run(data) == 0
    assert leader.employees
    assert leader.read == []


@pytest.mark.parametrize("kind", ["plain", "encrypted"])
def test_the_window_refuses_data_of_a_later_program_and_touches_nothing(
    kind: str, leader: Leader, tmp_path: Path
) -> None:
    data = make_newer(tmp_path / "data", kind)
    before = tree(data)
    assert run(data) == 1
    assert any("lavet af en nyere udgave af MUS Desktop og er ikke rørt" in text for text in leader.read), leader.read
    assert not leader.employees
    assert tree(data) == before
