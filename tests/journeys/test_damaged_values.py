"""One value is damaged on the disk, and the real program starts: its window, its dialogs, and what it says."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from mus_desktop import app
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.settings.settings_dialog import SettingsDialog
from mus_desktop.ui.shell import application
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.shell.unexpected_errors import UnexpectedErrors
from tests.faults.damaged import NAME, NOW, OTHER, damage, fill

KEY = bytes(range(32))
PASSWORD_OF_KEY: list[bytes | None] = [None, KEY]


@pytest.fixture(params=PASSWORD_OF_KEY, ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def start(
    tmp_path: Path, key: bytes | None, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[str]]:
    """Start the program over data with one damaged value, look at it when the window is there, and close it."""
    folder = tmp_path / "data"

    def run(look: Callable[[MainWindow], None], *where: object, build: Callable[..., object] = app.build) -> list[str]:
        fill(folder, key)
        if where:
            damage(folder, key, *where)  # type: ignore[arg-type]
        mishaps: list[str] = []
        monkeypatch.setattr(UnexpectedErrors, "install", lambda _: None)
        monkeypatch.setattr("sys.excepthook", lambda kind, error, _: mishaps.append(str(error) or kind.__name__))
        seen: list[str] = []
        timer = QTimer(interval=20)

        def on_timer() -> None:
            modal = QApplication.activeModalWidget()
            windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
            if isinstance(modal, InputDialog):
                seen.append(words_of(modal))
                modal.reject()
            elif windows and windows[0].page_stack.count():
                timer.stop()
                QTimer.singleShot(0, windows[0], lambda: finish(windows[0]))

        def finish(window: MainWindow) -> None:
            try:
                look(window)
                seen.append("the window")
            except BaseException as error:
                seen.append(repr(error))
            timer.start()
            timer.timeout.disconnect()
            timer.timeout.connect(lambda: close(window))

        def close(window: MainWindow) -> None:
            modal = QApplication.activeModalWidget()
            if isinstance(modal, InputDialog):
                seen.append(words_of(modal))
                modal.reject()
            else:
                timer.stop()
                window.close()

        timer.timeout.connect(on_timer)
        timer.start()
        code = application.run_window(lambda _: build(folder, key=key, now=lambda: NOW), folder, lambda: NOW)  # type: ignore[arg-type, return-value]
        timer.stop()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as the end of the process would
        return [*seen, *mishaps, str(code)]

    return run


def words_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.mark.parametrize(
    ("table", "column", "value", "shown"),
    [
        ("employee", "name", NAME.encode()[:-1] + b"\xff", "(beskadiget)"),
        ("employee", "left_on", b"2026-13-45", OTHER),
        ("conversation", "place", b"\xff", ""),
        ("conversation", "period", b"\xff", ""),
        ("conversation", "held_on", b"2026-02-31", ""),
        ("party", "role", b"ukendt", ""),
        ("plan", "signed_on", b"\xff", ""),
        ("form_version", "definition", b'{"title":', ""),
        ("agreement", "cells", b"{", ""),
        ("answer", "value", b"{", ""),
    ],
)
def test_the_window_comes_up_and_every_employee_can_be_seen(
    start: Callable[..., list[str]], table: str, column: str, value: bytes, shown: str
) -> None:
    names: list[str] = []

    def look(window: MainWindow) -> None:
        for row in window.page_stack._staff_overview.everyone:
            names.append(row.name)
            assert window.show_employee(row.id)
        window.page_stack.show_start()

    assert start(look, table, column, value) == ["the window", "0"]
    assert len(names) == 2
    assert any(shown in name for name in names)


@pytest.mark.parametrize("value", [b"\xff\xfe", b"{", b"9999999999999"])
@pytest.mark.parametrize(
    "name", ["leader", "period_rule", "window", "point_size", "scheme", "lock_after_minutes", "open_tips"]
)
def test_the_window_and_the_settings_come_up_whatever_setting_is_damaged(
    start: Callable[..., list[str]], name: str, value: bytes
) -> None:
    def look(window: MainWindow) -> None:
        window.menus.settings.trigger()
        (dialog,) = window.findChildren(SettingsDialog)
        assert dialog.isVisible()
        dialog.reject()

    assert start(look, "setting", "value", value, f"key = '{name}'") == ["the window", "0"]


def test_a_conversation_with_a_damaged_answer_is_refused_and_a_backup_offered(
    start: Callable[..., list[str]],
) -> None:
    told: list[str] = []

    def look(window: MainWindow) -> None:
        window.show_employee(1)
        page = window.page_stack._page
        assert page is not None
        page.cards[0].open_wanted.emit(2)
        page.cards[0].open_wanted.emit(1)
        told.append("open" if window.page_stack.conversation is not None else "closed")

    seen = start(look, "answer", "value", b"{")
    assert told == ["open"], "the other one can be read"
    assert any("beskadiget" in one and "Gendan fra en backup" in one for one in seen)


@pytest.mark.parametrize("key", [None], ids=["plain"], indirect=False)
@pytest.mark.parametrize("bit", range(0, 66 * 8, 35))
def test_a_window_is_never_lost_by_a_damaged_place(
    start: Callable[..., list[str]], key: bytes | None, bit: int
) -> None:
    place = bytearray(base64.b64decode(_PLACE))
    place[bit // 8] ^= 1 << bit % 8

    def look(window: MainWindow) -> None:
        screens = [screen.availableGeometry() for screen in QApplication.screens()]
        shown = max((_area(screen.intersected(window.geometry())) for screen in screens), default=0)
        assert shown * 4 >= _area(window.geometry())

    assert start(look, "setting", "value", base64.b64encode(bytes(place)), "key = 'window'") == ["the window", "0"]


def test_a_mistake_at_the_start_is_shown_and_not_only_written_where_nobody_looks(
    start: Callable[..., list[str]], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    class Shown(InputDialog):
        def exec(self) -> int:  # where the program ended earlier in this process, no dialog waits any more
            shown.append(words_of(self))
            return 0

    def build(*_: object, **__: object) -> None:
        raise RuntimeError("Åse Nørgård")

    monkeypatch.setattr("mus_desktop.ui.dialogs.input_dialog.InputDialog", Shown)
    assert start(lambda _: None, build=build) == ["1"]
    assert "Rapporten rummer hverken navne" in shown[0]
    assert "RuntimeError" in caplog.text
    assert "Nørgård" not in caplog.text + shown[0]


def _area(part: QRect) -> int:
    return part.width() * part.height()


_PLACE = b"AdnQywADAAAAAAAAAAAAAAAABP8AAAMfAAAAAAAAAAAAAAT/AAADHwAAAAAAAAAABQAAAAAAAAAAAAAABP8AAAMf"
