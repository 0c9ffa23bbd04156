"""Raise the first window when the program is started a second time."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.services.safety.second_start import clear_requests, request_file, request_window, take_request
from mus_desktop.ui.shell.desktop_shell import desktop_shell

_TIMEOUT_SECONDS = 2.0
_POLL_SECONDS = 0.02


class RaiseRequest(QObject):
    """Watch the data folder; ``requested``: the program was started again."""

    requested = Signal()

    def __init__(self, data_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = data_folder
        self._watcher = QFileSystemWatcher([str(data_folder)], self)
        self._watcher.directoryChanged.connect(self._on_changed)
        # Requests from before this start were meant for another window.
        clear_requests(data_folder)

    def _on_changed(self) -> None:
        if take_request(self._folder):
            self.requested.emit()


def raise_window(window: QWidget) -> None:
    """Raise ``window`` above the others, also when it is minimized."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def raise_first_window(data_folder: Path, timeout_seconds: float = _TIMEOUT_SECONDS) -> bool:
    """Ask the window that has ``data_folder`` open to raise itself; return whether it did within the time.

    Nobody takes the request when a command has the data open, or a window that is just closing.
    """
    desktop_shell().allow_front()
    if not request_window(data_folder):
        return False
    deadline = time.monotonic() + timeout_seconds
    while request_file(data_folder).exists():
        if time.monotonic() > deadline:
            accepted = not take_request(data_folder)  # taken at the last moment, unless the file cannot be removed
            return accepted and not request_file(data_folder).exists()
        time.sleep(_POLL_SECONDS)
    return True
