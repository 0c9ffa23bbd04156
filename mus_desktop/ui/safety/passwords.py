"""The password: set, changed, taken off; and the backup password of data without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.backup_key import BackupKey
from mus_desktop.services.encryption import Encryption
from mus_desktop.ui.labels import labelled, words
from mus_desktop.ui.safety.code_dialog import CodeDialog
from mus_desktop.ui.sheets import Sheet

_ADVICE = "Tre-fire ord i træk er lette at huske og svære at gætte."
_FORGOTTEN = (
    "Glemmer du adgangskoden, åbner gendannelseskoden dine data. Uden nogen af dem kan ingen åbne dem, heller ikke "
    "jeres it-afdeling."
)


class _Asking(Sheet):
    """Base: fields for passwords, hidden until they are to be seen."""

    def __init__(self, title: str, done: str, text: str, parent: QWidget | None) -> None:
        super().__init__(title, done, parent, text=text, characters=66)
        self.fields: list[QLineEdit] = []

    def ask_for(self, title: str, hint: str = "") -> QLineEdit:
        """Another field."""
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setMaxLength(256)
        self.fields.append(field)
        self.body.addWidget(labelled(title, field, hint))
        if len(self.fields) == 1:
            field.setFocus()
        return field

    def add_look(self) -> None:
        """A tick that lets one see what is typed."""
        show = QCheckBox("&Vis det, jeg skriver")
        show.toggled.connect(self._on_look)
        self.body.addWidget(show)

    def _on_look(self, seen: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password
        for field in self.fields:
            field.setEchoMode(mode)


class _Choosing(_Asking):
    """A new password, twice; then the code that goes with it is shown."""

    def ask_for_new(self) -> None:
        """The two fields of a new password."""
        self.new = self.ask_for("Ny a&dgangskode", _ADVICE)
        self.again = self.ask_for("Adgangskoden &igen")
        self.add_look()

    def chosen(self) -> str:
        """The new password. :raises KnownError: the two differ."""
        if self.new.text() != self.again.text():
            self.again.setFocus()
            raise KnownError("De to adgangskoder er ikke ens. Skriv den samme begge steder.")
        return self.new.text()


class SetPassword(_Choosing):
    """Encrypts the data under a first password. ``code_shown`` carries the dialog with the code."""

    code_shown = Signal(object)

    def __init__(self, encryption: Encryption, parent: QWidget | None = None) -> None:
        super().__init__("Vælg adgangskode", "&Krypter mine data", f"Dine data bliver krypteret. {_FORGOTTEN}", parent)
        self._encryption = encryption
        self.ask_for_new()
        self.body.addWidget(
            words(
                "Det ukrypterede overskrives, men en SSD-disk kan gemme rester af det.",
                "caption",
                wrap=True,
            )
        )

    def store(self) -> None:
        """:raises KnownError: the two differ, or it is too weak."""
        password = self.chosen()
        with _waiting():
            code = self._encryption.set_password(password)
        self.code_shown.emit(show_code(code, self._encryption.confirm_code, self.parentWidget()))


class ChangePassword(_Choosing):
    """Another password for the same data."""

    def __init__(self, encryption: Encryption, parent: QWidget | None = None) -> None:
        text = "Gendannelseskoden er den samme som før. Ældre backupper åbnes med den adgangskode, de er taget med."
        super().__init__("Skift adgangskode", "&Skift adgangskode", text, parent)
        self._encryption = encryption
        self.old = self.ask_for("Adgangskoden n&u, eller gendannelseskoden")
        self.ask_for_new()

    def store(self) -> None:
        """:raises KnownError: the old one is wrong, or the new one will not do."""
        new = self.chosen()
        with _waiting():
            self._encryption.change_password(self.old.text(), new)


class RemovePassword(_Asking):
    """No password from now on."""

    def __init__(self, encryption: Encryption, parent: QWidget | None = None) -> None:
        text = (
            "Uden adgangskode kan den, der får fat i pc'en, læse samtalerne. Backupper, der allerede er taget, skal "
            "stadig åbnes med adgangskoden."
        )
        super().__init__("Fjern adgangskoden", "&Fjern adgangskoden", text, parent)
        self._encryption = encryption
        self.secret = self.ask_for("&Adgangskode eller gendannelseskode")

    def store(self) -> None:
        """:raises KnownError: it is wrong."""
        with _waiting():
            self._encryption.remove_password(self.secret.text())


class NewCode(_Asking):
    """Another recovery code, for one that is lost or was never written down."""

    def __init__(self, encryption: Encryption, parent: QWidget | None = None) -> None:
        text = "Den gamle gendannelseskode åbner derefter kun ældre backupper."
        super().__init__("Ny gendannelseskode", "&Lav en ny kode", text, parent)
        self._encryption = encryption
        self.secret = self.ask_for("&Adgangskode")

    def store(self) -> None:
        """:raises KnownError: the password is wrong."""
        with _waiting():
            code = self._encryption.new_code(self.secret.text())
        show_code(code, self._encryption.confirm_code, self.parentWidget())


class BackupPassword(_Choosing):
    """What encrypts the backups of data that have no password, before they leave the PC."""

    def __init__(self, key: BackupKey, parent: QWidget | None = None) -> None:
        text = (
            "Med den krypteres backuppen, før den forlader pc'en. Den beskytter mod den, der får fat i backuppen, ikke "
            "mod den, der sidder ved din pc."
        )
        super().__init__("Vælg backup-adgangskode", "&Brug den", text, parent)
        self._key = key
        self.ask_for_new()

    def store(self) -> None:
        """:raises KnownError: the two differ, or it is too weak."""
        password = self.chosen()
        with _waiting():
            code = self._key.choose(password)
        show_code(code, None, self.parentWidget())


class TypeBackupPassword(_Asking):
    """The backup password, asked for once per start where the PC has no safe place for it."""

    def __init__(self, key: BackupKey, parent: QWidget | None = None) -> None:
        super().__init__(
            "Backup-adgangskode", "&Fortsæt", "Den skal bruges, for at backuppen kan komme af sted.", parent
        )
        self._key = key
        self.secret = self.ask_for("&Backup-adgangskode")

    def store(self) -> None:
        """:raises KnownError: it is wrong."""
        with _waiting():
            self._key.unlock(self.secret.text())


def show_code(code: str, confirm: Callable[[str, str], Any] | None, parent: QWidget | None) -> CodeDialog:
    """Show a recovery code, the only time it can be seen."""
    dialog = CodeDialog(code, confirm, parent)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()
    return dialog


@contextmanager
def _waiting() -> Iterator[None]:
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()
