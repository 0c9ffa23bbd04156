"""What has happened is announced, and an error is read with its field."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop.errors import StorageError
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

PERIOD = PeriodRule().period_of(date(2026, 11, 18))


def _description(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description)


@pytest.fixture
def window(program: Program) -> Any:
    window = program.start()
    program.workplace.preferences.set_leader(Leader("Mette Højgård"))
    program.workplace.staff.add(Employee("Åse Ærø"))
    window.page_stack.refresh()
    return window


def test_an_error_in_a_dialog_is_announced_and_belongs_to_its_field_until_it_is_corrected(
    window: Any, hands: Hands, announced: list[str]
) -> None:
    window.menus.new_employee.trigger()
    dialog: Any = hands.wait_dialog("Ny medarbejder")
    hands.press("Tab")
    dialog.primary.click()
    message = dialog.problem.text()
    assert "navn" in message
    assert announced == [message]
    assert dialog.name.hasFocus()
    assert _description(dialog.name) == f"Fejl: {message}"
    assert message not in _description(dialog.title)
    hands.type("Bo Ømø")
    dialog.primary.click()
    assert announced[1:] == ["Bo Ømø er tilføjet. Tryk F6 for at fortryde."]


def test_a_wrong_time_belongs_to_the_time_and_not_to_the_field_in_which_enter_was_pressed(
    program: Program, window: Any, announced: list[str]
) -> None:
    window.show_employee(program.workplace.staff.everyone()[0].id)
    window.menus.new_conversation.trigger()
    dialog: Any = QApplication.activeModalWidget()
    dialog.at_time.setText("kvart i")
    dialog.place.setFocus()
    dialog.primary.click()
    assert _description(dialog.at_time).startswith(f"Fejl: {dialog.problem.text()}")
    assert _description(dialog.place) == ""
    assert announced == [dialog.problem.text()]
    dialog.at_time.clear()
    dialog.primary.click()
    assert not dialog.isVisible()


def test_an_unreadable_date_is_announced_once(
    program: Program, window: Any, hands: Hands, announced: list[str]
) -> None:
    window.show_employee(program.workplace.staff.everyone()[0].id)
    window.menus.new_conversation.trigger()
    dialog: Any = QApplication.activeModalWidget()
    dialog.on_date.line.setFocus()
    hands.press("Ctrl+A")
    hands.type("snart")
    for _ in range(2):
        dialog.place.setFocus()
        dialog.on_date.line.setFocus()
    assert announced == [dialog.on_date.error_text()]
    assert _description(dialog.on_date.line) == announced[0]


def test_saved_is_announced_once_a_minute_and_a_failing_save_once(
    program: Program,
    window: Any,
    hands: Hands,
    announced: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    conversation = program.workplace.conversations.plan_new(
        program.workplace.staff.everyone()[0].id, Meeting("kobenhavn-buf", PERIOD, date(2026, 11, 18))
    )
    window.open_conversation(conversation)
    hands.press("Alt+2")
    note = next(w for w in program.view.pages.currentWidget().inputs() if w.accessibleName().startswith("Fælles noter"))
    hands.click(note)
    for text in ("Først. ", "Så. "):
        hands.type(text)
        assert program.view.save_now()
    assert announced == ["Gemt 14.03"]

    def fail(*_: object) -> None:
        raise StorageError("Disken er fuld. Frigør plads.")

    with monkeypatch.context() as patch:
        patch.setattr(program.workplace.writing, "save", fail)
        hands.type("Til sidst. ")
        for _ in range(2):
            assert not program.view.save_now()
    assert announced[1:] == [program.view.failure_bar.text()]
    assert program.view.save_now()


def test_a_search_without_a_result_is_announced(window: Any, hands: Hands, announced: list[str]) -> None:
    hands.press("Ctrl+F")
    hands.type("xq")
    assert set(announced) == {"Ingen medarbejdere passer på det, du søger efter."}


def test_a_hidden_window_stays_silent(window: Any, announced: list[str]) -> None:
    window.hide()  # as the lock does
    window.sidebar.search.setText("xq")
    assert announced == []
