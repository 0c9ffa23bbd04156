from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from mus_desktop.ui.controls.segments import Segment, Segments

_WORDS = {"a": "Nået", "b": "I gang", "c": "Ikke nået", "d": "Opgivet"}


@pytest.fixture
def segments(show: Any) -> Segments:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    made = Segments([Segment(key, word) for key, word in _WORDS.items()], holder)
    made.set_accessible_name("Aftale 1, status")
    layout.addWidget(made)
    show(holder)
    made.chosen_keys = []
    made.chosen.connect(made.chosen_keys.append)
    made.focus()
    return made


def test_arrows_and_first_letters_choose(segments: Any, press: Any, type_text: Any) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        press(key)
    for letter in "iiion":
        type_text(QApplication.focusWidget(), letter)
    assert segments.chosen_keys == ["a", "b", "c", "b", "c", "b", "c", "d", "a"]
    assert QApplication.focusWidget() is segments.buttons["a"]


def test_the_ends_are_ends_and_nothing_is_told_twice(segments: Any, press: Any) -> None:
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    assert segments.chosen_keys == ["a"]


@pytest.mark.parametrize("erase", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space])
def test_a_choice_can_be_taken_back(segments: Any, press: Any, erase: Qt.Key) -> None:
    segments.show_key("b")
    segments.focus()
    press(erase)
    assert segments.key == ""
    assert segments.chosen_keys == [""]


def test_tab_stops_once_at_what_is_chosen(segments: Any) -> None:
    def stops() -> list[str]:
        return [key for key, b in segments.buttons.items() if b.focusPolicy() & Qt.FocusPolicy.TabFocus]

    assert stops() == ["a"]
    segments.buttons["c"].click()
    assert stops() == ["c"]


def test_what_is_shown_is_not_told_and_what_is_unknown_is_none(segments: Any) -> None:
    segments.show_key("c")
    segments.show_key("open")
    assert segments.key == ""
    assert segments.chosen_keys == []


def test_keys_that_mean_nothing_here_are_left_to_the_page(segments: Any, press: Any, type_text: Any) -> None:
    press(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    type_text(QApplication.focusWidget(), "x")
    assert segments.chosen_keys == []


def test_every_word_has_its_own_name(segments: Any) -> None:
    assert [b.accessibleName() for b in segments.buttons.values()] == [
        f"Aftale 1, status: {w}" for w in _WORDS.values()
    ]
