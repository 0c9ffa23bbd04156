"""Wrong words are underlined where the leader writes, never in Samtale, and put right from the menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from mus_desktop.model.form import NotesField, PartyRole
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.controls.spelling import speller
from mus_desktop.ui.conversation.writing import writing_help
from mus_desktop.ui.fields.field_widget import Arrangement

if TYPE_CHECKING:
    from tests.conftest import Hands, Program


class _Dictionary:
    def is_right(self, word: str) -> bool:
        return word.lower() not in ("hesd", "kaat")

    def suggestions(self, word: str) -> tuple[str, ...]:
        return ("hest", "heste") if word == "hesd" else ()


@pytest.fixture
def write(
    start_talk: Callable[..., Any], program: Program, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], tuple[Any, NoteEdit]]:
    """Write a text in a common note, with the check of spelling."""
    monkeypatch.setattr(writing_help, "is_installed", lambda: True)
    monkeypatch.setattr(speller, "_IDLE_MS", 50)
    monkeypatch.setattr(Workplace, "load_dictionary", staticmethod(_Dictionary))

    def write_(text: str) -> tuple[Any, NoteEdit]:
        view = start_talk(shared="")
        tabs = view.live.state.form.tabs
        number, key = next(
            (number, field.key)
            for number, tab in enumerate(tabs)
            for field in tab.fields
            if isinstance(field, NotesField) and PartyRole.SHARED in field.by
        )
        view.themes.go_to(number)
        note = view.pages.currentWidget().field_widget(key).note(PartyRole.SHARED)
        hands.click(note.viewport())
        hands.type(text)
        return view, note

    return write_


def underlined(note: NoteEdit) -> list[str]:
    wavy = QTextCharFormat.UnderlineStyle.WaveUnderline
    lines = [one for one in note.extraSelections() if one.format.underlineStyle() is wavy]
    return [one.cursor.selectedText() for one in lines]


def menu_at(note: NoteEdit, word: str) -> QMenu:
    cursor = note.textCursor()
    cursor.setPosition(note.toPlainText().index(word) + 1)
    note.customContextMenuRequested.emit(note.cursorRect(QTextCursor(cursor)).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


Write = Callable[[str], tuple[Any, NoteEdit]]


def test_wrong_words_are_underlined_for_the_leader_alone(write: Write, qtbot: QtBot) -> None:
    view, note = write("\N{GRINNING FACE} en hesd\nog en god kaat for Åse Nørgård")
    qtbot.waitUntil(lambda: underlined(note) == ["hesd", "kaat"])
    assert note.text().endswith("Nørgård")
    view.set_arrangement(Arrangement.CONVERSATION)
    assert underlined(note) == []
    view.set_arrangement(Arrangement.PREPARATION)
    assert underlined(note) == ["hesd", "kaat"]


def test_lines_are_no_edit(write: Write, qtbot: QtBot) -> None:
    view, note = write("en hesd")
    qtbot.waitUntil(lambda: not view.live.state.unsaved)
    changes: list[str] = []
    note.textChanged.connect(lambda: changes.append("changed"))
    qtbot.waitUntil(lambda: underlined(note) == ["hesd"])
    assert not changes
    assert not view.live.state.unsaved


def test_a_suggestion_replaces_the_word_and_is_undone_in_one_step(write: Write, qtbot: QtBot) -> None:
    _view, note = write("min hesd er god")
    qtbot.waitUntil(lambda: underlined(note) == ["hesd"])
    choose(menu_at(note, "hesd"), "hest")
    assert note.text() == "min hest er god"
    qtbot.waitUntil(lambda: underlined(note) == [])
    note.undo()
    assert note.text() == "min hesd er god"


def test_own_words_are_right_from_now_on(write: Write, program: Program, qtbot: QtBot) -> None:
    _view, note = write("en kaat")
    qtbot.waitUntil(lambda: underlined(note) == ["kaat"])
    menu = menu_at(note, "kaat")
    assert not next(action for action in menu.actions() if action.text() == "Ingen forslag").isEnabled()
    choose(menu, "Føj »kaat« til ordbogen")
    qtbot.waitUntil(lambda: underlined(note) == [])
    assert program.workplace.writing_settings.own_words() == ("kaat",)


def test_switched_off_there_are_no_lines(write: Write, program: Program, hands: Hands, qtbot: QtBot) -> None:
    _view, note = write("en hesd")
    qtbot.waitUntil(lambda: underlined(note) == ["hesd"])
    program.workplace.writing_settings.set_checks_spelling(False)
    hands.press("Tab")
    note.setFocus()
    assert underlined(note) == []
    note.customContextMenuRequested.emit(QPoint(5, 5))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert not [action for action in menu.actions() if "ordbogen" in action.text()]
    menu.close()
