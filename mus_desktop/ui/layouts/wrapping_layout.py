"""Base of layouts that wrap, so that their height depends on their width."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class WrappingLayout(QLayout):
    """A layout that wraps at the right edge; subclasses implement :meth:`lay_out_in`."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width; a page asks for the same height many times
        self.setContentsMargins(0, 0, 0, 0)

    def lay_out_in(self, rect: QRect, *, apply: bool) -> int:
        """Return the height, in pixels, of all items at the width of ``rect``; with ``apply`` also move them there."""
        raise NotImplementedError

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self.lay_out_in(QRect(0, 0, width, 0), apply=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self.lay_out_in(rect, apply=True)


def takes_space(widget: QWidget) -> bool:
    """Return whether ``widget`` takes space: only explicitly hidden ones do not; one that was never shown does."""
    return not (widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide))
