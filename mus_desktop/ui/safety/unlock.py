"""The password at the start, and when the screen was locked: slow when it is wrong, and nothing is shown before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.ui.labels import labelled
from mus_desktop.ui.sheets import Sheet
from mus_desktop.ui.tasks import Task


class UnlockDialog(Sheet):
    """Asks until the password fits. ``given`` is what ``unlock`` gave; ``opened`` comes just before it closes.

    :param unlock: takes the password or the recovery code, beside the main thread; raises ``WrongPassword``.
    """

    opened = Signal()

    def __init__(self, unlock: Callable[[str], Any], parent: QWidget | None = None) -> None:
        text = "Dine data er krypteret. Skriv adgangskoden for at åbne dem."
        super().__init__("MUS Desktop", "&Åbn", parent, text=text, characters=58)
        self._unlock = unlock
        self._task: Task | None = None
        self.given: Any = None
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setMaxLength(256)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("Adgangskoden prøves")
        self.bar.hide()
        self._labelled = labelled("&Adgangskode", self.secret)
        self.body.addWidget(self._labelled)
        self.body.addWidget(self.bar)
        self.code = self.add_button("Brug &gendannelseskode", "link")
        self.code.clicked.connect(self._on_code)
        self.cancel.setText("&Luk programmet")
        self.secret.setFocus()

    def store(self) -> None:
        """Try it beside the main thread; the dialog stays until it fits."""
        if not self.secret.text():
            raise KnownError("Skriv adgangskoden.")
        self.tell_problem("")
        self._task = Task(partial(_try, self._unlock, self.secret.text()), self)
        self._task.done.connect(self._on_opened)
        self._task.failed.connect(self._on_failed)
        self._show_busy(busy=True)
        self._task.start()

    def accept(self) -> None:
        """Only what fits closes it."""

    def reject(self) -> None:
        if self._task is None:
            super().reject()

    def _on_opened(self, given: Any) -> None:
        self._show_busy(busy=False)
        self.given = given
        self.secret.clear()
        self.opened.emit()
        super().accept()

    def _on_failed(self, error: Exception) -> None:
        self._show_busy(busy=False)
        if not isinstance(error, KnownError):
            raise error  # a mistake of the program's own: told as every other
        self.tell_problem(error.message)
        self.secret.selectAll()
        self.secret.setFocus()

    def _on_code(self) -> None:
        self.secret.setEchoMode(QLineEdit.EchoMode.Normal)
        self.secret.setPlaceholderText("Otte grupper med fire tegn")
        self.secret.setAccessibleName("Gendannelseskode")
        self.secret.setFocus()
        self.code.hide()

    def _show_busy(self, *, busy: bool) -> None:
        if not busy:
            self._task = None
        self.bar.setVisible(busy)
        for widget in (self.secret, self.primary, self.cancel, self.code):
            widget.setEnabled(not busy)


def ask_for_key(data_folder: Path) -> bytes | None:
    """The key of the database in ``data_folder``; ``None`` when the leader gave up. There is no window yet."""
    from mus_desktop.services.encryption import unlock  # noqa: PLC0415 - most starts need no password

    dialog = UnlockDialog(partial(unlock, data_folder))
    wait = QEventLoop()
    dialog.finished.connect(wait.quit)
    dialog.show()
    wait.exec()
    key: bytes | None = dialog.given
    return key


def _try(unlock: Callable[[str], Any], secret: str, *_: object) -> Any:
    return unlock(secret)
