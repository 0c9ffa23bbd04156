"""The real window used at random, in a process of its own that can be killed at any moment.

Started by ``random_actions.py``. Each step is one thing a person could do: type, click, choose, press a key, wait for
another day. After each step it writes one JSON line on stdout with the step, and with the content of the open
conversation, so that the parent can compare them with the database after a kill.
"""

from __future__ import annotations

import faulthandler
import json
import os
import random
import resource
import sys
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QDesktopServices, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QTextEdit,
    QWidget,
)

from mus_desktop.app import build
from mus_desktop.ui.shell.application import prepare_application, run_window
from mus_desktop.ui.shell.main_window import MainWindow
from tests.conftest import ENGINE_PASSWORD, named
from tests.faults.begun import when_begun

KEYS = ("Tab", "Backtab", "Escape", "F9", "F11", "PageDown", "PageUp", "Return", "Up", "Down", "Delete")
DATES = ("dato", "frist", "Søg")
"""In the names of fields that keep an unreadable text on screen without storing it."""
WITH_CONTROL = "ZYACVNSFH"
UGLY = "Åse, blåbærgrød på Ærø; <&{{x}}>"
STEP_MS = 2
CLOSES = 0.1
"""The share of menus in which closing the program is among the choices, so that most runs end with a kill."""
STUCK = 30.0
"""Seconds of random use in one dialog that mean that a person cannot leave it either."""


