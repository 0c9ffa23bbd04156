"""No dialog that holds a text is closed by one key: what was written is kept, or let go on purpose."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs import input_dialog
from mus_desktop.ui.dialogs.messages import confirm
from mus_desktop.ui.fields.inputs.text_dialog import TextDialog
from mus_desktop.ui.forms.local_questions_dialog import LocalQuestionsDialog
from mus_desktop.ui.shell.main_window import MainWindow


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the leader answers when asked, last first; empty is *Annullér*. Fails when nothing is left to answer."""
    answers: list[str] = []
    monkeypatch.setattr(input_dialog, "ask", lambda *_: answers.pop())
    return answers


def _escape(dialog: Any) -> None:
    QTest.keyPress(dialog, Qt.Key.Key_Escape)


def test_own_questions_outlast_escape_and_a_look_at_another_form(
    window: MainWindow, place: Workplace, asked: list[str]
) -> None:
    dialog = LocalQuestionsDialog(place, "kobenhavn-buf", window)
    dialog.open()
    dialog.fields()[0].add("Hvordan går det med lydniveauet?")
    first = dialog._forms.currentIndex()
    dialog._forms.setCurrentIndex(0 if first else 1)
    other = dialog._form().id
    dialog.fields()[0].add("Og hos jer?")
    dialog._forms.setCurrentIndex(first)
    assert [e.text() for e in dialog.fields()[0].editors()][-1] == "Hvordan går det med lydniveauet?"
    asked.append("")
    _escape(dialog)
    assert dialog.isVisible()
    assert not asked
    asked.append("keep")
    _escape(dialog)
    layers = place.catalogue.local_layers
    assert "Hvordan går det med lydniveauet?" in str(layers.get("kobenhavn-buf").added)
    assert "Og hos jer?" in str(layers.get(other).added)


def test_a_locked_screen_does_not_make_what_was_written_old(window: MainWindow, asked: list[str]) -> None:
    dialog = TextDialog("Puljen", "25.000 kr.", str, window)
    dialog.open()
    dialog.note.insertPlainText("30.000 kr. ")
    dialog.hide()
    dialog.show()
    asked.append("")
    _escape(dialog)
    assert not asked


def test_nothing_is_asked_where_nothing_was_written(window: MainWindow, place: Workplace, asked: list[str]) -> None:
    dialog = LocalQuestionsDialog(place, "kobenhavn-buf", window)
    dialog.open()
    dialog._forms.setCurrentIndex(0 if dialog._forms.currentIndex() else 1)
    gone: list[int] = []
    dialog.rejected.connect(lambda: gone.append(1))
    _escape(dialog)
    assert gone
    assert asked == []


def test_the_question_itself_offers_to_keep_and_says_so_first(window: MainWindow) -> None:
    written: list[str] = []
    dialog = TextDialog("Puljen", "25.000 kr.", written.append, window)
    dialog.open()
    dialog.note.insertPlainText(" og 30.000 kr.")

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert {button.text() for button in box.buttons()} == {"&Gem", "&Luk uden at gemme", "Annullér"}
        default = box.defaultButton()
        assert isinstance(default, QPushButton)
        default.click()

    QTimer.singleShot(0, answer)
    _escape(dialog)
    assert written == ["25.000 kr. og 30.000 kr."]


@pytest.mark.parametrize("key", [Qt.Key.Key_L, Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_nothing_goes_by_a_key_pressed_in_passing(window: MainWindow, key: Qt.Key) -> None:
    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        QTest.keyClick(box, key)
        if key is Qt.Key.Key_L:
            assert box.isVisible(), "an underlined letter needs Alt here, too"
            QTest.keyClick(box, key, Qt.KeyboardModifier.ShiftModifier)
            QTest.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(0, answer)
    assert not confirm(window, "Slet samtalen?", "Det kan ikke fortrydes.", "S&let samtalen")
