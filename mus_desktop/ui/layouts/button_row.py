"""The buttons of a dialog: some at the left, and the two that close it at the right; on more lines if they must."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from mus_desktop.ui.layouts.wrapping_layout import WrappingLayout, takes_space


class ButtonRowLayout(WrappingLayout):
    """Lay out ``closing`` buttons at the right, in one line with those added later at the left where all fit."""

    def __init__(self, closing: tuple[QWidget, ...], gap: int = 10) -> None:
        super().__init__()
        self._closing, self._gap = closing, gap
        for widget in closing:
            self.addWidget(widget)

    def sizeHint(self) -> QSize:
        """Return the size of all buttons in one line."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self._gap * max(len(shown) - 1, 0)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """Return the size of the widest button."""
        hints = [item.sizeHint() for item in self._shown()] or [QSize(0, 0)]
        return QSize(max(hint.width() for hint in hints), max(hint.height() for hint in hints))

    def lay_out_in(self, rect: QRect, *, apply: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            height = max(item.sizeHint().height() for item in line)
            if apply:
                self._place(line, QRect(rect.x(), y, rect.width(), height))
            y += height + self._gap
        return max(y - self._gap - rect.y(), 0)

    def _place(self, line: list[QLayoutItem], place: QRect) -> None:
        left, right = place.x(), place.right() + 1
        for item in [item for item in line if item.widget() not in self._closing]:
            item.setGeometry(QRect(left, place.y(), min(item.sizeHint().width(), place.width()), place.height()))
            left += item.sizeHint().width() + self._gap
        for item in reversed([item for item in line if item.widget() in self._closing]):
            width = min(item.sizeHint().width(), place.width())
            item.setGeometry(QRect(right - width, place.y(), width, place.height()))
            right -= width + self._gap

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Return the buttons of each line: those at the left first, and the closing ones together on the last."""
        shown = self._shown()
        closing = [item for item in shown if item.widget() in self._closing]
        lines: list[list[QLayoutItem]] = []
        for item in [item for item in shown if item not in closing]:
            self._add(lines, [item], width)
        if closing and self._width(closing) <= width:
            self._add(lines, closing, width)
        else:
            lines += [[item] for item in closing]
        return lines

    def _add(self, lines: list[list[QLayoutItem]], items: list[QLayoutItem], width: int) -> None:
        if lines and self._width([*lines[-1], *items]) <= width:
            lines[-1] += items
        else:
            lines.append(items)

    def _width(self, items: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in items) + self._gap * (len(items) - 1)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if (widget := item.widget()) is None or takes_space(widget)]
