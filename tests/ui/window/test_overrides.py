"""A mistake in an override of Qt's methods is told; the window stays, and what is typed is kept."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from mus_desktop import ui
from mus_desktop.app import build
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.overrides import find_qt_method
from mus_desktop.ui.dialogs import messages
from mus_desktop.ui.shell.main_window import MainWindow

TYPED = "Det her må ikke gå tabt"
NAMES = (
    "changeEvent", "closeEvent", "data", "event", "focusInEvent", "heightForWidth", "keyPressEvent", "minimumSizeHint",
    "paint", "paintEvent", "redo", "reject", "resizeEvent", "rowCount", "setGeometry", "showEvent", "sizeHint", "undo",
)  # fmt: skip


def classes() -> Iterator[type]:
    for module in pkgutil.walk_packages(ui.__path__, "mus_desktop.ui."):
        import_module(module.name)
    waiting: list[type] = [Shiboken.Object]
    while waiting:
        cls = waiting.pop()
        waiting += type.__subclasses__(cls)
        if cls.__module__.startswith("mus_desktop."):
            yield cls


def test_no_override_is_forgotten() -> None:
    """Also those that come from a base that is not Qt's."""
    bare = [
        f"{cls.__name__}.{name}"
        for cls in classes()
        for base in cls.__mro__
        if not base.__module__.startswith(("PySide6.", "Shiboken"))
        for name, made in vars(base).items()
        if callable(made) and find_qt_method(cls, name) and not hasattr(made, "__wrapped__")
    ]
    assert bare == []


class Failing(QWidget):
    def closeEvent(self, event: QCloseEvent) -> None:
        [].pop()

    def sizeHint(self) -> QSize:
        return QSize(int("x"), 0)

    def heightForWidth(self, width: int) -> int:
        return 1 // 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        raise KeyError("x")


class FailingUnderAnotherName(QWidget):
    closeEvent = lambda self, event: [].pop()  # noqa: E731


@pytest.fixture
def mistakes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    kinds: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: kinds.append(kind.__name__))
    return kinds


def test_an_override_that_fails_gives_an_answer_nothing_is_lost_by(qtbot: QtBot, mistakes: list[str]) -> None:
    widget = Failing()
    qtbot.addWidget(widget, before_close_func=lambda w: setattr(Failing, "closeEvent", QWidget.closeEvent))
    widget.show()
    assert not widget.close()
    assert widget.isVisible()
    qtbot.keyClick(widget, Qt.Key.Key_A)
    assert QWidget.sizeHint(widget) == widget.sizeHint()
    assert widget.heightForWidth(9) == -1
    assert {"IndexError", "KeyError", "ValueError", "ZeroDivisionError"} == set(mistakes)


def test_a_window_stays_by_what_qt_calls_the_override(qtbot: QtBot, mistakes: list[str]) -> None:
    widget = FailingUnderAnotherName()
    qtbot.addWidget(widget, before_close_func=lambda w: setattr(type(w), "closeEvent", QWidget.closeEvent))
    widget.show()
    assert not widget.close()
    assert mistakes == ["IndexError"]


def test_a_slot_is_not_given_more_than_it_takes(qtbot: QtBot) -> None:
    class Dialog(QDialog):
        def reject(self) -> None:
            super().reject()

    dialog, button = Dialog(), QPushButton()
    qtbot.addWidget(dialog)
    qtbot.addWidget(button)
    button.clicked.connect(dialog.reject)
    dialog.show()
    button.click()
    assert not dialog.isVisible()


def test_the_real_window_tells_stays_and_keeps_what_is_typed(place: Workplace, plan: Callable[..., int]) -> None:
    folder, conversation = place.database.path.parent, plan(place.staff.everyone()[0])
    place.close()
    script = Path(__file__).with_name("failing_overrides.py")
    run = subprocess.run(
        [sys.executable, str(script), str(folder), TYPED, *NAMES],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    said = run.stdout.splitlines()
    assert run.returncode == 0, f"it ended after {said[-1:]}"
    assert said == [*(line for name in NAMES for line in lines_of(name)), "closed"]
    again = build(folder)
    texts = again.conversations.open(conversation).answers.values()
    again.close()
    assert any(TYPED in str(text) for text in texts)


def lines_of(name: str) -> list[str]:
    return [f"told {name}", "stayed"] if name == "closeEvent" else [f"told {name}"]


def test_a_window_that_cannot_save_for_a_mistake_asks_before_it_closes(
    window: MainWindow, mistakes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(window.page_stack, "leave", lambda closing: [].pop())
    monkeypatch.setattr(messages, "confirm", lambda *said: asked.append(said[1]) or len(asked) > 1)
    assert not window.close()
    assert asked == [], "the first time it only tells"
    assert not window.close()
    assert window.isVisible()
    assert window.close()
    assert len(asked) == 2
    assert set(mistakes) == {"IndexError"}


def test_where_the_window_stood_is_not_worth_staying_open_for(
    window: MainWindow, place: Workplace, mistakes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place.preferences, "set_window", lambda kept: [].pop())
    assert window.close()
    assert mistakes == ["IndexError"]
