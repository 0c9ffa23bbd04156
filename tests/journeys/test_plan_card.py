"""The plan card in the open window: the way to it, opening a signed plan again, and the employee's own remark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QLabel

from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, Refusal
from mus_desktop.model.progress import Progress
from mus_desktop.model.review import Author
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.state.plan_step import PlanStep
from mus_desktop.ui.conversation import live_conversation
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.fields.plan.plan_status import PlanStatus
from mus_desktop.ui.fields.plan.previous_plan import PreviousPlanWidget
from mus_desktop.ui.fields.plan.signatures import SignaturesWidget
from tests.conftest import named
from tests.journeys.test_every_form import PERIOD

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

NOT_AGREED = "I har ikke sat hak ved »Vi er enige«."
SIGNED = "Underskrevet på papir af leder og medarbejder"
FOLD = "Kun den ene har skrevet under, eller en vil ikke"


@pytest.fixture
def begin(program: Program) -> Callable[[str], Any]:
    """Start the program with a conversation open that has one agreement."""

    def begin_(form_id: str) -> Any:
        program.start()
        place = program.workplace
        place.preferences.set_leader(Leader("Karen Dahl", "Skoleleder", "Ådalskolen"))
        person = place.staff.add(Employee("Åse Ærø")).id
        number = place.conversations.plan_new(person, Meeting(form_id, PERIOD, date(2026, 11, 18)))
        opened = place.conversations.open(number)
        field = opened.form.plan_fields()[0]
        row = Agreement("a", field.key, cells={field.columns[0].key: "Læse mere"})
        place.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): (row,)}))
        program.window.open_conversation(number)
        return program.view

    return begin_


def go_to(view: Any, kind: type[Any]) -> list[Any]:
    """Open the page with fields of that kind, and return them."""
    for number in range(view.themes.count()):
        view.themes.go_to(number)
        finish_layouts(view.window())
        if found := [widget for widget in view.pages.currentWidget().fields if isinstance(widget, kind)]:
            return found
    raise AssertionError(kind)


def go_to_card(view: Any) -> PlanStatus:
    for number in range(view.themes.count()):
        view.themes.go_to(number)
        finish_layouts(view.window())
        for widget in view.pages.currentWidget().fields:
            if isinstance(widget, SignaturesWidget):
                return widget.card
    raise AssertionError("there is no plan card")


def progress(view: Any, page: int) -> Progress:
    return view.live.state.progress(page, common=False)


def stored(view: Any, program: Program) -> Any:
    return program.workplace.conversations.open(view.conversation_id).plan


@pytest.mark.parametrize("form_id", ["albertslund", "kobenhavn-buf"])
def test_the_advice_leads_to_the_tick_that_is_missing(
    form_id: str, begin: Callable[[str], Any], hands: Hands, program: Program
) -> None:
    view = begin(form_id)
    view.themes.go_to(0)

    def follow(_dialog: Any) -> None:
        hands.click_on(f"Gå dertil: {NOT_AGREED}")

    hands.meet(follow, "Markér samtalen som afholdt")
    hands.click_on("Markér som afholdt …")
    assert named(hands.focused()) == "Vi er enige"
    page = view.themes.current_tab()
    assert progress(view, page) is not Progress.DONE
    hands.press("Space")
    assert stored(view, program).agreed_on == date(2026, 11, 18)


def test_a_page_with_a_plan_is_done_when_the_plan_is_agreed(begin: Callable[[str], Any], hands: Hands) -> None:
    view = begin("mini-mus")
    card = go_to_card(view)
    place = view.live.state.form.tabs[view.themes.current_tab()]
    counted = [field for field in place.fields if field.kind == "plan"]
    assert counted
    before = progress(view, view.themes.current_tab())
    assert before is Progress.BEGUN
    hands.click(card.row(PlanStep.AGREED).tick)
    assert view.live.state.content.plan.agreed_on


def test_taking_the_signature_back_opens_the_plan_again(
    begin: Callable[[str], Any], hands: Hands, program: Program
) -> None:
    view = begin("aarhus-bu")
    card = go_to_card(view)
    hands.click_on(SIGNED)
    closed = view.live.state.content.closed_fields
    assert closed
    hands.meet(lambda _box: hands.click_on("Annullér"), "Fjern underskriften?")
    hands.click_on(SIGNED)
    assert card.row(PlanStep.SIGNED).ticked, "the tick shows what is stored"
    assert stored(view, program).closed
    hands.meet(lambda _box: hands.click_on("Fjern underskriften"), "Fjern underskriften?")
    hands.click_on(SIGNED)
    assert not stored(view, program).closed
    assert view.live.state.content.closed_fields == frozenset()
    for widget in view.pages.fields():
        if widget.field.key in closed:
            for target in widget.input_of(PartyRole.SHARED).focus_targets():
                assert not getattr(target, "isReadOnly", lambda: False)(), named(target)


@pytest.mark.parametrize("form_id", ["mini-mus", "abc-hurtig"])
def test_the_last_plan_is_closed_with_the_plan_whose_paper_shows_it(
    form_id: str, begin: Callable[[str], Any], hands: Hands, program: Program
) -> None:
    begin("kobenhavn-buf")
    place = program.workplace
    person = place.staff.everyone()[0].id
    later = Period(PERIOD.last + timedelta(1), PERIOD.last + timedelta(365))
    number = place.conversations.plan_new(person, Meeting(form_id, later, date(2027, 11, 18)))
    program.window.open_conversation(number)
    view = program.view
    plan = stored(view, program)
    place.plan_recorder.sign(plan, date(2026, 11, 18))
    program.window.open_conversation(number)
    for closed in (True, False, True):
        go_to_card(program.view)
        if program.view.live.state.content.plan.closed is not closed:
            if not closed:
                hands.meet(lambda _box: hands.click_on("Fjern underskriften"), "Fjern underskriften?")
            hands.click_on(SIGNED)
        (widget,) = go_to(program.view, PreviousPlanWidget)
        (card,) = widget.cards
        assert card.comment.isReadOnly() is closed
        assert [button.isEnabled() for button in card.status.buttons.values()] == [not closed] * 5
        texts = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
        assert any("Planen er lukket" in text for text in texts) is closed


def test_one_signs_the_other_refuses_and_it_can_be_taken_back_until_filed(
    begin: Callable[[str], Any], hands: Hands, program: Program
) -> None:
    view = begin("albertslund")
    go_to_card(view)
    hands.click_on(FOLD)
    hands.click_on("Karen Dahl har skrevet under")
    hands.click_on("Åse Ærø vil ikke underskrive")
    hands.click_on("Åse Ærø vil ikke underskrive, begrundelse")
    hands.type("Uenig i målet")
    hands.press("Tab")
    plan = stored(view, program)
    assert plan.refusals[0].reason == "Uenig i målet"
    assert len(plan.signatures) == 1
    hands.click_on("Åse Ærø vil ikke underskrive")
    assert stored(view, program).refusals == ()
    assert stored(view, program).closed, "the leader's signature stands"
    hands.click_on("Åse Ærø vil ikke underskrive")
    hands.click_on("Journaliseret i personalesagen")
    assert not hands.find("Åse Ærø vil ikke underskrive").isEnabled()
    assert not hands.find("Karen Dahl har skrevet under").isEnabled()
    assert hands.find("Åse Ærø har skrevet under").isEnabled()


def test_a_plan_that_is_only_refused_is_opened_without_talk_of_a_signature(
    begin: Callable[[str], Any], hands: Hands, program: Program
) -> None:
    view = begin("albertslund")
    go_to_card(view)
    hands.click_on(FOLD)
    hands.click_on("Karen Dahl vil ikke underskrive")
    assert stored(view, program).closed
    hands.meet(lambda _box: hands.click_on("Fjern hakket"), "Fjern hakket?")
    hands.click_on("Karen Dahl vil ikke underskrive")
    assert not stored(view, program).closed


def test_the_employees_remark_is_the_employees_and_stands_from_the_next_day(
    begin: Callable[[str], Any], hands: Hands, program: Program
) -> None:
    view = begin("albertslund")
    go_to_card(view)
    hands.click_on(SIGNED)
    hands.click_on("Medarbejderens bemærkning: tilføj bemærkning")
    hands.type("Jeg så helst et andet mål")
    assert view.save_now()
    (remark,) = program.workplace.conversations.open(view.conversation_id).addenda
    assert (remark.author, remark.body, remark.agreement) == (Author.EMPLOYEE, "Jeg så helst et andet mål", None)
    number = view.conversation_id
    program.stop()
    program.clock.at = datetime(2026, 11, 19, 9, 0)  # noqa: DTZ001
    program.start()
    program.window.open_conversation(number)
    card = go_to_card(program.view)
    assert card._remark.note is None, "yesterday's remark is read, not changed"
    texts = [label.text() for label in card.findChildren(type(card._state)) if label.isVisible()]
    assert "Jeg så helst et andet mål" in texts


def test_steps_wait_under_the_red_bar_until_they_can_be_saved(
    begin: Callable[[str], Any], hands: Hands, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_conversation, "TRY_AGAIN_MS", 3_600_000)
    view = begin("albertslund")
    card = go_to_card(view)
    hands.click_on(FOLD)
    connection = program.workplace.database._connection
    connection.execute("PRAGMA query_only = ON")
    hands.click_on("Karen Dahl har skrevet under")
    hands.click_on("Åse Ærø vil ikke underskrive")
    hands.click_on("Åse Ærø vil ikke underskrive, begrundelse")
    hands.type("Uenig i målet")
    hands.press("Tab")
    assert view.failure_bar.isVisible()
    copy = view.live.state.as_text()
    assert "Underskrevet af én: 18. november 2026" in copy
    assert "Uenig i målet" in copy
    assert [row.ticked for row in card._signers.values()] == [False, True]
    assert card.refusal_row(PartyRole.EMPLOYEE).ticked
    assert not program.window.page_stack.leave()
    assert not stored(view, program).closed
    connection.execute("PRAGMA query_only = OFF")
    assert view.save_now()
    plan = stored(view, program)
    assert len(plan.signatures) == 1
    assert plan.refusals == (Refusal(date(2026, 11, 18), PartyRole.EMPLOYEE, "Uenig i målet", plan.party - 2),)
    assert not view.failure_bar.isVisible()


def test_what_was_typed_in_from_paper_was_signed_on_paper(begin: Callable[[str], Any], program: Program) -> None:
    begin("kobenhavn-buf")
    place = program.workplace
    person = place.staff.everyone()[0].id
    rows = place.paper.read("Læse mere", "kobenhavn-buf", PERIOD)
    number = place.paper.add_paper(person, "kobenhavn-buf", PERIOD, rows)
    program.window.open_conversation(number)
    view = program.view
    kinds = {field.kind for tab in view.live.state.form.tabs for field in tab.fields}
    assert kinds == {"plan"}
