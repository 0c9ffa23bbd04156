"""The way of a conversation, recorded on the employee's page: by keyboard and mouse, changed, undone and postponed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from mus_desktop.model.conversation import Status
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Refusal, SignatoryRole
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep as Step
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.scroll_page import ScrollPage
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.dialogs import closed_plan_question
from mus_desktop.ui.employees.conversation_card import CardAction, ConversationCard
from mus_desktop.ui.employees.day_dialog import DayDialog
from mus_desktop.ui.employees.employee_page import EmployeePage
from mus_desktop.ui.employees.progress_steps import ProgressSteps
from mus_desktop.ui.employees.step_button import StepButton
from mus_desktop.ui.employees.step_dialog import StepDialog
from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog
from mus_desktop.ui.meeting.postpone_dialog import PostponeDialog
from mus_desktop.ui.shell.main_window import MainWindow
from tests.conftest import Hands
from tests.ui.window.conftest import NOW

Find = Callable[[type[QDialog]], QDialog]
Plan = Callable[..., int]
Person = Callable[[str], Employee]
Card = Callable[[], ConversationCard]
WAY = (
    ("Inviteret", Step.INVITED),
    ("Afholdt", Step.HELD),
    ("Enige om planen", Step.AGREED),
    ("Underskrevet på papir", Step.SIGNED),
    ("Kopi til medarbejderen", Step.COPY_GIVEN),
    ("Journaliseret i personalesagen", Step.JOURNALISED),
)


@pytest.fixture
def card(window: MainWindow, person: Person) -> Card:
    """Return the first card on Ågot's page, which is opened once."""

    def first() -> ConversationCard:
        page = window.page_stack.currentWidget()
        if not isinstance(page, EmployeePage):
            window.show_employee(person("Ågot").id)
            page = window.page_stack.currentWidget()
            assert isinstance(page, EmployeePage)
        finish_layouts(window)
        return page.cards[0]

    return first


@pytest.fixture
def ask(card: Card, dialog: Find) -> Callable[[Step], StepDialog]:
    def open_(step: Step) -> StepDialog:
        button(card(), step).click()
        found = dialog(StepDialog)
        assert isinstance(found, StepDialog)
        return found

    return open_


def steps_of(card: ConversationCard) -> ProgressSteps:
    assert card.steps is not None
    return card.steps


def button(card: ConversationCard, step: Step) -> StepButton:
    return steps_of(card).button(step)


def texts(widget: QWidget) -> list[str]:
    return [
        label.text().replace("\N{NO-BREAK SPACE}", " ") for label in widget.findChildren(QLabel) if label.isVisible()
    ]


def test_the_whole_way_is_recorded_by_keyboard_without_opening_the_conversation(
    card: Card, place: Workplace, person: Person, plan: Plan, hands: Hands
) -> None:
    key = plan(person("Ågot"), date(2026, 5, 11))
    card().open.setFocus()
    hands.tab_to("Inviteret: ikke endnu, MUS 2026")
    for number, (title, step) in enumerate(WAY):
        assert hands.focused() is button(card(), step)
        hands.press(("Space", "Return")[number % 2])
        assert hands.wait_dialog(title)
        hands.press("Return")
        assert hands.focused() is button(card(), step), "the keyboard stays where it was"
        hands.press("Right")
    opened = place.conversations.open(key)
    assert opened.conversation.held_on == date(2026, 5, 11), "the planned day is proposed, never one after today"
    assert opened.status is Status.JOURNALISED
    spoken = steps_of(card()).accessibleName()
    assert spoken.startswith("Forløb: Inviteret tirsdag 12. maj 2026, Afholdt mandag 11. maj 2026, Enige")


def test_in_a_narrow_window_the_steps_are_below_one_another(
    card: Card, window: MainWindow, person: Person, plan: Plan, hands: Hands
) -> None:
    plan(person("Ågot"))
    window.resize(720, 512)
    finish_layouts(window)
    buttons = steps_of(card()).buttons
    assert len({one.x() for one in buttons}) == 1
    assert all(one.height() >= 24 for one in buttons), "the least size of a target"
    steps_of(card()).focus_step(Step.INVITED)
    hands.press("Down")
    assert hands.focused() is buttons[1]
    hands.press("Up")
    assert hands.focused() is buttons[0]


def test_a_step_is_recorded_and_removed_by_mouse(card: Card, person: Person, plan: Plan, hands: Hands) -> None:
    plan(person("Ågot"))
    hands.click(button(card(), Step.INVITED))
    hands.click(hands.wait_dialog("Inviteret").primary)
    assert card().line.status is Status.INVITED
    hands.click(button(card(), Step.INVITED))
    hands.click(hands.wait_dialog("Inviteret").remove)
    assert card().line.status is Status.PLANNED


