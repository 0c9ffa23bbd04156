"""Dialogs that set, change and remove the password, and replace its recovery code."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mus_desktop.errors import WrongPassword
from mus_desktop.services.safety.encryption import Encryption
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.safety.password_dialog import NewPasswordDialog, PasswordDialog, select_on_error, wait_cursor

_FORGOTTEN = (
    "Glemmer du adgangskoden, åbner gendannelseskoden dine data. Uden nogen af dem kan ingen åbne dem, heller ikke "
    "jeres it-afdeling."
)


_DO_NOT_CLOSE = "Luk ikke programmet, og sluk ikke pc'en. Det kan tage nogle minutter."
_ENCRYPTING = f"Krypterer dine data og backupperne på pc'en … {_DO_NOT_CLOSE}"
_DECRYPTING = f"Fjerner krypteringen … {_DO_NOT_CLOSE}"


class SetPasswordDialog(NewPasswordDialog):
    """Encrypt the data with a first password.

    :param has_data: there are data already, so the dialog says what may remain of them unencrypted.
    """

    def __init__(self, encryption: Encryption, parent: QWidget | None = None, *, has_data: bool = True) -> None:
        super().__init__("Vælg adgangskode", "&Kryptér mine data", f"Dine data bliver krypteret. {_FORGOTTEN}", parent)
        self._encryption = encryption
        self.add_new_password_fields()
        if has_data:
            remnants = "Det ukrypterede overskrives, men en SSD-disk kan gemme rester af det."
            self.body.addWidget(text_label(remnants, "caption", wrap=True))

    def submit(self) -> None:
        """Set the password.

        :raises KnownError: the two differ, or the password is too weak.
        """
        password = self.chosen()
        with select_on_error(self.new):
            converting, code = self._encryption.set_password_job(password)
        self.convert(converting, _ENCRYPTING, lambda: self.show_code(code, self._encryption.confirm_code))


_CODE_STAYS = (
    "Gendannelseskoden er den samme som før. Backupper, der allerede er taget, gendanner du fra her som hidtil; på en "
    "anden pc åbnes de med den gamle adgangskode eller gendannelseskoden."
)


class ChangePasswordDialog(NewPasswordDialog):
    """Change the password of encrypted data."""

    def __init__(self, encryption: Encryption, parent: QWidget | None = None) -> None:
        super().__init__("Skift adgangskode", "&Skift adgangskode", _CODE_STAYS, parent)
        self._encryption = encryption
        self.old = self.add_password_field("Adgangskoden n&u, eller gendannelseskoden")
        self.add_new_password_fields()

    def submit(self) -> None:
        """Change the password.

        :raises KnownError: the old one is wrong, or the new one is not acceptable.
        """
        new = self.chosen()
        with wait_cursor(), select_on_error(self.old, WrongPassword), select_on_error(self.new):
            self._encryption.change_password(self.old.text(), new)


class PasswordAfterCodeDialog(NewPasswordDialog):
    """Offer a new password to a leader who opened the data with the recovery code."""

    def __init__(self, encryption: Encryption, parent: QWidget | None = None) -> None:
        text = (
            "Du åbnede dine data med gendannelseskoden. Har du glemt adgangskoden, så vælg en ny, så du ikke behøver "
            f"koden næste gang. {_CODE_STAYS}"
        )
        super().__init__("Vælg en ny adgangskode", "&Skift adgangskode", text, parent)
        self._encryption = encryption
        self._code, encryption.opened_by_code = encryption.opened_by_code, ""  # it is offered once
        self.cancel.setText("I&kke nu")
        self.add_new_password_fields()

    def submit(self) -> None:
        """Change the password.

        :raises KnownError: the two differ, or the new one is not acceptable.
        """
        new = self.chosen()
        with wait_cursor(), select_on_error(self.new):
            self._encryption.change_password(self._code, new)


class RemovePasswordDialog(PasswordDialog):
    """Decrypt the data and remove the password."""

    def __init__(self, encryption: Encryption, parent: QWidget | None = None) -> None:
        text = (
            "Uden adgangskode kan den, der får fat i pc'en, læse samtalerne. Backupper, der allerede er taget, åbnes "
            "stadig kun med adgangskoden; det står ved hver af dem under Gendan fra backup."
        )
        super().__init__("Fjern adgangskoden", "&Fjern adgangskoden", text, parent)
        self._encryption = encryption
        self.secret = self.add_password_field("&Adgangskode eller gendannelseskode")

    def submit(self) -> None:
        """Remove the password.

        :raises KnownError: the password is wrong.
        """
        with wait_cursor(), select_on_error(self.secret):
            converting = self._encryption.remove_password_job(self.secret.text())
        self.convert(converting, _DECRYPTING, self.secret.clear)


class NewCodeDialog(PasswordDialog):
    """Replace a recovery code that is lost or was never written down."""

    def __init__(self, encryption: Encryption, parent: QWidget | None = None) -> None:
        text = "Den gamle gendannelseskode åbner derefter kun ældre backupper."
        super().__init__("Ny gendannelseskode", "&Lav en ny kode", text, parent)
        self._encryption = encryption
        self.secret = self.add_password_field("&Adgangskode")

    def submit(self) -> None:
        """Generate and show a new recovery code.

        :raises KnownError: the password is wrong.
        """
        with wait_cursor(), select_on_error(self.secret):
            code = self._encryption.new_code(self.secret.text())
        self.show_code(code, self._encryption.confirm_code)
