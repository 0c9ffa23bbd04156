"""No underlined letter stands twice in a menu or a dialog."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget

from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.shell.main_window import MainWindow


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
    ["new_employee", "new_conversation", "new_group", "questions", "blank_documents", "many_plans", "settings"],
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
