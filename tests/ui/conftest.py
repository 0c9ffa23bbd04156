"""What every test of the screen gets: no real screen, the program's look, and no widget or thread left behind."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QThreadPool
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.ui.controls.background_work import wait_for_awaited
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.theme.tokens import Scheme

_OF_QT = threading._DummyThread
_LAST_MOMENTS = 5.0
"""What Python remembers of a thread of Qt's that has logged something, also when it is long gone."""


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    return Look(qapp, Scheme.LIGHT)


@pytest.fixture(autouse=True)
def _as_the_program_looks(look: Look) -> Iterator[None]:
    yield
    look._preferences = None  # of a database that is closed now: storing in it would ask in a dialog nobody answers
    look.use_scheme(Scheme.LIGHT)
    look.use_point_size(10)


@pytest.fixture(autouse=True)
def _no_collection_on_other_threads() -> Iterator[None]:
    """As in the program (``garbage_collection.py``); between tests Python collects as usual."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """A window or a thread that a test leaves behind fails it."""
    windows, threads = set(QApplication.topLevelWidgets()), set(threading.enumerate())
    yield
    left = sorted(type(window).__name__ for window in _left_windows(windows))
    assert not left, f"{len(left)} top-level widgets left behind, such as {left[:5]}"
    assert wait_for_awaited(5), "background work left behind"
    assert not QThreadPool.globalInstance().activeThreadCount(), "the program would wait for Qt's own threads"
    started = {thread for thread in threading.enumerate() if not isinstance(thread, _OF_QT)} - threads
    for thread in started:
        thread.join(_LAST_MOMENTS)  # it has delivered its result, and may need a moment to end
    left_threads = {thread for thread in started if thread.is_alive()}
    assert not left_threads, f"threads left behind: {left_threads}"


def _left_windows(before: set[QWidget]) -> set[QWidget]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = set(QApplication.topLevelWidgets()) - before
    if left:
        del left
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        left = set(QApplication.topLevelWidgets()) - before
    return left


@pytest.fixture
def type_text(qapp: QApplication) -> Callable[[QWidget, str], None]:
    """Type text key by key into a widget; pytest-qt's own stops at letters beyond Latin-1."""

    def type_(widget: QWidget, text: str) -> None:
        for letter in text:
            key = Qt.Key.Key_Return if letter == "\n" else Qt.Key.Key_unknown
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "\r" if letter == "\n" else letter)
                QApplication.sendEvent(widget, event)

    return type_


@pytest.fixture
def press(qapp: QApplication) -> Callable[..., None]:
    """Press one key with modifiers where the keyboard is, or in a given widget."""

    def press_(
        key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, widget: QWidget | None = None
    ) -> None:
        target = widget or QApplication.focusWidget()
        assert target is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers))

    return press_


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[..., QWidget]]:
    """Show a widget on a scrolling page in a window of a given width, active and laid out."""

    kept: list[QWidget] = []

    def show_(widget: QWidget, width: int = 730, height: int = 800) -> QWidget:
        window, page = QScrollArea(), QWidget()
        layout = QVBoxLayout(page)
        layout.addWidget(widget)
        layout.addStretch(1)
        window.setWidgetResizable(True)
        window.setWidget(page)
        kept.append(window)
        qtbot.addWidget(window)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        return window

    yield show_
    kept.clear()
