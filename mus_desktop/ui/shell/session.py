"""One run of the program: the window over a workplace, its backups, and a new window after a restore."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QSessionManager
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.shell import lazy_imports
from mus_desktop.ui.shell.data_switch import DataSwitch
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.theme.look import Look

if TYPE_CHECKING:
    from mus_desktop.ui.safety.backup_scheduler import BackupScheduler
    from mus_desktop.ui.safety.desktop_lock import DesktopLock
    from mus_desktop.ui.safety.idle_lock import IdleLock
    from mus_desktop.ui.shell.raise_window import RaiseRequest


_LOCK_RETRY_MS = 1000
_LOCK_AFTER_IN_CONVERSATION = 60
"""Minutes without use after which the screen is locked during a talk: two people may talk for long without a key, but
when nobody has touched the PC for the length of a whole talk, they have left it."""


class Session(QObject):
    """The owner of the main window. ``turned_to_employee``: the employee begins or ceases to see the screen."""

    turned_to_employee = Signal(bool)

    def __init__(
        self,
        workplace: Workplace,
        build: Callable[[bytes | None], Workplace],
        look: Look,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__()
        self._workplace, self._build, self._look, self._now = workplace, build, look, now
        self._raise_request: RaiseRequest | None = None
        self._scheduler: BackupScheduler | None = None
        self._restore_service: Callable[[], object] = lambda: None
        self._begun = self._closed = False
        self.lock: IdleLock | None = None
        self.desktop: DesktopLock | None = None
        self.window: MainWindow | None = None
        self.switch = DataSwitch(workplace, self)

    @property
    def look(self) -> Look:
        """The look of the window."""
        return self._look

    def show(self, *, list_first: bool = False) -> MainWindow:
        """Create, show and return the window."""
        self.window = window = MainWindow(self._workplace, self._look, self._now, list_first=list_first)
        window.turned_to_employee.connect(self.turned_to_employee)
        window.turned_to_employee.connect(self._on_turned)
        window.safety_wanted.connect(self._on_safety_wanted)
        window.restored.connect(self._on_restored)
        window.sidebar.backup_password_wanted.connect(self._on_backup_password_wanted)
        window.menus.lock.triggered.connect(self.lock_now)
        self.switch.connect_window(window)
        if self._workplace.is_sample:
            window.sidebar.show_backup_status("Der tages ikke backup af eksempeldata.", "muted")
        window.show_on_screen()
        return window

    def begin(self, data_folder: Path | None) -> None:
        """Start what the first window need not wait for: automatic backups, and raising it on a second start.

        Without effect once the session is closed: the window may be closed before the timer that calls this fires.
        """
        if self._closed:
            return
        self._begun = True
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)  # noqa: S101 - there is a window
        app.commitDataRequest.connect(self._on_logging_out)
        self.update_screen_lock()
        if not self._workplace.is_sample:
            self.scheduler().begin()
            self.switch.clean_up()
        self._check_document_folder()
        if self._workplace.database.key:
            self._offer_new_password()
        if self._workplace.policy.notice:
            QTimer.singleShot(0, self, self._show_policy_notice)
        if data_folder is not None:
            self._raise_request = lazy_imports.RaiseRequest(data_folder, self)
            self._raise_request.requested.connect(self._on_raise_requested)

    def scheduler(self) -> BackupScheduler:
        """Return the backup scheduler; created on first use."""
        if self._scheduler is None:
            self._scheduler = lazy_imports.BackupScheduler(self._workplace.safety, self)
            self._scheduler.changed.connect(self._show_backup_status)
        return self._scheduler

    def update_screen_lock(self) -> None:
        """Lock the screen after a period without use, if there is a password to unlock it."""
        if self.window is not None:
            self.window.menus.lock.setVisible(bool(self._workplace.database.key))
        if not self._workplace.database.key:
            if self.lock is not None:
                self.lock.deleteLater()
                self.lock = None
            return
        if self.lock is None:
            self.lock = lazy_imports.IdleLock(self._lock_after, self._may_lock, self._save, self._unlock, self)
            self.lock.may_close = self._nothing_unsaved_in_dialogs
            self.lock.opened.connect(self._on_unlocked)
        if self.desktop is None:
            self.desktop = lazy_imports.desktop_lock(self)
            self.desktop.locked.connect(self.lock_now)
        self.lock.note_use()

    def lock_now(self) -> None:
        """Lock the screen now, or after a conversion in progress, if there is a password to unlock it."""
        if self._workplace.database.is_closed_for_exchange:
            QTimer.singleShot(_LOCK_RETRY_MS, self, self.lock_now)
        elif self.lock is not None and self._may_lock():
            self.lock.lock()

    def _unlock(self, secret: str) -> object:
        """Verify the password; runs on a background thread.

        It must open the database that is open now: the key file on the disk may have been replaced meanwhile.

        :raises WrongPassword: ``secret`` does not open the open database.
        """
        encryption = self._workplace.safety.encryption
        key = encryption.guard.unlock(secret)
        encryption.remember_opened_by(secret)
        return key

    def _on_unlocked(self) -> None:
        """Restore the key file, which may have been swapped, damaged or removed while the screen was locked."""
        QTimer.singleShot(0, self, self._offer_new_password)
        notice = self._workplace.safety.encryption.guard.restore_key_file()
        if notice:  # not at once: the lock screen must close first
            QTimer.singleShot(0, self, partial(self._show_key_notice, notice))

    def _offer_new_password(self) -> None:
        """Offer a new password after the recovery code was used; later, while the employee sees the screen."""
        window, encryption = self.window, self._workplace.safety.encryption
        if window is None or window.page_stack.arrangement is Arrangement.CONVERSATION or not encryption.opened_by_code:
            return
        dialog = lazy_imports.PasswordAfterCodeDialog(encryption, window)
        dialog.accepted.connect(lambda: window.notices.show_notice("Adgangskoden er skiftet."))
        window.open_dialog(dialog)

    def _on_turned(self, to_employee: bool) -> None:
        # Without a password the service of safety is not needed here.
        if not to_employee and self._workplace.database.key:
            self._offer_new_password()

    def _show_key_notice(self, notice: str) -> None:
        lazy_imports.show_message(self.window, "Nøglefilen er ændret", notice)

    def _lock_after(self) -> int:
        """Return after how many minutes without use the screen is locked; 0 for never."""
        if self._workplace.database.is_closed_for_exchange:
            return 0
        minutes = self._workplace.preferences.lock_after()
        turned = self.window is not None and self.window.page_stack.arrangement is Arrangement.CONVERSATION
        return max(minutes, _LOCK_AFTER_IN_CONVERSATION) if minutes and turned else minutes

    def _may_lock(self) -> bool:
        # The password may have been removed, or a backup without one restored, in a dialog that is still open.
        database = self._workplace.database
        return self.window is not None and not database.is_closed_for_exchange and bool(database.key)

    def _save(self) -> bool:
        """Save what is typed; return whether all of it is saved."""
        view = self.window.page_stack.conversation if self.window is not None else None
        return view is None or view.save_now()

    def save_all(self) -> bool:
        """Save what is typed; return whether nothing unsaved remains, in open dialogs either."""
        return self._save() and self._nothing_unsaved_in_dialogs()

    def _on_logging_out(self, manager: QSessionManager) -> None:
        """Save before the system session ends.

        If something cannot be saved, the logout is cancelled where the system allows it.
        """
        if not self.save_all():
            manager.cancel()

    def _nothing_unsaved_in_dialogs(self) -> bool:
        """Return whether closing would lose nothing entered in a dialog that is open, or hidden by the screen lock."""
        hidden = self.lock.hidden_windows() if self.lock is not None else []
        windows = [*filter(QWidget.isVisible, QApplication.topLevelWidgets()), *hidden]
        return not any(isinstance(one, lazy_imports.InputDialog) and one.has_unsaved_input() for one in windows)

    def close(self) -> None:
        """Take the last backup and close the database, after the window was closed."""
        self._closed = True
        if self.desktop is not None:
            self.desktop.end()
        try:
            if self._workplace.database.is_closed_for_exchange:  # a conversion is still in progress
                self._workplace.safety.encryption.wait_until_done()
            if self._scheduler is not None:
                self._scheduler.finish()
            if self._workplace.database.key is not None:  # else the next start could not open the data
                self._workplace.safety.encryption.guard.restore_key_file()
        finally:
            if self.window is not None:
                self.window.stop_refreshing()
            self._workplace.close()
        if self.window is not None:
            self.window.deleteLater()
        self.deleteLater()

    def _check_document_folder(self) -> None:
        """Ask where documents go if the data were moved or copied; later, so that the caller is not held up."""
        preferences = self._workplace.preferences
        if preferences.documents_moved():
            QTimer.singleShot(0, self, self._ask_about_document_folder)
        elif preferences.uses_document_folder():
            with suppress(KnownError):  # recorded when a document is written, otherwise
                preferences.record_document_home()

    def _show_policy_notice(self) -> None:
        if self.window is not None and not self._closed:
            lazy_imports.show_message(self.window, "Fejl i indstillingerne fra IT", self._workplace.policy.notice)

    def _ask_about_document_folder(self) -> None:
        if self.window is not None and not self._closed:
            lazy_imports.confirm_document_folder(self.window, self._workplace.preferences)

    def _on_safety_wanted(self) -> None:
        if self._workplace.is_sample:
            self.switch.show_no_safety()
            return
        dialog = lazy_imports.SafetyDialog(self._workplace, self.scheduler(), self._now, self._close_pages, self.window)
        dialog.restored.connect(self._on_restored)
        dialog.restore_cancelled.connect(self._on_restore_cancelled)
        dialog.finished.connect(self.update_screen_lock)
        assert self.window is not None  # noqa: S101 - called by the window
        self.window.open_dialog(dialog)

    def _on_backup_password_wanted(self) -> None:
        assert self.window is not None  # noqa: S101 - called by the window
        lazy_imports.ask_for_backup_password(self._workplace.safety.backup_key, self.window, self._on_backup_password)

    def _on_backup_password(self) -> None:
        self.scheduler().changed.emit()
        self.scheduler().run_due_step()

    def _close_pages(self) -> bool:
        """Close the open conversation; return whether it was saved.

        Typed text must not be saved into another database than the one it was typed in.
        """
        assert self.window is not None  # noqa: S101 - called by the window
        page_stack = self.window.page_stack
        self._restore_service = page_stack.page_restorer()
        page_stack.show_start()
        return page_stack.conversation is None

    def _on_restore_cancelled(self) -> None:
        self._restore_service()

    def _on_restored(self) -> None:
        # Not at once: the dialog that shows the result belongs to the window being replaced.
        QTimer.singleShot(0, self, self._rebuild)

    def _rebuild(self) -> None:
        """Rebuild everything over the new database, the window last."""
        old, key = self.window, self._workplace.database.key
        if self._scheduler is not None:
            self._scheduler.stop_permanently()
            self._scheduler = None
        if old is not None:
            old.stop_refreshing()
        self._workplace.close()
        self._workplace = self._build(key)
        self.switch.workplace = self._workplace
        # The pages of the old window would follow the restored look, and read the closed database to do so.
        with QSignalBlocker(self._look):
            if self._look.is_stored:
                self._look.store_in(self._workplace.preferences)
        self.show()
        if old is not None:
            # A click made while the new window was built may arrive before the old window and its dialogs are deleted.
            for dialog in old.findChildren(QDialog):
                dialog.hide()
            old.hide()
            old.deleteLater()
        if self._begun:
            self.update_screen_lock()
            self.scheduler().begin()
            self._check_document_folder()

    def _on_raise_requested(self) -> None:
        locked = self.lock.dialog if self.lock else None
        window = locked or self.window
        if window is not None:
            lazy_imports.raise_window(window)

    def _show_backup_status(self) -> None:
        if self._workplace.database.is_closed_for_exchange:
            return
        if self.window is not None and self._scheduler is not None:
            protection = self._workplace.safety.protection()
            status = lazy_imports.short_status(
                protection, self._scheduler.problem, self._now().astimezone(), damaged=self._scheduler.damaged
            )
            self.window.sidebar.show_backup_status(status.text, status.tone, lazy_imports.waiting_reason(protection))
        if self.lock is None:  # the first password may have just been set
            self.update_screen_lock()
