"""A layout that places widgets like words in a paragraph."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem

from mus_desktop.ui.layouts.wrapping_layout import WrappingLayout, takes_space


class FlowLayout(WrappingLayout):
    """A layout that places widgets side by side at their preferred size, and wraps at the right edge.

    :param gap: the distance between widgets; between lines too, unless there is a ``line_gap``.
    """

    def __init__(self, gap: int = 8, line_gap: int | None = None) -> None:
        super().__init__()
        self._gap, self._line_gap = gap, gap if line_gap is None else line_gap

    def sizeHint(self) -> QSize:
        width = 40 * max(item.sizeHint().height() for item in self._items) // 2 if self._items else 0
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        return QSize(max((item.minimumSize().width() for item in self._items), default=0), 0)

    def lay_out_in(self, rect: QRect, *, apply: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in filter(_takes_space, self._items):
            size = _size_within(item, rect.width())
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self._line_gap, 0
            if apply:
                item.setGeometry(QRect(x, y, min(size.width(), rect.width()), size.height()))
            x, line = x + size.width() + self._gap, max(line, size.height())
        return y + line - rect.y()


def _size_within(item: QLayoutItem, width: int) -> QSize:
    """Return the preferred size; of text that is wider than ``width``, its size wrapped to it."""
    size = item.sizeHint()
    if size.width() <= width or not item.hasHeightForWidth():
        return size
    return QSize(width, item.heightForWidth(width))


def _takes_space(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is None or takes_space(widget)
