"""A change that a closed plan refuses, and the dialogs and lists around it; on either engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.conversation import Status
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement, Refusal, SignatoryRole
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.refused_dialog import RefusedChangeDialog
from mus_desktop.ui.employees.conversation_card import CardAction
from mus_desktop.ui.employees.progress_steps import ProgressSteps
from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog
from mus_desktop.ui.people.status_text import is_held, tone_of
from mus_desktop.ui.shell.main_window import MainWindow

DAY = date(2026, 5, 4)
NOTE = "Æ skrevet for sent"


@pytest.fixture(params=[None, b"k" * 32], ids=["plain", "encrypted"])
def engine_key(request: pytest.FixtureRequest) -> bytes | None:
    key: bytes | None = request.param
    return key


@pytest.fixture
def talk(place: Workplace, person: Callable[[str], Employee]) -> int:
    """A conversation on a form whose plan prints a common answer, with an agreement in the plan."""
    meeting = Meeting("aarhus-bu", PeriodRule().period_of(DAY), DAY, place="Mødelokale 2")
    number = place.conversations.plan_new(person("Ågot").id, meeting)
    opened = place.conversations.open(number)
    field = opened.form.plan_fields()[0]
    row = Agreement("a", field.key, cells={field.columns[0].key: "Læse mere"})
    place.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): (row,)}))
    return number


def show_all(window: MainWindow, number: int) -> Any:
    window.open_conversation(number)
    view: Any = window.page_stack.conversation
    for tab in range(view.themes.count()):
        view.themes.go_to(tab)
    return view


def sign_elsewhere(place: Workplace, number: int) -> None:
    """Close the plan behind the window's back, as another step a moment later would."""
    place.plan_recorder.sign(place.conversations.open(number).plan, DAY)


def test_what_is_typed_too_late_is_handed_back_and_the_rest_is_saved(
    window: MainWindow, place: Workplace, talk: int, dialog: Any, qtbot: QtBot
) -> None:
    view = show_all(window, talk)
    opened = place.conversations.open(talk)
    plan_field, shared = opened.form.plan_fields()[0], opened.party(PartyRole.SHARED).id
    rows = next(widget for widget in view.pages.fields() if widget.field is plan_field)
    note = next(w for w in view.pages.fields() if w.field.kind == "notes" and PartyRole.SHARED in w.field.by)
    sign_elsewhere(place, talk)
    rows.rows[0].cells[0].target.insertPlainText("Ændret: ")
    note.input_of(PartyRole.SHARED).body.insertPlainText(NOTE)
    assert not window.page_stack.leave(), "what was refused must be seen first"
    message = dialog(RefusedChangeDialog)
    assert "Ændret: Læse mere" in message.note.text()
    assert NOTE not in message.note.text()
    message.copy.click()
    assert "Ændret: Læse mere" in QGuiApplication.clipboard().text()
    message.primary.click()
    stored = place.conversations.open(talk)
    assert stored.answers[AnswerKey(shared, note.field.key)] == NOTE
    assert stored.plan.agreements == opened.plan.agreements
    assert rows.rows[0].cells[0].target.text() == "Læse mere"
    assert rows.rows[0].cells[0].target.isReadOnly(), "the window has learnt that the plan is closed"
    assert not view.failure_bar.isVisible()
    assert view.save_now()
    assert window.page_stack.leave()


def test_the_disk_fails_while_the_rest_is_saved(window: MainWindow, place: Workplace, talk: int, dialog: Any) -> None:
    view = show_all(window, talk)
    rows = next(widget for widget in view.pages.fields() if widget.field.kind == "plan")
    sign_elsewhere(place, talk)
    place.database._connection.execute("PRAGMA query_only = ON")
    rows.rows[0].cells[0].target.insertPlainText("Ændret: ")
    assert not view.save_now()
    assert view.failure_bar.isVisible()
    assert view.live.state.unsaved
    place.database._connection.execute("PRAGMA query_only = OFF")
    assert not view.save_now()
    dialog(RefusedChangeDialog).primary.click()
    assert not view.failure_bar.isVisible()
    assert window.page_stack.leave()


def test_time_and_period_are_read_only_in_the_dialog_of_a_closed_plan(
    window: MainWindow, place: Workplace, talk: int, dialog: Any, person: Callable[[str], Employee]
) -> None:
    sign_elsewhere(place, talk)
    window.show_employee(person("Ågot").id)
    page: Any = window.page_stack.currentWidget()
    page.cards[0].action_wanted.emit(CardAction.MEETING, page.cards[0].line)
    sheet = dialog(MeetingDialog)
    assert sheet.on_date.line.isReadOnly()
    assert sheet.at_time.isReadOnly()
    assert not sheet.period.isEnabled()
    assert any("Planen er underskrevet" in label.text() for label in sheet.findChildren(QLabel))
    sheet.place.setText("Biblioteket")
    sheet.primary.click()
    assert place.conversations.meeting(talk).place == "Biblioteket"


@pytest.mark.parametrize("status", [Status.PARTLY_SIGNED, Status.REFUSED])
def test_lists_and_the_employees_page_show_how_far_the_signature_has_come(
    window: MainWindow, place: Workplace, talk: int, person: Callable[[str], Employee], status: Status
) -> None:
    opened = place.conversations.open(talk)
    if status is Status.REFUSED:
        place.plan_recorder.refuse(opened.plan, Refusal(DAY, PartyRole.EMPLOYEE, "Uenig"))
    else:
        leader = next(who for who in place.plan_recorder.signatories(opened.plan) if who.role is SignatoryRole.LEADER)
        place.plan_recorder.sign_one(opened.plan, leader, DAY)
    window.show_employee(person("Ågot").id)
    page: Any = window.page_stack.currentWidget()
    card = page.cards[0]
    assert card.line.status is status
    (way,) = card.findChildren(ProgressSteps)
    words = "Vil ikke underskrive" if status is Status.REFUSED else "Underskrevet af én"
    assert f"{words} mandag 4. maj 2026" in way.accessibleName()
    assert not card._is_offered(CardAction.FORM), "the form of a closed plan is not changed"


def test_every_status_has_a_word_and_a_tone() -> None:
    assert all(status.danish and tone_of(status) for status in Status)
    after = [status for status in Status if list(Status).index(status) >= list(Status).index(Status.HELD)]
    assert [status for status in Status if is_held(status)] == after
