"""A staff list in the window: chosen, pasted or dropped, approved column by column, stored, and undone; by keyboard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.errors import KnownError
from mus_desktop.model.people import Absence, Employee
from mus_desktop.services.staff_import.staff_file import read_staff_file
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.employees.employee_dialog import EmployeeDialog
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.staff_import import import_dialog
from mus_desktop.ui.staff_import.import_dialog import StaffImportDialog
from mus_desktop.ui.welcome.staff_list_dialog import StaffListDialog
from tests.conftest import Hands
from tests.systems import PATIENCE_MS

LISTS = Path(__file__).parents[2] / "data" / "staff"
LIST = """Tjenestenr.;Cpr;Navn;Titel;Gruppe
1001;010190-1234;Ågot Bæk;viceleder;A
1002;020290-1234;Øjvind Krog;pædagog;A
1003;030390-1234;Ida Dam;kok;B
1004;;;kok;B
"""
FindDialog = Callable[[type[Any]], Any]


@pytest.fixture
def importing(window: MainWindow, dialog: FindDialog, qtbot: QtBot) -> StaffImportDialog:
    window.menus.import_staff.trigger()
    found: StaffImportDialog = dialog(StaffImportDialog)
    qtbot.waitUntil(found.isActiveWindow, timeout=PATIENCE_MS)
    return found


def people(place: Workplace) -> dict[str, Employee]:
    return {one.name: one for one in place.staff.everyone(left=True)}


def rows(dialog: StaffImportDialog) -> dict[str, list[tuple[str, str]]]:
    """The rows of the review by their group."""
    tree = dialog.review.tree
    groups = [tree.topLevelItem(number) for number in range(tree.topLevelItemCount())]
    return {
        group.text(0): [(item.text(0), item.text(1)) for item in map(group.child, range(group.childCount()))]
        for group in groups
        if group is not None
    }


def item(dialog: StaffImportDialog, name: str) -> QTreeWidgetItem:
    (found,) = dialog.review.tree.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    return found


def dropped(widget: QWidget, *files: Path) -> bool:
    """Drag files onto a widget and drop them; return whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    button, keys, action = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), action, data, button, keys)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), action, data, button, keys))
    return enter.isAccepted()


def test_a_pasted_list_is_imported_with_the_keyboard_alone(
    importing: StaffImportDialog, place: Workplace, hands: Hands, window: MainWindow, qtbot: QtBot
) -> None:
    def press(keys: str, until: Callable[[], bool]) -> None:
        hands.press(keys)
        qtbot.waitUntil(until, timeout=PATIENCE_MS)  # a button pressed by its letter is clicked a moment later

    importing.source.paste.setFocus()
    importing.source.paste.setPlainText(LIST)
    press("Alt+V", importing.columns.isVisible)
    assert {choice.accessibleName(): choice.currentText() for choice in importing.columns.choices.values()} == {
        "Tjenestenr. bruges som": "Tjenestenummer",
        "Navn bruges som": "Navn",
        "Titel bruges som": "Stilling",
        "Gruppe bruges som": "Bruges ikke",
    }
    assert QApplication.focusWidget() is importing.columns.choices[0]
    hands.press("Tab", 3)
    hands.press("Down", 5)
    assert importing.columns.choices[4].currentText() == "Stilling"
    press("Alt+V", importing.problem.isVisible)
    assert importing.problem.text() == "To kolonner bruges som »Stilling«. Vælg kun én af dem."
    hands.press("Down")
    press("Alt+V", importing.review.isVisible)
    assert importing.intro.text() == "1 ny, 2 ændrede, 1 ikke på listen. Én række kan ikke bruges helt og står sidst."
    assert rows(importing) == {
        "1 ny": [("Ida Dam", "kok · B · nr. 1003")],
        "2 ændrede": [
            ("Ågot Bæk", "Stilling: Lærer → viceleder\nArbejdsplads: Kastanjeskolen → A\nTjenestenummer: 1001"),
            ("Øjvind Krog", "Arbejdsplads: Kastanjeskolen → A\nTjenestenummer: 1002"),
        ],
        "1 ikke på listen. Sæt hak, hvis fratrådt": [("Anders Holm", "Pedel · Kastanjeskolen")],
        "1 række kan ikke bruges helt": [("Linje 5", "Rækken har intet navn.")],
    }
    assert "3 cpr-numre er fjernet. De bliver hverken vist eller gemt." in importing.review.remarks.text()
    assert not importing.review.left_on.isEnabled()
    hands.press("Down", 6)
    assert importing.review.tree.currentItem() is item(importing, "Anders Holm")
    hands.press("Space")
    assert importing.review.left_on.isEnabled()
    importing.review.left_on.line.setText("1. maj 2026")
    press("Alt+G", lambda: "Ida Dam" in people(place))
    found = people(place)
    assert found["Ida Dam"].numbers == ("1003",)
    assert (found["Ågot Bæk"].title, found["Ågot Bæk"].workplace) == ("viceleder", "A")
    assert found["Anders Holm"].left_on == date(2026, 5, 1)
    assert "Ida Dam" in {row.employee.name for row in window.sidebar.list.employees.rows()}


