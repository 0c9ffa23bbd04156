"""Dialogs for the backup password of unencrypted data: choose it, type it after a start, replace its recovery code."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.services.safety.backup_key import BackupKey
from mus_desktop.ui.safety.password_dialog import NewPasswordDialog, PasswordDialog, select_on_error, wait_cursor

_PURPOSE = (
    "Med den krypteres backuppen, før den forlader pc'en. Den beskytter mod den, der får fat i backuppen, ikke mod "
    "den, der sidder ved din pc."
)
_OLDER_BACKUPS = "De backupper, der allerede ligger der, åbnes stadig med den gamle."


class ChooseBackupPasswordDialog(NewPasswordDialog):
    """Choose the first or another backup password for data without a password.

    It encrypts the backups before they leave the PC.
    """

    def __init__(self, key: BackupKey, parent: QWidget | None = None) -> None:
        title = "Ny backup-adgangskode" if key.has_password else "Vælg backup-adgangskode"
        super().__init__(title, "&Brug den", f"{_PURPOSE} {_OLDER_BACKUPS}" if key.has_password else _PURPOSE, parent)
        self._key = key
        self.add_new_password_fields()

    def submit(self) -> None:
        """Save the password.

        :raises KnownError: the two differ, or the password is too weak.
        """
        password = self.chosen()
        with wait_cursor(), select_on_error(self.new):
            code = self._key.choose(password)
        self.show_code(code, self._key.confirm_code, of_backups=True)


class TypeBackupPasswordDialog(PasswordDialog):
    """Ask for the backup password, once per start, where the PC has no safe place to keep it.

    ``other_password_wanted``: the leader has forgotten it and wants to choose another.
    """

    other_password_wanted = Signal()

    def __init__(self, key: BackupKey, parent: QWidget | None = None) -> None:
        text = (
            "Skriv den én gang efter hver start, så backuppen kan blive krypteret og komme af sted. Pc'en har intet "
            "sikkert sted at huske den."
        )
        super().__init__("Backup-adgangskode", "&Fortsæt", text, parent)
        self._key = key
        self.secret = self.add_password_field("&Backup-adgangskode eller gendannelseskode")
        self.forgotten = self.add_button("&Glemt den? Vælg en ny …", "link")
        self.forgotten.clicked.connect(self._on_forgotten)

    def submit(self) -> None:
        """Unlock the backup key with the password.

        :raises KnownError: the password is wrong.
        """
        with wait_cursor(), select_on_error(self.secret):
            self._key.unlock(self.secret.text())

    def _on_forgotten(self) -> None:
        self.reject()
        self.other_password_wanted.emit()


class NewBackupCodeDialog(PasswordDialog):
    """Replace a recovery code that is lost or was never written down."""

    def __init__(self, key: BackupKey, parent: QWidget | None = None) -> None:
        text = "Den gamle gendannelseskode åbner derefter kun de backupper, der allerede er taget."
        super().__init__("Ny gendannelseskode til backup", "&Lav en ny kode", text, parent)
        self._key = key
        self.secret = self.add_password_field("&Backup-adgangskode")

    def submit(self) -> None:
        """Generate and show a new recovery code.

        :raises KnownError: the password is wrong.
        """
        with wait_cursor(), select_on_error(self.secret):
            code = self._key.new_code(self.secret.text())
        self.show_code(code, self._key.confirm_code, of_backups=True)


def ask_for_backup_password(key: BackupKey, parent: QWidget, after: Callable[[], object]) -> None:
    """Open the dialog that chooses the backup password, or types it when it exists but is not in memory.

    ``after`` is called when a dialog closes, because the backup password may have changed.
    """

    def choose() -> None:
        ChooseBackupPasswordDialog(key, parent).open_and_notify(after)

    if not key.has_password or key.key() is not None:
        choose()
        return
    dialog = TypeBackupPasswordDialog(key, parent)
    dialog.other_password_wanted.connect(choose)
    dialog.open_and_notify(after)