class Person(QObject):
    """Somebody who does anything at all; ``seed`` decides what."""

    def __init__(self, folder: Path, seed: int, clock: Clock) -> None:
        super().__init__(QApplication.instance())
        self._folder, self._clock = folder, clock
        self._random = random.Random(seed)  # noqa: S311 - what to do, not a secret
        self._seed, self._steps, self._in_dialog = seed, 0, ("", 0.0)
        self._watched: QObject | None = None
        self._busy = False
        QTimer.singleShot(STEP_MS, self, self._on_time)

    def _on_time(self) -> None:
        # A new timer each time: one that is in its slot does not fire again in the loop of a dialog opened there.
        QTimer.singleShot(STEP_MS, self, self._on_time)
        if self._busy and not (QApplication.activePopupWidget() or QApplication.activeModalWidget()):
            return  # a step is under way, and not waiting for an answer in a dialog or a menu
        self._busy = True
        self._steps += 1
        where = self._place()
        step = self._random.choices(
            (self._type, self._click, self._press, self._choose, self._menu, self._wait), (40, 24, 14, 12, 6, 4)
        )[0]
        done = self._answer_file_dialog(where) if isinstance(where, QFileDialog) else step(where)
        self._tell(done)
        self._busy = False

    # -- steps --------------------------------------------------------------------------------------------------

    def _place(self) -> QWidget:
        """Return the window in front: a list, a dialog, or the main window."""
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._main()
        title = front.windowTitle() if front is not self._main() else ""
        if title != self._in_dialog[0]:
            self._in_dialog = (title, monotonic())
        elif title and monotonic() - self._in_dialog[1] > STUCK:
            tell({"stuck": title, "text": front.text() if isinstance(front, QMessageBox) else ""})
            self._in_dialog = (title, monotonic())
        return front

    def _main(self) -> QWidget:
        windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
        return max(windows, key=QWidget.isVisible)

    def _type(self, where: QWidget) -> str:
        fields = [one for one in shown(where, (QTextEdit, QLineEdit)) if not one.isReadOnly()]
        if not fields:
            return self._click(where)
        field = self._random.choice(fields)
        field.setFocus()
        if isinstance(field, QLineEdit) and field.echoMode() is QLineEdit.EchoMode.Password:
            field.setText(ENGINE_PASSWORD)
            return f"password {named(field)}"
        words = self._random.choice(
            (f"zq{self._seed}x{self._steps}qz", "8/12", "3", "Åse, blåbærgrød på Ærø; <&{{x}}>")
        )
        for letter in f"{words} ":
            QApplication.sendEvent(field, key_press(letter))
        return f"type {words!r} in {named(field)}"

    def _click(self, where: QWidget) -> str:
        buttons = [one for one in shown(where, (QAbstractButton,)) if one.isEnabled()]
        if not buttons:
            return self._press(where)
        button = self._random.choice(buttons)
        name = named(button) or button.text()
        self._tell_before(f"click {name}")
        click(button)
        return f"click {name}"

    def _press(self, where: QWidget) -> str:
        window = QApplication.focusWindow() or where.windowHandle()
        if window is None:  # while the screen is locked its windows have no place on the screen
            return "press nothing"
        held = Qt.KeyboardModifier.ControlModifier if self._random.random() < 0.25 else Qt.KeyboardModifier.NoModifier
        key = self._random.choice(WITH_CONTROL if held.value else KEYS)
        done = f"press {'Ctrl+' if held.value else ''}{key}"
        self._tell_before(done)
        shortcut = [one for one in self._actions() if key in WITH_CONTROL and one.shortcut() == f"Ctrl+{key}"]
        if shortcut and where is self._main():
            shortcut[0].trigger()
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.postEvent(window, QKeyEvent(kind, Qt.Key[f"Key_{key}"], held))
        return done

    def _choose(self, where: QWidget) -> str:
        lists = [one for one in shown(where, (QComboBox, QListWidget)) if one.isEnabled() and one.count()]
        if not lists:
            return self._press(where)
        chosen = self._random.choice(lists)
        number = self._random.randrange(chosen.count())
        chosen.setCurrentIndex(number) if isinstance(chosen, QComboBox) else chosen.setCurrentRow(number)
        return f"choose {number} in {named(chosen)}"

    def _menu(self, where: QWidget) -> str:
        if where is not self._main():
            return self._press(where)
        action = self._random.choice(self._actions())
        name = action.text()
        self._tell_before(f"menu {name}")
        action.trigger()
        return f"menu {name}"

    def _actions(self) -> list[QAction]:
        """Return what the menu bar offers now."""
        menus = [one.menu() for one in self._main().menuBar().actions() if one.menu()]
        found = [one for menu in menus for one in menu.actions()]
        shown_ones = [one for one in found if one.isEnabled() and one.isVisible() and one.text() and not one.menu()]
        stays = self._random.random() > CLOSES
        return [one for one in shown_ones if not (stays and one.shortcut() == "Ctrl+Q")]

    def _wait(self, _: QWidget) -> str:
        hours = self._random.choice((1, 5, 24, 72))
        self._clock.add(hours)
        return f"wait {hours} hours"

    def _answer_file_dialog(self, dialog: QFileDialog) -> str:
        if self._random.random() < 0.5:
            dialog.reject()
            return "no file"
        dialog.selectFile(str(self._random.choice(files(self._folder))))
        dialog.accept()
        if dialog.isVisible():
            dialog.reject()
        return "file"

    def _tell_before(self, what: str) -> None:
        """Say what is about to be done, in case it ends the process or opens a dialog."""
        tell({"step": self._steps, "did": f"({what})"})

    def _tell(self, done: str) -> None:
        view: Any = getattr(getattr(self._main(), "page_stack", None), "conversation", None)
        if view is not None and view.live is not self._watched:
            self._watched = view.live
            # Changes are reported before they are stored, so the parent knows everything that can be in the database.
            view.live.changed.connect(lambda _: self._tell("save"))
        line: dict[str, Any] = {"step": self._steps, "did": done}
        if view is not None:
            state = view.live.state
            line |= {"conversation": view.live.conversation_id, "saved": is_saved(view), "content": content(state)}
            # A dialog over the conversation has fields of its own, which are saved when it is closed.
            fields = [one for one in shown(view, (QTextEdit, QLineEdit)) if one.window() is view.window()]
            line["shown"] = tokens(text_of(one) for one in fields if not any(word in named(one) for word in DATES))
        tell(line)


