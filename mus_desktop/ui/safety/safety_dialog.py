"""The dialog *Sikkerhed og backup*: status, backup folders, a backup now, and restore."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.safety.quarantined import QuarantinedItem
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.dialogs.messages import confirm
from mus_desktop.ui.dialogs.notice_area import show_notice
from mus_desktop.ui.safety.backup_folders import BackupFolderList
from mus_desktop.ui.safety.backup_password_dialogs import NewBackupCodeDialog, ask_for_backup_password
from mus_desktop.ui.safety.backup_scheduler import BackupScheduler
from mus_desktop.ui.safety.password_dialogs import (
    ChangePasswordDialog,
    NewCodeDialog,
    RemovePasswordDialog,
    SetPasswordDialog,
)
from mus_desktop.ui.safety.quarantine_lines import QuarantineLines, removal_text
from mus_desktop.ui.safety.restore_dialog import RestoreDialog
from mus_desktop.ui.safety.safety_dialog_parts import BackupActions, PasswordButtons, RetentionChoice, StatusCard
from mus_desktop.ui.safety.state_text import status_lines

_KEEP_CHANGES = "Det, der blev ændret, mens programmet var lukket, bliver stående, og der tages backup igen."


class SafetyDialog(InputDialog):
    """The status of backups and encryption, and all actions on them.

    ``restored``: another database is in place, and everything shown must be reloaded.
    ``restore_cancelled``: no backup was restored after all, and the closed pages can be reopened.

    :param safety: the service whose state is shown; by default that of ``workplace``.
    :param close_pages: saves and closes the open pages before the database is replaced; returns whether it succeeded.
    """

    restored = Signal()
    restore_cancelled = Signal()

    def __init__(
        self,
        workplace: Workplace,
        scheduler: BackupScheduler,
        now: Callable[[], datetime],
        close_pages: Callable[[], bool],
        parent: QWidget | None = None,
        *,
        safety: Safety | None = None,
    ) -> None:
        super().__init__("Sikkerhed og backup", "&Luk", parent, characters=104)
        self._workplace, self._scheduler, self._now, self._close_pages = workplace, scheduler, now, close_pages
        self._safety = safety or workplace.safety
        self.cancel.hide()
        self.protection = StatusCard()
        self.password = PasswordButtons()
        self.folders = BackupFolderList()
        self.backup_actions = BackupActions()
        self.retention = RetentionChoice()
        self.body.setSpacing(16)
        self.add_card("Lige nu", self.protection, self.password)
        self.add_card("Backup", self.backup_actions.progress, self.folders, self.backup_actions, self.retention)
        self.quarantine = QuarantineLines()
        self._quarantine_card = self.add_card("Lagt til side", self.quarantine)
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show the current state, unless a conversion of the data is in progress."""
        if self._safety.is_closed_for_exchange:
            return
        protection, now = self._safety.protection(), self._now().astimezone()
        size = _size(self._workplace.database.path)
        self.protection.show_lines(
            status_lines(protection, size, self._scheduler.problem, now, damaged=self._scheduler.damaged)
        )
        self.folders.show_folders(protection, now)
        self.quarantine.show_all(protection, now)
        self._quarantine_card.setVisible(bool(protection.quarantine))
        self.password.show_applicable(protection.encrypted)
        self.backup_actions.show_applicable(protection)
        self.backup_actions.show_busy(busy=self._scheduler.busy)
        self.protection.test.setEnabled(not self._scheduler.busy)
        self.retention.show_period(protection.retention_days, protection.retention_limit_days)
        minutes = self._workplace.preferences.lock_after()
        self.password.minutes.setCurrentIndex(self.password.minutes.findData(minutes))
        self.grow_to_content()

    def _connect(self) -> None:
        self._scheduler.changed.connect(self.refresh)
        self._scheduler.step.connect(self.backup_actions.progress.show_step)
        self.protection.test.clicked.connect(self._scheduler.test_now)
        self.backup_actions.now.clicked.connect(self._scheduler.back_up_now)
        self.backup_actions.stop.clicked.connect(self._scheduler.cancel)
        self.backup_actions.restore.clicked.connect(self._on_restore)
        self.backup_actions.accept_changes.clicked.connect(self._on_accept_changes)
        self.backup_actions.password.clicked.connect(self._on_backup_password)
        self.backup_actions.code.clicked.connect(self._on_backup_code)
        self.retention.chosen.connect(self._on_retention)
        self.backup_actions.add.clicked.connect(self.folders.ask_for_folder_to_add)
        self.folders.added.connect(self._on_added)
        self.folders.removed.connect(self._on_removed)
        self.quarantine.removed.connect(self._on_quarantined_removed)
        self.password.set.clicked.connect(self._on_set)
        self.password.change.clicked.connect(self._on_change)
        self.password.remove.clicked.connect(self._on_remove)
        self.password.code.clicked.connect(self._on_new_code)
        self.password.minutes.activated.connect(self._on_minutes)

    def _on_added(self, folder: Path) -> None:
        if self._save_choice(lambda: self._safety.add_target(folder)):
            self._scheduler.run_due_step()

    def _on_removed(self, folder: Path) -> None:
        if self._save_choice(lambda: self._safety.remove_target(folder)):
            self._scheduler.cancel_work_for(folder)

    def _save_choice(self, save: Callable[[], object]) -> bool:
        """Save a choice made here and refresh; return whether it succeeded."""
        try:
            save()
        except KnownError as error:
            problem = error.message
        else:
            problem = ""
        self.refresh()
        self.show_problem(problem)
        return not problem

    def _on_quarantined_removed(self, one: QuarantinedItem) -> None:
        problem = ""
        if confirm(self, "Vil du slette det?", removal_text(one, self._now().astimezone()), "&Slet"):
            try:
                self._safety.quarantine.remove(one)
            except KnownError as error:
                problem = error.message
        self.show_problem(problem)
        self.refresh()

    def _on_accept_changes(self) -> None:
        if confirm(self, "Vil du beholde dine data, som de er?", _KEEP_CHANGES, "&Behold dem") and self._save_choice(
            self._safety.accept_changes
        ):
            self._scheduler.back_up_now()

    def _on_restore(self) -> None:
        # An open page would save what it has loaded into the restored database.
        if not self._close_pages():
            self.show_problem("Den åbne samtale kunne ikke gemmes. Gem den først, og gendan så fra backuppen.")
            return
        dialog = RestoreDialog(self._safety.restoring, self._now, self)
        dialog.restored.connect(self.restored)
        dialog.rejected.connect(self.restore_cancelled)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_backup_password(self) -> None:
        ask_for_backup_password(self._safety.backup_key, self, self._on_closed)

    def _on_backup_code(self) -> None:
        NewBackupCodeDialog(self._safety.backup_key, self).open_and_notify(self._on_closed)

    def _on_retention(self, days: int | None) -> None:
        self._save_choice(lambda: self._safety.set_retention(days))

    def _on_set(self) -> None:
        SetPasswordDialog(self._safety.encryption, self).open_and_notify(self._on_closed)

    def _on_change(self) -> None:
        dialog = ChangePasswordDialog(self._safety.encryption, self)
        # In the window behind, where it stays until this dialog has been closed: nothing here shows the change.
        dialog.accepted.connect(lambda: show_notice(self.parentWidget() or self, "Adgangskoden er skiftet."))
        dialog.open_and_notify(self._on_closed)

    def _on_remove(self) -> None:
        RemovePasswordDialog(self._safety.encryption, self).open_and_notify(self._on_closed)

    def _on_new_code(self) -> None:
        NewCodeDialog(self._safety.encryption, self).open_and_notify(self._on_closed)

    def _on_minutes(self) -> None:
        self._save_choice(lambda: self._workplace.preferences.set_lock_after(self.password.minutes.currentData()))

    def _on_closed(self) -> None:
        self.refresh()
        # The sidebar shows the same status.
        self._scheduler.changed.emit()
        self._scheduler.run_due_step()


def _size(database: Path) -> int:
    """Return the size of the database in bytes, including its write-ahead log."""
    files = (database, database.with_name(f"{database.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
