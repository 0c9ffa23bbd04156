"""A vertically scrolling page whose content never moves sideways."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget


class ScrollPage(QScrollArea):
    """A vertical scroll area. ``column`` is the layout of ``content``; the scroll bar is placed in its right margin."""

    def __init__(self, content: QWidget, column: QLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content, self.column = content, column
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        self._right_margin = column.contentsMargins().right()
        self.verticalScrollBar().rangeChanged.connect(self._adjust_margin)

    def sizeHint(self) -> QSize:
        """Return the width of the content and a small height.

        The page takes the height that is available and never squeezes its neighbours.
        """
        return QSize(self.content.sizeHint().width(), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the minimum width of the content, and a small height."""
        return QSize(self.content.minimumSizeHint().width(), self.fontMetrics().height() * 4)

    def _adjust_margin(self, _minimum: int, maximum: int) -> None:
        """Shrink the margin by the width of a visible scroll bar, so that the content never moves sideways."""
        bar = self.verticalScrollBar().sizeHint().width() if maximum else 0
        margins = self.column.contentsMargins()
        margins.setRight(max(self._right_margin - bar, 0))
        self.column.setContentsMargins(margins)
