"""What is said of saving, and when; and that nothing but the conversation ever shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.errors import SaveFailed
from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.ui.conversation.autosave import Autosave
from mus_desktop.ui.demo.pictures import settle

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

SHARED = "Fælles noter: Opfølgning på sidste års personlige udviklingsplan"
NOW = datetime(2026, 11, 18, 14, 3)  # noqa: DTZ001


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
    lines = program.workplace.conversations.everyone()
    forms = {line.form_id: line for line in sorted(lines, key=lambda one: one.agreements)}
    windows.shown.clear()
    for line in forms.values():
        window.open_conversation(line.conversation.id)
        for _ in range(2):
            walk(program, window)
            hands.press("F11")
        window.resize(1000, 700)
        walk(program, window)
        program.look.zoom(2)
        walk(program, window)
        program.look.zoom(0)
        window.resize(1280, 720)
        assert program.view.header.saved_text() == "", line.form_id
        assert program.view._autosave.flush()
        assert program.view.header.saved_text() == "", line.form_id
    assert windows.shown == []


def walk(program: Program, window: QWidget) -> None:
    for number in range(program.view.themes.count()):
        program.view.themes.setCurrentRow(number)
        settle(window)


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


class Saver:
    """An autosave with somebody typing into it and a disk that does as it is told."""

    def __init__(self) -> None:
        self.typed, self.disk, self.fails = Changes(), Changes(), False
        self.said: list[str] = []
        self.autosave = Autosave(self.collect, self.save)
        self.autosave.typed.connect(lambda: self.said.append("typed"))
        self.autosave.saved.connect(lambda _at: self.said.append("saved"))
        self.autosave.unchanged.connect(lambda: self.said.append("unchanged"))
        self.autosave.failed.connect(lambda _message: self.said.append("failed"))

    def type(self, field: str, text: str | None) -> None:
        self.typed = self.typed.then(Changes({AnswerKey(1, field): text}))
        self.autosave.touch()

    def collect(self) -> Changes:
        collected, self.typed = self.typed, Changes()
        return collected

    def save(self, changes: Changes) -> datetime:
        if self.fails:
            raise SaveFailed("Disken er fuld.")
        self.disk = self.disk.then(changes)
        return NOW


@pytest.fixture
def saver(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Saver:
    for name, milliseconds in (("AFTER_LAST_KEY_MS", 30), ("AT_LATEST_MS", 90), ("TRY_AGAIN_MS", 60)):
        monkeypatch.setattr(f"mus_desktop.ui.conversation.autosave.{name}", milliseconds)
    return Saver()


class TestAutosave:
    def test_says_typed_once_and_then_saved(self, saver: Saver, qtbot: QtBot) -> None:
        for text in "abc":
            saver.type("a", text)
        qtbot.waitUntil(lambda: saver.said == ["typed", "saved"])
        assert saver.disk.answers == {AnswerKey(1, "a"): "c"}

    def test_does_not_wait_for_a_pause_for_ever(self, saver: Saver, qtbot: QtBot) -> None:
        def types_on() -> bool:
            saver.type("a", "x")
            return "saved" in saver.said

        qtbot.waitUntil(types_on)

    def test_tells_when_it_came_to_nothing(self, saver: Saver, qtbot: QtBot) -> None:
        saver.autosave.touch()
        qtbot.waitUntil(lambda: saver.said == ["typed", "unchanged"])

    def test_says_nothing_when_nothing_was_typed(self, saver: Saver) -> None:
        assert saver.autosave.flush()
        assert saver.said == []

    def test_keeps_what_failed_and_saves_it_with_what_came_later(self, saver: Saver, qtbot: QtBot) -> None:
        saver.fails = True
        saver.type("a", "først")
        assert not saver.autosave.flush()
        saver.type("b", "så")
        saver.type("a", "rettet")
        qtbot.waitUntil(lambda: saver.said.count("failed") >= 3)
        assert saver.autosave.failing
        assert "saved" not in saver.said
        assert saver.said.count("typed") == 1, "what is not saved is not on its way either"
        saver.fails = False
        qtbot.waitUntil(lambda: saver.said[-1] == "saved")
        assert saver.disk.answers == {AnswerKey(1, "a"): "rettet", AnswerKey(1, "b"): "så"}
        assert not saver.autosave.failing
        assert not saver.autosave.pending


def test_a_conversation_left_open_over_midnight_follows_the_clock(
    start_talk: Any, program: Program, hands: Hands
) -> None:
    start_talk()
    hands.press("Alt+6")
    program.clock.at += timedelta(hours=12)
    hands.click_on("Vi er enige")
    opened = program.workplace.conversations.open(program.view.conversation_id)
    assert opened.plan.agreed_on == date(2026, 11, 19)
