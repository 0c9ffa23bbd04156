"""Which attached files are opened from the program, and which are only saved as a copy.

A file that came by mail or from the web carries a mark (Windows: *Zone.Identifier*) that makes Word and Windows careful
with it. The mark is lost when the bytes are stored here, so that a copy written by the program would run as one's own.
Kinds that can start something are therefore not opened from here. The list says what is opened, not what is refused:
Windows has dozens of kinds that start a program, and gets new ones.
"""

from __future__ import annotations

from pathlib import PurePosixPath

_WORD_AND_EXCEL = {".docx", ".doc", ".rtf", ".odt", ".xlsx", ".xls", ".ods", ".pptx", ".odp"}
_TEXTS = {".pdf", ".txt", ".csv", ".md", ".eml", ".msg"}
_PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp"}
_OPENED = frozenset(_WORD_AND_EXCEL | _TEXTS | _PICTURES)
_MACROS = (b"vbaProject.bin", "_VBA_PROJECT".encode("utf-16-le"))
"""How a macro project is named inside a file of Word or Excel: in the newer formats, and in .doc and .xls."""


def may_be_opened(name: str, content: bytes) -> bool:
    """Return whether a file called ``name`` with these bytes is only read, and starts nothing, when it is opened."""
    if PurePosixPath(name).suffix.lower() not in _OPENED:
        return False
    return not any(mark in content for mark in _MACROS)
