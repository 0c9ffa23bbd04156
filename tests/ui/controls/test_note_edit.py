from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from mus_desktop.ui.controls.note_edit import NoteEdit

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_PARAGRAPHS = "Æbler, ærter og Åse Ørum på en lang linje, der helt sikkert bliver brudt et par gange undervejs. " * 4


def _shows_everything(note: NoteEdit) -> bool:
    return note.viewport().height() >= note.document().size().height() and note.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("point_size", [8, 10, 20])
@pytest.mark.parametrize("width", [160, 420, 1100])
def test_all_of_the_text_shows_from_the_first_moment(
    width: int, point_size: int, look: Any, show: Any, qapp: QApplication
) -> None:
    look.use_point_size(point_size)
    note = NoteEdit(3)
    note.set_text(_PARAGRAPHS + "\n\nSidste linje")
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.addWidget(note)
    layout.addStretch(1)
    window.resize(width, 2400)
    window.grab()  # lays out and paints once, without a turn of the event loop
    assert _shows_everything(note)
    slack = note.viewport().height() - note.document().size().height()
    assert slack < note.fontMetrics().height() / 2
    window.deleteLater()


def test_it_grows_and_shrinks_with_the_text_and_the_width(show: Any, type_text: Any, qapp: QApplication) -> None:
    note = NoteEdit(2)
    window = show(note, 400)
    empty = note.height()
    note.setFocus()
    for line in range(1, 9):
        type_text(note, f"{line}. linje\n")
        qapp.processEvents()
        assert _shows_everything(note)
    grown = note.height()
    assert grown > empty
    note.set_text(_PARAGRAPHS)
    qapp.processEvents()
    wide = note.height()
    window.resize(220, 900)
    qapp.processEvents()
    assert _shows_everything(note)
    assert note.height() > wide
    note.set_text("")
    qapp.processEvents()
    assert note.height() == empty


@pytest.mark.parametrize(
    "text",
    ["Æ Ø Å æøå", "et\u00a0hårdt mellemrum", "a\u2028b", "\ttab", "  foran og bagved  ", "👩‍🏫 𝄞", "\n\n", "<b>&"],
)
def test_text_comes_back_to_the_letter(text: str, qtbot: Any) -> None:
    note = NoteEdit()
    qtbot.addWidget(note)
    note.set_text(text)
    assert note.text() == text
    note.set_text("")
    mime = QMimeData()
    mime.setText(text)
    mime.setHtml("<h1>Noget helt andet</h1>")
    note.insertFromMimeData(mime)
    assert note.text() == text.replace("\u2028", "\n"), "a line break is pasted as the one that Enter types"


def test_shown_text_is_not_typed_text(qtbot: Any) -> None:
    note = NoteEdit()
    qtbot.addWidget(note)
    typed: list[bool] = []
    note.textChanged.connect(lambda: typed.append(True))
    note.set_text("Gemt sidste år")
    assert not typed
    assert not note.document().isUndoAvailable()


def test_danish_letters_and_line_breaks_are_typed(show: Any, type_text: Any, press: Any) -> None:
    note = NoteEdit()
    show(note)
    note.setFocus()
    type_text(note, "Blåbærgrød\nÅ")
    press(Qt.Key.Key_Return, _SHIFT)
    type_text(note, "Ø")
    assert note.text() == "Blåbærgrød\nÅ\nØ"


def test_tab_leaves_the_note(show: Any, press: Any) -> None:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    first, second = NoteEdit(), NoteEdit()
    layout.addWidget(first)
    layout.addWidget(second)
    show(holder)
    first.setFocus()
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is second
    assert first.text() == ""
    press(Qt.Key.Key_Backtab, _SHIFT)
    assert QApplication.focusWidget() is first


def test_the_wheel_scrolls_the_page_and_not_the_note(qtbot: Any) -> None:
    note = NoteEdit()
    qtbot.addWidget(note)
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(note.viewport(), event)
    assert not event.isAccepted()


def test_concealed_text_cannot_be_reached_and_comes_back_whole(show: Any, type_text: Any, press: Any) -> None:
    note = NoteEdit()
    show(note)
    note.setFocus()
    type_text(note, "HEMMELIGT")
    cursor = note.textCursor()
    cursor.setPosition(3)
    note.setTextCursor(cursor)
    note.conceal()
    spoken = QAccessible.queryAccessibleInterface(note)
    assert "HEMMELIGT" not in spoken.text(QAccessible.Text.Value)
    assert "HEMMELIGT" not in note.toPlainText()
    note.selectAll()
    note.copy()
    assert "HEMMELIGT" not in QGuiApplication.clipboard().text()
    assert note.text() == "HEMMELIGT"
    note.reveal()
    assert note.textCursor().position() == 3
    note.setFocus()
    press(Qt.Key.Key_Z, _CTRL, note)
    assert note.text() == ""


def test_what_is_loaded_while_concealed_shows_afterwards(show: Any) -> None:
    note = NoteEdit()
    show(note)
    note.conceal()
    note.set_text("Nyt")
    assert note.toPlainText() == ""
    note.reveal()
    assert note.toPlainText() == "Nyt"


def test_the_page_follows_the_cursor(qtbot: Any, type_text: Any, qapp: QApplication) -> None:
    area, inner = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    layout = QVBoxLayout(inner)
    note = NoteEdit()
    layout.addWidget(note)
    layout.addStretch(1)
    area.setWidget(inner)
    area.resize(300, 200)
    area.show()
    note.setFocus()
    for line in range(40):
        type_text(note, f"Linje {line}\n")
        qapp.processEvents()
        bottom = note.viewport().mapTo(area.viewport(), note.cursorRect().bottomLeft()).y()
        assert 0 <= bottom <= area.viewport().height()


def test_known_heights_follow_every_key_at_every_width(show: Any, type_text: Any, qtbot: Any) -> None:
    """A key that fills no line at the present width may fill one at another width."""
    note = NoteEdit(1)
    show(note)
    widths = range(120, 420, 25)
    note.setFocus()
    for letter in "Vi talte om opgaverne, og hvad der giver ro i hverdagen.":
        for width in widths:
            note.heightForWidth(width)
        type_text(note, letter)
        fresh = NoteEdit(1)
        fresh.setFont(note.font())
        qtbot.addWidget(fresh)
        fresh.set_text(note.text())
        assert [note.heightForWidth(width) for width in widths] == [fresh.heightForWidth(width) for width in widths]
