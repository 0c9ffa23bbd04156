"""The window as a whole: what shows when, what closes it, and what an onlooker may never see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.model.people import Employee
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.backup import backup_state
from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.employees.employee_page import EmployeePage
from mus_desktop.ui.shell.main_window import NEUTRAL_TITLE, TITLE, MainWindow
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.welcome.first_backup import FirstBackupPage
from mus_desktop.ui.welcome.first_form import FirstFormPage
from mus_desktop.ui.welcome.first_password import FirstPasswordPage
from mus_desktop.ui.welcome.first_people import FirstPeoplePage
from mus_desktop.ui.welcome.first_start import FirstStartPage
from mus_desktop.ui.welcome.overview import OverviewPage


def shown(window: MainWindow) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def test_first_start_then_first_employee_then_the_list(
    open_window: Callable[[Workplace], MainWindow],
    empty_place: Workplace,
    now: Callable[[], datetime],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    def full(*_: object) -> None:
        raise OSError

    window = open_window(empty_place)
    first = window.page_stack.currentWidget()
    assert isinstance(first, FirstStartPage)
    assert not window.sidebar.isVisible()
    first.go.click()
    assert "navn" in first.problem.text(), "a name is needed on the plan"
    first.leader.name.setText(" Mette   Lindgaard ")
    first.go.click()
    assert empty_place.preferences.leader().name == "Mette Lindgaard"
    form = window.page_stack.currentWidget()
    assert isinstance(form, FirstFormPage)
    form.go.click()
    assert "skema" in form.problem.text(), "no municipality's form is taken for granted"
    form.form.form.setCurrentIndex(form.form.form.findData("kobenhavn-buf"))
    form.period.kind.setCurrentIndex(1)
    form.go.click()
    assert empty_place.preferences.period_of(now().date()).title == "2025/2026"
    assert empty_place.preferences.default_form() == "kobenhavn-buf"
    protect = window.page_stack.currentWidget()
    assert isinstance(protect, FirstPasswordPage), "a password is recommended before anything is written"
    with monkeypatch.context() as broken:
        broken.setattr(backup_state, "write_atomically", full)
        protect.without.click()
    assert "ikke gemt" in protect.problem.text()
    assert not empty_place.safety.protection().password_declined
    protect.without.click()
    assert empty_place.safety.protection().password_declined
    backup = window.page_stack.currentWidget()
    assert isinstance(backup, FirstBackupPage)
    assert backup.choose_folder.text() == "Vælg mappe til &backup …"
    for name in ("usb", "netdrev"):
        (tmp_path / name).mkdir()
        backup.add_folder(tmp_path / name)
    assert backup.choose_folder.text() == "Vælg &en mappe mere …"
    backup.chosen.findChildren(QPushButton)[0].click()
    assert [target.folder.name for target in empty_place.safety.protection().targets] == ["netdrev"]
    backup.go.click()
    assert isinstance(window.page_stack.currentWidget(), FirstPeoplePage)
    empty_place.staff.add(Employee("Ågot Bæk"))
    window.page_stack.refresh()
    assert isinstance(window.page_stack.currentWidget(), OverviewPage)
    assert window.sidebar.isVisible()


def test_turned_to_the_employee_nothing_but_the_conversation_shows(
    window: MainWindow, person: Callable[[str], Employee], plan: Callable[..., int], look: Look
) -> None:
    told: list[bool] = []
    window.turned_to_employee.connect(told.append)
    window.open_conversation(plan(person("Ågot")))
    window.menus.turn.trigger()
    assert window.page_stack.arrangement is Arrangement.CONVERSATION
    assert not window.sidebar.isVisible()
    assert not window.menuBar().isVisible()
    assert window.windowTitle() == NEUTRAL_TITLE
    assert window.menus.turn.isEnabled()
    asleep = (window.menus.new_employee, window.menus.search, window.menus.settings, window.menus.new_conversation)
    assert not any(action.isEnabled() for action in asleep)
    assert not any(name in text for text in shown(window) for name in ("Anders", "Øjvind", "Bodil", "afholdt"))
    window.menus.turn.trigger()
    assert window.sidebar.isVisible()
    assert window.menuBar().isVisible()
    assert window.windowTitle() == TITLE
    assert told == [True, False]


def test_back_from_a_conversation_restores_the_frame(
    window: MainWindow, person: Callable[[str], Employee], plan: Callable[..., int]
) -> None:
    window.open_conversation(plan(person("Ågot")))
    assert window.page_stack.conversation is not None
    window.page_stack.toggle_turned()
    window.page_stack.conversation.left.emit()
    assert isinstance(window.page_stack.currentWidget(), EmployeePage)
    assert window.page_stack.employee_id == person("Ågot").id
    assert window.menuBar().isVisible()
    assert window.windowTitle() == TITLE
    assert not window.menus.turn.isEnabled()


def test_stays_open_and_on_the_page_while_something_is_not_saved(
    window: MainWindow, person: Callable[[str], Employee], plan: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_conversation(plan(person("Ågot")))
    view = window.page_stack.conversation
    monkeypatch.setattr(view, "leave", lambda **_: False)
    assert not window.close()
    assert window.isVisible()
    assert not window.show_employee(person("Anders").id)
    assert window.page_stack.conversation is view
    assert window.page_stack.employee_id == person("Ågot").id
    monkeypatch.undo()
    assert window.close()


def test_stands_where_it_was_left(
    open_window: Callable[[Workplace], MainWindow], place: Workplace, look: Look, now: Callable[[], datetime]
) -> None:
    first = open_window(place)
    first.resize(760, 650)
    first.close()
    again = MainWindow(place, look, now)
    assert again.size() == QSize(760, 650)  # the screen of the tests has 800 x 800
    again.deleteLater()


def test_fills_a_screen_that_has_no_room_for_its_frame(
    place: Workplace, look: Look, now: Callable[[], datetime]
) -> None:
    window = MainWindow(place, look, now)
    window.resize(window.screen().availableSize())
    window.show_on_screen()
    assert window.isMaximized()
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_that_has_the_keyboard(
    open_window: Callable[[Workplace], MainWindow], empty_place: Workplace, press: Callable[..., None], key: Qt.Key
) -> None:
    first = open_window(empty_place).page_stack.currentWidget()
    assert isinstance(first, FirstStartPage)
    first.go.setFocus()
    press(key, Qt.KeyboardModifier.ControlModifier)
    assert not first.problem.text()
    press(key)
    assert first.problem.text()


def test_looks_are_chosen_from_the_menu_and_by_key(window: MainWindow, look: Look, press: Callable[..., None]) -> None:
    window.menus.larger.trigger()
    assert look.point_size == 11
    window.menus.normal.trigger()
    assert look.point_size == 10
    dark = next(action for action in window.menus.schemes.values() if "ørkt" in action.text())
    dark.trigger()
    assert look.scheme.value == "dark"
    assert dark.isChecked()


INPUTS = (QAbstractButton, QComboBox, QLineEdit, QListView)


def names_of(root: QWidget) -> list[str]:
    inputs = [w for kind in INPUTS for w in root.findChildren(kind)]
    visible = [w for w in inputs if w.isVisible() and w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    return [QAccessible.queryAccessibleInterface(w).text(QAccessible.Text.Name).replace("&", "") for w in visible]


def test_every_input_has_a_name_of_its_own(
    window: MainWindow, person: Callable[[str], Employee], plan: Callable[..., int]
) -> None:
    plan(person("Ågot"))
    plan(person("Ågot"), date(2025, 6, 3))
    window.show_employee(person("Ågot").id)
    finish_layouts(window)
    names = names_of(window)
    assert len(names) > 8
    assert all(names)
    assert len(names) == len(set(names)), sorted(names)


def test_tab_goes_through_the_whole_page(
    window: MainWindow, person: Callable[[str], Employee], plan: Callable[..., int], press: Callable[..., None]
) -> None:
    plan(person("Ågot"))
    window.show_employee(person("Ågot").id)
    finish_layouts(window)
    window.sidebar.search.setFocus()
    seen: list[QWidget] = []
    while (at := window.focusWidget()) not in seen:
        assert at is not None
        seen.append(at)
        press(Qt.Key.Key_Tab)
    page = window.page_stack.currentWidget()
    assert isinstance(page, EmployeePage)
    card = page.cards[0]
    wanted = [
        window.sidebar.list,
        window.sidebar.show_former,
        window.sidebar.new,
        page.edit,
        page.new,
        card.open,
        card.more,
    ]
    assert [widget for widget in seen if widget in wanted] == wanted


@pytest.mark.parametrize("points", [8, 10, 20])
def test_nothing_is_wider_than_the_window(
    window: MainWindow,
    person: Callable[[str], Employee],
    plan: Callable[..., int],
    look: Look,
    points: int,
    place: Workplace,
) -> None:
    long = place.staff.add(
        Employee("Marie-Louise Wollesen-Christoffersen", "Speciallæsepædagogkonsulent", "K" * 60, "x" * 70 + "@a.dk")
    )
    plan(long, place_name="Y" * 200)
    look.use_point_size(points)
    for show in (lambda: window.show_employee(long.id), window.page_stack.show_start):
        show()
        finish_layouts(window)
        right = window.mapToGlobal(window.rect().topRight()).x()
        for label in (w for w in window.findChildren(QLabel) if w.isVisible()):
            assert label.mapToGlobal(label.rect().topRight()).x() <= right, label.text()
            needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            assert label.height() >= needed - 1, f"cut: {label.text()}"
    assert window.size() == QSize(1280, 720)


def test_the_start_page_follows_the_list_unless_something_else_came_first(
    qtbot: QtBot, place: Workplace, look: Look, now: Callable[[], datetime], person: Callable[[str], Employee]
) -> None:
    waiting, quick = (MainWindow(place, look, now, list_first=True) for _ in range(2))
    assert waiting.page_stack.count() == 0
    quick.show_employee(person("Ågot").id)
    qtbot.waitUntil(lambda: isinstance(waiting.page_stack.currentWidget(), OverviewPage))
    assert isinstance(quick.page_stack.currentWidget(), EmployeePage)
    for window in (waiting, quick):
        window.deleteLater()
