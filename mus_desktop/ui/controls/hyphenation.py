"""Words that are wider than their line, parted by hyphens."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

_LEAST_LETTERS = 3
_NARROWEST = 8
"""How many average letters there is always room for in a title."""
_PARTS = re.compile(r"[^-]*-|[^-]+")  # a line may end at a hyphen already


def parted(text: str, metrics: QFontMetrics, width: int) -> str:
    """``text`` with every word that is wider than ``width`` pixels parted by hyphens, so that none of it is cut."""
    words = " ".join(text.split())
    if metrics.horizontalAdvance(words) <= width:  # so no word is wider, and none has to be measured
        return words
    return " ".join("".join(_parted(part, metrics, width) for part in _PARTS.findall(word)) for word in text.split())


class PartedLabel(QLabel):
    """Plain text that wraps, in large letters: a word that is wider than the page is parted instead of widening it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._whole = text
        self._heights: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * _NARROWEST, super().minimumSizeHint().height())

    def heightForWidth(self, width: int) -> int:
        # Cached, because a page asks for it many times while it is laid out.
        if width not in self._heights:
            shown = parted(self._whole, self.fontMetrics(), width)
            wrapped = self.fontMetrics().boundingRect(0, 0, width, 0, int(Qt.TextFlag.TextWordWrap), shown)
            self._heights[width] = int(wrapped.height())
        return self._heights[width]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._part()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()
            self._part()

    def _part(self) -> None:
        shown = parted(self._whole, self.fontMetrics(), self.width())
        wanted = self._whole if shown == " ".join(self._whole.split()) else shown
        if wanted != self.text():
            self.setText(wanted)


def _parted(word: str, metrics: QFontMetrics, width: int) -> str:
    parts = []
    while len(word) > 1 and metrics.horizontalAdvance(word) > width:
        fits = [n for n in range(2, len(word)) if metrics.horizontalAdvance(f"{word[:n]}-") <= width]
        length = min(fits[-1] if fits else 1, max(len(word) - _LEAST_LETTERS, 1))
        parts.append(f"{word[:length]}-")
        word = word[length:]
    return " ".join([*parts, word])
