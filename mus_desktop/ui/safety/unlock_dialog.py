"""The password dialog at the start and on the lock screen.

Wrong passwords are answered slowly, and no data are shown before the right one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QProgressBar, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.text import is_blank
from mus_desktop.ui.controls.background_work import BackgroundWork
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.controls.line_edit import TextLine
from mus_desktop.ui.dialogs.input_dialog import InputDialog

_FORGOTTEN = (
    "Skriv gendannelseskoden i stedet. Du fik den, da adgangskoden blev valgt: otte grupper med fire tegn. Har du "
    "ingen af dem, kan ingen åbne dine data, heller ikke jeres it-afdeling."
)
_FORGOTTEN_START = " Har du en ældre backup, som du kender adgangskoden til, kan du gendanne fra den."


class UnlockDialog(InputDialog):
    """Ask until the password is right.

    :attr:`outcome` is what ``unlock`` returned for :attr:`opened_with`; ``opened`` is emitted just before it closes.

    :param unlock: called with the password or recovery code on a background thread; raises ``WrongPassword``.
    :param title: the heading.
    :param backups: offer a backup to a user who has neither; ``backup_wanted`` is then emitted as it closes.
    """

    opened = Signal()
    backup_wanted = Signal()

    def __init__(
        self,
        unlock: Callable[[str], Any],
        parent: QWidget | None = None,
        *,
        title: str = "MUS Desktop",
        backups: bool = False,
    ) -> None:
        text = "Dine data er krypteret. Skriv adgangskoden for at åbne dem."
        super().__init__(title, "&Åbn", parent, text=text, characters=58)
        self._unlock = unlock
        self._task: BackgroundWork | None = None
        self.outcome: Any = None
        self.opened_with = ""
        self.secret = TextLine()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setMaxLength(256)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("Adgangskoden prøves")
        self.bar.hide()
        self._labelled = labelled("&Adgangskode", self.secret)
        self._label = next(label for label in self._labelled.findChildren(QLabel) if label.buddy() is self.secret)
        self.body.addWidget(self._labelled)
        self.body.addWidget(self.bar)
        self.explanation = text_label(_FORGOTTEN + (_FORGOTTEN_START if backups else ""), "muted", wrap=True)
        self.explanation.hide()
        self.body.addWidget(self.explanation)
        self.code = self.add_button("&Glemt adgangskoden?", "link")
        self.code.clicked.connect(self._on_code)
        self._backups = backups
        self.backup = self.add_button("&Gendan fra backup …", "link")
        self.backup.clicked.connect(self._on_backup)
        self.backup.hide()
        self.cancel.setText("&Luk programmet")
        self.secret.setFocus()

    def submit(self) -> None:
        """Try the password on a background thread; the dialog stays open until it is right."""
        if is_blank(self.secret.text()):
            self.secret.setFocus()
            raise KnownError("Skriv adgangskoden.")
        self.show_problem("")
        secret = self.secret.text()
        self._task = BackgroundWork(lambda *_: self._unlock(secret), awaited=True)
        self._task.done.connect(self._on_opened)
        self._task.failed.connect(self._on_failed)
        self._show_busy(busy=True)
        self._task.start()

    def accept(self) -> None:
        """Ignore the default accept: only the right password closes the dialog."""

    def reject(self) -> None:
        if self._task is None:
            super().reject()

    def _on_opened(self, result: Any) -> None:
        self._show_busy(busy=False)
        self.outcome = result
        self.opened_with = self.secret.text()
        self.secret.clear()
        self.opened.emit()
        super().accept()

    def _on_failed(self, error: Exception) -> None:
        self._show_busy(busy=False)
        if not isinstance(error, KnownError):
            raise error  # a programming error: reported like any other
        self.secret.selectAll()
        self.secret.setFocus()
        self.show_problem(error.message)

    def _on_code(self) -> None:
        # A recovery code is copied from paper, which is hard to do blindly. The wrong password is not to be read.
        self.secret.clear()
        self.show_problem("")
        self.secret.setEchoMode(QLineEdit.EchoMode.Normal)
        self._label.setText("&Adgangskode eller gendannelseskode")
        self.secret.setAccessibleName("Adgangskode eller gendannelseskode")
        self.secret.setFocus()
        self.code.hide()
        self.backup.setVisible(self._backups)
        self.explanation.show()
        self.grow_to_content()

    def _on_backup(self) -> None:
        super().reject()
        self.backup_wanted.emit()

    def _show_busy(self, *, busy: bool) -> None:
        if not busy:
            self._task = None
        self.bar.setVisible(busy)
        for widget in (self.secret, self.primary, self.cancel, self.code, self.backup):
            widget.setEnabled(not busy)