def test_what_is_not_ticked_is_not_stored_and_nothing_ticked_is_said(
    importing: StaffImportDialog, place: Workplace
) -> None:
    importing.source.paste.setPlainText(LIST)
    importing.primary.click()
    importing.primary.click()
    for name in ("Ågot Bæk", "Øjvind Krog", "Ida Dam"):
        item(importing, name).setCheckState(0, Qt.CheckState.Unchecked)
    before = people(place)
    importing.primary.click()
    assert "ikke sat hak ved nogen" in importing.problem.text()
    item(importing, "Ida Dam").setCheckState(0, Qt.CheckState.Checked)
    importing.back.click()
    importing.primary.click()
    assert item(importing, "Øjvind Krog").checkState(0) is Qt.CheckState.Checked, "compared again"
    item(importing, "2 ændrede").setCheckState(0, Qt.CheckState.Unchecked)
    importing.primary.click()
    assert {name: one for name, one in people(place).items() if name != "Ida Dam"} == before


def test_a_new_number_can_be_that_of_the_same_person(importing: StaffImportDialog, place: Workplace) -> None:
    agot = people(place)["Ågot Bæk"]
    place.staff.change(replace(agot, numbers=("900",)))
    importing.source.paste.setPlainText(LIST)
    importing.primary.click()
    importing.primary.click()
    (new, gone) = importing.review.tree.findItems("Ågot Bæk", Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    question = new.child(0)
    assert question.text(0) == "Samme person"
    assert "Tjenestenummer: 900 → 900, 1001" in question.text(1)
    question.setCheckState(0, Qt.CheckState.Checked)
    gone.setCheckState(0, Qt.CheckState.Checked)
    importing.primary.click()
    found = [one for one in place.staff.everyone(left=True) if one.name == "Ågot Bæk"]
    assert [(one.id, one.numbers, one.active) for one in found] == [(agot.id, ("900", "1001"), True)]


def test_a_file_is_chosen_read_and_remembered(
    importing: StaffImportDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(LISTS / "liste.xlsx"), ""))
    importing.source.choose.click()
    assert importing.source.reading.text() == "Læser liste.xlsx …"
    assert not importing.primary.isEnabled()
    qtbot.waitUntil(importing.columns.isVisible, timeout=PATIENCE_MS)
    assert importing.primary.isEnabled()
    assert len(importing.columns.choices) == 5, "the CPR numbers cannot be chosen"
    importing.primary.click()
    assert "Kun arket »Medarbejdere« er læst." in importing.review.remarks.text()


def test_a_wrong_file_is_reported_and_another_can_be_chosen(
    importing: StaffImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "plan.csv").write_bytes(b"%PDF-1.7")
    importing.open_file(tmp_path / "plan.csv")
    qtbot.waitUntil(lambda: "PDF-fil" in importing.problem.text(), timeout=PATIENCE_MS)
    assert importing.source.choose.hasFocus()
    importing.open_file(LISTS / "liste.ods")
    qtbot.waitUntil(importing.columns.isVisible, timeout=PATIENCE_MS)
    assert not importing.problem.text()


