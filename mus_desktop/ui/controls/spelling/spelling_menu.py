"""The entries about a misspelled word in the menu of a text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QMenu, QTextEdit

from mus_desktop.services.writing.words import FoundWord, word_at
from mus_desktop.ui.controls.spelling.speller import Speller
from mus_desktop.ui.controls.text_entry.utf16 import index_at, utf16_position

_NO_SUGGESTIONS = "Ingen forslag"


def spelling_actions(
    edit: QTextEdit, position: QPoint, speller: Speller, add_word: Callable[[str], None], menu: QMenu
) -> list[QAction]:
    """Return the suggestions for the word at ``position``, and *Føj til ordbogen*; none if the word is not wrong."""
    cursor = edit.cursorForPosition(position)
    text = cursor.block().text()
    found = word_at(text, index_at(text, cursor.positionInBlock()))
    if found is None or speller.is_right(found.word) is not False or edit.isReadOnly():
        return []
    block_start = cursor.block().position()
    actions = [
        _action(suggestion, menu, partial(replace_word, edit, text, block_start, found, suggestion))
        for suggestion in speller.suggestions(found.word)
    ]
    if not actions:
        nothing = _action(_NO_SUGGESTIONS, menu, lambda: None)
        nothing.setEnabled(False)
        actions.append(nothing)
    return [*actions, _action(f"Føj »{found.word}« til ordbogen", menu, lambda: add_word(found.word))]


def replace_word(edit: QTextEdit, text: str, block_start: int, found: FoundWord, replacement: str) -> None:
    """Replace one word of a paragraph, undone in one step."""
    cursor = edit.textCursor()
    cursor.setPosition(block_start + utf16_position(text, found.start))
    cursor.setPosition(block_start + utf16_position(text, found.end), QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(replacement)
    edit.setTextCursor(cursor)


def _action(text: str, menu: QMenu, act: Callable[[], None]) -> QAction:
    action = QAction(text.replace("&", "&&"), menu)
    action.triggered.connect(lambda _checked: act())
    return action
