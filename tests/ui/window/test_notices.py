"""The message after an action in the real window: shown, read aloud, reached, undone, and gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from mus_desktop.errors import KnownError
from mus_desktop.model.people import Employee
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.dialogs import notice_area
from mus_desktop.ui.dialogs.notice_area import NoticeArea, show_notice
from mus_desktop.ui.employees.conversation_card import CardAction
from mus_desktop.ui.shell import lazy_imports
from mus_desktop.ui.theme.look import Look
from tests.conftest import Hands

PersonOf = Callable[[str], Employee]
Plan = Callable[..., int]


@pytest.fixture
def area(window: Any) -> NoticeArea:
    found: NoticeArea = window.notices
    return found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages go almost at once."""
    monkeypatch.setattr(notice_area, "SHOWN_MS", 30)
    monkeypatch.setattr(notice_area, "SHOWN_WITH_UNDO_MS", 60)


def _time_passes(area: NoticeArea) -> None:
    area._timer.stop()
    area._timer.timeout.emit()


def _edit(hands: Hands, window: Any, employee: Employee, title: str) -> None:
    window.show_employee(employee.id)
    hands.click_on("Redigér medarbejderens oplysninger")
    dialog: Any = hands.wait_dialog("Redigér medarbejder")
    dialog.title.setText(title)
    dialog.primary.click()


def test_a_changed_employee_is_confirmed_and_restored_by_keyboard(
    window: Any, area: NoticeArea, hands: Hands, person: PersonOf, place: Workplace, announced: list[str]
) -> None:
    _edit(hands, window, person("Anders"), "Teknisk leder")
    assert area.isVisible()
    assert announced[-1] == "Oplysningerne om Anders Holm er gemt. Tryk F6 for at fortryde."
    hands.press("F6")
    assert hands.focused() is area.buttons[0]
    hands.press("Space")
    assert person("Anders").title == "Pedel"
    assert announced[-1] == "Det er fortrudt."
    assert area.buttons[0].isHidden()
    assert "Pedel" in window.page_stack.currentWidget()._about.text(), "the page shows what is stored"


