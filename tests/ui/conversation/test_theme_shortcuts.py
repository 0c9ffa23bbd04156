"""Themes by keyboard: Alt and a digit for a line of the list as it stands, Alt+0 for the list itself."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mus_desktop.model.agenda import Agenda
from mus_desktop.model.form import Form, Tab
from mus_desktop.ui.conversation.theme_list import ThemeList

FORM = Form("f", 1, "F", "O", tuple(Tab(f"t{n}", f"Tema {n}", ()) for n in range(1, 13)))


@pytest.fixture
def themes(qtbot: QtBot) -> ThemeList:
    themes = ThemeList(FORM)
    qtbot.addWidget(themes)
    themes.show()
    return themes


def _told(themes: ThemeList) -> list[str]:
    items = (themes.item(row) for row in range(themes.count()))
    return [str(item.data(Qt.ItemDataRole.AccessibleDescriptionRole)) for item in items if not item.isHidden()]


def test_the_first_nine_lines_name_their_key_in_the_agreed_order_and_without_hidden_themes(themes: ThemeList) -> None:
    assert _told(themes) == [f"Alt+{n}" for n in range(1, 10)] + [""] * 3
    order = (11, *range(11))
    themes.apply_agenda(Agenda(order, frozenset({3})))
    assert themes.go_to_place(1)
    assert themes.current_tab() == 11
    assert themes.item(4).toolTip() == "Tema 4 (springes over, Alt+5)"
    themes.hide_tabs({11, 0})
    assert themes.go_to_place(1)
    assert themes.current_tab() == 1, "the first line that shows"
    assert _told(themes)[2] == "springes over, Alt+3"
    assert not themes.go_to_place(11)
    assert themes.current_tab() == 1


def test_alt_0_puts_the_keyboard_into_the_list_beyond_nine(start_talk: Any, hands: Any, program: Any) -> None:
    view = start_talk()
    hands.press("Alt+3")
    assert view.themes.currentRow() == 2
    assert not view.themes.hasFocus()
    hands.press("Alt+0")
    assert view.themes.hasFocus()
    hands.press("End")
    assert view.themes.currentRow() == view.themes.count() - 1
    assert view.pages.currentWidget().tab is view.live.state.form.tabs[-1]
    hands.press("F11")
    hands.press("Alt+0")
    assert view.themes.hasFocus()
