"""The first start: three steps, forwards and back, to the first conversation, with few fields and clicks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.errors import StorageError
from mus_desktop.model.people import Employee
from mus_desktop.services.people.staff import Staff
from mus_desktop.ui.welcome.first_employee import FirstEmployeePage
from mus_desktop.ui.welcome.first_safety import FirstSafetyPage
from mus_desktop.ui.welcome.first_start import FirstStartPage
from mus_desktop.ui.welcome.staff_list_dialog import StaffListDialog
from tests.conftest import ENGINE_PASSWORD, Hands, Program

MOST_FIELDS, MOST_CLICKS = 8, 12
PEOPLE = "Bodil Ågård; pædagog; 010190-1234\n\nEmil Holm\nbodil ågård"


class CountingHands(Hands):
    """Hands that count the clicks, and the fields that are filled in."""

    clicks = fields = 0

    def click(self, widget: QWidget) -> None:
        self.clicks += 1
        super().click(widget)


@pytest.fixture
def counting(qtbot: QtBot) -> CountingHands:
    return CountingHands(qtbot)


def page(program: Program) -> QWidget:
    return program.window.page_stack.currentWidget()


def step(program: Program) -> str:
    return next(label.text() for label in page(program).findChildren(QLabel) if label.text().startswith("Trin"))


def introduce(program: Program, hands: CountingHands) -> None:
    program.start()
    hands.type("Mette Højgård")  # the keyboard is in the first field
    hands.fields += 2
    first = page(program)
    assert isinstance(first, FirstStartPage)
    hands.clicks += 2  # open the list of forms, and choose one
    first.form.form.setCurrentIndex(first.form.form.findData("kobenhavn-buf"))
    hands.click_on("Kom i gang")


def paste(program: Program, hands: CountingHands, text: str) -> StaffListDialog:
    hands.click_on("Tilføj flere på én gang …")
    dialog = hands.wait_dialog("Tilføj flere medarbejdere")
    assert isinstance(dialog, StaffListDialog)
    dialog.people.setPlainText(text)
    hands.fields += 1
    return dialog


def test_to_the_first_conversation_with_few_fields_and_clicks(program: Program, counting: CountingHands) -> None:
    hands = counting
    introduce(program, hands)
    hands.click_on("Fortsæt uden adgangskode")
    paste(program, hands, PEOPLE)
    hands.click_on("Tilføj")
    people = program.workplace.staff.everyone()
    assert [(one.name, one.title) for one in people] == [("Bodil Ågård", "pædagog"), ("Emil Holm", "")]
    hands.clicks += 1  # an employee in the list
    program.window.show_employee(people[0].id)
    hands.click_on("Ny samtale")
    hands.wait_dialog("Ny samtale")
    hands.click_on("Opret og åbn")
    assert program.view.isVisible()
    assert hands.fields <= MOST_FIELDS, "the meeting's date, time and place may stay as they are proposed"
    assert hands.clicks <= MOST_CLICKS


def test_each_step_shows_its_number_and_leads_back(program: Program, counting: CountingHands) -> None:
    hands = counting
    introduce(program, hands)
    assert step(program) == "Trin 2 af 3"
    hands.click_on("Tilbage")
    first = page(program)
    assert isinstance(first, FirstStartPage)
    assert (step(program), first.leader.name.text()) == ("Trin 1 af 3", "Mette Højgård")
    assert first.form.form.currentData() == "kobenhavn-buf"
    hands.click_on("Kom i gang")
    hands.click_on("Fortsæt uden adgangskode")
    assert step(program) == "Trin 3 af 3"
    hands.click_on("Tilbage")
    assert isinstance(page(program), FirstSafetyPage), "the choice can be made again"
    hands.click_on("Fortsæt uden adgangskode")
    assert isinstance(page(program), FirstEmployeePage)


def test_with_a_password_back_and_forth_never_asks_for_another(program: Program, counting: CountingHands) -> None:
    introduce(program, counting)
    program.workplace.safety.encryption.set_password(ENGINE_PASSWORD)
    program.window.page_stack.refresh()
    counting.click_on("Tilbage")
    assert isinstance(page(program), FirstStartPage)
    counting.click_on("Kom i gang")
    assert isinstance(page(program), FirstEmployeePage)


def test_every_step_can_be_skipped(program: Program, counting: CountingHands) -> None:
    hands = counting
    program.start()
    hands.click_on("Spring over")
    assert program.workplace.preferences.leader().name == ""
    hands.click_on("Fortsæt uden adgangskode")
    program.window.page_stack.refresh()
    assert isinstance(page(program), FirstEmployeePage), "a step that was skipped does not come back at once"
    paste(program, hands, "Bodil Ågård")
    hands.click_on("Tilføj")
    program.window.show_employee(program.workplace.staff.everyone()[0].id)
    hands.click_on("Ny samtale")
    dialog = hands.wait_dialog("Ny samtale")
    dialog.form.setCurrentIndex(dialog.form.findData("kobenhavn-buf"))
    hands.click_on("Opret og åbn")
    assert program.view.isVisible()


def test_a_skipped_step_is_shown_again_at_the_next_start(program: Program, counting: CountingHands) -> None:
    program.start()
    counting.click_on("Spring over")
    program.stop()
    program.start()
    assert isinstance(page(program), FirstStartPage)


def test_the_list_shows_what_it_leaves_out_and_refuses_nobody(
    program: Program, counting: CountingHands, qtbot: QtBot
) -> None:
    hands = counting
    introduce(program, hands)
    hands.click_on("Fortsæt uden adgangskode")
    dialog = paste(program, hands, "010190-1234")
    hands.click_on("Tilføj")
    assert "ingen nye medarbejdere" in dialog.problem.text()
    dialog.people.setPlainText(PEOPLE)
    wanted = (
        "Der bliver tilføjet 2 medarbejdere. Findes allerede og tilføjes kun én gang: bodil ågård. "
        "Et cpr-nummer bliver ikke gemt, for programmet skal ikke kende det."
    )
    qtbot.waitUntil(lambda: dialog.summary.text() == wanted)


def test_a_list_that_is_not_stored_leaves_nobody(
    program: Program, counting: CountingHands, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = counting
    introduce(program, hands)
    hands.click_on("Fortsæt uden adgangskode")
    add: Callable[[Staff, Employee], Employee] = Staff.add

    def full_at_the_second(staff: Staff, employee: Employee) -> Employee:
        if employee.name == "Emil Holm":
            raise StorageError("Disken er fuld.")
        return add(staff, employee)

    monkeypatch.setattr(Staff, "add", full_at_the_second)
    dialog = paste(program, hands, PEOPLE)
    hands.click_on("Tilføj")
    assert dialog.isVisible()
    assert dialog.problem.text() == "Disken er fuld."
    assert program.workplace.staff.everyone() == []
    assert dialog.people.toPlainText() == PEOPLE, "what was pasted stays"
    dialog.people.setPlainText("")
    hands.press("Escape")
    assert QApplication.activeModalWidget() is None