class Clock:
    """The wall clock of the program, moved forward by the person."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        return self._now

    def add(self, hours: int) -> None:
        self._now += timedelta(hours=hours)
        tell({"clock": self._now.isoformat()})


def shown(where: QWidget, kinds: tuple[type[QWidget], ...]) -> list[Any]:
    """Return the visible, enabled widgets of these kinds in ``where``."""
    return [one for kind in kinds for one in where.findChildren(kind) if one.isVisible() and one.isEnabled()]


def text_of(field: QTextEdit | QLineEdit) -> str:
    return field.toPlainText() if isinstance(field, QTextEdit) else field.text()


def tokens(texts: Iterable[str]) -> list[str]:
    """Return the words that only this program types."""
    return sorted({word for text in texts for word in text.split() if word.startswith("zq") and word.endswith("qz")})


def is_saved(view: Any) -> bool:
    """Return whether the program says that everything is saved, and nothing has been typed since."""
    live = view.live
    waiting = live._after_last_key.isActive() or live._at_latest.isActive() or live._try_again.isActive()
    return not live.state.unsaved and not waiting


def content(state: Any) -> dict[str, Any]:
    """Return what the open conversation holds: answers by party and field, agreements by id."""
    answers = {f"{key.party} {key.field}": value for key, value in state.content.answers.items()}
    rows = {f"agreement {row.id}": dict(row.cells) for row in state.content.plan.agreements}
    return {**answers, **rows}


def click(button: QWidget) -> None:
    """Press and release the mouse on ``button``; posted, because the press may delete it."""
    spot = QPointF(button.rect().center())
    left, none, held = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    for kind, buttons in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
        QApplication.postEvent(button, QMouseEvent(kind, spot, button.mapToGlobal(spot), left, buttons, held))


def key_press(letter: str) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)


def tell(line: dict[str, Any]) -> None:
    os.write(1, (json.dumps(line, ensure_ascii=False, default=str) + "\n").encode())


def files(folder: Path) -> list[Path]:
    """Return what a file dialog may be answered with: real files, folders, and names that do not exist yet."""
    return [
        *(folder.parent / "filer").iterdir(),
        folder.parent / "filer" / "ny.txt",
        folder.parent / "drev",
        *(folder / "backup").glob("*.zip"),
    ]


def answer_with_files(folder: Path, seed: int) -> None:
    """Answer the file dialogs that block, and open nothing outside the program."""
    chance = random.Random(seed)  # noqa: S311 - as above
    folders = ("", folder.parent / "drev", folder.parent / "nye")

    def answer(*_: Any, **__: Any) -> tuple[str, str]:
        return (str(chance.choice(files(folder))) if chance.random() < 0.7 else "", "")

    replaced: dict[str, Callable[..., Any]] = {
        "getOpenFileName": answer,
        "getSaveFileName": answer,
        "getExistingDirectory": lambda *_, **__: str(chance.choice(folders)),
    }
    for name, way in replaced.items():
        setattr(QFileDialog, name, staticmethod(way))
    QDesktopServices.openUrl = staticmethod(lambda _: True)  # type: ignore[method-assign, assignment]


def report_crashes(to: Path) -> None:
    """Let a crash write its Python stack into ``to``, since stderr must stay empty, and a core file where it may."""
    faulthandler.enable(to.open("w", encoding="utf-8"))
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


def main(folder: Path, key: bytes | None, seed: int, start: datetime) -> int:
    clock = Clock(start)
    app = prepare_application()
    answer_with_files(folder, seed)
    when_begun(app, lambda _: Person(folder, seed, clock))
    first = [key]  # later calls name the key themselves: a restored backup may have another one, or none
    return run_window(lambda found: build(folder, key=first.pop() if first else found, now=clock), folder, clock)


if __name__ == "__main__":
    _, where, secret, number, begin, crash = sys.argv
    report_crashes(Path(crash))
    sys.exit(main(Path(where), bytes.fromhex(secret) or None, int(number), datetime.fromisoformat(begin)))
