"""Texts that the program inserts at the cursor, each undone in one step."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from mus_desktop.ui.controls.text_entry.utf16 import index_at, utf16_position

_WHEN, _THEN = "Når ", ", så "
_LAST_WORD = re.compile(r"\S+$")


def insert_when_then(edit: QTextEdit) -> None:
    """Insert *Når ..., så ...* below what is written, with the cursor where the occasion is typed."""
    cursor = edit.textCursor()
    cursor.beginEditBlock()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    if not cursor.atStart() and cursor.block().length() > 1:
        cursor.insertBlock()
    cursor.insertText(_WHEN + _THEN)
    cursor.endEditBlock()
    cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.MoveAnchor, len(_THEN))
    edit.setTextCursor(cursor)


def replace_last_word(edit: QTextEdit, replacement_of: Callable[[str], str | None]) -> bool:
    """Replace the word before the cursor by ``replacement_of`` it; return whether it has a replacement."""
    cursor = edit.textCursor()
    text = cursor.block().text()
    before = text[: index_at(text, cursor.positionInBlock())]
    found = _LAST_WORD.search(before)
    replacement = replacement_of(found[0]) if found else None
    if found is None or replacement is None:
        return False
    cursor.clearSelection()
    cursor.setPosition(cursor.block().position() + utf16_position(before, found.start()))
    cursor.setPosition(edit.textCursor().position(), QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(replacement)
    edit.setTextCursor(cursor)
    return True
