"""The dialog with a recovery code: shown once, to be written down or printed, and then typed back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QClipboard, QFont, QFontDatabase, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.safety.encryption import same_code
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.controls.line_edit import TextLine
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.dialogs.messages import Choice, ask
from mus_desktop.ui.safety.code_printing import print_code, require_paper_printer

_TEXT = (
    "Med den kan du åbne {what}, hvis du glemmer {password}. Skriv den ned eller udskriv den på papir, og gem den et "
    "sikkert sted, ikke ved pc'en. Den vises kun nu."
)
_SCALE = 1.6
_FIXED_WIDTH = ("DejaVu Sans Mono", "Liberation Mono")
_LEAVE = "leave"
_STANDARD_KEYS = QKeySequence.StandardKey


class CodeDialog(InputDialog):
    """A recovery code that the leader writes down and types back.

    It closes when the code is typed correctly, or when the leader confirms leaving it unconfirmed; Escape alone does
    not close it.

    :param confirm: called with the typed and the shown code; records that the code was written down.
    :param of_backups: the code belongs to the backup password.
    """

    def __init__(
        self, code: str, confirm: Callable[[str, str], Any], parent: QWidget | None = None, *, of_backups: bool = False
    ) -> None:
        title = "Gendannelseskode til backup" if of_backups else "Din gendannelseskode"
        what = ("dine backupper", "backup-adgangskoden") if of_backups else ("dine data", "adgangskoden")
        text = _TEXT.format(what=what[0], password=what[1])
        super().__init__(title, "&Færdig", parent, text=text, characters=70)
        self._code, self._confirm, self._title = code, confirm, title
        self.shown = _code_label(code)
        self.typed = _CodeEdit()
        self.print = self.add_button("&Udskriv …")
        self.print.clicked.connect(self._on_print)
        self.cancel.setText("&Luk uden at bekræfte")
        # This button says itself what it does, so it skips the question that reject() asks.
        self.cancel.clicked.disconnect()
        self.cancel.clicked.connect(self._close_unconfirmed)
        self.body.addWidget(self.shown)
        hint = "Så er du sikker på, at du har den. Store og små bogstaver er lige gode."
        self.body.addWidget(labelled("&Skriv koden her, som du har skrevet den ned", self.typed, hint))
        self.print.setFocus()

    def submit(self) -> None:
        """Check the typed code.

        :raises KnownError: it is another code.
        """
        if not same_code(self.typed.text(), self._code):
            self.typed.setFocus()
            self.typed.selectAll()
            raise KnownError("Det er ikke den kode, der står ovenfor. Se efter, hvad du har skrevet ned.")
        self._confirm(self.typed.text(), self._code)

    def reject(self) -> None:
        """Ask before closing, because Escape and the close button are easily pressed and the code is then gone."""
        text = "Den vises ikke igen. Under Sikkerhed og backup kan du få en ny, når du har adgangskoden."
        leave = Choice(_LEAVE, "&Luk uden at bekræfte")
        if ask(self, "Har du skrevet koden ned?", text, (leave,), "&Tilbage til koden") == _LEAVE:
            self._close_unconfirmed()

    def has_unsaved_input(self) -> bool:
        """Return true, because the code is never shown again; closing the dialog itself is a decision."""
        return True

    def _close_unconfirmed(self) -> None:
        QDialog.reject(self)

    def _on_print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)  # QPrintDialog.open() requires a slot by name

    def print_on(self, printer: QPrinter) -> None:
        """Print the code on ``printer``, or show why that failed."""
        try:
            require_paper_printer(printer)
            print_code(self._code, printer, self._title)
        except KnownError as error:
            self.show_problem(error.message)
        else:
            self.show_problem("")


class _CodeEdit(TextLine):
    """A field that refuses copying: clipboards keep a history, and may be shared with other machines."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(80)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDragEnabled(False)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and (event.matches(_STANDARD_KEYS.Copy) or event.matches(_STANDARD_KEYS.Cut)):
            event.accept()
            return True
        handled = super().event(event)
        clipboard = QGuiApplication.clipboard()
        # Linux copies selected text to the selection clipboard at once; clear it before it can be pasted.
        if clipboard.supportsSelection() and clipboard.ownsSelection() and self.hasSelectedText():
            clipboard.clear(QClipboard.Mode.Selection)
        return handled


def _code_label(code: str) -> QLabel:
    groups = code.split("-")
    half = len(groups) // 2
    label = text_label("\n".join("-".join(part) for part in (groups[:half], groups[half:])))
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    # Windows' own is Courier New, whose thin letters are hard to copy, and its 0 looks like O.
    font.setFamilies(["Consolas", *font.families(), *_FIXED_WIDTH])
    font.setPointSizeF(label.font().pointSizeF() * _SCALE)
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    label.setAccessibleName(f"Gendannelseskode: {code}")
    return label
