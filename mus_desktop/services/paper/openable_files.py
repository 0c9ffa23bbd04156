"""The rule for which attached files are opened from the program, and which are only saved as a copy.

A file that came by mail or from the web has a mark (Windows: *Zone.Identifier*) that makes Word and Windows careful
with it. The mark is lost when the bytes are stored here, so a copy written by the program would be trusted like the
user's own files. Kinds of files that can start a program are therefore not opened from here. The list names the kinds
that are opened, not those that are refused: Windows has dozens of kinds that start a program, and gets new ones.
"""

from __future__ import annotations

from pathlib import PurePosixPath

_WORD_AND_EXCEL = {".docx", ".doc", ".rtf", ".odt", ".xlsx", ".xls", ".ods", ".pptx", ".odp"}
_TEXTS = {".pdf", ".txt", ".csv", ".md", ".eml", ".msg"}
_PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp"}
_OPENABLE = frozenset(_WORD_AND_EXCEL | _TEXTS | _PICTURES)
_MACRO_MARKS = (b"vbaProject.bin", "_VBA_PROJECT".encode("utf-16-le"))
"""The name of a macro project inside a file of Word or Excel: in the newer formats, and in .doc and .xls."""


def may_be_opened(name: str, content: bytes) -> bool:
    """Return whether opening a file called ``name`` with these bytes only shows it, and cannot start a program."""
    if PurePosixPath(name).suffix.lower() not in _OPENABLE:
        return False
    return not any(mark in content for mark in _MACRO_MARKS)
