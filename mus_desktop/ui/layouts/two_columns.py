"""A layout of widgets in two columns, or one below the other if the width is too small."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

from mus_desktop.ui.layouts.wrapping_layout import WrappingLayout


class TwoColumnLayout(WrappingLayout):
    """Lay out ``left`` and ``right`` side by side when each column gets ``least_width`` pixels.

    In one column they are in the order of ``reading``, which is also that of Tab.
    """

    def __init__(
        self, left: Sequence[QWidget], right: Sequence[QWidget], reading: Sequence[QWidget], least_width: int, gap: int
    ) -> None:
        super().__init__()
        self._left, self._right, self._reading = left, right, reading
        self._least_width, self._gap = least_width, gap
        for widget in reading:
            self.addWidget(widget)

    def sizeHint(self) -> QSize:
        """Return the size in one column."""
        return QSize(self._least_width, self.heightForWidth(self._least_width))

    def minimumSize(self) -> QSize:
        """Return the width of the widest widget."""
        return QSize(max(item.minimumSize().width() for item in self._items), 0)

    def lay_out_in(self, rect: QRect, *, apply: bool) -> int:
        width = (rect.width() - self._gap) // 2
        if not (self._left and self._right) or width < self._least_width:
            return self._stack(self._reading, rect, apply=apply)
        beside = QRect(rect.x() + width + self._gap, rect.y(), rect.width() - width - self._gap, rect.height())
        return max(
            self._stack(self._left, QRect(rect.x(), rect.y(), width, rect.height()), apply=apply),
            self._stack(self._right, beside, apply=apply),
        )

    def _stack(self, widgets: Sequence[QWidget], column: QRect, *, apply: bool) -> int:
        y = column.y()
        for widget in widgets:
            height = _height(widget, column.width())
            if apply:
                widget.setGeometry(column.x(), y, column.width(), height)
            y += height + self._gap
        return y - self._gap - column.y()


def _height(widget: QWidget, width: int) -> int:
    layout = widget.layout()
    if layout is not None and layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
