"""What a key costs in a long note, and what a page of notes costs to build, beside plain editors doing the same."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from datetime import date

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QTextEdit, QVBoxLayout, QWidget

from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.form import Form, NotesField, PartyRole, Prompt, Tab
from mus_desktop.model.plan import Plan
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.fields.field_widget import Content, FieldContext
from mus_desktop.ui.fields.inputs.notes_input import NotesWidget
from mus_desktop.ui.theme.look import Look

pytestmark = pytest.mark.bench
_SENTENCE = "Bjørn har taget godt imod den nye opgave og spørger, når noget er uklart. "
_LONG = (_SENTENCE * 70)[:5000]
_LETTERS = "en håndfuld ord på dansk, som man skriver dem. "
_FIELDS = tuple(
    NotesField(
        key=f"note_{number}",
        title="Hvordan trives du på dit arbejde?",
        text="Spørgsmål til refleksion:",
        by=tuple(PartyRole),
        prompts=tuple(Prompt("Hvilke forhold får din trivsel til at forbedres?") for _ in range(7)),
    )
    for number in range(3)
)


def _context() -> FieldContext:
    form = Form("f", 1, "MUS", "Egedal Skole", (Tab("t", "Trivsel", _FIELDS),))
    parties = {PartyRole.EMPLOYEE: 1, PartyRole.LEADER: 2, PartyRole.SHARED: 3}
    return FieldContext(form, parties, 7, {}, ("Bjørn Ågård",), lambda: date(2026, 11, 21))


def _page(*widgets: QWidget) -> QScrollArea:
    area, inner = QScrollArea(), QWidget()
    area.setWidgetResizable(True)
    layout = QVBoxLayout(inner)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    area.setWidget(inner)
    area.resize(1000, 720)
    return area


def _bare(text: str = "") -> QTextEdit:
    editor = QTextEdit()
    editor.setAcceptRichText(False)
    editor.setPlainText(text)
    return editor


def _median_key(editor: QTextEdit, letter: str) -> float:
    started = time.perf_counter()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(editor, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter))
    QApplication.processEvents()
    return time.perf_counter() - started


def test_a_key_in_a_long_note_costs_at_most_twice_a_bare_editors(qapp: QApplication) -> None:
    Look(qapp)
    content = Content({AnswerKey(3, field.key): _LONG for field in _FIELDS}, Plan(7, 3))
    ours = [NotesWidget(field, _context()) for field in _FIELDS]
    for widget in ours:
        widget.load(content)
    bare = _bare(_LONG)
    pages = (_page(*ours), _page(bare, _bare(), _bare()))
    editors: tuple[QTextEdit, QTextEdit] = (ours[0].note(PartyRole.SHARED), bare)
    times: tuple[list[float], list[float]] = ([], [])
    for letter in _LETTERS * 4:
        for page, editor, measured in zip(pages, editors, times, strict=True):
            page.show()
            page.activateWindow()
            editor.setFocus()
            editor.moveCursor(editor.textCursor().MoveOperation.End)
            QApplication.processEvents()
            measured.append(_median_key(editor, letter))
    mine, theirs = (statistics.median(measured) for measured in times)
    print(f"\nkey in a note: {mine * 1e6:.0f} µs, bare editor {theirs * 1e6:.0f} µs, ratio {mine / theirs:.2f}")
    for page in pages:
        page.deleteLater()
    assert mine <= 2 * theirs


def _first_show(make: Callable[[], QScrollArea]) -> float:
    started = time.perf_counter()
    page = make()
    page.show()
    QApplication.processEvents()
    page.grab()
    spent = time.perf_counter() - started
    page.close()
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return spent


def test_a_page_of_notes_costs_at_most_three_times_its_plain_editors(qapp: QApplication) -> None:
    Look(qapp)
    content = Content({AnswerKey(party, f.key): _SENTENCE * 4 for party in (1, 2, 3) for f in _FIELDS}, Plan(7, 3))

    def ours() -> QScrollArea:
        context = _context()
        page = ThemePage(context.form.tabs[0], context)
        page.load(content)
        page.resize(1000, 720)
        return page

    def plain() -> QScrollArea:
        return _page(*(_bare(_SENTENCE * 4) for _ in range(9)))

    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(15):
        for make, measured in zip((ours, plain), times, strict=True):
            measured.append(_first_show(make))
    mine, theirs = (statistics.median(measured) for measured in times)
    print(f"\npage of notes: {mine * 1e3:.1f} ms, plain editors {theirs * 1e3:.1f} ms, ratio {mine / theirs:.2f}")
    assert mine <= 3 * theirs
