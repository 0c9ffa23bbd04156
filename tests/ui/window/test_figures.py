"""*Opsamling på runden*: what goes in, what is hidden and why, and the files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pytestqt.qtbot import QtBot

from mus_desktop.model.people import Employee
from mus_desktop.model.statistics.round_report import LONGEST_OWN_WORDS, ReportPart
from mus_desktop.services.statistics.figure_files import FigureFile
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.shell import lazy_imports
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.statistics.figures_dialog import FiguresDialog
from tests.services.statistics.held_round import hold

Dialogs = Callable[[type[FiguresDialog]], FiguresDialog]
HELD, LATER = date(2026, 5, 12), date(2027, 5, 12)


@pytest.fixture
def held(place: Workplace, tmp_path: Path) -> list[int]:
    """Twenty employees who held their MUS in 2026; four of them in 2027 too."""
    people = [place.staff.add(Employee(f"Ida Bak {number}", workplace="Kastanjeskolen")).id for number in range(20)]
    hold(place, people, HELD)
    hold(place, people[:4], LATER)
    place.preferences.set_document_folder(tmp_path / "filer")
    return people


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    folders: list[Path] = []
    monkeypatch.setattr(lazy_imports, "open_file", lambda path: not folders.append(path), raising=False)
    return folders


def test_the_files_are_written_and_their_folder_opened(
    window: MainWindow, held: list[int], dialog: Dialogs, opened: list[Path], hands: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    window.menus.figures.trigger()
    figures = dialog(FiguresDialog)
    figures.activateWindow()
    qtbot.waitUntil(figures.isActiveWindow)
    assert "4 medarbejdere har holdt samtale" in figures.preview.text()
    assert not figures.files[FigureFile.REPORT].box.isEnabled()
    assert figures.files[FigureFile.COMMITTEE].box.isChecked()
    figures.period.setCurrentIndex(1)
    assert "2 tilfældige af 20 er ikke talt med" in figures.preview.text()
    assert "færre end 5" in figures.preview.text()
    hands.click(figures.parts[ReportPart.AGREEMENTS].box)
    hands.click(figures.own_words)
    hands.type("Vi vil have mere ro.")
    assert figures.own_words.toPlainText() == "Vi vil have mere ro."
    hands.click(figures.files[FigureFile.MEETING_PAGE].box)
    hands.click(figures.primary)
    qtbot.waitUntil(lambda: opened == [tmp_path / "filer"])
    names = sorted(path.name for path in (tmp_path / "filer").iterdir())
    assert names == [
        "Opsamling til alle medarbejdere – 2026.docx",
        "Tal til MED-udvalget i Word – 2026.docx",
        "Tal til MED-udvalget til Excel – 2026.csv",
    ]
    report = Document(str(tmp_path / "filer" / names[0]))
    words = [paragraph.text.replace("\N{NO-BREAK SPACE}", " ") for paragraph in report.paragraphs]
    assert "Vi vil have mere ro." in words
    assert ReportPart.TOPICS.danish in words
    assert ReportPart.AGREEMENTS.danish not in words


def test_what_cannot_be_written_is_said_in_the_dialog(window: MainWindow, held: list[int], dialog: Dialogs) -> None:
    window.menus.figures.trigger()
    figures = dialog(FiguresDialog)
    figures.own_words.setPlainText("x" * (LONGEST_OWN_WORDS + 1))
    figures.primary.click()
    assert "plads til 500 tegn" in figures.problem.text()
    assert figures.focusWidget() is figures.own_words
    figures.own_words.clear()
    for box in figures.files.values():
        box.box.setChecked(False)
    figures.primary.click()
    assert figures.problem.text() == "Vælg mindst én fil."
    figures.reject()


def test_without_conversations_there_is_nothing_to_write(
    window: MainWindow, dialog: Dialogs, place: Workplace, tmp_path: Path
) -> None:
    place.preferences.set_document_folder(tmp_path / "filer")
    window.menus.figures.trigger()
    figures = dialog(FiguresDialog)
    assert not figures.primary.isEnabled()
    assert "endnu ingen samtaler" in figures.preview.text()
    figures.reject()


def test_it_is_out_of_reach_in_samtale(window: MainWindow, held: list[int], place: Workplace) -> None:
    talk = place.conversations.of_employee(held[0])[0].conversation.id
    window.open_conversation(talk)
    view = window.page_stack.conversation
    assert view is not None
    view.set_arrangement(Arrangement.CONVERSATION)
    assert not window.menus.figures.isEnabled()
