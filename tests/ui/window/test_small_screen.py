"""The smallest screen, 1366 x 768 at 150 % less the taskbar, and the largest text: every control can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDialog, QPushButton, QScrollArea, QWidget

from mus_desktop.ui.demo.screenshot_dialogs import conversation_dialogs, employee_dialogs, menu_dialogs
from mus_desktop.ui.demo.screenshot_safety import safety_dialogs
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.dialogs import messages
from mus_desktop.ui.theme import screen_area
from tests.conftest import named

_AREA = QRect(0, 0, 911, 464)
_POINTS = 20


@pytest.fixture
def window(program: Any, demo_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(screen_area, "area_of", lambda _screen: _AREA)
    program.folder = demo_copy
    window = program.start()
    program.look.use_point_size(_POINTS)
    window.resize(_AREA.size())
    _settle(window)
    assert (window.width(), window.height()) == (911, 464), "the window cannot be as small as the screen"
    yield window
    program.look.use_point_size(10)


def _settle(widget: QWidget) -> None:
    for _ in range(2):
        finish_layouts(widget)
        QApplication.processEvents()


def _unreachable(window: QWidget) -> list[str]:
    """The controls of ``window`` that cannot be brought into view, by scrolling as Tab does."""
    missing = []
    for control in window.findChildren(QWidget):
        if control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isEnabled():
            _scroll_to(control, window)
            if not _is_in_view(control, window):
                shown = control.visibleRegion().boundingRect()
                missing.append(
                    f"{type(control).__name__} »{named(control)}« {shown.getRect()} of {control.size().toTuple()}"
                )
    return missing


def _scroll_to(control: QWidget, window: QWidget) -> None:
    around = control.parentWidget()
    while around is not None and around is not window:
        if isinstance(around, QScrollArea):
            place = QRect(control.mapTo(around.widget(), QPoint(0, 0)), control.size())
            margin = min(place.height(), around.viewport().height()) // 2
            around.ensureVisible(place.center().x(), place.top() + margin, min(place.width() // 2, 200), margin)
        around = around.parentWidget()
    QApplication.processEvents()


def _is_in_view(control: QWidget, window: QWidget) -> bool:
    """Return whether all of ``control`` shows, or as much of a tall one as there is room for."""
    shown = control.visibleRegion().boundingRect()
    if isinstance(control, QAbstractScrollArea):
        shown = shown.united(control.viewport().visibleRegion().boundingRect().translated(control.viewport().pos()))
    room = min(control.height(), _room(control, window).height())
    inside = window.rect().contains(QRect(control.mapTo(window, shown.topLeft()), shown.size()))
    return inside and shown.width() >= control.width() - 1 and shown.height() >= room - 1


def _room(control: QWidget, window: QWidget) -> QRect:
    around = control.parentWidget()
    while around is not None and around is not window:
        if isinstance(around, QScrollArea):
            return around.viewport().rect()
        around = around.parentWidget()
    return window.rect()


def _check(found: dict[str, Any], name: str, dialog: QWidget) -> None:
    if not isinstance(dialog, QDialog):
        return
    dialog.activateWindow()
    if name.startswith("sikkerhed"):  # enlarged for the picture
        dialog.resize(_AREA.size())
    _settle(dialog)
    wrong = _unreachable(dialog)
    if dialog.width() > _AREA.width() or dialog.height() > _AREA.height():
        wrong.append(f"{dialog.width()} x {dialog.height()} pixels")
    if wrong:
        found[name] = wrong


class TestEveryDialog:
    def test_of_the_menus_and_of_the_employees(self, window: Any, program: Any) -> None:
        found: dict[str, Any] = {}
        for name, dialog in menu_dialogs(window):
            _check(found, name, dialog)
        for employee in program.workplace.staff.everyone()[:3]:
            window.show_employee(employee.id)
            for name, dialog in employee_dialogs(window):
                _check(found, name, dialog)
        assert found == {}

    def test_of_the_wizard(self, window: Any, program: Any) -> None:
        found: dict[str, Any] = {}
        for number, form in _one_of_each_form(program):
            window.open_conversation(number)
            view = program.view
            for theme in range(view.themes.count()):
                view.themes.go_to(theme)
            for name, dialog in conversation_dialogs(view, program.workplace.conversations.open(number)):
                _check(found, f"{form}: {name}", dialog)
        assert found == {}

    def test_of_safety(self, window: Any, program: Any) -> None:
        found: dict[str, Any] = {}
        for name, dialog in safety_dialogs(program.workplace, program.clock, window):
            _check(found, name, dialog)
        assert found == {}

    @pytest.mark.parametrize("paragraphs", [1, 6])
    def test_that_asks(self, paragraphs: int, window: Any, hands: Any) -> None:
        found: dict[str, Any] = {}

        def look(box: QWidget) -> None:
            _check(found, "question", box)
            next(button for button in box.findChildren(QPushButton) if button.text() == "Annullér").click()

        hands.meet(look, "Vil du fortsætte?")
        choices = (messages.Choice("a", "&Fortsæt uden at gemme"), messages.Choice("b", "&Gem en kopi et andet sted"))
        assert messages.ask(window, "Vil du fortsætte?", "\n\n".join([_PARAGRAPH] * paragraphs), choices) == ""
        assert found == {}


_PARAGRAPH = (
    "Filen er åben i et andet program, eller drevet svarer ikke. Luk den, og prøv igen, eller vælg en anden mappe."
)


class TestEveryPage:
    def test_of_the_employees(self, window: Any, program: Any) -> None:
        found = {"overview": _unreachable(window)}
        for employee in program.workplace.staff.everyone()[:6]:
            window.show_employee(employee.id)
            _settle(window)
            found[employee.name] = _unreachable(window)
        assert {place: wrong for place, wrong in found.items() if wrong} == {}

    def test_of_a_conversation(self, window: Any, program: Any) -> None:
        found = {}
        for number, form in _one_of_each_form(program):
            window.open_conversation(number)
            view = program.view
            for theme in range(view.themes.count()):
                view.themes.go_to(theme)
                _settle(window)
                found[form, theme] = _unreachable(window)
        assert {place: wrong for place, wrong in found.items() if wrong} == {}


def _one_of_each_form(program: Any) -> Iterator[tuple[int, str]]:
    yield from program.workplace.database.rows(
        "SELECT min(c.id), v.form_id FROM conversation c JOIN form_version v ON v.id = c.form_version "
        "WHERE c.purpose <> 'paper' GROUP BY v.form_id"
    )
