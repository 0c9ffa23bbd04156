"""The recovery code on a sheet of paper. It is sent only to a printer, never to a file."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QPainter
from PySide6.QtPrintSupport import QPrinter

from mus_desktop.errors import KnownError

_MARGIN_MM, _LINE_MM = 25, 9
_FILE_PRINTERS = re.compile(r"pdf|xps|onenote|\bfax\b|document writer", re.IGNORECASE)
"""Names of the virtual printers of Windows and other programs, which write a file."""


def require_paper_printer(printer: QPrinter) -> None:
    """Raise :class:`KnownError` unless ``printer`` prints on paper, as far as its name and settings show."""
    if not printer.isValid() and not printer.outputFileName():
        raise KnownError("Der er ingen printer at udskrive på. Skriv koden ned i stedet.")
    if printer.outputFileName() or _FILE_PRINTERS.search(printer.printerName()):
        name = printer.printerName() or "Den printer"
        raise KnownError(
            f"»{name}« laver en fil, og koden skal ikke ligge på pc'en. Vælg en anden printer, eller skriv koden ned."
        )


def print_code(code: str, printer: QPrinter, title: str) -> None:
    """Print the code on one page.

    :raises KnownError: the printer refuses the page.
    """
    printer.setDocName("MUS Desktop")
    painter = QPainter()
    if not painter.begin(printer):
        raise KnownError("Printeren tager ikke imod siden. Prøv en anden, eller skriv koden ned.")
    step = printer.resolution() / 25.4
    left, line = round(_MARGIN_MM * step), round(_LINE_MM * step)
    top = left
    for text, points, bold in _PAGE:
        font = QFont(painter.font())
        font.setPointSize(points)
        font.setBold(bold)
        painter.setFont(font)
        painter.drawText(left, top, text.format(code=code, title=title))
        top += line
    painter.end()


_PAGE = (
    ("MUS Desktop", 11, False),
    ("{title}", 18, True),
    ("{code}", 16, True),
    ("Koden åbner det, den hører til, hvis adgangskoden er glemt.", 11, False),
    ("Læg papiret et sikkert sted, ikke ved pc'en.", 11, False),
)
