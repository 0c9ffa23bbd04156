"""No underlined letter stands twice in a menu or a dialog."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.model.period import PeriodKind
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.shell.first_steps import FirstStep, FirstSteps
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.welcome.first_form import FirstFormPage


def _letter(text: str) -> str:
    found = re.search("&(.)", text.replace("&&", ""))
    return found.group(1).lower() if found else ""


def _twice(texts: list[str]) -> list[str]:
    count = Counter(filter(None, map(_letter, texts)))
    return [text for text in texts if count[_letter(text)] > 1]


def _texts(root: QWidget) -> list[str]:
    shown = [child for child in root.findChildren(QWidget) if child.isVisible()]
    labels = [child.text() for child in shown if isinstance(child, QLabel) and child.buddy() is not None]
    return labels + [child.text() for child in shown if isinstance(child, QAbstractButton)]


def test_in_the_menus(window: MainWindow) -> None:
    menus = [menu for menu in window.menuBar().findChildren(QMenu) if menu.actions()]
    assert len(menus) >= 3
    for menu in menus:
        assert _twice([action.text() for action in menu.actions()]) == []


@pytest.mark.parametrize(
    "command",
    [
        "new_employee",
        "new_conversation",
        "new_group",
        "import_staff",
        "questions",
        "blank_documents",
        "many_plans",
        "figures",
        "settings",
    ],
)
def test_in_the_dialogs(window: MainWindow, person: Any, command: str) -> None:
    window.show_employee(person("Ågot").id)
    getattr(window.menus, command).trigger()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    finish_layouts(dialog)
    assert len(_texts(dialog)) > 1
    assert _twice(_texts(dialog)) == []
    dialog.close()


@pytest.mark.parametrize("step", FirstStep)
def test_on_each_page_of_the_first_start(
    step: FirstStep, empty_place: Workplace, now: Callable[[], datetime], qtbot: QtBot
) -> None:
    parent = QWidget()
    page = FirstSteps(empty_place, now, parent)._page_of(step)
    for one in (parent, page):
        qtbot.addWidget(one)
    if isinstance(page, FirstFormPage):
        page.period.kind.setCurrentIndex(page.period.kind.findData(PeriodKind.OWN))
    page.show()
    finish_layouts(page)
    assert len(_texts(page)) > 1
    assert _twice(_texts(page)) == []
