"""The list at the left: Danish order, search while typing, and the keyboard all the way to an open page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from mus_desktop.model.people import Employee
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.safety import LAST_OFFSITE
from mus_desktop.ui.shell.main_window import MainWindow


def listed(window: MainWindow) -> list[tuple[str, str]]:
    return [(row.employee.name, row.word) for row in window.sidebar.list.employees.rows()]


def test_lists_the_active_in_danish_order_with_where_they_stand(
    window: MainWindow, place: Workplace, person: Callable[[str], Employee], plan: Callable[..., int]
) -> None:
    place.conversations.finish(plan(person("Øjvind")), date(2026, 5, 1))
    plan(person("Ågot"), date(2025, 6, 3))
    window.page_stack.refresh()
    assert listed(window) == [
        ("Anders Holm", "uden samtale"),
        ("Øjvind Krog", "afholdt"),
        ("Ågot Bæk", "overskredet 3. juni 2025"),
    ]
    assert "MUS 2026 · 1 af 3 afholdt" in [label.text() for label in window.sidebar.findChildren(QLabel)]
    window.sidebar.show_former.setChecked(True)
    assert ("Bodil Juhl", "fratrådt") in listed(window)


def test_from_the_search_field_to_an_open_page_without_a_mouse(
    window: MainWindow, type_text: Callable[[QWidget, str], None], press: Callable[..., None]
) -> None:
    window.menus.search.trigger()
    assert window.focusWidget() is window.sidebar.search
    type_text(window.sidebar.search, "lærer ågot")
    assert listed(window) == [("Ågot Bæk", "uden samtale")]
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert window.page_stack.employee_id is None, "moving in the list opens nothing"
    press(Qt.Key.Key_Return)
    assert window.page_stack.employee_id == window.sidebar.list.employees.rows()[1].employee.id


def test_the_open_employee_stays_in_view_when_a_message_appears(window: MainWindow, place: Workplace) -> None:
    added = [place.staff.add(Employee(f"Åse {letter}")) for letter in "ABCDEFGHIJKLMNOPQRST"]
    window.page_stack.refresh()
    window.show_employee(added[-1].id)
    finish_layouts(window)
    shown = window.sidebar.list
    height = shown.viewport().height()
    window.notices.show_notice("Åse T er tilføjet.")
    finish_layouts(window)
    assert shown.viewport().height() < height, "the message takes room from the list"
    assert shown.viewport().rect().contains(shown.visualRect(shown.currentIndex()))


def test_says_so_when_nobody_matches(window: MainWindow, type_text: Callable[[QWidget, str], None]) -> None:
    type_text(window.sidebar.search, "zzz")
    told = [label.text() for label in window.sidebar.findChildren(QLabel) if label.isVisible()]
    assert any("Ingen medarbejdere passer" in text for text in told)
    assert "MUS 2026 · 0 af 3 afholdt" in told, "the count is of the period, not of the search"


def test_the_last_backup_has_its_place_from_the_first_moment(window: MainWindow) -> None:
    side = window.sidebar
    assert side._backup_placeholder.isVisible()
    before = side.list.geometry(), side.new.geometry()
    side.show_backup_status(f"{LAST_OFFSITE}: i dag", "muted")
    finish_layouts(window)
    assert side._backup is not None
    assert side._backup.isVisible()
    assert (side.list.geometry(), side.new.geometry()) == before
