"""No date that passes, no new year and no search takes what is left to do off the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.employees.progress_steps import ProgressSteps
from mus_desktop.ui.welcome.overview import OverviewPage
from mus_desktop.ui.welcome.period_bar import PeriodStatusBar

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

DAY = date(2026, 12, 3)
NAMES = ("Anna Holm", "Bo Dam", "Carla Riis", "Dan Vang", "Eva Sø", "Finn Bro", "Gry Ask", "Hans Elm")
LATE = "MUS 2026 · overskredet: skulle være holdt 3. december 2026"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0)  # noqa: DTZ001 - the clock on the wall


@pytest.fixture
def year(program: Program) -> Callable[[date], Any]:
    """Seven of eight talks are planned for one day, one of them is signed with somebody who left; starts on a day."""

    def start(today: date) -> Any:
        program.clock.at = at(DAY)
        program.start()
        place = program.workplace
        place.preferences.set_leader(Leader("Mette Lund", "Skoleleder", "Lærkeskolen"))
        people = [place.staff.add(Employee(name, "Lærer")).id for name in NAMES]
        meeting = Meeting("kobenhavn-buf", PeriodRule().period_of(DAY), DAY)
        talks = [place.conversations.plan_new(person, meeting) for person in people[:7]]
        place.conversations.finish(talks[6], DAY)
        place.plan_recorder.sign(place.plan_recorder.agree(place.conversations.open(talks[6]).plan, DAY), DAY)
        place.staff.change(replace(place.staff.get(people[6]), left_on=DAY))
        program.clock.at = at(today)
        program.window.page_stack.refresh()
        program.window.page_stack.show_start()
        finish_layouts(program.window)
        return program.window

    return start


def words(window: Any) -> list[str]:
    shown = (
        label.text().replace("\N{NO-BREAK SPACE}", " ") for label in window.findChildren(QLabel) if label.isVisible()
    )
    return [text for text in shown if text]


def links_to(window: Any, name: str) -> list[QPushButton]:
    """The links to an employee on the overview, each named with what it is about."""
    buttons = (button for button in window.page_stack.findChildren(QPushButton) if button.isVisible())
    return [button for button in buttons if button.accessibleName().startswith(f"Vis {name}: ")]


def listed(window: Any) -> dict[str, str]:
    return {row.employee.first_name: row.word for row in window.sidebar.list.employees.rows()}


def bar(window: Any) -> str:
    return window.page_stack.currentWidget().findChildren(PeriodStatusBar)[0].accessibleName()


@pytest.mark.parametrize("today", [date(2026, 12, 4), date(2027, 1, 4), date(2028, 8, 1)])
def test_what_was_not_held_stays_on_every_list(year: Callable[[date], Any], hands: Hands, today: date) -> None:
    window = year(today)
    assert isinstance(window.page_stack.currentWidget(), OverviewPage)
    assert listed(window) == {
        **dict.fromkeys(("Anna", "Bo", "Carla", "Dan", "Eva", "Finn"), "overskredet 3. dec. 2026"),
        "Gry": "fratrådt, mangler kopi · 2026",
        "Hans": "uden samtale",
    }
    assert words(window).count("7 samtaler er ikke færdige, 6 overskredet") == 2, (
        "beside the list and on the start page"
    )
    in_the_year = today.year == DAY.year
    assert (
        bar(window)
        == f"Perioden: 6 {'overskredet' if in_the_year else 'ikke færdige fra anden periode'}, 1 uden samtale"
    )
    assert words(window).count(LATE) == 6
    filed = "MUS 2026 · underskrevet 3. december 2026, mangler kopi til medarbejderen og journalisering"
    assert filed not in words(window), "the seventh is one click away"
    hands.click(
        next(b for b in window.page_stack.findChildren(QPushButton) if b.isVisible() and b.text() == "Vis alle 7")
    )
    assert filed in words(window)
    index = window.sidebar.list.employees.index(0)
    assert LATE in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert LATE in index.data(Qt.ItemDataRole.ToolTipRole)
    hands.click(links_to(window, "Anna Holm")[0])
    (card,) = window.page_stack.currentWidget().cards
    assert "Overskredet: skulle være holdt 3. december 2026" in words(window)
    assert card.findChildren(ProgressSteps), "the steps show as long as one is to be taken"


def test_with_the_clock_set_back_nothing_is_gone_either(year: Callable[[date], Any]) -> None:
    window = year(date(2025, 3, 1))
    assert listed(window)["Anna"] == "planlagt · 2026"
    assert listed(window)["Gry"] == "fratrådt, mangler kopi · 2026"
    assert bar(window) == "Perioden: 6 planlagt, 1 uden samtale"
    assert sum("3. december 2026" in text for text in words(window)) >= 6


def test_a_talk_of_the_new_year_does_not_cover_the_one_of_the_old(
    year: Callable[[date], Any], program: Program
) -> None:
    window = year(date(2027, 1, 4))
    place = program.workplace
    anna = place.staff.everyone()[0].id
    meeting = Meeting("kobenhavn-buf", PeriodRule().period_of(date(2027, 5, 1)), date(2027, 5, 1))
    place.conversations.plan_new(anna, meeting)
    window.page_stack.refresh()
    assert listed(window)["Anna"] == "overskredet 3. dec. 2026"
    assert "1 planlagt" in bar(window)
    late = next(line for line in place.conversations.of_employee(anna) if line.conversation.on_date == DAY)
    place.conversations.record_declined(late.conversation.id, date(2027, 1, 4))
    window.page_stack.refresh()
    assert listed(window)["Anna"] == "planlagt"
    assert "6 samtaler er ikke færdige, 5 overskredet" in words(window)


def test_a_search_says_how_many_with_something_left_to_do_it_hides(year: Callable[[date], Any], hands: Hands) -> None:
    window = year(date(2027, 1, 4))
    hands.press("Ctrl+F")
    hands.type("hans")
    assert listed(window) == {"Hans": "uden samtale"}
    assert "7 med noget, der ikke er færdigt, vises ikke." in words(window)
    assert "7 samtaler er ikke færdige, 6 overskredet" in words(window), "the count is not of the search"
    hands.press("Escape")
    assert not any("vises ikke" in text for text in words(window))


def test_the_day_turns_while_the_program_stands_open(
    year: Callable[[date], Any], program: Program, hands: Hands
) -> None:
    window = year(DAY)
    assert listed(window)["Anna"] == "planlagt"
    program.clock.at = at(date(2026, 12, 4))
    window.refresh_on_new_day()
    assert listed(window)["Anna"] == "overskredet 3. dec. 2026"
    assert words(window).count(LATE) == 6


def test_a_group_stands_once_with_each_plan_that_is_missing_and_a_mini_mus_is_no_mus(
    year: Callable[[date], Any], program: Program
) -> None:
    window = year(date(2027, 1, 4))
    book, plan_recorder, people = (
        program.workplace.conversations,
        program.workplace.plan_recorder,
        program.workplace.staff,
    )
    ids = {one.first_name: one.id for one in people.everyone(left=True)}
    for line in book.all():
        if line.conversation.held_on is None:
            book.delete(line.conversation.id)
    group = book.plan_group([ids["Anna"], ids["Bo"]], Meeting("abc-faelles", PeriodRule().period_of(DAY), DAY))
    book.finish(group, DAY)
    window.page_stack.refresh()
    assert listed(window)["Anna"] == "mangler plan · 2026"
    missing = "afholdt 3. december 2026, mangler at blive enige om planen"
    told = "\n".join((f"MUS 2026 · {missing}", f"Anna Holm · {missing}", f"Bo Dam · {missing}"))
    assert told in words(window)
    window.show_employee(ids["Anna"])
    assert f"A{missing[1:]}\nEgen plan: {missing}" in words(window)
    opened = book.open(group)
    for plan in (opened.plan, *(program.workplace.groups.own_plan(group, party.id) for party in opened.participants)):
        signed = plan_recorder.sign(plan_recorder.agree(plan, DAY), DAY)
        plan_recorder.journalise(plan_recorder.give_copy(signed, DAY), DAY)
    window.page_stack.refresh()
    assert listed(window)["Anna"] == "uden samtale"
    mini = program.workplace.follow_up_conversations
    number = mini.plan_follow_up(group, Meeting("mini-mus", PeriodRule().period_of(DAY), date(2027, 6, 1)))
    window.page_stack.show_start()
    window.page_stack.refresh()
    assert listed(window)["Anna"] == "mini-MUS planlagt"
    assert bar(window) == "Perioden: 7 uden samtale", "a mini-MUS does not stand for the yearly one"
    assert "Mini-MUS 2026 · tirsdag 1. juni 2027" in words(window)
    program.clock.at = at(date(2027, 6, 2))
    window.refresh_on_new_day()
    assert listed(window)["Anna"] == "overskredet 1. juni 2027"
    assert "Mini-MUS 2026 · overskredet: skulle være holdt 1. juni 2027" in words(window)
    book.finish(number, date(2027, 6, 1))
    window.page_stack.refresh()
    assert listed(window)["Anna"] == "uden samtale"


def test_an_entry_of_the_start_page_leads_to_its_conversation(
    year: Callable[[date], Any], program: Program, hands: Hands
) -> None:
    """Also one whose only reason is an agreement past due, far down on the employee's page."""
    window = year(date(2027, 1, 4))
    place = program.workplace
    anna = place.staff.everyone()[0].id
    row = Agreement("p", "", "", {"maal": "Lede møder"}, due_on=date(2025, 2, 3))
    old = place.paper.add_paper(anna, "aalborg-tm", PeriodRule().period_of(date(2024, 5, 1)), [row])
    for year_held in range(2014, 2024):
        later = replace(row, id=f"p{year_held}", due_on=date(2025, 3, 3))
        place.paper.add_paper(anna, "aalborg-tm", PeriodRule().period_of(date(year_held, 5, 1)), [later])
    window.page_stack.refresh()
    assert "MUS 2024 · 1 aftale over fristen siden 3. februar 2025" in words(window)
    assert "7 samtaler er ikke færdige, 6 overskredet; 11 aftaler over fristen" in words(window)
    hands.click(links_to(window, "Anna Holm")[0])
    page = window.page_stack.currentWidget()
    card = next(card for card in page.cards if card.line.conversation.id == old)
    assert card.isAncestorOf(window.focusWidget())
    assert card.visibleRegion().boundingRect() == card.rect(), "the card is shown whole"
