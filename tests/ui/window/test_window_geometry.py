"""Place, size and sidebar width of the window are the same next time, on the screens that are there then."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mus_desktop.app import build
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.records.setting_values import WINDOW
from mus_desktop.storage.records.settings import Settings
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.shell import window_geometry
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.theme import screen_area
from mus_desktop.ui.theme.look import Look

_PLACE = QRect(40, 60, 700, 500)


@pytest.fixture
def start(look: Look, now: Any, tmp_path: Path, place: Workplace, qtbot: QtBot) -> Iterator[Callable[[], MainWindow]]:
    """Start the program again on the same data, as often as wanted; the window is not touched."""
    opened: list[tuple[Workplace, MainWindow]] = []

    def end() -> None:
        for workplace, window in opened:
            assert window.close()
            window.deleteLater()
            if workplace is not place:
                workplace.close()
        opened.clear()

    def start_() -> MainWindow:
        end()
        place.close()
        workplace = build(tmp_path / "data", now=now)
        window = MainWindow(workplace, look, now)
        window.show_on_screen()
        qtbot.waitExposed(window)
        finish_layouts(window)
        opened.append((workplace, window))
        return window

    yield start_
    end()


def _on_screen(window: MainWindow) -> bool:
    return any(screen.availableGeometry().contains(window.geometry()) for screen in QApplication.screens())


def test_it_opens_where_it_was(start: Callable[[], MainWindow]) -> None:
    start().setGeometry(_PLACE)
    assert start().geometry() == _PLACE


def test_it_opens_maximized_if_it_was(start: Callable[[], MainWindow]) -> None:
    window = start()
    window.setGeometry(_PLACE)
    window.showMaximized()
    again = start()
    assert again.isMaximized()
    again.showNormal()
    assert again.size() == _PLACE.size()


def test_the_sidebar_is_as_wide_as_it_was_made(start: Callable[[], MainWindow], look: Look) -> None:
    look.use_point_size(8)  # with large letters it has its least width already on the narrow screen of the tests
    window = start()
    window.setGeometry(_PLACE)
    splitter = window._splitter
    usual = window.sidebar.width()
    splitter.moveSplitter(usual - 20, 1)
    splitter.splitterMoved.emit(usual - 20, 1)
    chosen = window.sidebar.width()
    assert chosen < usual
    assert start().sidebar.width() == chosen


@pytest.mark.parametrize("corner", [QPoint(5000, 300), QPoint(-4000, -3000), QPoint(300, 790)])
def test_it_comes_back_from_a_screen_that_is_gone(corner: QPoint, start: Callable[[], MainWindow]) -> None:
    window = start()
    window.setGeometry(QRect(corner, _PLACE.size()))
    again = start()
    assert _on_screen(again)
    assert again.size() == _PLACE.size()


def test_it_is_never_larger_than_the_screen(start: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch) -> None:
    start().setGeometry(_PLACE)
    small = QRect(0, 0, 640, 400)
    monkeypatch.setattr(screen_area, "area_of", lambda _screen: small)
    monkeypatch.setattr(window_geometry, "area_of", lambda _screen: small)
    window = start()
    assert window.isMaximized() or small.contains(window.geometry())
    assert window.normalGeometry().width() <= 640


@pytest.mark.parametrize("damaged", ["", "{", "[]", "7", '{"geometry": 7, "sidebar": "x"}', "null", "Adn", "[" * 4000])
def test_a_damaged_place_is_the_usual_one(damaged: str, start: Callable[[], MainWindow], tmp_path: Path) -> None:
    file = tmp_path / "data" / "window.json"
    window = start()
    window.setGeometry(_PLACE)
    preferences = window._workplace.preferences
    preferences.set_window = lambda _place: file.write_text(damaged, "utf-8")  # type: ignore[method-assign]
    again = start()
    assert again.isMaximized() or _on_screen(again)
    assert again.geometry() != _PLACE
    assert again._splitter.chosen_width == 0


def test_a_day_without_changes_needs_no_backup_for_the_window(start: Callable[[], MainWindow], tmp_path: Path) -> None:
    window = start()
    changes = window._workplace.database.changes
    window.setGeometry(_PLACE)
    window.sidebar.resize(200, 400)
    assert window.close()
    assert window._workplace.database.changes == changes
    assert not window._workplace.database.rows("SELECT value FROM setting WHERE key = 'window'")
    assert (tmp_path / "data" / "window.json").exists()


def test_the_place_from_an_earlier_version_counts(start: Callable[[], MainWindow], tmp_path: Path) -> None:
    start().setGeometry(_PLACE)
    window = start()
    geometry = json.loads((tmp_path / "data" / "window.json").read_text("utf-8"))["geometry"]
    Settings(window._workplace.database).store(WINDOW.key, geometry)
    window.setGeometry(QRect(0, 0, 300, 300))
    assert window.close()
    (tmp_path / "data" / "window.json").unlink()
    assert window._workplace.preferences.window() == geometry
    assert window_geometry.restore_geometry(window, geometry) == 0
    assert window.size() == _PLACE.size()
