"""The leader's own observations on an employee's page: added from the menu, changed, removed and undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLabel, QPushButton

from mus_desktop.model.people import Employee
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.employees.employee_page import EmployeePage
from mus_desktop.ui.observations.observation_dialog import ObservationDialog
from mus_desktop.ui.shell.main_window import MainWindow
from tests.ui.window.conftest import NOW


def _dialog(page: EmployeePage) -> ObservationDialog:
    return next(one for one in page.findChildren(ObservationDialog) if one.isVisible())


def _shown(page: EmployeePage) -> list[str]:
    return [label.text() for label in page.observations.findChildren(QLabel) if label.isVisible()][1:]


def _page(window: MainWindow, employee: int) -> EmployeePage:
    window.show_employee(employee)
    page = window.page_stack.currentWidget()
    assert isinstance(page, EmployeePage)
    return page


def test_one_is_added_from_the_menu_changed_removed_and_undone(
    window: MainWindow, place: Workplace, person: Callable[[str], Employee]
) -> None:
    assert not window.menus.new_observation.isEnabled(), "no employee is shown"
    anders = person("Anders").id
    page = _page(window, anders)
    window.menus.new_observation.trigger()
    dialog = _dialog(page)
    dialog.primary.click()
    assert "mangler en tekst" in dialog.problem.text()
    dialog.words.set_text("Roste holdet")
    dialog.primary.click()
    assert window.notices.text() == "Iagttagelsen er gemt."
    assert page.observations.button.text() == "Dine iagttagelser (1)"
    assert _shown(page) == [], "folded: somebody may stand behind the leader"
    page.observations.button.click()
    assert _shown(page) == ["Roste holdet"]
    edit = next(
        one
        for one in page.observations.findChildren(QPushButton)
        if one.accessibleName().startswith("Ret iagttagelsen")
    )
    edit.click()
    _dialog(page).words.set_text("Roste hele holdet")
    _dialog(page).primary.click()
    assert _shown(page) == ["Roste hele holdet"]
    page._observing.edit(anders, place.observations.of_employee(anders)[0])
    _dialog(page).remove.click()
    assert _shown(page) == []
    next(one for one in window.notices.findChildren(QPushButton) if one.text() == "Fortryd").click()
    assert [(one.on_date, one.body) for one in place.observations.of_employee(anders)] == [
        (NOW.date(), "Roste hele holdet")
    ]
    assert page.observations.button.text() == "Dine iagttagelser (1)"


def test_another_employees_page_shows_that_persons_folded(
    window: MainWindow, place: Workplace, person: Callable[[str], Employee]
) -> None:
    anders, bodil = person("Anders").id, person("Ågot").id
    place.observations.add(anders, date(2026, 3, 2), "Roste holdet")
    page = _page(window, anders)
    page.observations.button.click()
    assert _shown(page) == ["Roste holdet"]
    page = _page(window, bodil)
    assert page.observations.button.text() == "Dine iagttagelser"
    assert _shown(page) == []
    assert "Roste holdet" not in [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    page = _page(window, anders)
    assert _shown(page) == []