def test_a_step_is_changed_and_removed_where_the_plan_allows_it(
    ask: Callable[[Step], StepDialog],
    place: Workplace,
    person: Person,
    plan: Plan,
    monkeypatch: pytest.MonkeyPatch,
    dropping: None,
) -> None:
    key = plan(person("Ågot"))
    agreed = place.plan_recorder.agree(place.conversations.open(key).plan, date(2026, 5, 4))
    place.plan_recorder.journalise(place.plan_recorder.sign(agreed, date(2026, 5, 5)), date(2026, 5, 6), "Sag 7")
    signing = ask(Step.SIGNED)
    assert signing.day.line.text() == "tirsdag 5. maj 2026"
    assert signing.remove.isHidden()
    assert any("Planen er journaliseret" in text for text in texts(signing)), "why it cannot be removed"
    signing.close()
    filed = ask(Step.JOURNALISED)
    assert filed.where.text() == "Sag 7"
    filed.remove.click()
    signing = ask(Step.SIGNED)
    monkeypatch.setattr(closed_plan_question, "confirm", lambda *_: False)
    signing.remove.click()
    assert signing.isVisible(), "not confirmed, so nothing was done"
    monkeypatch.setattr(closed_plan_question, "confirm", lambda *_: True)
    signing.remove.click()
    future = ask(Step.SIGNED)
    future.day.show_day(date(2026, 5, 13))
    future.primary.click()
    assert "ligger efter i dag" in future.problem.text()
    future.reject()
    ask(Step.AGREED).remove.click()
    assert place.conversations.open(key).status is Status.PLANNED


def test_a_step_that_finishes_an_earlier_year_can_be_removed_again(
    card: Card, place: Workplace, person: Person, plan: Plan, ask: Callable[[Step], StepDialog]
) -> None:
    key = plan(person("Ågot"), date(2025, 6, 3))
    place.conversations.finish(key, date(2025, 6, 3))
    place.plan_recorder.sign(
        place.plan_recorder.agree(place.conversations.open(key).plan, date(2025, 6, 3)), NOW.date()
    )
    ask(Step.JOURNALISED).primary.click()
    assert card().line.status is Status.JOURNALISED
    ask(Step.JOURNALISED).remove.click()
    assert card().line.status is Status.SIGNED


def test_the_way_of_a_finished_year_is_shown_from_the_menu(
    card: Card, place: Workplace, person: Person, plan: Plan, hands: Hands
) -> None:
    key = plan(person("Ågot"), date(2025, 6, 3))
    place.conversations.record_declined(key, date(2025, 6, 3))
    (shows,) = (action for action in card().menu.actions() if action.text() == "Vis for&løb")
    assert card().steps is None
    shows.trigger()
    finish_layouts(card())
    assert hands.focused() is button(card(), Step.INVITED)
    assert not shows.isVisible()


def test_the_message_after_a_step_undoes_it(
    card: Card, window: MainWindow, place: Workplace, person: Person, plan: Plan, hands: Hands
) -> None:
    key = plan(person("Ågot"), date(2026, 5, 11))
    hands.click(button(card(), Step.HELD))
    hands.click(hands.wait_dialog("Afholdt").primary)
    assert window.notices.text() == "Noteret: afholdt 11. maj 2026."
    window.notices.buttons[0].click()
    assert place.conversations.open(key).status is Status.PLANNED
    assert card().line.status is Status.PLANNED, "the page shows it"


def test_that_it_was_held_is_undone_only_while_no_plan_is_closed(
    card: Card, place: Workplace, person: Person, plan: Plan, dialog: Find
) -> None:
    key = plan(person("Ågot"), date(2026, 5, 11))
    place.conversations.finish(key, date(2026, 5, 11))
    signed = place.plan_recorder.sign(place.conversations.open(key).plan, date(2026, 5, 12))

    def held() -> DayDialog:
        button(card(), Step.HELD).click()
        found = dialog(DayDialog)
        assert isinstance(found, DayDialog)
        return found

    offered = [action.text() for action in card().menu.actions() if action.isVisible()]
    assert "&Udsæt …" not in offered
    asked = held()
    assert not hasattr(asked, "remove")
    assert any(text.startswith("Planen er underskrevet. Fjern først underskriften") for text in texts(asked))
    asked.reject()
    place.plan_recorder.sign(signed, None)
    held().remove.click()
    assert place.conversations.open(key).status is Status.PLANNED


def test_typing_replaces_the_day_that_is_proposed(
    card: Card, place: Workplace, person: Person, plan: Plan, hands: Hands
) -> None:
    """It was typed behind the proposed day, »mandag 4. maj 20263/5«, which no dialog could read."""
    key = plan(person("Ågot"))
    hands.click(button(card(), Step.SIGNED))
    asked: Any = hands.wait_dialog("Underskrevet på papir")
    hands.type("3/5-2026")
    assert asked.day.line.text() == "3/5-2026"
    asked.primary.click()
    assert asked.problem.text() == ""
    assert place.conversations.open(key).plan.signed_on == date(2026, 5, 3)


