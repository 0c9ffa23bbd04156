"""A layout for text with buttons at its right, or below it if the width is too small."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from mus_desktop.ui.layouts.wrapping_layout import WrappingLayout


class BesideOrBelowLayout(WrappingLayout):
    """Lay out ``text`` with ``buttons`` at its right.

    If that would leave ``text`` less than ``min_text_width()`` pixels, the buttons are placed below it.
    """

    def __init__(self, text: QWidget, buttons: QWidget, min_text_width: Callable[[], int], gap: int = 8) -> None:
        super().__init__()
        self._min_text_width, self._gap = min_text_width, gap
        self.addWidget(text)
        self.addWidget(buttons)

    def sizeHint(self) -> QSize:
        """Return the size with both side by side."""
        text, buttons = (item.sizeHint() for item in self._items)
        width = max(text.width(), self._min_text_width()) + self._gap + buttons.width()
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """Return the width of the wider of the two."""
        return QSize(max(item.minimumSize().width() for item in self._items), 0)

    def lay_out_in(self, rect: QRect, *, apply: bool) -> int:
        text, buttons = self._items
        wanted = buttons.sizeHint()
        text_width = rect.width() - wanted.width() - self._gap
        if text_width >= self._min_text_width():
            height = max(_height(text, text_width), wanted.height())
            if apply:
                text.setGeometry(QRect(rect.x(), rect.y(), text_width, height))
                left = rect.right() + 1 - wanted.width()
                buttons.setGeometry(QRect(left, rect.y(), wanted.width(), wanted.height()))
            return height
        text_height = _height(text, rect.width())
        if apply:
            text.setGeometry(QRect(rect.x(), rect.y(), rect.width(), text_height))
            top = rect.y() + text_height + self._gap
            buttons.setGeometry(QRect(rect.x(), top, min(wanted.width(), rect.width()), wanted.height()))
        return text_height + self._gap + wanted.height()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