def test_an_undo_that_would_lose_something_is_refused_with_a_reason(
    window: Any, area: NoticeArea, hands: Hands, person: PersonOf, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(lazy_imports, "show_message", lambda _w, _title, text: told.append(text), raising=False)
    _edit(hands, window, person("Anders"), "Teknisk leder")
    place.staff.change(replace(person("Anders"), email="anders@example.dk"))
    area.buttons[0].click()
    assert len(told) == 1
    assert "rettet igen" in told[0]
    assert person("Anders").title == "Teknisk leder"


def test_the_message_goes_by_itself_but_not_from_under_the_keyboard_or_the_mouse(
    window: Any, area: NoticeArea, hands: Hands, person: PersonOf
) -> None:
    window.show_employee(person("Anders").id)
    window.page_stack.currentWidget().edit.setFocus()
    show_notice(window.page_stack, "Noget er gemt.", lambda: None)
    hands.press("F6")
    _time_passes(area)
    assert area.isVisible(), "the keyboard is in it"
    hands.press("Escape")
    assert not area.isVisible()
    assert hands.focused() is window.page_stack.currentWidget().edit, "the keyboard is back"
    show_notice(window.page_stack, "Noget er gemt.")
    area.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    _time_passes(area)
    assert area.isVisible(), "the mouse is in it"
    area.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
    _time_passes(area)
    assert not area.isVisible()
    assert area.text() == ""


def test_escape_elsewhere_leaves_the_message(window: Any, area: NoticeArea, hands: Hands, person: PersonOf) -> None:
    window.show_employee(person("Anders").id)
    show_notice(window.page_stack, "Noget er gemt.")
    window.page_stack.currentWidget().edit.setFocus()
    hands.press("Escape")
    assert area.isVisible()


def test_the_message_goes_when_its_time_has_passed(window: Any, area: NoticeArea, qtbot: QtBot, quick: None) -> None:
    show_notice(window.page_stack, "Noget er gemt.")
    qtbot.waitUntil(lambda: not area.isVisible())


def test_the_time_begins_again_when_the_window_comes_back(window: Any, area: NoticeArea) -> None:
    show_notice(window.page_stack, "Noget er gemt.", lambda: None)
    window.hide()  # as the screen lock does
    _time_passes(area)
    assert area.text() == "Noget er gemt."
    window.show()
    assert area.isVisible()
    assert area._timer.isActive()


def test_nothing_is_shown_or_read_to_the_employee_and_an_undo_waits(
    window: Any, area: NoticeArea, person: PersonOf, plan: Plan, announced: list[str]
) -> None:
    window.open_conversation(plan(person("Anders")))
    undone: list[str] = []
    show_notice(window.page_stack, "Øjvind Krog er fratrådt.", lambda: undone.append("x"))
    window.page_stack.conversation.set_arrangement(Arrangement.CONVERSATION)
    assert not area.isVisible()
    announced.clear()
    show_notice(window.page_stack, "Et dokument om Øjvind er gemt.")
    assert (announced, area.isVisible(), area.text()) == ([], False, "Øjvind Krog er fratrådt.")
    show_notice(window.page_stack, "Aftalen er fjernet.", lambda: undone.append("row"))
    assert (announced, area.isVisible()) == ([], False)
    window.page_stack.conversation.set_arrangement(Arrangement.PREPARATION)
    assert area.isVisible()
    area.buttons[0].click()
    assert undone == ["row"]


def test_what_is_typed_in_an_open_conversation_is_saved_before_and_seen_by_the_undo(
    window: Any, area: NoticeArea, hands: Hands, person: PersonOf, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(lazy_imports, "show_message", lambda _w, _title, text: told.append(text), raising=False)
    window.show_employee(person("Anders").id)
    hands.click_on("Ny samtale")
    dialog: Any = hands.wait_dialog("Ny samtale")
    dialog.form.choose("kobenhavn-buf")
    hands.click_on("Opret uden at åbne")
    assert area.text() == "Samtalen er oprettet."
    (line,) = place.conversations.of_employee(person("Anders").id)
    window.open_conversation(line.conversation.id)
    window.page_stack.conversation.go_to_theme(2)
    hands.type("Vigtigt")
    area.buttons[0].click()
    assert "skrevet eller noteret" in told[0]
    assert place.conversations.open(line.conversation.id).answers


def test_an_open_conversation_that_is_undone_gives_way_to_the_employee(
    window: Any, area: NoticeArea, hands: Hands, person: PersonOf, place: Workplace
) -> None:
    window.show_employee(person("Anders").id)
    hands.click_on("Ny samtale")
    hands.wait_dialog("Ny samtale")
    hands.click_on("Opret uden at åbne")
    (line,) = place.conversations.of_employee(person("Anders").id)
    window.open_conversation(line.conversation.id)
    area.buttons[0].click()
    assert place.conversations.of_employee(person("Anders").id) == []
    assert window.page_stack.conversation is None
    assert window.page_stack.employee_id == person("Anders").id


def test_an_employee_who_is_undone_leaves_the_list_and_the_page(
    window: Any, area: NoticeArea, hands: Hands, place: Workplace
) -> None:
    window.menus.new_employee.trigger()
    dialog: Any = hands.wait_dialog("Ny medarbejder")
    dialog.name.setText("Fejl Navn")
    dialog.primary.click()
    assert area.text() == "Fejl Navn er tilføjet."
    area.buttons[0].click()
    assert "Fejl Navn" not in place.staff.labels().values()
    assert window.page_stack.employee_id is None
    assert area.text() == "Det er fortrudt."


def test_time_and_place_come_back_after_another_employee_was_opened(
    window: Any, area: NoticeArea, hands: Hands, person: PersonOf, plan: Plan, place: Workplace
) -> None:
    key = plan(person("Anders"))
    window.show_employee(person("Anders").id)
    page = window.page_stack.currentWidget()
    page._conversation_actions.run(CardAction.MEETING, page.cards[0].line)
    dialog: Any = hands.wait_dialog("Ændr tid og sted")
    dialog.place.setText("Hallen")
    dialog.primary.click()
    assert place.conversations.meeting(key).place == "Hallen"
    window.show_employee(person("Øjvind").id)
    area.buttons[0].click()
    assert place.conversations.meeting(key).place == "Mødelokale 2"
    assert window.page_stack.employee_id == person("Øjvind").id


def test_the_form_is_changed_back(
    window: Any, area: NoticeArea, hands: Hands, person: PersonOf, place: Workplace
) -> None:
    period = place.preferences.period_of(date(2026, 6, 3))
    key = place.conversations.plan_new(person("Anders").id, Meeting("kobenhavn-buf", period))
    window.show_employee(person("Anders").id)
    page = window.page_stack.currentWidget()
    page._conversation_actions.run(CardAction.FORM, page.cards[0].line)
    dialog: Any = hands.wait_dialog("Skift skema")
    dialog.form.choose("abc-hurtig")
    dialog.primary.click()
    assert place.conversations.meeting(key).form_id == "abc-hurtig"
    assert area.text() == "Skemaet er skiftet."
    area.buttons[0].click()
    assert place.conversations.meeting(key).form_id == "kobenhavn-buf"


def test_settings_are_confirmed(window: Any, area: NoticeArea, hands: Hands) -> None:
    window.menus.settings.trigger()
    dialog: Any = hands.wait_dialog("Indstillinger")
    dialog.primary.click()
    assert area.text() == "Indstillingerne er gemt."
    assert area.buttons[0].isHidden()


def test_no_undo_while_something_cannot_be_saved(window: Any, area: NoticeArea) -> None:
    undone: list[int] = []
    area.may_undo = lambda: False
    show_notice(window.page_stack, "Noget er gemt.", lambda: undone.append(1))
    area.buttons[0].click()
    assert undone == []
    assert area.isVisible()


@pytest.mark.parametrize("size", [8, 20])
def test_the_whole_message_and_its_buttons_fit_a_small_screen(
    window: Any, area: NoticeArea, look: Look, person: PersonOf, qtbot: QtBot, size: int
) -> None:
    window.show_employee(person("Anders").id)
    window.resize(911, 512)
    show_notice(window.page_stack, f"Oplysningerne om {'Karen Margrethe Bruun-Thomsen ' * 3}er gemt.", int)
    look.use_point_size(size)
    finish_layouts(window)
    text = area._parts.text if area._parts else None
    assert text is not None
    qtbot.waitUntil(lambda: text.height() >= text.heightForWidth(text.width()))
    finish_layouts(window)
    for widget in (text, *area.buttons):
        assert area.rect().contains(widget.geometry())
    assert window.rect().contains(area.geometry().translated(0, window.centralWidget().y()))
    assert window.width() <= 911


def test_a_menu_shows_it_in_the_window_it_was_opened_from(window: Any, area: NoticeArea) -> None:
    menu = QMenu(window.page_stack)
    show_notice(QMenu(menu), "Dokumentet er gemt.")
    assert area.text() == "Dokumentet er gemt."
    menu.deleteLater()


def test_a_dialog_shows_nothing_in_the_window_behind(window: Any, area: NoticeArea) -> None:
    entry = QLineEdit()
    show_notice(entry, "Rækken er fjernet.")
    assert not area.isVisible()
    entry.deleteLater()


def test_a_failing_action_is_a_known_error_only(window: Any, area: NoticeArea, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(lazy_imports, "show_message", lambda _w, _title, text: told.append(text), raising=False)

    def refuse() -> None:
        raise KnownError("Databasen er optaget.")

    show_notice(window.page_stack, "Noget er gemt.", refuse)
    area.buttons[0].click()
    assert told == ["Databasen er optaget."]
    assert not area.isVisible()
    assert QApplication.activeModalWidget() is None
