"""The real window on a data folder, in a process of its own that can be killed.

Every line on stdin is a letter to type where the keyboard is. On stdout it says ``ready`` once, ``key N`` when the Nth
letter has arrived in the window, and ``saved N`` each time *Gemt* has been painted after the Nth.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from mus_desktop.app import build
from mus_desktop.ui.shell.application import prepare_application, stored_look
from mus_desktop.ui.shell.main_window import MainWindow


class Typist(QObject):
    """Presses a key for every letter on stdin; a thread reads it, because Qt cannot wait for a pipe on Windows."""

    _letter_came = Signal(str)

    def __init__(self, app: QApplication, saved: QLabel) -> None:
        super().__init__(app)
        self._app, self._saved = app, saved
        self._typed = 0
        self._letter_came.connect(self._on_letter)
        saved.installEventFilter(self)
        threading.Thread(target=self._read, daemon=True).start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._saved.text().startswith("Gemt "):
            tell(f"saved {self._typed}")
        return super().eventFilter(watched, event)

    def _read(self) -> None:
        for line in sys.stdin.buffer:
            self._letter_came.emit(line.decode("utf-8").removesuffix("\n"))

    def _on_letter(self, letter: str) -> None:
        press(self._app.focusWidget(), letter)
        self._typed += 1
        tell(f"key {self._typed}")


def press(widget: QWidget, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(widget, event)


def tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main(folder: Path, field: str) -> int:
    app = prepare_application()
    workplace = build(folder)
    window = MainWindow(workplace, stored_look(workplace.preferences, app))
    window.show()
    window.open_conversation(1)
    view = window.page_stack.conversation
    window.activateWindow()
    while not window.isActiveWindow():
        app.processEvents()
    view.themes.setCurrentRow(5 if field.startswith("Aftale") else 1)
    note = next(widget for widget in view.findChildren(QWidget) if widget.accessibleName() == field)
    note.setFocus()
    end = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(note, end)
    saved = view.header.findChild(QLabel, "saved")
    Typist(app, saved)
    while app.focusWidget() is not note or not saved.isVisible():
        app.processEvents()
    tell("ready")
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
