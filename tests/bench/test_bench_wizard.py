"""What the wizard costs beside plain Qt doing the same with as many editors: a key, a change of page, opening."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QScrollArea, QStackedWidget, QTabWidget, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.form import NotesField, PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

KEY_AT_MOST = 2.0
TAB_AT_MOST = 3.0
OPEN_AT_MOST = 4.0
LONG = ("Bjørn har taget godt imod den nye opgave og spørger, når noget er uklart. " * 70)[:5000]
NOTE = "Fælles noter: Hvordan trives du på dit arbejde?"
KEYS, ROUNDS, OPENINGS = 150, 30, 12

pytestmark = pytest.mark.bench


@pytest.fixture
def view(program: Program) -> Any:
    """The wizard in its window, with 5,000 characters in every shared note."""
    program.start()
    workplace = program.workplace
    employee = workplace.staff.add(Employee("Bjørn Ågård"))
    meeting = Meeting("kobenhavn-buf", PeriodRule().period_of(date(2026, 11, 18)))
    number = workplace.conversations.plan_new(employee.id, meeting)
    opened = workplace.conversations.open(number)
    notes = [field for field in opened.form.fields() if isinstance(field, NotesField)]
    shared = opened.party(PartyRole.SHARED).id
    workplace.writing.save(Changes({AnswerKey(shared, field.key): LONG for field in notes}))
    program.window.open_conversation(number)
    return program.view


def editors_on(page: QWidget) -> list[str]:
    """The text of every editor that shows on ``page``."""
    return [editor.toPlainText() for editor in page.findChildren(QTextEdit) if not editor.isHidden()]


def bare_page(texts: list[str]) -> QScrollArea:
    """Plain editors with these texts, three beside each other as in the wizard."""
    area, inside = QScrollArea(), QWidget()
    grid = QGridLayout(inside)
    for number, text in enumerate(texts):
        editor = QTextEdit()
        editor.setAcceptRichText(False)
        editor.setPlainText(text)
        grid.addWidget(editor, number // 3, number % 3)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    return area


def bare_tabs(pages: list[list[str]]) -> QTabWidget:
    tabs = QTabWidget()
    for number, texts in enumerate(pages):
        tabs.addTab(bare_page(texts), f"Tema {number + 1}")
    return tabs


@pytest.fixture
def beside(view: Any, qtbot: QtBot) -> Iterator[QTabWidget]:
    """A bare tab widget in a window of the same size, with as many editors as the wizard has on each page."""
    pages = []
    for number in range(view.themes.count()):
        view.themes.setCurrentRow(number)
        pages.append(editors_on(view.pages.currentWidget()))
    tabs = bare_tabs(pages)
    tabs.resize(view.window().size())
    qtbot.addWidget(tabs)
    tabs.show()
    qtbot.waitExposed(tabs)
    yield tabs
    tabs.hide()


def timed(act: Callable[..., object], *given: object) -> float:
    """Seconds until ``act`` is done and everything is laid out and painted."""
    started = perf_counter()
    act(*given)
    QApplication.processEvents()
    return perf_counter() - started


def compared(
    what: str, ours: list[float], bare: list[float], at_most: float, capsys: pytest.CaptureFixture[str]
) -> None:
    ratio = median(ours) / median(bare)
    with capsys.disabled():
        figures = f"{median(ours) * 1e3:.2f} ms / {median(bare) * 1e3:.2f} ms = {ratio:.2f} (at most {at_most})"
        print(f"\n{what}: {figures}")
    assert ratio <= at_most


def press(editor: QTextEdit, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(editor, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter))


def test_a_key_in_a_long_note_in_the_wizard(
    view: Any, hands: Hands, beside: QTabWidget, capsys: pytest.CaptureFixture[str]
) -> None:
    view.themes.setCurrentRow(2)
    ours = hands.find(NOTE, view)
    beside.setCurrentIndex(2)
    plain = next(e for e in beside.currentWidget().findChildren(QTextEdit) if e.toPlainText() == LONG)
    assert isinstance(ours, QTextEdit)
    for editor in (ours, plain):
        editor.setFocus()
        for letter in "opvarmning":
            timed(press, editor, letter)
    in_ours, in_plain = [], []
    for number in range(KEYS):
        in_ours.append(timed(press, ours, LONG[number]))
        in_plain.append(timed(press, plain, LONG[number]))
    compared("a key in a 5,000-character note in the wizard", in_ours, in_plain, KEY_AT_MOST, capsys)


def test_changing_page(view: Any, beside: QTabWidget, capsys: pytest.CaptureFixture[str]) -> None:
    ours, bare = [], []
    for number in range(ROUNDS * view.themes.count()):
        to = number % view.themes.count()
        ours.append(timed(view.themes.setCurrentRow, to))
        bare.append(timed(beside.setCurrentIndex, to))
    compared("changing tab", ours, bare, TAB_AT_MOST, capsys)


def test_opening_a_conversation(view: Any, program: Program, qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    """From the click until the page with three notes stands there; beside it a bare page of as many editors."""
    view.themes.setCurrentRow(2)
    texts = editors_on(view.pages.currentWidget())
    window, number = program.window, view.conversation_id
    ours, bare = [], []

    holder = QStackedWidget()
    holder.resize(window.size())
    qtbot.addWidget(holder)
    holder.show()
    qtbot.waitExposed(holder)

    def open_bare() -> None:
        before, tabs = holder.currentWidget(), bare_tabs([texts])
        holder.addWidget(tabs)
        holder.setCurrentWidget(tabs)
        if before is not None:
            holder.removeWidget(before)
            before.deleteLater()

    for _ in range(OPENINGS):
        ours.append(timed(window.open_conversation, number))
        bare.append(timed(open_bare))
    compared("opening a conversation", ours, bare, OPEN_AT_MOST, capsys)