def test_that_both_agree_is_not_asked_for_once_the_plan_is_signed(
    ask: Callable[[Step], StepDialog], place: Workplace, person: Person, plan: Plan
) -> None:
    """»Gem« could only answer with the sentence that the dialog showed already."""
    key = plan(person("Ågot"))
    stored = place.plan_recorder.sign(place.conversations.open(key).plan, date(2026, 5, 4))
    asked = ask(Step.AGREED)
    assert any(text.startswith("Planen er underskrevet. Fjern først underskriften") for text in texts(asked))
    assert not asked.primary.isEnabled()
    assert not asked.day.isEnabled()
    assert asked.focusWidget() is asked.cancel
    asked.reject()
    place.plan_recorder.sign(stored, None)
    again = ask(Step.AGREED)
    assert again.primary.isEnabled()
    again.primary.click()
    assert place.conversations.open(key).plan.agreed_on


@pytest.mark.parametrize("refused", [True, False])
def test_one_signature_or_a_refusal_is_no_signature_of_all(
    ask: Callable[[Step], StepDialog],
    place: Workplace,
    person: Person,
    plan: Plan,
    monkeypatch: pytest.MonkeyPatch,
    refused: bool,
) -> None:
    monkeypatch.setattr(closed_plan_question, "confirm", lambda *_: True)
    stored = place.conversations.open(plan(person("Ågot"))).plan
    day = date(2026, 5, 4)
    if refused:
        place.plan_recorder.refuse(stored, Refusal(day, PartyRole.EMPLOYEE, "Uenig"))
    else:
        leader = next(who for who in place.plan_recorder.signatories(stored) if who.role is SignatoryRole.LEADER)
        place.plan_recorder.sign_one(stored, leader, day)
    asked = ask(Step.SIGNED)
    assert asked.day.day() == NOW.date(), "not the day of one of them"
    assert any(("ikke vil underskrive" if refused else "Ikke alle har") in text for text in texts(asked))
    asked.remove.click()
    assert ask(Step.SIGNED).remove.isHidden(), "nothing is left to be removed"


def test_in_a_group_the_plan_is_chosen_and_nothing_is_unsaved_by_choosing(
    ask: Callable[[Step], StepDialog], place: Workplace, person: Person
) -> None:
    people = [person(name) for name in ("Ågot", "Anders")]
    key = place.conversations.plan_group(
        [one.id for one in people], Meeting("abc-faelles", PeriodRule().period_of(NOW.date()), NOW.date())
    )
    parties = {party.employee: party for party in place.conversations.open(key).participants}
    owns = [place.groups.own_plan(key, parties[one.id].id) for one in people]
    place.plan_recorder.agree(owns[1], date(2026, 5, 4))
    asked = ask(Step.AGREED)
    assert asked.plan.currentText() == "Ågot Bæks plan", "that of the employee of the page"
    asked.plan.setCurrentText("Anders Holms plan")
    assert asked.day.day() == date(2026, 5, 4)
    assert not asked.remove.isHidden()
    assert not asked.has_unsaved_input()
    asked.plan.setCurrentText("Ågot Bæks plan")
    asked.primary.click()
    plans = {one.owner: one.plan.agreed_on for one in place.steps.plans(key)}
    assert plans == {"": None, "Ågot Bæk": NOW.date(), "Anders Holm": date(2026, 5, 4)}


def test_a_stored_day_off_is_named_when_the_appointment_is_opened(
    card: Card, person: Person, plan: Plan, dialog: Find
) -> None:
    plan(person("Ågot"), date(2026, 5, 30))
    card().action_wanted.emit(CardAction.MEETING, card().line)
    asked = dialog(MeetingDialog)
    assert "30. maj 2026 er en lørdag." in texts(asked)
    asked.reject()


def test_a_postponement_asks_for_the_new_day_and_proposes_a_working_day(
    card: Card, place: Workplace, person: Person, plan: Plan, dialog: Find
) -> None:
    key = plan(person("Ågot"), date(2026, 5, 29))  # a week later is Grundlovsdag

    def ask() -> PostponeDialog:
        card().action_wanted.emit(CardAction.POSTPONED, card().line)
        found = dialog(PostponeDialog)
        assert isinstance(found, PostponeDialog)
        return found

    asked = ask()
    assert asked.remove.isHidden()
    assert asked.day.line.text() == "mandag 8. juni 2026"
    asked.day.line.setText("12/5")
    asked.primary.click()
    assert "efter i dag" in asked.problem.text()
    asked.day.line.setText("24/12")
    assert "24. december 2026 er juleaftensdag." in texts(asked), "a hint, no block"
    finish_layouts(asked)
    assert not asked.findChild(ScrollPage).verticalScrollBar().isVisible(), "the dialog grows with it"
    asked.at_time.setText("9.30")
    asked.primary.click()
    stored = place.conversations.open(key).conversation
    assert (stored.on_date, stored.at_time, stored.postponed_on) == (date(2026, 12, 24), time(9, 30), None)
    assert any("torsdag 24. december 2026 kl. 09.30 · 60 minutter" in text for text in texts(card()))
    assert card().line.status is Status.PLANNED
    ask().undated.click()
    assert card().line.status is Status.POSTPONED
    assert "Udsat 12. maj 2026, mangler ny dato" in texts(card())
    ask().remove.click()
    assert card().line.status is Status.PLANNED
