"""The files attached to a plan from paper, through the window: listed, added, opened, exported and removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.employees import actions, attachment_actions
from mus_desktop.ui.employees.conversation_card import CardAction
from mus_desktop.ui.shell.main_window import MainWindow

PDF = b"%PDF-1.7 plan"
CARD = "Tidligere aftaler: MUS 2025"


class Leader:
    """The leader on Ågot's page; ``told`` is what boxes said, ``chosen`` what the next file dialog returns."""

    def __init__(self, window: MainWindow, place: Workplace, employee: Employee, monkeypatch: Any) -> None:
        self.window, self.place, self.employee = window, place, employee
        self.told: list[str] = []
        self.chosen: Path | None = None
        self.answer = "copy"
        self.opened: list[Path] = []
        self.starts = True

        def asked(*said: Any) -> str:
            self.told.append(f"{said[1]}: {said[2]}")
            return self.answer

        for dialog in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, dialog, lambda *_: (str(self.chosen or ""), ""))
        monkeypatch.setattr(attachment_actions, "ask", asked)
        monkeypatch.setattr(attachment_actions, "confirm", lambda *said: bool(asked(*said)))
        monkeypatch.setattr(attachment_actions, "show_message", lambda *said, **_: asked(*said))
        monkeypatch.setattr(attachment_actions, "open_file", lambda path: self.opened.append(path) or self.starts)

    def page(self) -> Any:
        self.window.show_employee(self.employee.id)
        finish_layouts(self.window)
        return self.window.page_stack.currentWidget()

    def press(self, name: str) -> None:
        """Press a button by its spoken name, with the keyboard."""
        page = self.window.page_stack.currentWidget()
        (button,) = [one for one in page.findChildren(QAbstractButton) if one.accessibleName() == name]
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
        finish_layouts(self.window)

    def files(self) -> list[str]:
        return [file.name for file in self.place.paper.attachments(self.employee.id)]


