"""The wavy lines under words that are spelled wrong.

They are drawn over the text as a selection is. A ``QSyntaxHighlighter`` changes the document instead: Qt then reports
that the text was edited, which would save it again and remove the ticks of those who allowed the note to follow the
plan.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor, QPalette, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from mus_desktop.services.writing.words import FoundWord, words_to_check
from mus_desktop.ui.controls.spelling.speller import Speller
from mus_desktop.ui.controls.text_entry.utf16 import utf16_position
from mus_desktop.ui.theme.tokens import DARK, LIGHT

_HALF_LIGHT = 128
_PAUSE_MS = 500
"""The pause after the last key before words are looked at: half a word is not wrong, and typing costs nothing."""


class SpellingLines(QObject):
    """Underlines the wrong words of ``edit``, a moment after they were typed."""

    def __init__(self, edit: QTextEdit, speller: Speller) -> None:
        super().__init__(edit)
        self._edit, self._speller, self._shown = edit, speller, True
        self._format = QTextCharFormat()
        self._format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        self._words: dict[str, tuple[FoundWord, ...]] = {}
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        edit.textChanged.connect(self._on_text_changed)
        speller.judged.connect(self.refresh)
        self._pause.start()

    def set_shown(self, shown: bool) -> None:
        """Show or hide the lines; while hidden no word is judged."""
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def refresh(self) -> None:
        """Underline the words that are known to be wrong; the others wait for their verdict."""
        # Read each time, because the colours of the program may have changed.
        dark = self._edit.palette().color(QPalette.ColorRole.Base).lightness() < _HALF_LIGHT
        self._format.setUnderlineColor(QColor((DARK if dark else LIGHT).danger))
        wrong = list(self._wrong_words()) if self._shown and not self._edit.isReadOnly() else []
        self._edit.setExtraSelections([self._selection(*place) for place in wrong])

    def _on_text_changed(self) -> None:
        self._pause.start()
        self._speller.postpone()

    def _wrong_words(self) -> Iterator[tuple[QTextBlock, FoundWord]]:
        block = self._edit.document().begin()
        words: dict[str, tuple[FoundWord, ...]] = {}
        while block.isValid():
            text = block.text()
            # Only the paragraphs that have changed are read again.
            words[text] = self._words.get(text) or tuple(words_to_check(text))
            for found in words[text]:
                if self._speller.is_right(found.word) is False:
                    yield block, found
            block = block.next()
        self._words = words

    def _selection(self, block: QTextBlock, found: FoundWord) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + utf16_position(block.text(), found.start))
        cursor.setPosition(block.position() + utf16_position(block.text(), found.end), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor, selection.format = cursor, self._format
        return selection
