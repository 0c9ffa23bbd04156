"""Texts that the program inserts at the cursor, each undone in one step."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

_WHEN, _THEN = "Når ", ", så "


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
