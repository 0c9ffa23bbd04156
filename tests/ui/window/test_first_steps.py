"""The first start: five steps, forwards and back, to the first conversation, with few fields and clicks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.errors import StorageError
from mus_desktop.model.people import Employee
from mus_desktop.services.people.staff import Staff
from mus_desktop.ui.safety.code_dialog import CodeDialog
from mus_desktop.ui.welcome.first_backup import FirstBackupPage
from mus_desktop.ui.welcome.first_employee import FirstEmployeePage
from mus_desktop.ui.welcome.first_form import FirstFormPage
from mus_desktop.ui.welcome.first_password import FirstPasswordPage
from mus_desktop.ui.welcome.first_people import FirstPeoplePage
from mus_desktop.ui.welcome.first_start import FirstStartPage
from mus_desktop.ui.welcome.overview import OverviewPage
from mus_desktop.ui.welcome.staff_list_dialog import StaffListDialog
from tests.conftest import ENGINE_PASSWORD, Hands, Program

MOST_FIELDS, MOST_CLICKS = 8, 12
PEOPLE = "Bodil Ågård; pædagog; 010190-1234\n\nEmil Holm\nbodil ågård"
STEPS = (FirstStartPage, FirstFormPage, FirstPasswordPage, FirstBackupPage, FirstPeoplePage)


class CountingHands(Hands):
    """Hands that count the clicks."""

    clicks = 0

    def click(self, widget: QWidget) -> None:
        self.clicks += 1
        super().click(widget)


@pytest.fixture
def counting(qtbot: QtBot) -> CountingHands:
    return CountingHands(qtbot)


def page(program: Program) -> QWidget:
    shown: QWidget = program.window.page_stack.currentWidget()
    return shown


def step(program: Program) -> str:
    return next(label.text() for label in page(program).findChildren(QLabel) if label.text().startswith("Trin"))


def fields(widget: QWidget) -> int:
    """Count the fields that a person sees on a page or in a dialog, filled in or not."""
    kinds = (QLineEdit, QComboBox, QPlainTextEdit)
    return sum(one.isVisible() for kind in kinds for one in widget.findChildren(kind))


def introduce(program: Program, hands: CountingHands) -> None:
    program.start()
    hands.type("Mette Højgård")  # the keyboard is in the first field
    hands.click_on("Kom i gang")


def choose_form(program: Program, hands: CountingHands) -> None:
    shown = page(program)
    assert isinstance(shown, FirstFormPage)
    hands.clicks += 2  # open the list of forms, and choose one
    shown.form.form.setCurrentIndex(shown.form.form.findData("kobenhavn-buf"))
    hands.click_on("Næste")


def come_to_people(program: Program, hands: CountingHands) -> FirstPeoplePage:
    introduce(program, hands)
    choose_form(program, hands)
    hands.click_on("Fortsæt uden adgangskode")
    hands.click_on("Næste")
    shown = page(program)
    assert isinstance(shown, FirstPeoplePage)
    return shown


def first_conversation(program: Program, hands: CountingHands) -> None:
    hands.clicks += 1  # an employee in the list
    program.window.show_employee(program.workplace.staff.everyone()[0].id)
    hands.click_on("Ny samtale")
    hands.wait_dialog("Ny samtale")
    hands.click_on("Opret og åbn")
    assert program.view.isVisible()


def test_to_the_first_conversation_with_few_fields_and_clicks(program: Program, counting: CountingHands) -> None:
    hands, shown = counting, 0
    program.start()
    hands.type("Mette Højgård")
    for button in ("Kom i gang", "Næste", "Fortsæt uden adgangskode", "Næste", "Tilføj"):
        current = page(program)
        shown += fields(current)
        if isinstance(current, FirstFormPage):
            choose_form(program, hands)
            continue
        if isinstance(current, FirstPeoplePage):
            current.editor.people.setPlainText(PEOPLE)
        hands.click_on(button)
    people = program.workplace.staff.everyone()
    assert [(one.name, one.title) for one in people] == [("Bodil Ågård", "pædagog"), ("Emil Holm", "")]
    assert isinstance(page(program), OverviewPage)
    first_conversation(program, hands)
    assert shown <= MOST_FIELDS, "the meeting's date, time and place may stay as they are proposed"
    assert hands.clicks <= MOST_CLICKS


def test_with_a_password_too(program: Program, counting: CountingHands, qtbot: QtBot) -> None:
    """Filled in: name, form, the password twice, its code, and the list."""
    hands = counting
    introduce(program, hands)
    choose_form(program, hands)
    hands.click_on("Vælg adgangskode …")
    dialog = hands.wait_dialog("Vælg adgangskode")
    for box in dialog.findChildren(QLineEdit):
        box.setText(ENGINE_PASSWORD)
    hands.click_on("Kryptér mine data")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), CodeDialog), timeout=30_000)
    code = hands.wait_dialog("Din gendannelseskode")
    assert isinstance(code, CodeDialog)
    code.typed.setText(code.shown.text())
    hands.click_on("Færdig")
    qtbot.waitUntil(lambda: isinstance(page(program), FirstBackupPage))
    hands.click_on("Næste")
    people = page(program)
    assert isinstance(people, FirstPeoplePage)
    people.editor.people.setPlainText(PEOPLE)
    hands.click_on("Tilføj")
    first_conversation(program, hands)
    assert hands.clicks <= MOST_CLICKS


def test_each_step_shows_its_number_and_leads_back_to_what_was_typed(program: Program, counting: CountingHands) -> None:
    hands = counting
    shown = come_to_people(program, hands)
    shown.editor.people.setPlainText("Bodil Ågård")
    for number in (5, 4, 3, 2):
        assert isinstance(page(program), STEPS[number - 1])
        assert step(program) == f"Trin {number} af 5"
        hands.click_on("Tilbage")
    first = page(program)
    assert isinstance(first, FirstStartPage)
    assert (step(program), first.leader.name.text()) == ("Trin 1 af 5", "Mette Højgård")
    hands.click_on("Kom i gang")
    form = page(program)
    assert isinstance(form, FirstFormPage)
    assert form.form.form.currentData() == "kobenhavn-buf"
    form.period.kind.setCurrentIndex(1)
    hands.click_on("Tilbage")
    program.window.menus.start.trigger()
    hands.click_on("Kom i gang")
    assert form.period.kind.currentIndex() == 1, "neither going back nor another page loses what is not stored yet"
    hands.click_on("Næste")
    hands.click_on("Fortsæt uden adgangskode")
    hands.click_on("Næste")
    last = page(program)
    assert isinstance(last, FirstPeoplePage)
    assert last.editor.people.toPlainText() == "Bodil Ågård"


def test_with_a_password_back_and_forth_never_asks_for_another(program: Program, counting: CountingHands) -> None:
    introduce(program, counting)
    choose_form(program, counting)
    program.workplace.safety.encryption.set_password(ENGINE_PASSWORD)
    program.window.page_stack.refresh()
    assert isinstance(page(program), FirstBackupPage)
    counting.click_on("Tilbage")
    assert isinstance(page(program), FirstFormPage)
    counting.click_on("Næste")
    assert isinstance(page(program), FirstBackupPage)


def test_every_step_can_be_skipped(program: Program, counting: CountingHands) -> None:
    hands = counting
    program.start()
    hands.click_on("Spring over")
    assert program.workplace.preferences.leader().name == ""
    hands.click_on("Spring over")
    hands.click_on("Fortsæt uden adgangskode")
    hands.click_on("Spring over")
    hands.click_on("Spring over")
    program.window.page_stack.refresh()
    assert isinstance(page(program), FirstEmployeePage), "a step that was skipped does not come back at once"
    hands.click_on("Tilføj flere på én gang …")
    dialog = hands.wait_dialog("Tilføj flere medarbejdere")
    assert isinstance(dialog, StaffListDialog)
    dialog.people.setPlainText("Bodil Ågård")
    hands.click_on("Tilføj")
    assert isinstance(page(program), OverviewPage)
    program.window.show_employee(program.workplace.staff.everyone()[0].id)
    hands.click_on("Ny samtale")
    meeting = hands.wait_dialog("Ny samtale")
    meeting.form.setCurrentIndex(meeting.form.findData("kobenhavn-buf"))
    hands.click_on("Opret og åbn")
    assert program.view.isVisible()


def test_a_skipped_step_is_shown_again_at_the_next_start(program: Program, counting: CountingHands) -> None:
    program.start()
    counting.click_on("Spring over")
    program.stop()
    program.start()
    assert isinstance(page(program), FirstStartPage)


def test_each_line_that_is_left_out_is_named_and_the_good_ones_go_in(
    program: Program, counting: CountingHands, qtbot: QtBot
) -> None:
    hands = counting
    shown = come_to_people(program, hands)
    editor = shown.editor
    editor.people.setPlainText("010190-1234")
    hands.click_on("Tilføj")
    assert "ingen nye medarbejdere" in shown.problem.text()
    editor.people.setPlainText(f"{PEOPLE}\n4711; lærer\nper@skolen.dk; Per Lund")
    wanted = (
        "Der bliver tilføjet 2 medarbejdere. Et cpr-nummer bliver ikke gemt, for programmet skal ikke kende det.\n"
        "Linje 4: »bodil ågård« findes allerede og tilføjes ikke igen. Er det en anden, så skriv stillingen efter et "
        "semikolon.\n"
        "Linje 5: »4711; lærer« har intet navn. Skriv navnet først på linjen.\n"
        "Linje 6: »per@skolen.dk; Per Lund« begynder med en mailadresse. Skriv navnet først, så et semikolon og resten."
    )
    qtbot.waitUntil(lambda: editor.summary.text() == wanted)
    hands.click_on("Tilføj")
    assert editor.people.toPlainText() == "4711; lærer\nper@skolen.dk; Per Lund", "what is left can be corrected"
    assert editor.summary.text().startswith("2 medarbejdere er tilføjet.\nLinje 1: »4711; lærer«")
    assert "Resten er tilføjet" in shown.problem.text()
    assert program.window.sidebar.isVisible(), "those who were added are in the list"
    editor.people.setPlainText("Per Lund")
    hands.click_on("Tilføj")
    assert len(program.workplace.staff.everyone()) == 3
    assert isinstance(page(program), OverviewPage)


def test_lines_left_can_be_passed_over(program: Program, counting: CountingHands) -> None:
    hands = counting
    come_to_people(program, hands).editor.people.setPlainText("Bodil Ågård\n4711")
    hands.click_on("Tilføj")
    hands.click_on("Gå videre")
    assert isinstance(page(program), OverviewPage)


def test_a_list_that_is_not_stored_leaves_nobody(
    program: Program, counting: CountingHands, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = counting
    shown = come_to_people(program, hands)
    add: Callable[[Staff, Employee], Employee] = Staff.add

    def full_at_the_second(staff: Staff, employee: Employee) -> Employee:
        if employee.name == "Emil Holm":
            raise StorageError("Disken er fuld.")
        return add(staff, employee)

    monkeypatch.setattr(Staff, "add", full_at_the_second)
    shown.editor.people.setPlainText(PEOPLE)
    hands.click_on("Tilføj")
    assert page(program) is shown
    assert shown.problem.text() == "Disken er fuld."
    assert program.workplace.staff.everyone() == []
    assert shown.editor.people.toPlainText() == PEOPLE, "what was pasted stays"


def test_the_dialog_stays_open_for_the_lines_to_correct(program: Program, counting: CountingHands) -> None:
    hands = counting
    come_to_people(program, hands)
    hands.click_on("Spring over")
    hands.click_on("Tilføj flere på én gang …")
    dialog = hands.wait_dialog("Tilføj flere medarbejdere")
    assert isinstance(dialog, StaffListDialog)
    dialog.people.setPlainText("Bodil Ågård\n4711")
    hands.click_on("Tilføj")
    assert dialog.isVisible()
    assert "Resten er tilføjet" in dialog.problem.text()
    dialog.people.setPlainText("")
    hands.press("Escape")
    assert QApplication.activeModalWidget() is None
    assert isinstance(page(program), OverviewPage)


@pytest.mark.parametrize(
    ("pasted", "notice"),
    [("Bodil Ågård", "1 medarbejder er tilføjet."), (PEOPLE, "2 medarbejdere er tilføjet.")],
    ids=["one", "several"],
)
def test_pasted_employees_are_counted_and_can_be_undone(
    program: Program, counting: CountingHands, pasted: str, notice: str
) -> None:
    """A list pasted by mistake is taken back as easily as one employee."""
    hands = counting
    come_to_people(program, hands).editor.people.setPlainText(pasted)
    hands.click_on("Tilføj")
    assert program.window.notices.text() == notice
    hands.click_on("Fortryd")
    assert program.workplace.staff.everyone() == []


def test_employees_pasted_in_the_dialog_can_be_undone_together(program: Program, counting: CountingHands) -> None:
    hands = counting
    come_to_people(program, hands)
    hands.click_on("Spring over")
    hands.click_on("Tilføj flere på én gang …")
    dialog = hands.wait_dialog("Tilføj flere medarbejdere")
    assert isinstance(dialog, StaffListDialog)
    dialog.people.setPlainText(PEOPLE)
    hands.click_on("Tilføj")
    assert program.window.notices.text() == "2 medarbejdere er tilføjet."
    hands.click_on("Fortryd")
    assert program.workplace.staff.everyone() == []
