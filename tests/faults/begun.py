"""For the programs that run the real window in a process of their own: when its work beside the window has begun."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from mus_desktop.ui.shell.main_window import MainWindow

_LOOK_MS = 10


def when_begun(app: QApplication, act: Callable[[MainWindow], None]) -> None:
    """Let ``act`` have the window, once: what an earlier start left is cleared by then, and backups are taken."""
    timer = QTimer(app, interval=_LOOK_MS)

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.sidebar._backup is not None and window.page_stack.count():
                timer.stop()
                act(window)
                return

    timer.timeout.connect(look)
    timer.start()
