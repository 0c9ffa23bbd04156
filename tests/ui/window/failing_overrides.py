"""The real window in a process of its own, its overrides of Qt's methods failing one name at a time.

For each name on the command line every class that overrides it raises as C code does, and Python makes Qt call it. On
stdout it says ``told NAME`` for each that was met and told of, ``stayed`` when the window would not close meanwhile,
and ``closed`` when it closes after all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FunctionType
from typing import Any

from PySide6.QtCore import QModelIndex, QSize
from PySide6.QtGui import QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget
from shiboken6 import Shiboken

from mus_desktop.app import build
from mus_desktop.ui.controls.overrides import find_qt_method
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.fields.rows.change_command import ChangeCommand
from mus_desktop.ui.shell.application import prepare_application, stored_look
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.shell.unexpected_errors import UnexpectedErrors


def overrides(name: str) -> list[FunctionType]:
    """What lies under the guard in every class made so far."""
    found, waiting = [], [Shiboken.Object]
    while waiting:
        cls = waiting.pop()
        waiting += type.__subclasses__(cls)
        made: Any = vars(cls).get(name)
        if cls.__module__.startswith("mus_desktop.") and made and find_qt_method(cls, name):
            found.append(made.__wrapped__)
    return found


@contextmanager
def failing(functions: list[FunctionType]) -> Iterator[None]:
    """``functions`` do nothing but raise ``IndexError``, unseen by any line of Python on its way to Qt."""
    __class__ = MainWindow  # what ``super()`` closes over

    def plain(*_: Any) -> None:
        [].pop()

    def within_class(*_: Any) -> None:
        [__class__].pop(1)

    kept = [(function, function.__code__) for function in functions]
    for function, code in kept:
        function.__code__ = within_class.__code__ if code.co_freevars else plain.__code__
    yield
    for function, code in kept:
        function.__code__ = code


def provoke(app: QApplication, window: MainWindow, note: QTextEdit) -> None:
    """Each line is Python that calls Qt, and Qt our overrides."""
    view: Any = window.page_stack.conversation
    for widget in (window, *window.findChildren(QWidget)):
        widget.adjustSize() if widget.parent() is view else widget.updateGeometry()
    for row in (3, 5, 1):
        view.themes.setCurrentRow(row)
    window.resize(window.size() - QSize(7, 7))
    window.setEnabled(False)
    window.setEnabled(True)
    window.grab()
    view.themes.setFocus()
    note.setFocus()
    QTest.keyClicks(note, "x")
    model: Any = window.sidebar.list.model()
    model.index(0, 0, QModelIndex()).data()
    stack = QUndoStack()
    stack.push(ChangeCommand("prøve", 1, 2, lambda _: None))
    stack.undo()
    sheet = InputDialog("Prøve", "&Gem", window)
    sheet.open()
    sheet.cancel.click()
    sheet.close()
    sheet.deleteLater()
    app.processEvents()


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main(folder: Path, typed: str, names: list[str]) -> None:
    app = prepare_application()
    mishaps = UnexpectedErrors(app)
    mishaps.install()
    workplace = build(folder)
    window = MainWindow(workplace, stored_look(workplace.preferences, app))
    window.show()
    window.open_conversation(1)
    view: Any = window.page_stack.conversation
    view.themes.setCurrentRow(1)
    note = next(w for w in view.findChildren(QTextEdit) if w.isVisible() and not w.isReadOnly())
    note.insertPlainText(typed)
    for name in names:
        come_forward(app, window)
        with failing(overrides(name)):
            provoke(app, window, note)
            stayed = name == "closeEvent" and not window.close() and window.isVisible()
        if read_messages(app):
            say(f"told {name}")
        if stayed:
            say("stayed")
    if window.close():
        say("closed")
    workplace.close()


def come_forward(app: QApplication, window: MainWindow) -> None:
    window.activateWindow()
    while not window.isActiveWindow():
        app.processEvents()


def read_messages(app: QApplication) -> bool:
    """Close the calm message; whether there was one."""
    app.processEvents()
    sheets = [w for w in app.topLevelWidgets() if isinstance(w, InputDialog) and w.isVisible()]
    titles = [sheet.windowTitle() for sheet in sheets]
    for sheet in sheets:
        sheet.reject()
    app.processEvents()
    return "Noget gik galt i programmet" in titles


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
