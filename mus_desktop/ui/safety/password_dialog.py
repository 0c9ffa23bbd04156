"""Base dialogs in which a password is typed or chosen, and the recovery code is then shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QProgressBar, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.text.secret_text import typed_secret
from mus_desktop.services.safety.conversion_job import ConversionJob
from mus_desktop.services.safety.password_strength import MIN_PASSWORD_LENGTH
from mus_desktop.ui.controls.background_work import BackgroundWork
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.controls.line_edit import TextLine
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.safety.code_dialog import CodeDialog

_ADVICE = f"Mindst {MIN_PASSWORD_LENGTH} tegn. Tre-fire ord i træk er lette at huske og svære at gætte."


class PasswordDialog(InputDialog):
    """A dialog with password fields, masked by default. ``code_shown`` carries the recovery code dialog."""

    code_shown = Signal(object)

    def __init__(self, title: str, done: str, text: str, parent: QWidget | None) -> None:
        super().__init__(title, done, parent, text=text, characters=66)
        self.fields: list[QLineEdit] = []
        self.converted: Callable[[], object] = lambda: None
        self._conversion: tuple[ConversionJob, BackgroundWork] | None = None
        self.working, self.bar = text_label("", "strong", wrap=True), QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        for widget in (self.working, self.bar):
            widget.hide()
            self._foot.insertWidget(self._foot.indexOf(self.problem), widget)

    def accept(self) -> None:
        """Close the dialog, unless a conversion is in progress."""
        if self._conversion is None:
            super().accept()

    def reject(self) -> None:
        """Cancel the dialog, unless a conversion is in progress."""
        if self._conversion is None:
            super().reject()

    def has_unsaved_input(self) -> bool:
        """Return whether a conversion is in progress; the program must not close during it."""
        return self._conversion is not None

    def convert(self, converting: ConversionJob, text: str, done: Callable[[], object]) -> None:
        """Run ``converting`` on a background thread while showing ``text``.

        ``done`` is called if the data were converted, also when a later step of the conversion failed.
        """
        converting.begin()
        work = BackgroundWork(lambda *_: converting.run())
        work.done.connect(self._on_converted)
        work.failed.connect(self._on_converted)
        self._conversion, self.converted = (converting, work), done
        self.show_problem("")
        self._show_working(text)
        try:
            work.start()
        except BaseException:  # no more threads can be started
            self._conversion = None
            self._show_working("")
            converting.end()
            raise

    def _on_converted(self, _outcome: object) -> None:
        if self._conversion is None:
            return
        (converting, work), self._conversion = self._conversion, None
        self._show_working("")
        problem = ""
        try:
            try:
                work.result()
            finally:
                converting.end()
        except KnownError as error:
            problem = error.message
        finally:  # a programming error is raised further, to be reported
            self._show_converted(problem, done=converting.done)

    def _show_converted(self, problem: str, *, done: bool) -> None:
        if done:
            self.converted()
        if problem:
            self.show_problem(problem)
        elif done:
            self.accept()

    def _show_working(self, text: str) -> None:
        self.working.setText(text)
        self.bar.setAccessibleName(text)
        for widget in (self.working, self.bar):
            widget.setVisible(bool(text))
        self._page.setEnabled(not text)
        self.primary.setEnabled(not text)
        self.cancel.setEnabled(not text)
        self.grow_to_content()

    def add_password_field(self, title: str, hint: str = "") -> QLineEdit:
        """Add and return a password field.

        Its text is the exact pasted one: an older version may have locked the data with a line break in it.
        """
        field = TextLine()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setMaxLength(256)
        self.fields.append(field)
        self.body.addWidget(labelled(title, field, hint))
        if len(self.fields) == 1:
            field.setFocus()
        return field

    def add_unmask_box(self) -> None:
        """Add a check box that unmasks the typed text."""
        show = QCheckBox("&Vis det, jeg skriver")
        show.toggled.connect(self._on_unmask)
        self.body.addWidget(show)

    def show_code(self, code: str, confirm: Callable[[str, str], Any], *, of_backups: bool = False) -> None:
        """Show a recovery code, the only time it is visible. ``of_backups``: it belongs to the backup password."""
        dialog = CodeDialog(code, confirm, self.parentWidget(), of_backups=of_backups)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.open()
        self.code_shown.emit(dialog)

    def open_and_notify(self, after: Callable[[], object]) -> None:
        """Open as a window-modal dialog.

        ``after`` is called when it closes, and again when its recovery code dialog closes.
        """
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.finished.connect(after)
        self.code_shown.connect(lambda code: code.finished.connect(after))
        self.open()

    def _on_unmask(self, unmasked: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if unmasked else QLineEdit.EchoMode.Password
        for field in self.fields:
            field.setEchoMode(mode)


class NewPasswordDialog(PasswordDialog):
    """A dialog that asks for a new password twice and then shows its recovery code."""

    def add_new_password_fields(self) -> None:
        """Add the two fields for a new password."""
        self.new = self.add_password_field("Ny a&dgangskode", _ADVICE)
        self.repeated = self.add_password_field("Adgangskoden &igen")
        self.add_unmask_box()

    def chosen(self) -> str:
        """Return the new password.

        :raises KnownError: the two fields differ.
        """
        if typed_secret(self.new.text()) != typed_secret(self.repeated.text()):
            with select_on_error(self.repeated):
                raise KnownError("De to adgangskoder er ikke ens. Skriv den samme begge steder.")
        return self.new.text()


@contextmanager
def select_on_error(field: QLineEdit, error_type: type[KnownError] = KnownError) -> Iterator[None]:
    """Focus ``field`` and select its text when the block raises ``error_type``.

    Typing then replaces the rejected text.
    """
    try:
        yield
    except error_type:
        field.setFocus()
        field.selectAll()
        raise


@contextmanager
def wait_cursor() -> Iterator[None]:
    """Show the wait cursor while a password is verified or data are encrypted."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()
