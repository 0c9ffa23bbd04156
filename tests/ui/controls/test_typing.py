"""Every text input: Alt+letter types nothing, AltGr and dead keys do, and the caret is after the text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.date_input import DateInput, DateLine
from mus_desktop.ui.controls.growing_line import GrowingLine
from mus_desktop.ui.controls.line_edit import LineEdit, OneLineEdit, TextLine
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.controls.text_entry.paste_area import PasteArea
from mus_desktop.ui.employees.sidebar import SearchEdit
from mus_desktop.ui.meeting.people_picker import _Search
from mus_desktop.ui.meeting.time_input import TimeInput
from mus_desktop.ui.safety.code_dialog import _CodeEdit

_MODIFIER = Qt.KeyboardModifier
_ALT, _CTRL, _SHIFT = _MODIFIER.AltModifier, _MODIFIER.ControlModifier, _MODIFIER.ShiftModifier
_LINES: list[Callable[[], Any]] = [
    LineEdit,
    OneLineEdit,
    TextLine,
    DateLine,
    TimeInput,
    SearchEdit,
    _Search,
    _CodeEdit,
    NoteEdit,
    lambda: GrowingLine(chars=20),
    PasteArea,
]
_TEXT = "Ærter og løg"


def _text(entry: Any) -> str:
    if isinstance(entry, QLineEdit):
        return entry.text()
    return str(entry.toPlainText())


def _press(entry: QWidget, key: int, text: str, modifiers: Qt.KeyboardModifier) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(entry, QKeyEvent(kind, key, modifiers, text))


@pytest.fixture(params=_LINES)
def entry(request: pytest.FixtureRequest, show: Callable[..., QWidget], qapp: QApplication) -> Any:
    made = request.param()
    show(made, 400, 200)
    made.setFocus()
    return made


class TestAltWithALetter:
    @pytest.mark.parametrize("modifiers", [_ALT, _ALT | _SHIFT])
    def test_types_nothing(self, entry: Any, modifiers: Qt.KeyboardModifier) -> None:
        _press(entry, Qt.Key.Key_K, "k", modifiers)
        _press(entry, Qt.Key.Key_Ooblique, "ø", modifiers)
        assert _text(entry) == ""

    def test_types_with_alt_gr_of_windows_and_of_linux(self, entry: Any) -> None:
        _press(entry, Qt.Key.Key_At, "@", _CTRL | _ALT)
        _press(entry, Qt.Key.Key_Bar, "|", _MODIFIER.GroupSwitchModifier)
        assert _text(entry) == "@|"

    def test_types_what_is_composed(self, entry: Any) -> None:
        _press(entry, 0, "æ", _ALT)  # Alt+0230 on the number pad of Windows
        composed = QInputMethodEvent()
        composed.setCommitString("é")
        QApplication.sendEvent(entry, composed)
        _press(entry, Qt.Key.Key_unknown, "ñ", _MODIFIER.NoModifier)
        assert _text(entry) == "æéñ"

    def test_chooses_nothing_in_a_combo_box(self, show: Callable[..., QWidget]) -> None:
        box = ComboBox()
        box.addItems(["Anna", "Kirsten"])
        show(box)
        _press(box, Qt.Key.Key_K, "k", _ALT)
        assert box.currentText() == "Anna"
        _press(box, Qt.Key.Key_K, "k", _MODIFIER.NoModifier)
        assert box.currentText() == "Kirsten"


def test_every_text_input_of_the_program_is_one_of_these() -> None:
    bare = [cls for base in (QLineEdit, QPlainTextEdit) for cls in _all_below(base) if "keyPressEvent" not in _own(cls)]
    assert [cls.__name__ for cls in bare if cls.__module__.startswith("mus_desktop.")] == []


def _all_below(base: type) -> list[type]:
    return [cls for below in base.__subclasses__() for cls in (below, *_all_below(below))]


def _own(cls: type) -> set[str]:
    ours = [base for base in cls.__mro__ if base.__module__.startswith("mus_desktop.")]
    return {name for base in ours for name in vars(base)}


class TestCaret:
    @pytest.fixture(params=[LineEdit, NoteEdit, lambda: GrowingLine(chars=20)])
    def filled(self, request: pytest.FixtureRequest, show: Callable[..., QWidget]) -> Any:
        """An input with a text that was loaded, between two others; the first has the focus."""
        entry, first, last = request.param(), LineEdit(), LineEdit()
        page = QWidget()
        layout = QVBoxLayout(page)
        for widget in (first, entry, last):
            layout.addWidget(widget)
        show(page, 400, 300)
        (entry.show_text if hasattr(entry, "show_text") else entry.set_text)(_TEXT)
        first.setFocus()
        return entry

    @pytest.mark.parametrize("reason", [Qt.FocusReason.OtherFocusReason, Qt.FocusReason.ActiveWindowFocusReason])
    def test_is_after_the_text_when_a_page_opens(self, filled: Any, reason: Qt.FocusReason) -> None:
        filled.setFocus(reason)
        _press(filled, Qt.Key.Key_X, "x", _MODIFIER.NoModifier)
        assert _text(filled) == f"{_TEXT}x"

    def test_is_after_the_text_with_tab(self, filled: Any, qapp: QApplication) -> None:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is filled
        assert _position(filled) == len(_TEXT)

    def test_stays_where_it_was_put(self, filled: Any, qapp: QApplication) -> None:
        filled.setFocus(Qt.FocusReason.OtherFocusReason)
        _press(filled, Qt.Key.Key_Home, "", _MODIFIER.NoModifier)
        filled.clearFocus()
        filled.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        assert _position(filled) == 0

    def test_is_at_the_beginning_of_what_can_only_be_read(self, filled: Any) -> None:
        filled.set_read_only(True)
        filled.setFocus(Qt.FocusReason.OtherFocusReason)
        assert _position(filled) == 0

    def test_is_after_a_text_that_is_replaced_while_writing(self, filled: Any) -> None:
        filled.setFocus(Qt.FocusReason.OtherFocusReason)
        (filled.show_text if hasattr(filled, "show_text") else filled.set_text)("En anden tekst")
        assert _position(filled) == len("En anden tekst")


def _position(entry: Any) -> int:
    return int(entry.cursorPosition() if isinstance(entry, QLineEdit) else entry.textCursor().position())


def test_a_date_that_was_loaded_is_edited_at_its_end(show: Callable[..., QWidget]) -> None:
    day = DateInput(lambda: date(2026, 11, 18))
    show(day, 400, 200)
    day.show_day(date(2027, 3, 1))
    day.setFocus(Qt.FocusReason.OtherFocusReason)
    assert _position(day.line) == len(day.line.text())
