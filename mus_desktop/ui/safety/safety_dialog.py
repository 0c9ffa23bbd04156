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
from mus_desktop.ui.safety.backup_passwords import NewBackupCode, ask_for_backup_password
from mus_desktop.ui.safety.backup_scheduler import BackupScheduler
from mus_desktop.ui.safety.passwords import ChangePassword, NewCode, RemovePassword, SetPassword
from mus_desktop.ui.safety.places import Places
from mus_desktop.ui.safety.quarantine_lines import QuarantineLines, removal
from mus_desktop.ui.safety.restore_dialog import RestoreDialog
from mus_desktop.ui.safety.state_text import lines
from mus_desktop.ui.safety.view_parts import Doing, GlanceCard, PasswordButtons, Retention

_KEEP = "Det, der blev ændret, mens programmet var lukket, bliver stående, og der tages backup igen."


class SafetyDialog(InputDialog):
    """The status of backups and encryption, and all actions on them.

    ``restored``: another database is in place, and everything shown must be reloaded.
    ``kept``: no backup was restored after all, and the closed pages can be reopened.

    :param safety: the service whose state is shown; by default that of ``workplace``.
    :param put_away: saves and closes the open pages before the database is replaced; returns whether it succeeded.
    """

    restored = Signal()
    kept = Signal()

    def __init__(
        self,
        workplace: Workplace,
        keeper: BackupScheduler,
        now: Callable[[], datetime],
        put_away: Callable[[], bool],
        parent: QWidget | None = None,
        *,
        safety: Safety | None = None,
    ) -> None:
        super().__init__("Sikkerhed og backup", "&Luk", parent, characters=104)
        self._workplace, self._keeper, self._now, self._put_away = workplace, keeper, now, put_away
        self._safety = safety or workplace.safety
        self.cancel.hide()
        self.protection = GlanceCard()
        self.password = PasswordButtons()
        self.places = Places()
        self.doing = Doing()
        self.retention = Retention()
        self.body.setSpacing(16)
        self.add_card("Lige nu", self.protection, self.password)
        self.add_card("Backup", self.doing.progress, self.places, self.doing, self.retention)
        self.aside = QuarantineLines()
        self._aside_card = self.add_card("Lagt til side", self.aside)
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show the current state, unless a conversion of the data is in progress."""
        if self._safety.is_released:
            return
        protection, now = self._safety.protection(), self._now().astimezone()
        size = _size(self._workplace.database.path)
        self.protection.show_lines(lines(protection, size, self._keeper.problem, now, damaged=self._keeper.damaged))
        self.places.show_places(protection, now)
        self.aside.show_all(protection, now)
        self._aside_card.setVisible(bool(protection.quarantine))
        self.password.show_fitting(protection.encrypted)
        self.doing.show_fitting(protection)
        self.doing.show_busy(busy=self._keeper.busy)
        self.protection.test.setEnabled(not self._keeper.busy)
        self.retention.show_period(protection.retention_days)
        minutes = self._workplace.preferences.lock_after()
        self.password.minutes.setCurrentIndex(self.password.minutes.findData(minutes))
        self.refit()

    def _connect(self) -> None:
        self._keeper.changed.connect(self.refresh)
        self._keeper.step.connect(self.doing.progress.tell)
        self.protection.test.clicked.connect(self._keeper.test_now)
        self.doing.now.clicked.connect(self._keeper.take_now)
        self.doing.stop.clicked.connect(self._keeper.cancel)
        self.doing.restore.clicked.connect(self._on_restore)
        self.doing.keep.clicked.connect(self._on_keep)
        self.doing.password.clicked.connect(self._on_backup_password)
        self.doing.code.clicked.connect(self._on_backup_code)
        self.retention.chosen.connect(self._on_retention)
        self.doing.add.clicked.connect(self.places.ask_for_place)
        self.places.added.connect(self._on_added)
        self.places.removed.connect(self._on_removed)
        self.aside.removed.connect(self._on_aside)
        self.password.set.clicked.connect(self._on_set)
        self.password.change.clicked.connect(self._on_change)
        self.password.remove.clicked.connect(self._on_remove)
        self.password.code.clicked.connect(self._on_new_code)
        self.password.minutes.activated.connect(self._on_minutes)

    def _on_added(self, folder: Path) -> None:
        if self._kept(lambda: self._safety.add_target(folder)):
            self._keeper.look()

    def _on_removed(self, folder: Path) -> None:
        if self._kept(lambda: self._safety.remove_target(folder)):
            self._keeper.leave_out(folder)

    def _kept(self, keep: Callable[[], object]) -> bool:
        """Save a choice made here and refresh; return whether it succeeded."""
        try:
            keep()
        except KnownError as error:
            problem = error.message
        else:
            problem = ""
        self.refresh()
        self.tell_problem(problem)
        return not problem

    def _on_aside(self, one: QuarantinedItem) -> None:
        problem = ""
        if confirm(self, "Vil du slette det?", removal(one, self._now().astimezone()), "&Slet"):
            try:
                self._safety.quarantine.remove(one)
            except KnownError as error:
                problem = error.message
        self.tell_problem(problem)
        self.refresh()

    def _on_keep(self) -> None:
        if confirm(self, "Vil du beholde dine data, som de er?", _KEEP, "&Behold dem") and self._kept(
            self._safety.accept_changes
        ):
            self._keeper.take_now()

    def _on_restore(self) -> None:
        if not self._put_away():
            self.tell_problem("Den åbne samtale kunne ikke gemmes. Gem den først, og hent så backuppen.")
            return
        dialog = RestoreDialog(self._safety.restoring, self._now, self)
        dialog.restored.connect(self.restored)
        dialog.rejected.connect(self.kept)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_backup_password(self) -> None:
        ask_for_backup_password(self._safety.backup_key, self, self._on_closed)

    def _on_backup_code(self) -> None:
        NewBackupCode(self._safety.backup_key, self).open_and_tell(self._on_closed)

    def _on_retention(self, days: int | None) -> None:
        self._kept(lambda: self._safety.set_retention(days))

    def _on_set(self) -> None:
        SetPassword(self._safety.encryption, self).open_and_tell(self._on_closed)

    def _on_change(self) -> None:
        ChangePassword(self._safety.encryption, self).open_and_tell(self._on_closed)

    def _on_remove(self) -> None:
        RemovePassword(self._safety.encryption, self).open_and_tell(self._on_closed)

    def _on_new_code(self) -> None:
        NewCode(self._safety.encryption, self).open_and_tell(self._on_closed)

    def _on_minutes(self) -> None:
        self._kept(lambda: self._workplace.preferences.set_lock_after(self.password.minutes.currentData()))

    def _on_closed(self) -> None:
        self.refresh()
        self._keeper.changed.emit()
        self._keeper.look()


def _size(database: Path) -> int:
    """Return the size of the database in bytes, including its write-ahead log."""
    files = (database, database.with_name(f"{database.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
