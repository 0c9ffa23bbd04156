"""The real window in the hands of a test: opened on a data folder, driven by keys and mouse, closed, opened again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from shutil import copytree
from time import monotonic
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QMessageBox, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop import paths
from mus_desktop.app import build
from mus_desktop.services.demo.story import read_story
from mus_desktop.services.demo.story_import import import_story
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.database.file_header import key_file
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.accessibility import announcement
from mus_desktop.ui.shell.application import prepare_application, stored_look
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.theme.offscreen_fonts import name_font_folder
from tests.faulty_share import caching_share as caching_share  # noqa: PLC0414
from tests.faulty_share import share as share  # noqa: PLC0414 - a fixture for all
from tests.faulty_share import share_program as share_program  # noqa: PLC0414

# Examples are not timed: machines differ, and none is quiet.
settings.register_profile("drawn", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples in every run, so that a change fails for its own faults; `make faults` draws new ones.
settings.register_profile("repeated", settings.get_profile("drawn"), derandomize=True)
settings.load_profile("repeated")

name_font_folder()
_PATIENCE = 3.0


@pytest.fixture(scope="session", autouse=True)
def _no_file_in_the_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep everything in the user's data out of the tester's home, and IT's policy out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("home")))
        nowhere = tmp_path_factory.mktemp("it") / "policy.toml"
        patch.setattr(paths, "policy_file", lambda: nowhere)
        yield


ENGINE_KEY = b"k" * 32
"""Opens the encrypted databases of the tests; nothing is derived from it, so opening costs little."""
ENGINE_PASSWORD = "tyttebær på Fanø"  # noqa: S105 - of a test
NOON = datetime(2026, 11, 18, 14, 3)  # noqa: DTZ001 - the clock on the leader's wall


class Clock:
    """A clock that stands where a test puts it."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


class Hands:
    """A person at the screen: everything arrives as events at the window that has the keyboard."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def focused(self) -> QWidget:
        """Where the keyboard is; there must be such a place."""

        self._active()
        widget = QApplication.focusWidget()
        assert widget is not None, "the keyboard is nowhere"
        return widget

    def type(self, text: str) -> None:
        """Type ``text`` letter by letter where the keyboard is; pytest-qt's own way stops at letters beyond Latin-1."""

        for letter in text:
            key = Qt.Key.Key_Return if letter == "\n" else Qt.Key.Key_unknown
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "\r" if letter == "\n" else letter)
                QApplication.sendEvent(self.focused(), event)
            self._wave_away_offers()

    def press(self, keys: str, times: int = 1) -> None:
        """Press keys, written as in a menu (``Ctrl+Return``), at the window that has the keyboard."""

        for _ in range(times):
            QTest.keyClick(self._window(), *_key(keys))

    def hold(self, keys: str) -> None:
        """Press a key without letting go."""

        QTest.keyPress(self._window(), *_key(keys))

    def let_go(self, keys: str) -> None:
        """Let go of a key."""

        QTest.keyRelease(self._window(), *_key(keys))

    def click(self, widget: QWidget) -> None:
        """Click in the middle of ``widget``, scrolled into view as a person would; small ticks at their left."""

        around = widget.parentWidget()
        while around is not None:
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(widget)
            around = around.parentWidget()
        assert widget.isVisible(), f"{named(widget)!r} does not show"
        spot = QPoint(8, widget.height() // 2) if isinstance(widget, QCheckBox) else widget.rect().center()
        target: Any = widget.viewport() if hasattr(widget, "viewport") else widget
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)

    def find(self, name: str, among: QWidget | None = None) -> QWidget:
        """The one visible widget in the active window that a screen reader calls ``name``; waits until it has come."""
        latest = monotonic() + _PATIENCE
        while len(found := self.all_called(name, among)) != 1 and monotonic() < latest:
            QTest.qWait(1)
        assert len(found) == 1, f"{len(found)} widgets are called {name!r}"
        return found[0]

    def all_called(self, name: str, among: QWidget | None = None) -> list[QWidget]:
        """Every visible widget called ``name``; those the keyboard can go to, if any of them."""
        found = [w for w in (among or self._active()).findChildren(QWidget) if w.isVisible() and named(w) == name]
        return [w for w in found if w.focusPolicy()] or found

    def click_on(self, name: str) -> None:
        """Click on what a screen reader calls ``name``."""
        self.click(self.find(name))

    def tab_to(self, name: str, back: bool = False) -> None:
        """Press Tab until the keyboard is in ``name``."""
        seen = []
        for _ in range(120):
            self.press("Shift+Tab" if back else "Tab")
            seen.append(named(self.focused()))
            if seen[-1] == name:
                return
        raise AssertionError(f"Tab never came to {name!r}, only to {list(dict.fromkeys(seen))}")

    def meet(self, act: Callable[[QWidget], None], title: str) -> None:
        """Let ``act`` deal with the dialog called ``title`` when it has come up and has the keyboard."""

        timer = QTimer(QApplication.instance(), interval=5)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is not None and dialog.isVisible() and _title(dialog) == title and dialog.isActiveWindow():
                timer.stop()
                timer.deleteLater()
                act(dialog)

        timer.timeout.connect(look)
        timer.start()

    def wait_dialog(self, title: str) -> QWidget:
        """The dialog called ``title``, when it has come up and has the keyboard."""

        def there() -> None:
            dialog = QApplication.activeModalWidget()
            assert dialog is not None, f"no dialog has come up; wanted {title!r}"
            assert _title(dialog) == title
            assert dialog.isActiveWindow()

        self._qtbot.waitUntil(lambda: there() is None)
        return QApplication.activeModalWidget()

    def _wave_away_offers(self) -> None:
        """Close the names a line offers; without a screen such a list would take the keyboard with it."""

        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.hide()
            self._qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)

    def _active(self) -> QWidget:
        """The window in front; without a screen nobody else brings the one below a closed dialog to the front."""

        def is_there() -> bool:
            active = QApplication.activeWindow()
            return active is not None and active.isVisible()

        if not is_there():
            below = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()]
            modal = QApplication.activeModalWidget()
            assert below, "no window shows"
            (modal or below[-1]).activateWindow()
            self._qtbot.waitUntil(is_there)
        return QApplication.activeWindow()

    def _window(self) -> Any:

        self._active()
        window = QApplication.focusWindow()
        assert window is not None, "no window has the keyboard"
        return window


