"""One employee: the years, what was agreed in them, and everything the card's menu does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.conversation import Status
from mus_desktop.model.people import Employee
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.employees import actions
from mus_desktop.ui.employees.conversation_card import CardAction, ConversationCard
from mus_desktop.ui.employees.day_dialog import DayDialog
from mus_desktop.ui.employees.employee_dialog import EmployeeDialog
from mus_desktop.ui.employees.employee_page import EmployeePage
from mus_desktop.ui.employees.status_chip import StatusChip
from mus_desktop.ui.shell.main_window import MainWindow

Find = Callable[[type[QDialog]], QDialog]


@pytest.fixture
def page(window: MainWindow, person: Callable[[str], Employee]) -> Callable[[str], EmployeePage]:
    def show(name: str) -> EmployeePage:
        window.show_employee(person(name).id)
        finish_layouts(window)
        shown = window.page_stack.currentWidget()
        assert isinstance(shown, EmployeePage)
        return shown

    return show


def texts(widget: QWidget) -> list[str]:
    return [
        label.text().replace("\N{NO-BREAK SPACE}", " ") for label in widget.findChildren(QLabel) if label.isVisible()
    ]


def agree(place: Workplace, conversation: int, text: str, due: date) -> None:
    opened = place.conversations.open(conversation)
    field = opened.form.plan_fields()[0]
    cells = {field.columns[0].key: text}
    row = Agreement(new_agreement_id(), field.key, cells=cells, due_on=due, responsible="Ågot")
    place.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): (row,)}))


def test_shows_the_years_newest_first_with_their_agreements(
    page: Callable[[str], EmployeePage], place: Workplace, person: Callable[[str], Employee], plan: Callable[..., int]
) -> None:
    older, newer = plan(person("Ågot"), date(2025, 6, 3)), plan(person("Ågot"))
    agree(place, older, "Blive tryg ved forældremøder", date(2026, 3, 1))
    agree(place, newer, "Lede teamets møder", date(2027, 3, 1))
    cards = page("Ågot").cards
    assert [card.line.conversation.id for card in cards] == [newer, older]
    assert {"MUS 2026", "Lede teamets møder", "1. mar. 2027", "Ågot", "åben"} <= set(texts(cards[0]))
    assert {"MUS 2025", "Blive tryg ved forældremøder", "frist overskredet"} <= set(texts(cards[1]))
    assert any("3. juni 2026 · 60 minutter · Mødelokale 2 · 1 aftale" in text for text in texts(cards[0]))
    assert cards[0].open.text() == "Fortsæt"
    assert [chip.text for chip in cards[0].findChildren(StatusChip)] == ["forberedes"]


def test_a_name_is_never_read_as_markup(page: Callable[[str], EmployeePage], place: Workplace) -> None:
    place.staff.add(Employee("<b>Fed</b> & Co", "<i>Lærer</i>"))
    assert {"<b>Fed</b> & Co", "<i>Lærer</i>"} <= set(texts(page("<b>")))


def test_somebody_without_conversations_is_told_what_to_do(page: Callable[[str], EmployeePage]) -> None:
    assert any("endnu ingen samtaler med Anders" in text for text in texts(page("Anders")))
    assert page("Bodil").new.isHidden(), "nothing new is planned with somebody who has left"


@pytest.mark.parametrize(
    ("deed", "status"),
    [
        (CardAction.INVITED, Status.INVITED),
        (CardAction.DECLINED, Status.DECLINED),
    ],
)
def test_a_day_is_noted_and_taken_back(
    page: Callable[[str], EmployeePage],
    place: Workplace,
    person: Callable[[str], Employee],
    plan: Callable[..., int],
    dialog: Find,
    deed: CardAction,
    status: Status,
) -> None:
    plan(person("Ågot"))

    def do() -> DayDialog:
        card = page("Ågot").cards[0]
        card.action_wanted.emit(deed, card.line)
        found = dialog(DayDialog)
        assert isinstance(found, DayDialog)
        return found

    asked = do()
    asked.day.line.setText("ikke en dato")
    asked.primary.click()
    assert asked.problem.isVisible()
    asked.day.show_day(date(2026, 5, 4))
    asked.primary.click()
    assert page("Ågot").cards[0].line.status is status
    assert place.yearly_mus.current_mus(date(2026, 5, 12))[person("Ågot").id].status is status
    do().remove.click()
    assert page("Ågot").cards[0].line.status is Status.PLANNED


def test_deleting_says_what_goes_and_does_it(
    page: Callable[[str], EmployeePage],
    place: Workplace,
    person: Callable[[str], Employee],
    plan: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agree(place, plan(person("Ågot")), "Lede møder", date(2027, 3, 1))
    asked: list[str] = []

    def answer(*said: object) -> bool:
        asked.append(" ".join(str(part) for part in said[1:]))
        return len(asked) > 1

    monkeypatch.setattr(actions, "confirm", answer)
    for left in (1, 0):
        card: ConversationCard = page("Ågot").cards[0]
        card.action_wanted.emit(CardAction.DELETE, card.line)
        assert len(page("Ågot").cards) == left
    assert "1 aftale" in asked[0]
    assert "Ågot Bæk" in asked[0]


def test_a_signed_plan_is_not_deleted_and_says_why(
    page: Callable[[str], EmployeePage],
    place: Workplace,
    person: Callable[[str], Employee],
    plan: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = place.conversations.open(plan(person("Ågot"))).plan
    place.plan_recorder.sign(place.plan_recorder.agree(kept, date(2026, 5, 1)), date(2026, 5, 2))
    told: list[str] = []
    monkeypatch.setattr(actions, "confirm", lambda *_said: True)
    monkeypatch.setattr(actions, "show_message", lambda *said: told.append(str(said[2])))
    card = page("Ågot").cards[0]
    card.action_wanted.emit(CardAction.DELETE, card.line)
    assert len(page("Ågot").cards) == 1
    assert "underskrevet" in told[0]


def test_adds_an_employee_and_lets_one_leave(
    window: MainWindow, place: Workplace, person: Callable[[str], Employee], dialog: Find
) -> None:
    window.menus.new_employee.trigger()
    new = dialog(EmployeeDialog)
    assert isinstance(new, EmployeeDialog)
    assert new.workplace.text() == "Kastanjeskolen", "the leader's own workplace is offered"
    new.primary.click()
    assert "mangler et navn" in new.problem.text()
    new.name.setText(" Æske   Ibsen ")
    new.primary.click()
    finish_layouts(window)
    stored = person("Æske")
    assert stored.name == "Æske Ibsen"
    assert window.page_stack.employee_id == stored.id

    page = window.page_stack.currentWidget()
    assert isinstance(page, EmployeePage)
    page.edit.click()
    edit = dialog(EmployeeDialog)
    assert isinstance(edit, EmployeeDialog)
    edit.has_left.setChecked(True)
    edit.left_on.show_day(None)
    edit.primary.click()
    assert "mangler en dato" in edit.problem.text()
    edit.left_on.show_day(date(2026, 5, 31))
    edit.primary.click()
    assert place.staff.get(stored.id) == replace(stored, left_on=date(2026, 5, 31))
    assert "Æske Ibsen" not in [row.employee.name for row in window.sidebar.list.employees.rows()]
    assert not window.menus.new_conversation.isEnabled()
