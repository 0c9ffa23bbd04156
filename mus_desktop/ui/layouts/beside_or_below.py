"""A layout for text with buttons at its right, or below it if the width is too small."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from mus_desktop.ui.layouts.wrapping import WrappingLayout


class BesideOrBelow(WrappingLayout):
    """``text`` takes the remaining width; ``buttons`` are at its right as long as it keeps ``least()`` pixels."""

    def __init__(self, text: QWidget, buttons: QWidget, least: Callable[[], int], gap: int = 8) -> None:
        super().__init__()
        self._least, self._gap = least, gap
        self.addWidget(text)
        self.addWidget(buttons)

    def sizeHint(self) -> QSize:
        """Return the size with both side by side."""
        text, buttons = (item.sizeHint() for item in self._items)
        width = max(text.width(), self._least()) + self._gap + buttons.width()
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """Return the width of the wider of the two."""
        return QSize(max(item.minimumSize().width() for item in self._items), 0)

    def place(self, rect: QRect, *, apply: bool) -> int:
        text, buttons = self._items
        wanted = buttons.sizeHint()
        beside = rect.width() - wanted.width() - self._gap
        if beside >= self._least():
            height = max(_height(text, beside), wanted.height())
            if apply:
                text.setGeometry(QRect(rect.x(), rect.y(), beside, height))
                left = rect.right() + 1 - wanted.width()
                buttons.setGeometry(QRect(left, rect.y(), wanted.width(), wanted.height()))
            return height
        above = _height(text, rect.width())
        if apply:
            text.setGeometry(QRect(rect.x(), rect.y(), rect.width(), above))
            top = rect.y() + above + self._gap
            buttons.setGeometry(QRect(rect.x(), top, min(wanted.width(), rect.width()), wanted.height()))
        return above + self._gap + wanted.height()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
