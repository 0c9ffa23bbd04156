"""Hyphenation of words that are wider than their line."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.theme.text_width import character_width

_MIN_LETTERS = 3
_MIN_CHARACTERS = 8
"""The minimum width of a title, in average characters."""
_WORD_PARTS = re.compile(r"[^-]*-|[^-]+")  # a line may end at a hyphen already


def hyphenated(text: str, metrics: QFontMetrics, width: int) -> str:
    """Return ``text`` with hyphens in every word wider than ``width`` pixels, so that nothing is cut off."""
    words = " ".join(text.split())
    if metrics.horizontalAdvance(words) <= width:  # so no word is wider, and none has to be measured
        return words
    return " ".join(
        "".join(_hyphenated_word(part, metrics, width) for part in _WORD_PARTS.findall(word)) for word in text.split()
    )


class HyphenatedLabel(QLabel):
    """A wrapping plain-text label for titles: a word wider than the page is hyphenated instead of widening it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "Heading")  # before the text, as in text_label
        self._full_text = text
        self._heights: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(True)

    def minimumSizeHint(self) -> QSize:
        return QSize(character_width(self.fontMetrics()) * _MIN_CHARACTERS, super().minimumSizeHint().height())

    def heightForWidth(self, width: int) -> int:
        # Cached, because a page asks for it many times while it is laid out.
        if width not in self._heights:
            shown = hyphenated(self._full_text, self.fontMetrics(), width)
            wrapped = self.fontMetrics().boundingRect(0, 0, width, 0, int(Qt.TextFlag.TextWordWrap), shown)
            self._heights[width] = int(wrapped.height())
        return self._heights[width]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hyphenate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()
            self._hyphenate()

    def _hyphenate(self) -> None:
        shown = hyphenated(self._full_text, self.fontMetrics(), self.width())
        wanted = self._full_text if shown == " ".join(self._full_text.split()) else shown
        if wanted != self.text():
            self.setAccessibleName(self._full_text)
            self.setText(wanted)


def _hyphenated_word(word: str, metrics: QFontMetrics, width: int) -> str:
    parts = []
    while len(word) > 1 and metrics.horizontalAdvance(word) > width:
        fits = [n for n in range(2, len(word)) if metrics.horizontalAdvance(f"{word[:n]}-") <= width]
        length = min(fits[-1] if fits else 1, max(len(word) - _MIN_LETTERS, 1))
        parts.append(f"{word[:length]}-")
        word = word[length:]
    return " ".join([*parts, word])
