"""Typed, backed up, damaged on the disk, and found again at the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from mus_desktop import app
from mus_desktop.ui.safety.restore_dialog import RestoreDialog
from mus_desktop.ui.shell import application
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.shell.unexpected_errors import UnexpectedErrors

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

NAME, NOTE = "Åse Nørgård", "Jeg vil gerne lære at vejlede nye kolleger."
CAPTION = "Medarbejderens forberedelse: Opfølgning på sidste års personlige udviklingsplan"


def type_everything(program: Program, hands: Hands) -> None:
    program.start()
    for field, text in (("Dit navn", "Mette Højgård"), ("Din arbejdsplads", "Ærøskolen")):
        hands.click_on(field)
        hands.type(text)
    hands.click_on("Kom i gang")
    hands.find("Standardskema").setFocus()
    hands.type("KØB")
    hands.click_on("Næste")
    hands.click_on("Fortsæt uden adgangskode")
    hands.click_on("Spring over")
    hands.click_on("Tilføj én med flere oplysninger …")
    hands.wait_dialog("Ny medarbejder")
    hands.type(NAME)
    hands.click_on("Gem")
    hands.click_on("Ny samtale")
    hands.wait_dialog("Ny samtale")
    hands.click_on("Opret og åbn")
    for _ in range(3):
        if not hands.all_called(CAPTION):
            hands.press("Ctrl+PgDown")
    hands.click_on(CAPTION)
    hands.type(NOTE)


def notes(program: Program) -> list[tuple[str]]:
    return [row for row in program.workplace.database.rows("SELECT value FROM answer") if NOTE in row[0]]


class AtTheStart:
    """What the leader does at that start, by Enter alone, and what they have seen."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._timer = QTimer(interval=20)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        modal = QApplication.activeModalWidget()
        shown = [modal] if modal else [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
        for widget in shown:
            if isinstance(widget, QMessageBox):
                self._enter(widget, widget.text())
            elif isinstance(widget, RestoreDialog) and widget.primary.isEnabled():
                first = widget.list.item(0)
                self._enter(widget, first.text() if widget.outcome is None and first else widget.heading.text())
            elif isinstance(widget, MainWindow) and widget.page_stack.count() and widget.sidebar.has_employees():
                self._timer.stop()
                self.seen.append("the window")
                widget.close()

    def _enter(self, widget: QWidget, seen: str) -> None:
        self.seen.append(seen)
        QTest.keyClick(widget, Qt.Key.Key_Return)


def test_the_text_is_there_again(program: Program, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(UnexpectedErrors, "install", lambda self: None)
    type_everything(program, hands)
    assert program.window.page_stack.leave()
    program.workplace.safety.back_up()
    assert len(notes(program)) == 1
    program.stop()
    with (program.folder / "mus.sqlite").open("rb+") as file:
        file.write(bytes(8192))
    start = AtTheStart()
    assert application.run_window(lambda key: app.build(program.folder, key=key), program.folder) == 0
    assert "1 medarbejder, 1 samtale" in start.seen[0]
    assert start.seen[1:] == ["Vil du gendanne fra backuppen?", "Dine data er gendannet", "the window"]
    program.start()
    assert len(notes(program)) == 1
    assert program.window.sidebar.list.employees.rows()[0].employee.name == NAME
