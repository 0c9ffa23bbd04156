"""A short key becomes the leader's own phrase, with the keyboard and with the mouse, undone in one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from mus_desktop.model.form import NotesField, PartyRole
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.settings.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

PHRASES = {"op": "Vi følger op\nom en måned.", "Tak": "Tak for i dag & i morgen"}


@pytest.fixture
def note(start_talk: Callable[..., Any], program: Program, hands: Hands) -> NoteEdit:
    """The empty common note of a theme, with the focus."""
    view = start_talk(shared="")
    program.workplace.writing_settings.set_phrases(PHRASES)
    number, key = next(
        (number, field.key)
        for number, tab in enumerate(view.live.state.form.tabs)
        for field in tab.fields
        if isinstance(field, NotesField) and PartyRole.SHARED in field.by
    )
    view.themes.go_to(number)
    found: NoteEdit = view.pages.currentWidget().field_widget(key).note(PartyRole.SHARED)
    hands.click(found.viewport())
    return found


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_a_key_becomes_its_phrase_and_is_undone_in_one_step(note: NoteEdit, hands: Hands) -> None:
    hands.type("\N{GRINNING FACE} Først: OP")
    hands.press("Ctrl+Space")
    assert note.text() == "\N{GRINNING FACE} Først: Vi følger op\nom en måned."
    hands.press("Ctrl+Z")
    assert note.text() == "\N{GRINNING FACE} Først: OP"


def test_without_a_key_the_phrases_are_offered(note: NoteEdit, hands: Hands) -> None:
    hands.type("Og ")
    hands.press("Ctrl+Space")
    menu = open_menu()
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == ["Vi følger op om en måned.\top", "Tak for i dag && i morgen\tTak", "Skriv »Når …, så …«"]
    menu.actions()[1].trigger()
    menu.close()
    assert note.text() == "Og Tak for i dag & i morgen"


def test_the_menu_of_the_text_has_them_too(note: NoteEdit) -> None:
    note.customContextMenuRequested.emit(QPoint(5, 5))
    menu = open_menu()
    phrases = menu.actions()[0].menu()
    assert isinstance(phrases, QMenu)
    phrases.actions()[-1].trigger()
    menu.close()
    assert note.text() == "Når , så "


def test_the_employee_sees_no_list(note: NoteEdit, program: Program, hands: Hands) -> None:
    program.view.set_arrangement(Arrangement.CONVERSATION)
    note.setFocus()
    hands.type("x")
    hands.press("Ctrl+Space")
    assert QApplication.activePopupWidget() is None
    hands.type(" op")
    hands.press("Ctrl+Space")
    assert note.text() == "x Vi følger op\nom en måned."
    note.customContextMenuRequested.emit(QPoint(5, 5))
    menu = open_menu()
    assert not any(action.menu() for action in menu.actions())
    menu.close()


def test_phrases_are_made_in_the_settings(
    start_talk: Callable[..., Any], program: Program, hands: Hands, qtbot: QtBot
) -> None:
    start_talk()

    def make(dialog: Any) -> None:
        assert isinstance(dialog, SettingsDialog)
        hands.click_on("Tilføj frase")
        hands.type("op sf")
        hands.press("Tab")
        hands.type("Vi følger op.")
        hands.click_on("Gem")
        assert dialog.problem.text() == "En forkortelse må ikke have mellemrum. Skriv den i ét ord."
        assert hands.focused() is dialog.phrases.rows[0].key
        hands.press("Ctrl+A")
        hands.type("op")
        hands.click_on("Tilføj frase")
        hands.type("OP")
        hands.click_on("Gem")
        assert "Skriv teksten til" in dialog.problem.text()
        hands.type("Andet")
        hands.click_on("Gem")
        assert "To fraser har forkortelsen" in dialog.problem.text()
        hands.click_on("Fjern frase 2")
        hands.click_on("Gem")

    hands.meet(make, "Indstillinger")
    program.window.menus.settings.trigger()
    qtbot.waitUntil(lambda: program.workplace.writing_settings.phrases() == {"op": "Vi følger op."})
