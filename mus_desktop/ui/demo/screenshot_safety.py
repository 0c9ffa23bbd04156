"""The password and backup views in the screenshots, with made-up data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from mus_desktop.services.demo.demo_safety import CODE, DemoBackups, DemoSafety
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.background_work import wait_for_awaited
from mus_desktop.ui.demo.window_pictures import close_picture, finish_layouts
from mus_desktop.ui.help.protection_dialog import ProtectionDialog
from mus_desktop.ui.safety.backup_password_dialogs import TypeBackupPasswordDialog
from mus_desktop.ui.safety.backup_scheduler import BackupScheduler
from mus_desktop.ui.safety.code_dialog import CodeDialog
from mus_desktop.ui.safety.password_dialogs import ChangePasswordDialog, SetPasswordDialog
from mus_desktop.ui.safety.restore_dialog import RestoreDialog
from mus_desktop.ui.safety.safety_dialog import SafetyDialog
from mus_desktop.ui.safety.state_text import short_status
from mus_desktop.ui.safety.unlock_dialog import UnlockDialog
from mus_desktop.ui.shell.main_window import MainWindow

_View = tuple[str, QWidget]
_PATIENCE = 60.0
"""Seconds that a picture waits for the list of backups."""


def show_backup_status(window: MainWindow, workplace: Workplace, now: Callable[[], datetime]) -> None:
    """Show the made-up backup status in the sidebar of ``window``."""
    status = short_status(DemoSafety(workplace.database, now()).protection(), "", now().astimezone())
    window.sidebar.show_backup_status(status.text, status.tone)


def safety_dialogs(workplace: Workplace, now: Callable[[], datetime], parent: QWidget) -> Iterator[_View]:
    """Yield the safety dialog with and without a password, the dialogs it opens, and the password dialog."""
    for name, encrypted in (("sikkerhed", True), ("sikkerhed-uden-adgangskode", False)):
        with safety_dialog(workplace, now, parent, encrypted=encrypted) as dialog:
            yield name, dialog
    safety = DemoSafety(workplace.database, now())
    yield from _shown("vaelg-adgangskode", SetPasswordDialog(safety.encryption, parent))
    yield from _shown("skift-adgangskode", ChangePasswordDialog(safety.encryption, parent))
    yield from _shown("skriv-backup-adgangskode", TypeBackupPasswordDialog(safety.backup_key, parent))
    yield from _shown("gendannelseskode", CodeDialog(CODE, lambda *_: True, parent))
    yield from _shown("hent-backup", RestoreDialog(DemoBackups(workplace.database.path.parent, now()), now, parent))
    yield from _shown("databeskyttelse", ProtectionDialog(safety.protection(), parent))
    yield from _shown("laas-op", UnlockDialog(str, parent))


@contextmanager
def safety_dialog(
    workplace: Workplace, now: Callable[[], datetime], parent: QWidget, *, encrypted: bool = True
) -> Iterator[SafetyDialog]:
    """The dialog *Sikkerhed og backup* with the data of a made-up PC."""
    safety = DemoSafety(workplace.database, now(), encrypted=encrypted)
    scheduler = BackupScheduler(safety, parent)
    dialog = SafetyDialog(workplace, scheduler, now, lambda: True, parent, safety=safety)
    dialog.show()
    finish_layouts(dialog)
    page = dialog.findChild(QScrollArea)
    if page is not None:  # all of it in one picture, regardless of the screen height
        dialog.resize(dialog.width(), dialog.height() + page.verticalScrollBar().maximum())
    try:
        yield dialog
    finally:
        close_picture(dialog)
        scheduler.deleteLater()


def _shown(name: str, dialog: QDialog) -> Iterator[_View]:
    dialog.show()
    wait_for_awaited(_PATIENCE)  # the list of backups is read on a background thread
    finish_layouts(dialog)
    yield name, dialog
    close_picture(dialog)
