"""What is said of saving, and when; and that nothing but the conversation ever shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.ui.demo.pictures import settle

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
        assert program.view.live.save()
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


def test_a_conversation_left_open_over_midnight_follows_the_clock(
    start_talk: Any, program: Program, hands: Hands
) -> None:
    start_talk()
    hands.press("Alt+6")
    program.clock.at += timedelta(hours=12)
    hands.click_on("Vi er enige")
    opened = program.workplace.conversations.open(program.view.conversation_id)
    assert opened.plan.agreed_on == date(2026, 11, 19)
