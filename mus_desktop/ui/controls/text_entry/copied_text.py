"""The plain text of a clipboard or of something dropped."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextDocument

_PARAGRAPH = "\N{PARAGRAPH SEPARATOR}"
_MADE_BY_QT, _LENGTH_OF_HEAD = 'name="qrichtext"', 400


def copied_text(source: QMimeData) -> str:
    """Return the plain text in ``source``, with the no-break spaces of a text that was copied from a note.

    Qt puts ordinary spaces for them into the plain text, and the right ones into the HTML beside it. Other programs
    mean their plain text, and their HTML has list marks and indentation of its own.
    """
    if _MADE_BY_QT not in source.html()[:_LENGTH_OF_HEAD]:
        return source.text()
    document = QTextDocument()
    document.setHtml(source.html())
    return document.toRawText().replace(_PARAGRAPH, "\n")
