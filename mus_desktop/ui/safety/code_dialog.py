"""The recovery code, the only time it can be seen: written down or printed, and asked back once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QFont, QFontDatabase, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.encryption import same_code
from mus_desktop.ui.labels import labelled, words
from mus_desktop.ui.sheets import Sheet

_TEXT = (
    "Med den kan du åbne dine data, hvis du glemmer adgangskoden. Skriv den ned eller print den, og gem den et sikkert "
    "sted, ikke ved pc'en. Den vises kun nu."
)
_LARGER = 1.6
_MARGIN_MM = 25


class CodeDialog(Sheet):
    """Closes when the code is typed back, or when the leader leaves it unconfirmed.

    :param confirm: is told what was typed and what was shown; remembers that the code was written down.
    """

    def __init__(self, code: str, confirm: Callable[[str, str], Any] | None, parent: QWidget | None = None) -> None:
        super().__init__("Din gendannelseskode", "&Færdig", parent, text=_TEXT, characters=70)
        self._code, self._confirm = code, confirm
        self.shown = _large(code)
        self.typed = QLineEdit()
        self.typed.setMaxLength(80)
        self.print = self.add_button("&Print …")
        self.print.clicked.connect(self._on_print)
        self.cancel.setText("Be&kræft senere")
        self.body.addWidget(self.shown)
        hint = "Så er du sikker på, at du har den. Store og små bogstaver er lige gode."
        self.body.addWidget(labelled("&Skriv koden her, som du har skrevet den ned", self.typed, hint))
        self.print.setFocus()

    def store(self) -> None:
        """:raises KnownError: what is typed is another code."""
        if not same_code(self.typed.text(), self._code):
            self.typed.setFocus()
            raise KnownError("Det er ikke den kode, der står ovenfor. Se efter, hvad du har skrevet ned.")
        if self._confirm is not None:
            self._confirm(self.typed.text(), self._code)

    def _on_print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
        dialog.accepted.connect(lambda: print_code(self._code, printer))
        QDialog.open(dialog)  # its own wants a slot by name


def print_code(code: str, printer: QPrinter) -> None:
    """Print the code on one page; it goes to the printer alone."""
    painter = QPainter(printer)
    step = printer.resolution() / 25.4
    left, line = round(_MARGIN_MM * step), round(9 * step)
    top = left
    for text, points, bold in _PAGE:
        font = QFont(painter.font())
        font.setPointSize(points)
        font.setBold(bold)
        painter.setFont(font)
        painter.drawText(left, top, text.format(code=code))
        top += line
    painter.end()


_PAGE = (
    ("Gendannelseskode til MUS Desktop", 18, True),
    ("{code}", 16, True),
    ("Koden åbner dine data og dine backupper, hvis adgangskoden er glemt.", 11, False),
    ("Læg papiret et sikkert sted, ikke ved pc'en.", 11, False),
)


def _large(code: str) -> QLabel:
    groups = code.split("-")
    half = len(groups) // 2
    label = words("\n".join("-".join(part) for part in (groups[:half], groups[half:])))
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(label.font().pointSizeF() * _LARGER)
    label.setFont(font)
    label.setAccessibleName(f"Gendannelseskode: {code}")
    return label
