"""Announcements come from a window that is shown, and from nowhere else."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.ui.accessibility.announcement import announce


def _window(qtbot: QtBot) -> tuple[QWidget, QLabel]:
    window = QWidget()
    label = QLabel("Gemt", window)
    QVBoxLayout(window).addWidget(label)
    qtbot.addWidget(window)
    return window, label


def test_a_shown_window_announces_even_for_a_hidden_widget(qtbot: QtBot, announced: list[str]) -> None:
    window, label = _window(qtbot)
    window.show()
    announce(label, "Gemt 14:03")
    label.hide()
    announce(label, "Planen er skrevet")
    announce(label, "")
    assert announced == ["Gemt 14:03", "Planen er skrevet"]


def test_a_hidden_window_announces_nothing(qtbot: QtBot, announced: list[str]) -> None:
    window, label = _window(qtbot)
    announce(label, "Gemt 14:03")
    window.show()
    window.hide()
    announce(label, "Gemt 14:04")
    assert announced == []


def test_an_announcement_reaches_qt_without_a_screen_reader(qtbot: QtBot) -> None:
    window, label = _window(qtbot)
    window.show()
    announce(label, "Planen kunne ikke skrives", urgent=True)
