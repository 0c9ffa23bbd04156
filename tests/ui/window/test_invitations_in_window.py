"""Inviting in the window: the text and its preview, the progress, the mails, and that they were sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mus_desktop.model.people import Employee, Leader
from mus_desktop.services.invitation.invitation_job import InvitationRun
from mus_desktop.services.invitation.message_text import DEFAULT_TEXTS, MessageKind
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.employees.conversation_card import CardAction
from mus_desktop.ui.invitation import invitation_actions
from mus_desktop.ui.invitation.invitation_dialog import InvitationDialog
from mus_desktop.ui.invitation.sent_dialog import SentDialog
from mus_desktop.ui.shell.main_window import MainWindow
from tests.systems import PATIENCE_MS
from tests.ui.window.test_underlined_letters import _texts, _twice

DAY = date(2026, 6, 3)


@pytest.fixture
def talks(place: Workplace, plan: Callable[..., int], person: Callable[[str], Employee], tmp_path: Path) -> list[int]:
    """Two conversations whose employees have mail addresses."""
    place.preferences.set_document_folder(tmp_path / "MUS")
    place.preferences.set_leader(Leader("Lene Østergård", email="lene@aaby.example.dk"))
    people = [person(name) for name in ("Ågot", "Øjvind")]
    for one in people:
        place.staff.change(replace(one, email="a@aaby.example.dk"))
    return [plan(one, DAY) for one in people]


def invited(place: Workplace, talks: list[int]) -> list[date | None]:
    return [place.conversations.open(number).conversation.invited_on for number in talks]


def finished(qtbot: QtBot, window: MainWindow) -> SentDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(SentDialog)), timeout=PATIENCE_MS)
    return window.findChildren(SentDialog)[-1]


def test_from_the_menu_to_the_record_that_both_were_sent(
    window: MainWindow,
    place: Workplace,
    talks: list[int],
    qtbot: QtBot,
    dialog: Callable[[type[Any]], Any],
    now: Callable[[], datetime],
) -> None:
    window.menus.invite.trigger()
    asking: InvitationDialog = dialog(InvitationDialog)
    assert [asking.list.item(n).text().partition("\n")[0] for n in range(2)] == ["Øjvind Krog", "Ågot Bæk"]
    asking.editor.show_preview.click()
    assert "Kære Øjvind" in asking.editor.preview.text()
    asking.list.setCurrentRow(1)
    assert "Kære Ågot" in asking.editor.preview.text()
    asking.editor.body.setPlainText("Hej {fornavn}")
    assert asking.editor.preview.text().endswith("Hej Ågot\n")
    asking.primary.click()
    sent = finished(qtbot, window)
    assert place.message_texts.text(MessageKind.INVITATION).body == "Hej {fornavn}\n"
    assert invited(place, talks) == [None, None], "making is not sending"
    sent.primary.click()
    assert "Sæt hak" in sent.problem.text()
    sent.tick_all.click()
    sent.primary.click()
    assert invited(place, talks) == [now().date()] * 2
    window.notices.buttons[0].click()
    assert invited(place, talks) == [None, None]


def test_one_from_the_page_of_the_employee(
    window: MainWindow, place: Workplace, talks: list[int], qtbot: QtBot, dialog: Callable[[type[Any]], Any]
) -> None:
    (employee,) = place.conversations.open(talks[0]).employees
    window.page_stack.show_employee(employee.id)
    card = window.page_stack._employee_page().cards[0]
    card._run(CardAction.INVITE)
    asking: InvitationDialog = dialog(InvitationDialog)
    assert not asking.list.isVisible()
    asking.primary.click()
    sent = finished(qtbot, window)
    opened: list[Path] = []
    links: list[str] = []
    sent._opener = lambda path: bool(opened.append(path)) or True
    sent._link_opener = lambda link: bool(links.append(link)) or True
    sent.open_draft.click()
    sent.open_folder.click()
    assert [path.name for path in opened] == ["Mail.eml", "Ågot Bæk"]
    sent.without.click()
    assert opened[-1].name == "Ågot Bæk"
    assert links[0].startswith("mailto:a@aaby.example.dk?subject=Invitation%20til%20MUS")
    sent._opener = lambda _path: False
    sent.open_draft.click()
    assert "uden bilag" in sent.problem.text()
    sent.primary.click()
    assert invited(place, talks)[0] is not None


def test_what_cannot_be_used_stays_in_the_dialog(
    window: MainWindow, talks: list[int], dialog: Callable[[type[Any]], Any]
) -> None:
    window.menus.invite.trigger()
    asking: InvitationDialog = dialog(InvitationDialog)
    asking.editor.body.setPlainText("Hej {fornanv}")
    asking.primary.click()
    assert "Mente du {fornavn}" in asking.problem.text()
    asking.editor.reset.click()
    assert asking.editor.text() == DEFAULT_TEXTS[MessageKind.INVITATION]
    for number in range(2):
        asking.list.item(number).setCheckState(Qt.CheckState.Unchecked)
    asking.primary.click()
    assert "mindst én" in asking.problem.text()


def test_stopped_after_the_first_it_shows_what_is_there(
    window: MainWindow,
    talks: list[int],
    qtbot: QtBot,
    dialog: Callable[[type[Any]], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write, may_go_on, begun = InvitationRun.write, Event(), Event()

    def slow(run: InvitationRun, report: Callable[[int, int], None], stop: Event) -> Any:
        def reported(done: int, total: int) -> None:
            report(done, total)
            if done == 1:
                begun.set()
                may_go_on.wait()

        return write(run, reported, stop)

    monkeypatch.setattr(InvitationRun, "write", slow)
    window.menus.invite.trigger()
    asking: InvitationDialog = dialog(InvitationDialog)
    asking.primary.click()
    qtbot.waitUntil(begun.is_set, timeout=PATIENCE_MS)
    assert asking.has_unsaved_input()
    asking.reject()
    may_go_on.set()
    assert finished(qtbot, window).list.count() == 1


def test_nobody_to_remind_is_a_sentence(window: MainWindow, place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(invitation_actions, "show_message", lambda *said, **_: told.append(said[2]))
    window.menus.remind.trigger()
    assert told == ["Der mangler ingen forberedelse og ingen underskrift."]


def test_the_employee_sees_none_of_it(window: MainWindow) -> None:
    window.menus.turn_to_employee(turned=True)
    assert not window.menus.invite.isEnabled()
    assert not window.menus.remind.isEnabled()


def test_no_underlined_letter_is_there_twice(
    window: MainWindow, talks: list[int], qtbot: QtBot, dialog: Callable[[type[Any]], Any]
) -> None:
    window.menus.invite.trigger()
    asking: InvitationDialog = dialog(InvitationDialog)
    assert _twice(_texts(asking)) == []
    asking.primary.click()
    sent = finished(qtbot, window)
    assert _twice(_texts(sent)) == []
    sent.reject()


def test_the_leader_puts_it_into_the_own_calendar(
    window: MainWindow, place: Workplace, talks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(invitation_actions, "open_file", lambda path: bool(opened.append(path)) or True)
    (employee,) = place.conversations.open(talks[0]).employees
    window.page_stack.show_employee(employee.id)
    card = window.page_stack._employee_page().cards[0]
    told: list[str] = []
    monkeypatch.setattr(invitation_actions, "show_message", lambda *said, **_: told.append(said[2]))
    card._run(CardAction.CALENDAR)
    assert "intet klokkeslæt" in told[0]
    place.conversations.change_meeting(talks[0], replace(place.conversations.meeting(talks[0]), at_time=time(13)))
    card._run(CardAction.CALENDAR)
    assert [path.name for path in opened] == ["MUS med Ågot Bæk.ics"]
    assert "slet den" in window.notices.text()


def test_what_was_written_while_the_screen_was_locked_is_shown_afterwards(
    window: MainWindow, talks: list[int], qtbot: QtBot, dialog: Callable[[type[Any]], Any]
) -> None:
    window.menus.invite.trigger()
    asking: InvitationDialog = dialog(InvitationDialog)
    asking.primary.click()
    asking.hide()  # as the lock does
    qtbot.waitUntil(lambda: asking._results is not None, timeout=PATIENCE_MS)
    assert not window.findChildren(SentDialog)
    asking.show()
    assert finished(qtbot, window).list.count() == 2
