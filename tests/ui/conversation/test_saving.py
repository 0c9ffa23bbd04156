"""What is said of saving, and when; and that nothing but the conversation ever shows."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop import paths
from mus_desktop.errors import AnswersRefused
from mus_desktop.model.answers import Changes
from mus_desktop.services.conversation.conversation_writer import ConversationWriter
from mus_desktop.ui.conversation import live_conversation
from mus_desktop.ui.demo.window_pictures import finish_layouts

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

SHARED = "Fælles noter: Opfølgning på sidste års personlige udviklingsplan"


class Windows(QObject):
    """Every window that has come up since, however short."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.accessibleName() or watched.windowTitle()}")
        return super().eventFilter(watched, event)


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[Windows]:
    windows = Windows()
    qapp.installEventFilter(windows)
    yield windows
    qapp.removeEventFilter(windows)


def test_looking_is_not_typing_and_brings_up_no_other_window(
    program: Program, demo_copy: Any, hands: Hands, windows: Windows
) -> None:
    """Every page of the fullest conversation on every form: in both arrangements, wide and narrow, small and large."""
    program.folder = demo_copy
    window = program.start()
    lines = program.workplace.conversations.all()
    forms = {line.form_id: line for line in sorted(lines, key=lambda one: one.agreements)}
    windows.shown.clear()
    for line in forms.values():
        window.open_conversation(line.conversation.id)
        for _ in range(2):
            wizard(program, window)
            hands.press("F11")
        window.resize(1000, 700)
        wizard(program, window)
        program.look.zoom(2)
        wizard(program, window)
        program.look.zoom(0)
        window.resize(1280, 720)
        assert program.view.header.saved_text() == "", line.form_id
        assert program.view.live.save()
        assert program.view.header.saved_text() == "", line.form_id
    assert windows.shown == []


def wizard(program: Program, window: QWidget) -> None:
    for number in range(program.view.themes.count()):
        program.view.themes.setCurrentRow(number)
        finish_layouts(window)


def test_typing_and_taking_it_back_ends_where_it_began(
    start_talk: Callable[..., Any], hands: Hands, qtbot: QtBot
) -> None:
    view = start_talk(others=False)
    hands.press("Alt+2")
    hands.click_on(SHARED)
    hands.type("Æ")
    assert view.header.saved_text() == "Gemmer …"
    hands.press("Ctrl+Z")
    qtbot.waitUntil(lambda: view.header.saved_text() == "")
    hands.type("Ø")
    assert view.header.saved_text() == "Gemmer …"
    qtbot.waitUntil(lambda: view.header.saved_text() == "Gemt 14.03")


@pytest.mark.parametrize("leave", ["Tab", "Ctrl+PgDown", "F11", "Ctrl+S", "Alt+Left"])
def test_leaving_saves_at_once(start_talk: Callable[..., Any], program: Program, hands: Hands, leave: str) -> None:
    view = start_talk(others=False)
    hands.press("Alt+2")
    hands.click_on(SHARED)
    hands.press("Ctrl+End")
    hands.type(" ændret")
    hands.press(leave)
    texts = program.workplace.conversations.open(view.conversation_id).answers.values()
    assert "Fælles om siden_sidst ændret" in texts


def test_a_conversation_left_open_over_midnight_follows_the_clock(
    start_talk: Any, program: Program, hands: Hands
) -> None:
    start_talk()
    hands.press("Alt+6")
    program.clock.at += timedelta(hours=12)
    hands.click_on("Vi er enige")
    opened = program.workplace.conversations.open(program.view.conversation_id)
    assert opened.plan.agreed_on == date(2026, 11, 19)


def test_an_answer_that_does_not_fit_stays_on_screen_until_it_is_edited(
    start_talk: Callable[..., Any], program: Program, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It blocks leaving and closing, everything else is saved, and no timer tries the same answer for ever."""
    monkeypatch.setattr(live_conversation, "TRY_AGAIN_MS", 1)
    real, attempts = ConversationWriter.save, list[Changes]()

    def save(writer: Any, changes: Changes, conversation: int | None = None) -> datetime:
        attempts.append(changes)
        if any("tolv" in str(value) for value in changes.answers.values()):
            raise AnswersRefused("»Opfølgning« er ikke gemt. Ret det, du har skrevet dér.", frozenset({"siden_sidst"}))
        return real(writer, changes, conversation)

    monkeypatch.setattr(ConversationWriter, "save", save)
    view = start_talk(others=False)
    hands.press("Alt+2")
    hands.click_on(SHARED)
    hands.press("Ctrl+End")
    hands.type(" tolv")
    hands.press("Alt+6")
    hands.click_on("Aftale 1, Hvad vil du gerne opnå? (læringsmål)")
    hands.press("Ctrl+End")
    hands.type(" i naturfag")
    assert not view.save_now()
    assert view.failure_bar.isVisible()
    assert view.failure_bar.text() == "»Opfølgning« er ikke gemt. Ret det, du har skrevet dér."
    assert view.header.saved_text() == "Ikke gemt"
    stored = program.workplace.conversations.open(view.conversation_id)
    assert "Blive vejleder i naturfag" in str(stored.plan.agreements), "everything else is saved"
    assert "Fælles om siden_sidst" in stored.answers.values()
    assert "Fælles om siden_sidst tolv" in view.live.state.as_text(), "a copy elsewhere holds it"
    count = len(attempts)
    QTest.qWait(50)
    assert len(attempts) == count, "an answer that was not edited would be refused again"
    assert not program.window.page_stack.leave()
    assert not program.window.close()
    assert program.view is view
    hands.press("F11")
    assert "Opfølgning" not in view.failure_bar.text(), "the title may be one that only the leader sees"
    hands.press("F11")
    hands.press("Alt+2")
    hands.click_on(SHARED)
    assert hands.focused().toPlainText() == "Fælles om siden_sidst tolv"
    hands.press("Ctrl+A")
    hands.type("12")
    assert view.save_now()
    assert not view.failure_bar.isVisible()
    assert view.header.saved_text() == "Gemt 14.03"
    assert "12" in program.workplace.conversations.open(view.conversation_id).answers.values()
    assert program.window.page_stack.leave()


MOST_CALLS = 120
"""Of the program's own functions; 219 before the state of a conversation was gathered in one place, 87 after."""


def test_saving_one_note_is_a_short_path(start_talk: Callable[..., Any], hands: Hands) -> None:
    """From the open page to the commit, counted in calls of the program's own functions; a sign, not a promise."""
    view = start_talk(others=False)
    hands.press("Alt+2")
    hands.click_on(SHARED)
    hands.type("Æ")
    assert view.save_now(), "the first time loads the services"
    hands.type("Ø")
    package, calls = str(paths.__file__).removesuffix("paths.py"), list[str]()

    def count(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        is_part = code.co_name.startswith("<") and code.co_name != "<lambda>"  # a comprehension is no function
        if event == "call" and code.co_filename.startswith(package) and not is_part:
            calls.append(f"{code.co_filename.removeprefix(package)}: {code.co_qualname}")

    sys.setprofile(count)
    try:
        saved = view.save_now()
    finally:
        sys.setprofile(None)
    assert saved
    assert len(calls) <= MOST_CALLS, Counter(calls).most_common(12)