@pytest.fixture
def leader(
    window: MainWindow,
    place: Workplace,
    person: Callable[[str], Employee],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Leader:
    place.preferences.set_document_folder(tmp_path / "MUS")
    file = tmp_path / "Plan 2025.pdf"
    file.write_bytes(PDF)
    agreed = Agreement("a", "", cells={})
    period = PeriodRule().period_of(date(2025, 6, 3))
    form = place.catalogue.available()[0].id
    place.paper.add_paper(person("Ågot").id, form, period, [agreed], file)
    made = Leader(window, place, person("Ågot"), monkeypatch)
    made.page()
    return made


def test_the_card_lists_the_files_and_offers_what_can_be_done(leader: Leader) -> None:
    card = leader.page().cards[-1]
    shown = {label.text().replace("\N{NO-BREAK SPACE}", " ") for label in card.findChildren(QLabel)}
    assert {"Vedhæftet fil", "Plan 2025.pdf", "vedhæftet 12. maj 2026"} <= shown
    names = {button.accessibleName() for button in card.findChildren(QAbstractButton)}
    about = f"Plan 2025.pdf, {CARD}"
    assert {f"Åbn: {about}", f"Gem en kopi: {about}", f"Fjern: {about}", f"Tilføj fil til {CARD}"} <= names


def test_no_two_buttons_of_the_page_have_the_same_name(leader: Leader, tmp_path: Path) -> None:
    """The same file twice on one plan, and a second plan of the same year on another form with that file too."""
    leader.chosen = tmp_path / "Plan 2025.pdf"
    leader.press(f"Tilføj fil til {CARD}")
    period, others = PeriodRule().period_of(date(2025, 6, 3)), leader.place.catalogue.available()
    other = next(form for form in others[1:] if form.plan_fields())
    leader.place.paper.add_paper(leader.employee.id, other.id, period, [], leader.chosen)
    page = leader.page()
    spoken = [one.accessibleName() for one in page.findChildren(QAbstractButton) if one.isVisible()]
    assert len([name for name in spoken if "Plan 2025.pdf" in name]) == 9
    assert [name for name, count in Counter(filter(None, spoken)).items() if count > 1] == []


def test_a_file_is_added_later_and_the_keyboard_stays_there(leader: Leader, tmp_path: Path) -> None:
    leader.press(f"Tilføj fil til {CARD}")
    assert leader.files() == ["Plan 2025.pdf"], "nothing was chosen"
    leader.chosen = tmp_path / "Bilag.txt"
    leader.press(f"Tilføj fil til {CARD}")
    assert "findes ikke længere" in leader.told.pop()
    leader.chosen.write_bytes(b"bilag")
    leader.press(f"Tilføj fil til {CARD}")
    assert leader.files() == ["Plan 2025.pdf", "Bilag.txt"]
    assert (QApplication.focusWidget() or leader.window).accessibleName() == f"Tilføj fil til {CARD}"
    assert leader.told == []


def test_it_is_opened_from_the_visible_folder(leader: Leader, tmp_path: Path) -> None:
    for _ in range(2):
        leader.press(f"Åbn: Plan 2025.pdf, {CARD}")
    assert leader.opened == [tmp_path / "MUS" / "Plan 2025.pdf"] * 2
    assert leader.opened[0].read_bytes() == PDF
    leader.starts = False
    leader.press(f"Åbn: Plan 2025.pdf, {CARD}")
    assert "ligger i mappen" in leader.told.pop()


def test_what_may_start_a_program_is_offered_as_a_copy(leader: Leader, tmp_path: Path) -> None:
    leader.chosen = tmp_path / "Plan.docm"
    leader.chosen.write_bytes(b"PK")
    leader.press(f"Tilføj fil til {CARD}")
    leader.chosen = tmp_path / "kopi.docm"
    leader.press(f"Åbn: Plan.docm, {CARD}")
    assert "åbnes ikke herfra" in leader.told.pop()
    assert leader.opened == []
    assert leader.chosen.read_bytes() == b"PK"


def test_a_copy_is_saved_where_the_leader_says(leader: Leader, tmp_path: Path) -> None:
    leader.answer = ""
    leader.chosen = tmp_path / "væk" / "kopi.pdf"
    leader.press(f"Gem en kopi: Plan 2025.pdf, {CARD}")
    assert "Mappen" in leader.told.pop()
    leader.chosen = leader.place.database.path
    leader.press(f"Gem en kopi: Plan 2025.pdf, {CARD}")
    assert "programmets egne data" in leader.told.pop()
    leader.chosen = tmp_path / "kopi.pdf"
    leader.press(f"Gem en kopi: Plan 2025.pdf, {CARD}")
    assert leader.chosen.read_bytes() == PDF


def test_removing_asks_first_and_says_what_stays(leader: Leader) -> None:
    leader.answer = ""
    leader.press(f"Fjern: Plan 2025.pdf, {CARD}")
    assert leader.files() == ["Plan 2025.pdf"]
    leader.answer = "yes"
    leader.press(f"Fjern: Plan 2025.pdf, {CARD}")
    assert all(word in leader.told[-1] for word in ("Plan 2025.pdf", "ikke fortrydes", "Kopier", "backupper"))
    assert leader.files() == []
    assert (QApplication.focusWidget() or leader.window).accessibleName() == f"Tilføj fil til {CARD}"


def test_when_saving_fails_it_is_told_and_done_at_the_next_try(leader: Leader, tmp_path: Path) -> None:
    leader.chosen = tmp_path / "Plan 2025.pdf"
    for button, left in ((f"Tilføj fil til {CARD}", 2), (f"Fjern: Plan 2025.pdf (nr. 2), {CARD}", 1)):
        before = leader.files()
        leader.place.database._connection.execute("PRAGMA query_only = ON")
        leader.press(button)
        assert "ikke gemt" in leader.told[-1]
        assert leader.files() == before
        leader.place.database._connection.execute("PRAGMA query_only = OFF")
        leader.press(button)
        assert len(leader.files()) == left


def test_deleting_the_plan_says_that_its_files_go_too(leader: Leader, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(actions, "confirm", lambda *said: asked.append(said[2]) or True)
    card = leader.page().cards[-1]
    card.action_wanted.emit(CardAction.DELETE, card.line)
    assert "Den vedhæftede fil slettes også" in asked[0]
    assert leader.files() == []


def test_the_files_are_hidden_in_samtale(leader: Leader, plan: Callable[..., int]) -> None:
    leader.window.open_conversation(plan(leader.employee))
    leader.window.page_stack.toggle_turned()
    finish_layouts(leader.window)
    seen = [*leader.window.findChildren(QLabel), *leader.window.findChildren(QAbstractButton)]
    assert not [one for one in seen if one.isVisible() and "Plan 2025.pdf" in (one.text() + one.accessibleName())]


def test_what_has_the_keyboard_stays_in_view_when_the_card_grows(
    leader: Leader, plan: Callable[..., int], tmp_path: Path, qtbot: QtBot
) -> None:
    for _ in range(3):
        plan(leader.employee)
    leader.window.resize(911, 512)
    leader.page()
    leader.chosen = tmp_path / "Plan 2025.pdf"
    for _ in range(3):
        leader.press(f"Tilføj fil til {CARD}")
        button = QApplication.focusWidget()
        assert button is not None
        assert button.accessibleName() == f"Tilføj fil til {CARD}"
        qtbot.waitUntil(lambda add=button: not add.visibleRegion().isEmpty())
