"""A day with the real program, in a process of its own: something is typed, saved, backed up, printed and copied.

Killed before the Nth change to a file when it is told so; with 0 it says how many there were. ``again`` only opens the
window and closes it. Nothing is masked: what is private is so because the program says so.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from mus_desktop import app
from mus_desktop.services.safety.second_start import request_window
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.rescue_file_dialog import save_copy_elsewhere
from mus_desktop.ui.shell.application import prepare_application, run_window
from mus_desktop.ui.shell.main_window import MainWindow
from tests.faults.begun import when_begun
from tests.killing import kill_this_process

_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate")


def count_changes(limit: int) -> Callable[[], int]:
    """From now on every change to a file counts; the process is killed before number ``limit``."""
    steps = 0

    def see(event: str, words: tuple[Any, ...]) -> None:
        nonlocal steps
        opened = event == "open" and words[0] != os.devnull and words[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if opened or event in _CHANGES:
            steps += 1
            if steps == limit:
                kill_this_process()

    sys.addaudithook(see)
    return lambda: steps


def work(workplace: Workplace, window: MainWindow, sentence: str) -> None:
    """What a leader does in a day, and what leaves traces."""
    window.open_conversation(1)
    view: Any = window.page_stack.conversation
    view.themes.setCurrentRow(1)
    note = next(one for one in view.findChildren(QWidget) if one.accessibleName().startswith("Fælles noter: "))
    note.insertPlainText(sentence)
    note.selectAll()
    note.copy()
    assert view.save_now()
    home = Path.home()
    workplace.safety.backup_key.choose("Blåbærgrød på Ærø")
    workplace.safety.add_target(home / "drev")
    for transfer_result in workplace.safety.back_up():
        assert transfer_result.problem is None, transfer_result.problem
    restoring = workplace.safety.restoring
    restoring.open_backup(restoring.list_backups()[0].path).discard()
    workplace.documents.write(1, workplace.documents.target(1).path)
    QFileDialog.getSaveFileName = lambda *_, **__: (str(home / "kopi.txt"), "")  # type: ignore[assignment,method-assign]  # a leader's answer
    assert save_copy_elsewhere(view.live.state, view)
    request_window(workplace.database.path.parent)
    choose_a_file(window)


def choose_a_file(window: QWidget) -> None:
    """Qt's own dialog remembers where it was."""
    dialog = QFileDialog(window, "Gem", str(Path.home() / "Dokumenter"))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile("Åse Nørgård – 2026.txt")
    dialog.open()
    dialog.accept()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)


def main(folder: Path, key: bytes | None, limit: int | None, sentence: str) -> int:
    """Open the program's window; ``limit`` is ``None`` for a start that does nothing."""
    os.umask(0)
    opened: list[Workplace] = []

    def build(_: bytes | None) -> Workplace:
        opened.append(app.build(folder, key=key, now=lambda: datetime(2026, 11, 18, 14, 3)))  # noqa: DTZ001 - the wall
        return opened[-1]

    def act(window: MainWindow) -> None:
        if limit is not None:
            steps = count_changes(limit)
            work(opened[-1], window, sentence)
            os.write(1, f"steps {steps()}\n".encode())
            kill_this_process()
        window.close()
        QGuiApplication.quit()

    qt = prepare_application()
    sys.excepthook = sys.__excepthook__
    when_begun(qt, act)
    return run_window(build, folder)


if __name__ == "__main__":
    _, where, secret, how, said = sys.argv
    sys.exit(main(Path(where), bytes.fromhex(secret) or None, None if how == "again" else int(how), said))
