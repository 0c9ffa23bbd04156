"""Base dialogs in which a password is typed or chosen, and the recovery code is then shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QProgressBar, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.safety.conversion_job import ConversionJob
from mus_desktop.services.safety.password_strength import MIN_PASSWORD_LENGTH
from mus_desktop.ui.controls.background_work import BackgroundWork
from mus_desktop.ui.controls.labels import labelled, words
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.safety.code_dialog import CodeDialog

_ADVICE = f"Mindst {MIN_PASSWORD_LENGTH} tegn. Tre-fire ord i træk er lette at huske og svære at gætte."


class Asking(InputDialog):
    """A dialog with password fields, masked by default. ``code_shown`` carries the recovery code dialog."""

    code_shown = Signal(object)

    def __init__(self, title: str, done: str, text: str, parent: QWidget | None) -> None:
        super().__init__(title, done, parent, text=text, characters=66)
        self.fields: list[QLineEdit] = []
        self.converted: Callable[[], object] = lambda: None
        self._under_way: tuple[ConversionJob, BackgroundWork] | None = None
        self.working, self.bar = words("", "strong", wrap=True), QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        for widget in (self.working, self.bar):
            widget.hide()
            self._foot.insertWidget(self._foot.indexOf(self.problem), widget)

    def accept(self) -> None:
        """Close the dialog, unless a conversion is in progress."""
        if self._under_way is None:
            super().accept()

    def reject(self) -> None:
        """Cancel the dialog, unless a conversion is in progress."""
        if self._under_way is None:
            super().reject()

    def unkept(self) -> bool:
        """Return whether a conversion is in progress; the program must not close during it."""
        return self._under_way is not None

    def convert(self, converting: ConversionJob, says: str, done: Callable[[], object]) -> None:
        """Run ``converting`` on a background thread while showing ``says``.

        ``done`` is called if the data were converted, also when a later step of the conversion failed.
        """
        converting.begin()
        beside = BackgroundWork(lambda *_: converting.run())
        beside.done.connect(self._on_converted)
        beside.failed.connect(self._on_converted)
        self._under_way, self.converted = (converting, beside), done
        self.tell_problem("")
        self._show_working(says)
        try:
            beside.start()
        except BaseException:  # no more threads can be started
            self._under_way = None
            self._show_working("")
            converting.end()
            raise

    def _on_converted(self, _outcome: object) -> None:
        if self._under_way is None:
            return
        (converting, beside), self._under_way = self._under_way, None
        self._show_working("")
        problem = ""
        try:
            try:
                beside.result()
            finally:
                converting.end()
        except KnownError as error:
            problem = error.message
        finally:  # a programming error is raised further, to be reported
            self._tell_converted(problem, done=converting.done)

    def _tell_converted(self, problem: str, *, done: bool) -> None:
        if done:
            self.converted()
        if problem:
            self.tell_problem(problem)
        elif done:
            self.accept()

    def _show_working(self, says: str) -> None:
        self.working.setText(says)
        self.bar.setAccessibleName(says)
        for widget in (self.working, self.bar):
            widget.setVisible(bool(says))
        self._page.setEnabled(not says)
        self.primary.setEnabled(not says)
        self.cancel.setEnabled(not says)
        self.refit()

    def ask_for(self, title: str, hint: str = "") -> QLineEdit:
        """Add and return a password field."""
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setMaxLength(256)
        self.fields.append(field)
        self.body.addWidget(labelled(title, field, hint))
        if len(self.fields) == 1:
            field.setFocus()
        return field

    def add_look(self) -> None:
        """Add a check box that unmasks the typed text."""
        show = QCheckBox("&Vis det, jeg skriver")
        show.toggled.connect(self._on_look)
        self.body.addWidget(show)

    def show_code(self, code: str, confirm: Callable[[str, str], Any], *, of_backups: bool = False) -> None:
        """Show a recovery code, the only time it is visible. ``of_backups``: it belongs to the backup password."""
        dialog = CodeDialog(code, confirm, self.parentWidget(), of_backups=of_backups)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.open()
        self.code_shown.emit(dialog)

    def open_and_tell(self, after: Callable[[], object]) -> None:
        """Open as a window-modal dialog.

        ``after`` is called when it closes, and again when its recovery code dialog closes.
        """
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.finished.connect(after)
        self.code_shown.connect(lambda code: code.finished.connect(after))
        self.open()

    def _on_look(self, seen: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password
        for field in self.fields:
            field.setEchoMode(mode)


class Choosing(Asking):
    """A dialog that asks for a new password twice and then shows its recovery code."""

    def ask_for_new(self) -> None:
        """Add the two fields for a new password."""
        self.new = self.ask_for("Ny a&dgangskode", _ADVICE)
        self.again = self.ask_for("Adgangskoden &igen")
        self.add_look()

    def chosen(self) -> str:
        """Return the new password.

        :raises KnownError: the two fields differ.
        """
        if self.new.text() != self.again.text():
            with mending(self.again):
                raise KnownError("De to adgangskoder er ikke ens. Skriv den samme begge steder.")
        return self.new.text()


@contextmanager
def mending(field: QLineEdit, what: type[KnownError] = KnownError) -> Iterator[None]:
    """Focus ``field`` and select its text when the block raises ``what``, so that typing replaces the rejected text."""
    try:
        yield
    except what:
        field.setFocus()
        field.selectAll()
        raise


@contextmanager
def waiting() -> Iterator[None]:
    """Show the wait cursor while a password is verified or data are encrypted."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()