class Program:
    """The program on one data folder, as ``run_window`` puts it together; it can be closed and started again."""

    def __init__(self, folder: Path, qtbot: QtBot, clock: Clock) -> None:
        self.folder, self.clock = folder, clock
        self._qtbot = qtbot
        self.window: Any = None
        self.workplace: Any = None

    def start(self) -> Any:
        """Open the window; gives it when it has the keyboard."""

        self.workplace = build(self.folder, now=self.clock)
        self.look = stored_look(self.workplace.preferences, prepare_application())
        self.window = MainWindow(self.workplace, self.look, self.clock)
        self.window.resize(1280, 720)
        self.window.show()
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow)
        return self.window

    def stop(self) -> None:
        """Close the window as a person does, and the database after it."""

        if self.window is None:
            return
        assert self.window.close(), "the window will not close"
        self.window.deleteLater()
        self.window = None
        self.look.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.workplace.close()

    def abandon(self) -> None:
        """Take everything down after a test, saved or not."""
        if self.window is not None:
            self.window.page_stack._drop_conversation()
            self.stop()

    @property
    def view(self) -> Any:
        """The open conversation."""
        assert self.window.page_stack.conversation is not None, "no conversation is open"
        return self.window.page_stack.conversation


def named(widget: QWidget) -> str:
    """What a screen reader calls ``widget``."""

    if widget.accessibleName():  # Qt on Linux gives a combo box's choice for its name
        return widget.accessibleName()
    known = QAccessible.queryAccessibleInterface(widget)
    return known.text(QAccessible.Text.Name) if known else ""


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The messages sent to screen readers during the test, in order; Qt sends none while no screen reader runs."""
    texts: list[str] = []
    monkeypatch.setattr(announcement, "_send", lambda _source, text, urgent: texts.append(text))
    return texts


def _key(keys: str) -> tuple[Any, Any]:

    combination = QKeySequence(keys)[0]
    return combination.key(), combination.keyboardModifiers()


def _title(dialog: QWidget) -> str:

    return dialog.text() if isinstance(dialog, QMessageBox) else dialog.windowTitle()


@pytest.fixture(params=[None, ENGINE_KEY], ids=["plain", "encrypted"])
def engine_key(request: pytest.FixtureRequest) -> bytes | None:
    """The key of the test's database: whoever asks for it runs once on sqlite3 and once on sqlcipher3."""
    key: bytes | None = request.param
    return key


@pytest.fixture
def build_place(engine_key: bytes | None) -> Callable[..., Workplace]:
    """Build a workplace as :func:`app.build` does, plain and under ``ENGINE_PASSWORD`` in turn."""

    def build_(data_folder: Path, **options: Any) -> Workplace:
        path = data_folder / paths.DATABASE_NAME
        if engine_key and not key_file(path).exists():  # the program reads the locks when it opens the database
            data_folder.mkdir(parents=True, exist_ok=True)
            lock = database_key.lock(
                engine_key, database_key.Opener.PASSWORD, ENGINE_PASSWORD, "2026-03-02", database_key.Cost(n=2**4)
            )
            database_key.write_locks(path, [lock])
        return build(data_folder, key=engine_key, **options)

    return build_


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    """A place outside the PC for backups."""
    folder = tmp_path / "netdrev"
    folder.mkdir()
    return folder


@pytest.fixture
def hands(qtbot: QtBot) -> Hands:
    return Hands(qtbot)


@pytest.fixture
def program(tmp_path: Path, qtbot: QtBot, clock: Clock) -> Iterator[Program]:
    """The program on an empty machine; not started yet."""
    program = Program(tmp_path / "data", qtbot, clock)
    yield program
    program.abandon()


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo's employees and conversations; copy it before anything is written."""

    folder = tmp_path_factory.mktemp("demo")
    workplace = build(folder, now=Clock())
    import_story(read_story(paths.resources() / "demo"), workplace)
    workplace.close()
    return folder


@pytest.fixture
def demo_copy(demo_data: Path, tmp_path: Path) -> Path:
    """A data folder with the demo's story, to do with as a test likes."""
    return Path(copytree(demo_data, tmp_path / "demo"))


@pytest.fixture
def name_of() -> Callable[[QWidget], str]:
    return named
