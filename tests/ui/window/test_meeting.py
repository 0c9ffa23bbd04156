"""Planning a conversation and moving it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QDialog

from mus_desktop.errors import KnownError
from mus_desktop.model.dates import format_time
from mus_desktop.model.people import Employee
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.employees.conversation_card import CardAction
from mus_desktop.ui.employees.employee_page import EmployeePage
from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog
from mus_desktop.ui.meeting.time_input import parse_time
from mus_desktop.ui.shell.main_window import MainWindow

Find = Callable[[type[QDialog]], QDialog]


def opened(window: MainWindow, dialog: Find) -> MeetingDialog:
    window.menus.new_conversation.trigger()
    found = dialog(MeetingDialog)
    assert isinstance(found, MeetingDialog)
    return found


def test_plans_and_opens(window: MainWindow, place: Workplace, person: Callable[[str], Employee], dialog: Find) -> None:
    window.show_employee(person("Ågot").id)
    asked = opened(window, dialog)
    asked.on_date.pick(date(2027, 1, 12))
    assert asked.period.currentText() == "MUS 2027 (næste periode)", "the period follows the date"
    asked.at_time.setText("kl. 9")
    asked.place.setText("  Biblioteket ")
    asked.primary.click()
    line = place.conversations.of_employee(person("Ågot").id)[0]
    kept = line.conversation
    assert (kept.on_date, kept.at_time, kept.minutes, kept.place) == (date(2027, 1, 12), time(9), 90, "Biblioteket")
    assert kept.period.title == "2027"
    assert window.page_stack.conversation is not None


def test_a_period_chosen_by_hand_stays_and_a_bad_time_is_refused(
    window: MainWindow, place: Workplace, person: Callable[[str], Employee], dialog: Find
) -> None:
    window.show_employee(person("Ågot").id)
    asked = opened(window, dialog)
    asked.period.setCurrentIndex(0)
    asked.period.activated.emit(0)
    asked.on_date.pick(date(2026, 5, 20))
    assert asked.period.currentText() == "MUS 2025 (sidste periode)"
    asked.at_time.setText("25.00")
    asked.primary.click()
    assert "Klokkeslættet" in asked.problem.text()
    assert not place.conversations.all()
    asked.at_time.setText("")
    only = next(button for button in asked.findChildren(type(asked.primary)) if "uden" in button.text())
    only.click()
    assert place.conversations.all()[0].conversation.period.title == "2025"
    page = window.page_stack.currentWidget()
    assert isinstance(page, EmployeePage)
    assert len(page.cards) == 1


@pytest.mark.usefixtures("dropping")
def test_an_unreadable_date_is_not_lost_in_silence(
    window: MainWindow, place: Workplace, person: Callable[[str], Employee], dialog: Find
) -> None:
    window.show_employee(person("Ågot").id)
    asked = opened(window, dialog)
    asked.on_date.line.setText("engang i foråret")
    asked.primary.click()
    assert asked.problem.isVisible()
    assert not place.conversations.all()
    asked.reject()


def test_moves_a_conversation(
    window: MainWindow, place: Workplace, person: Callable[[str], Employee], plan: Callable[..., int], dialog: Find
) -> None:
    key = plan(person("Ågot"))
    window.show_employee(person("Ågot").id)
    page = window.page_stack.currentWidget()
    assert isinstance(page, EmployeePage)
    page.cards[0].action_wanted.emit(CardAction.MEETING, page.cards[0].line)
    asked = dialog(MeetingDialog)
    assert isinstance(asked, MeetingDialog)
    assert asked.on_date.day() == date(2026, 6, 3)
    asked.place.setText("Haven")
    asked.minutes.setCurrentIndex(0)
    asked.primary.click()
    moved = place.conversations.meeting(key)
    assert (moved.place, moved.minutes, moved.on_date) == ("Haven", None, date(2026, 6, 3))


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_every_time_is_read_as_it_is_written(at: time) -> None:
    assert parse_time(format_time(at)) == at
    assert parse_time(f"kl. {at.hour}:{at.minute:02d}") == at
    assert parse_time(f" {at.hour}{at.minute:02d} ") == at


@pytest.mark.parametrize("text", ["24", "9.60", "ni", "9.5", "12.30.10", "-1"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(KnownError):
        parse_time(text)
