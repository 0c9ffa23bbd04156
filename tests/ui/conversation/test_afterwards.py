"""The page after a conversation is marked as held, in the real window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.state.next_steps import NextStepKind
from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange
from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.conversation import finishing
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.documents import open_in_word
from mus_desktop.ui.theme.look import Look
from tests.conftest import Hands, Program

Start = Callable[..., Any]


def _mark_as_held(hands: Hands) -> None:
    hands.meet(lambda _dialog: hands.click_on("Markér alligevel"), "Markér samtalen som afholdt")
    hands.click_on("Markér som afholdt …")


def _page(view: Any) -> Any:
    page = view.findChildren(type(view._stack))[0].page
    assert page is not None
    return page


def test_after_a_conversation_comes_a_page_with_agreements_and_next_steps(
    start_talk: Start, hands: Hands, announced: list[str]
) -> None:
    view = start_talk()
    _mark_as_held(hands)
    page = _page(view)
    texts = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert texts[:2] == ["Samtalen med Åse Nørgård er afholdt", "Alt er gemt."]
    assert "Blive vejleder" in texts
    assert announced[-1] == "Alt er gemt."
    assert hands.focused() is page.title, "which is then read aloud"
    assert not view._wizard.isVisible()
    for name in ("Gå til underskrift: Underskrift", "Notér kopi givet i dag: Kopi", "Aftal mini-MUS …: Mini-MUS"):
        hands.tab_to(name)
    for name in ("Til medarbejderens side", "Fortryd afholdt"):
        hands.tab_to(name)


def test_the_day_it_was_held_is_shown_and_can_be_another(start_talk: Start, hands: Hands, program: Program) -> None:
    view = start_talk()

    def answer(dialog: Any) -> None:
        assert dialog.day.day() == date(2026, 11, 18)
        hands.press("Alt+D")
        hands.type("24/12")
        hands.press("Enter")

    hands.meet(answer, "Markér samtalen som afholdt")
    hands.click_on("Markér som afholdt …")
    held_on = program.workplace.conversations.open(view.conversation_id).conversation.held_on
    assert held_on == date(2025, 12, 24), "a date without a year is a past one"


def test_a_copy_is_recorded_and_taken_back_with_the_focus_where_it_was(
    start_talk: Start, hands: Hands, program: Program
) -> None:
    view = start_talk()
    _mark_as_held(hands)
    hands.tab_to("Notér kopi givet i dag: Kopi")
    hands.press("Space")
    assert program.workplace.conversations.open(view.conversation_id).plan.copy_given_on == date(2026, 11, 18)
    assert _page(view).rows[NextStepKind.COPY_GIVEN].about.text().replace("\N{NO-BREAK SPACE}", " ") == (
        "Kopi givet den 18. november 2026."
    )
    assert hands.focused() is hands.find("Fortryd: Kopi")
    hands.press("Space")
    assert program.workplace.conversations.open(view.conversation_id).plan.copy_given_on is None


def test_undoing_is_offered_only_while_it_works(start_talk: Start, hands: Hands, program: Program) -> None:
    view = start_talk(others=False)
    _mark_as_held(hands)
    assert hands.all_called("Fortryd afholdt")
    view.live.record_step(StepChange(PlanStep.SIGNED, date(2026, 11, 18)))
    assert not hands.all_called("Fortryd afholdt"), "a signed plan is closed"
    hands.find("Gå til underskrift: Underskrift")
    view.live.record_step(StepChange(PlanStep.SIGNED, None))
    hands.click_on("Fortryd afholdt")
    assert program.workplace.conversations.open(view.conversation_id).conversation.held_on is None
    assert view._wizard.isVisible()
    assert hands.find("Markér som afholdt …").isVisible()


def test_the_page_is_left_for_the_signature_and_opened_again(start_talk: Start, hands: Hands) -> None:
    view = start_talk(others=False)
    _mark_as_held(hands)
    hands.click_on("Gå til underskrift: Underskrift")
    assert view._wizard.isVisible()
    assert "Underskrift" in view.pages.currentWidget().tab.fields[-1].title
    hands.click_on("Efter samtalen")
    assert _page(view).isVisible()
    hands.click_on("Tilbage til samtalen")
    assert view._wizard.isVisible()


def test_a_theme_is_reached_by_its_number(start_talk: Start, hands: Hands) -> None:
    view = start_talk(others=False)
    _mark_as_held(hands)
    hands.press("Alt+6")
    assert view._wizard.isVisible()
    assert view.themes.current_tab() == 5
    assert view.pages.isAncestorOf(hands.focused())


def test_a_mini_mus_is_planned_from_the_page(start_talk: Start, hands: Hands, program: Program) -> None:
    view = start_talk(others=False)
    _mark_as_held(hands)
    hands.click_on("Aftal mini-MUS …: Mini-MUS")
    hands.wait_dialog("Ny mini-MUS")
    hands.click_on("Opret uden at åbne")
    planned = program.workplace.follow_up_conversations.upcoming(view.conversation_id)
    assert planned is not None
    about = _page(view).rows[NextStepKind.FOLLOW_UP].about.text().replace("\N{NO-BREAK SPACE}", " ")
    assert about == "Mini-MUS tirsdag 18. maj 2027."


def test_the_plan_is_opened_in_word(start_talk: Start, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []
    monkeypatch.setattr(open_in_word.WordOpener, "make_and_open", lambda _self, key, _request: opened.append(key))
    view = start_talk(others=False)
    _mark_as_held(hands)
    hands.press("Space")
    assert opened == [], "nothing that may be out of sight is pressed"
    hands.press("Tab")
    hands.press("Space")
    assert opened == [view.conversation_id]


def test_the_employee_never_sees_the_page(start_talk: Start, hands: Hands) -> None:
    view = start_talk(others=False)
    _mark_as_held(hands)
    hands.press("F11")
    assert view.arrangement is Arrangement.CONVERSATION
    assert view._wizard.isVisible()
    assert not hands.all_called("Fortryd afholdt")
    assert not hands.all_called("Efter samtalen")


def test_a_failing_undo_says_so_and_stays(
    start_talk: Start, hands: Hands, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, told = start_talk(others=False), []
    _mark_as_held(hands)
    plan = program.workplace.conversations.open(view.conversation_id).plan
    monkeypatch.setattr(finishing, "show_message", lambda _w, title, text: told.append((title, text)))
    program.workplace.plan_recorder.sign(plan, date(2026, 11, 18))  # elsewhere, after the page was shown
    hands.click_on("Fortryd afholdt")
    assert [title for title, _ in told] == ["Det lykkedes ikke"]
    assert _page(view).isVisible()


@pytest.mark.parametrize("size", [8, 20])
def test_every_button_can_be_reached_at_every_text_size(
    start_talk: Start, hands: Hands, program: Program, look: Look, qtbot: QtBot, size: int
) -> None:
    view = start_talk(others=False)
    _mark_as_held(hands)
    program.window.resize(911, 512)
    program.look.use_point_size(size)
    finish_layouts(program.window)
    qtbot.waitUntil(lambda: _page(view).title.font().pointSizeF() > size)
    finish_layouts(program.window)
    for button in (one for one in _page(view).findChildren(QPushButton) if not one.isHidden()):
        button.setFocus(Qt.FocusReason.TabFocusReason)
        _page(view)._page.ensureWidgetVisible(button)
        assert button.width() >= button.sizeHint().width()
        assert not button.visibleRegion().isEmpty()


def test_a_form_with_an_evaluation_leads_to_it(program: Program, hands: Hands) -> None:
    program.start()
    workplace = program.workplace
    employee = workplace.staff.add(Employee("Åse Nørgård"))
    day = date(2026, 11, 18)
    key = workplace.conversations.plan_new(employee.id, Meeting("abc-hurtig", PeriodRule().period_of(day), day))
    program.window.open_conversation(key)
    _mark_as_held(hands)
    hands.click_on("Gå til evaluering: Evaluering")
    assert program.view.pages.currentWidget().tab.key == "evaluering"


def test_the_employee_list_says_at_once_that_it_was_held(start_talk: Start, hands: Hands, program: Program) -> None:
    """The page says »er afholdt«, so the list beside it must not say »planlagt« for three more seconds."""
    start_talk(others=False)
    _mark_as_held(hands)
    progress = program.window.sidebar.findChildren(QLabel)
    assert any("1 af 1 afholdt" in label.text() for label in progress), [label.text() for label in progress]
    hands.click_on("Fortryd afholdt")
    assert any("0 af 1 afholdt" in label.text() for label in progress)