def test_the_dialog_can_be_closed_while_a_file_is_read(
    importing: StaffImportDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()

    def slow(path: Path) -> Any:
        assert may_end.wait(PATIENCE_MS / 1000)
        return read_staff_file(path)

    monkeypatch.setattr(import_dialog, "read_staff_file", slow)
    importing.open_file(LISTS / "liste.xlsx")
    work = importing._work
    assert work is not None
    importing.cancel.click()
    qtbot.waitUntil(lambda: not shiboken6.isValid(importing), timeout=PATIENCE_MS)
    may_end.set()
    qtbot.waitUntil(lambda: work.ended and work.wait(0), timeout=PATIENCE_MS)
    QApplication.processEvents()


def test_a_file_dropped_on_the_window_is_read(window: MainWindow, dialog: FindDialog, qtbot: QtBot) -> None:
    assert not dropped(window, LISTS / "liste.xls", LISTS / "liste.ods"), "one at a time"
    assert dropped(window, LISTS / "liste.xls")
    importing = dialog(StaffImportDialog)
    qtbot.waitUntil(importing.columns.isVisible, timeout=PATIENCE_MS)
    assert not dropped(window, LISTS / "liste.ods"), "the window waits for the dialog"
    assert dropped(importing, LISTS / "liste.ods")
    qtbot.waitUntil(importing.columns.isVisible, timeout=PATIENCE_MS)


def test_nothing_can_be_dropped_while_the_employee_sees_the_screen(
    window: MainWindow, plan: Callable[..., int], person: Callable[[str], Employee]
) -> None:
    window.open_conversation(plan(person("Ågot")))
    window.menus.turn.trigger()
    assert not dropped(window, LISTS / "liste.xls")
    window.menus.turn.trigger()


def test_an_import_is_undone_in_the_same_dialog(
    importing: StaffImportDialog,
    window: MainWindow,
    place: Workplace,
    dialog: FindDialog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = people(place)
    assert not importing.source.undo.isVisible()
    importing.source.paste.setPlainText(LIST)
    for _ in range(3):
        importing.primary.click()
    window.show_employee(people(place)["Ida Dam"].id)
    window.menus.import_staff.trigger()
    again = dialog(StaffImportDialog)
    assert again.source.latest_label.text() == "Seneste import 12. maj 2026 kl. 09.30: 1 ny og 2 ændrede."
    monkeypatch.setattr(import_dialog, "confirm", lambda *_: False)
    again.source.undo.click()
    assert people(place) != before
    monkeypatch.setattr(import_dialog, "confirm", lambda *_: True)
    again.source.undo.click()
    assert people(place) == before
    assert not again.source.undo.isVisible()
    assert window.page_stack.employee_id is None, "the employee who was shown is gone"


def test_the_short_message_after_an_import_undoes_it(
    importing: StaffImportDialog, window: MainWindow, place: Workplace, hands: Hands
) -> None:
    before = people(place)
    importing.source.paste.setPlainText(LIST)
    for _ in range(3):
        importing.primary.click()
    assert people(place) != before
    hands.click_on("Fortryd")
    assert people(place) == before
    assert "Ida Dam" not in {row.employee.name for row in window.sidebar.list.employees.rows()}


def test_an_import_that_cannot_be_undone_says_why(
    importing: StaffImportDialog,
    window: MainWindow,
    place: Workplace,
    dialog: FindDialog,
    plan: Callable[..., int],
) -> None:
    importing.source.paste.setPlainText(LIST)
    for _ in range(3):
        importing.primary.click()
    plan(people(place)["Ida Dam"])
    window.menus.import_staff.trigger()
    again = dialog(StaffImportDialog)
    assert not again.source.undo.isVisible()
    assert "der er siden skrevet noget om Ida Dam" in again.source.latest_label.text()


def test_saving_fails_and_the_dialog_stays(
    importing: StaffImportDialog, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing.source.paste.setPlainText(LIST)
    importing.primary.click()
    importing.primary.click()

    def failing(*_: object) -> None:
        raise KnownError("Det blev ikke gemt. Prøv igen.")

    with monkeypatch.context() as patch:
        patch.setattr(place.staff_import, "store", failing)
        importing.primary.click()
    assert importing.problem.text() == "Det blev ikke gemt. Prøv igen."
    importing.primary.click()
    assert "Ida Dam" in people(place)


def test_closing_asks_only_about_what_was_pasted(importing: StaffImportDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not importing.has_unsaved_input()
    importing.source.paste.setPlainText("Ida Dam")
    assert importing.has_unsaved_input()
    monkeypatch.setattr("mus_desktop.ui.dialogs.input_dialog.ask", lambda *_: "drop")
    importing.reject()
    assert not importing.isVisible()


def test_the_first_employees_can_come_from_a_file(
    empty_place: Workplace, open_window: Callable[[Workplace], MainWindow], dialog: FindDialog
) -> None:
    window = open_window(empty_place)
    steps = window.page_stack._first_steps()
    steps._ask_for_list()
    typed = dialog(StaffListDialog)
    typed._on_file()
    importing = dialog(StaffImportDialog)
    importing.source.paste.setPlainText("Ida Dam\nBo Friis")
    for _ in range(3):
        importing.primary.click()
    assert list(people(empty_place)) == ["Bo Friis", "Ida Dam"]
    assert window.sidebar.isVisible()


def test_an_absence_is_entered_shown_and_ended(
    window: MainWindow, place: Workplace, person: Callable[[str], Employee], dialog: FindDialog
) -> None:
    agot = person("Ågot")
    window.show_employee(agot.id)
    page: Any = window.page_stack.currentWidget()
    page.edit.click()
    editing = dialog(EmployeeDialog)
    assert not editing.absence.from_on.isEnabled()
    editing.absence.is_away.click()
    editing.absence.from_on.line.setText("1. maj 2026")
    editing.absence.until_on.line.setText("1. april 2026")
    editing.primary.click()
    assert "slutter, før det begynder" in editing.problem.text()
    editing.absence.until_on.line.setText("1. marts 2027")
    editing.numbers.setText("1001, 1002")
    editing.primary.click()
    assert place.staff.get(agot.id).absence == Absence(date(2026, 5, 1), date(2027, 3, 1))
    assert place.staff.get(agot.id).numbers == ("1001", "1002")
    assert "fraværende til og med 1. marts 2027" in page._about.text()
    (row,) = [row for row in window.sidebar.list.employees.rows() if row.employee.id == agot.id]
    assert row.below == "fraværende, Lærer"
    assert "fraværende" in window.sidebar.list.employees.index_of(agot.id).data(Qt.ItemDataRole.AccessibleTextRole)
    assert window.page_stack.can_plan(), "whoever is away has a right to MUS"
    page.edit.click()
    editing = dialog(EmployeeDialog)
    editing.absence.is_away.click()
    editing.primary.click()
    assert place.staff.get(agot.id).absence is None
