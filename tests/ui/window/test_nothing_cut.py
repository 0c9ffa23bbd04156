"""Every page at the largest text in a small window: nothing runs out at the right, and no words are cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Refusal
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.ui.controls.elided_label import ElidedLabel
from mus_desktop.ui.controls.fold import FoldLine
from mus_desktop.ui.controls.wrapping_link import WrappingLink
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.welcome.rows_card import RowsCard

_DAY = date(2026, 6, 3)
_LONG = "Anne-Margrethe Christophersen Vestergaard"
_REASON = "Uenig i målet om at tage efteruddannelsen i weekenderne, som lederen har lovet noget andet om tidligere."


@pytest.fixture(params=[(1280, 720, 20), (960, 600, 10)], ids=["20 points", "10 points in the smallest window"])
def window(request: pytest.FixtureRequest, program: Any, demo_copy: Path) -> Iterator[Any]:
    """The demo, in which people of long and of equal names have talked too, alone and in a group."""
    width, height, points = request.param
    program.folder = demo_copy
    window = program.start()
    _add_long_names(program.workplace)
    program.look.use_point_size(points)
    window.resize(width, height)
    window.sidebar.refresh()
    finish_layouts(window)
    yield window
    program.look.use_point_size(10)


def _add_long_names(place: Any) -> None:
    """A group that one has signed, and an individual plan that was refused, with a reason, and filed."""
    people = [place.staff.add(Employee(name, title, "Afdeling Sønder Vissing")).id for name, title in _PEOPLE]
    meeting = Meeting("albertslund", PeriodRule().period_of(_DAY), _DAY)
    group = place.conversations.plan_group(people, meeting)
    alone = place.conversations.plan_new(people[0], Meeting("aalborg-tm", meeting.period, _DAY))
    for talk in (group, alone):
        place.conversations.finish(talk, _DAY)
    plan = place.conversations.open(group).plan
    place.plan_recorder.sign_one(plan, place.plan_recorder.signatories(plan)[0], _DAY)
    plan = place.conversations.open(alone).plan
    place.plan_recorder.agree(plan, _DAY)
    place.plan_recorder.refuse(plan, Refusal(_DAY, PartyRole.EMPLOYEE, _REASON))
    place.plan_recorder.journalise(place.conversations.open(alone).plan, _DAY, "Sagsnummer 2026-123456")


_PEOPLE = ((_LONG, "Pædagogisk konsulent med særlige opgaver"), ("Anne Hansen", "Lærer"), ("Anne Hansen", "Pædagog"))


def faults(page: QWidget) -> list[str]:
    """What is wider than its viewport on ``page``, and what is narrower than its words."""
    finish_layouts(page)
    areas = [area for area in page.findChildren(QScrollArea) if area.isVisible() and area.widget() is not None]
    areas += [page] if isinstance(page, QScrollArea) else []
    wide = [
        f"page {area.widget().width()} px in {area.viewport().width()} px"
        for area in areas
        if area.widget().width() > area.viewport().width()
    ]
    outside = [
        f"»{_words(one)}« ends at {_right(one, area)} of {area.viewport().width()} px"
        for area in areas
        for one in area.findChildren(QAbstractButton)
        if one.isVisible() and _right(one, area) > area.viewport().width()
    ]
    shown = [one for one in page.findChildren(QWidget) if one.isVisible() and one.width() > 0]
    return wide + outside + [f"cut: »{_words(one)}«" for one in shown if _is_cut(one)]


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, WrappingLink):
        return widget.width() < widget.minimumSizeHint().width() or widget.height() < widget.heightForWidth(
            widget.width()
        )
    if isinstance(widget, QPushButton | QCheckBox | QRadioButton):
        return widget.width() < widget.sizeHint().width()
    if isinstance(widget, FoldLine):
        return widget.width() < widget.minimumSizeHint().width() or widget.height() < widget.heightForWidth(
            widget.width()
        )
    if not isinstance(widget, QLabel) or isinstance(widget, ElidedLabel):
        return False
    if widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width())
    lines = widget.text().split("\n")
    return max(widget.fontMetrics().horizontalAdvance(line) for line in lines) > widget.contentsRect().width()


def _right(widget: QWidget, area: QScrollArea) -> int:
    return widget.mapTo(area.viewport(), widget.rect().topRight()).x() + 1


def _words(widget: Any) -> str:
    return str(widget.text() or widget.accessibleName())


def test_what_is_left_to_do_has_most_of_the_room_on_the_start_page(window: Any) -> None:
    window.page_stack.show_start()
    finish_layouts(window)
    card = next(
        card for card in window.findChildren(RowsCard) if "Kræver dig nu" in card.findChildren(QLabel)[0].text()
    )
    links = [link for link in card.findChildren(WrappingLink) if link.isVisible()]
    told = [one for one in card.findChildren(QLabel) if one.isVisible() and " · " in one.text()]
    assert links
    assert max(link.geometry().right() for link in links) < card.width() * 0.4
    assert min(one.width() for one in told) > card.width() * 0.5
    for link in links:
        assert link.height() >= link.heightForWidth(link.width()), link.text()


class TestNothingIsCutOrOutside:
    def test_on_the_start_page(self, window: Any) -> None:
        window.page_stack.show_start()
        finish_layouts(window)
        assert faults(window.page_stack.currentWidget()) == []

    def test_on_any_employees_page(self, window: Any, program: Any) -> None:
        found = {}
        for employee in program.workplace.staff.everyone(left=True):
            window.show_employee(employee.id)
            finish_layouts(window)
            found[employee.name] = faults(window.page_stack.currentWidget())
        assert {name: wrong for name, wrong in found.items() if wrong} == {}

    def test_on_any_page_of_any_conversation(self, window: Any, program: Any) -> None:
        found = {}
        for number, form in program.workplace.database.rows(
            "SELECT c.id, v.form_id FROM conversation c JOIN form_version v ON v.id = c.form_version "
            "WHERE c.purpose <> 'paper' ORDER BY c.id"
        ):
            window.open_conversation(number)
            finish_layouts(window)
            view = window.page_stack.conversation
            for theme in range(view.themes.count()):
                view.themes.go_to(theme)
                finish_layouts(window)
                page = view.pages.currentWidget()
                found[form, number, page.tab.title] = faults(page)
        assert {place: wrong for place, wrong in found.items() if wrong} == {}
