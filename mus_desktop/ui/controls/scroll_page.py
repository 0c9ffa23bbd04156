"""A page that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget


class Page(QScrollArea):
    """What scrolls when there is no room. ``column`` is the layout of ``content``, whose margin takes the bar in."""

    def __init__(self, content: QWidget, column: QLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content, self.column = content, column
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        self._right = column.contentsMargins().right()
        self.verticalScrollBar().rangeChanged.connect(self._make_room)

    def sizeHint(self) -> QSize:
        """As wide as the content; it takes what height there is, and never presses what stands beside it."""
        return QSize(self.content.sizeHint().width(), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As wide as the content must be; as low as it takes."""
        return QSize(self.content.minimumSizeHint().width(), self.fontMetrics().height() * 4)

    def _make_room(self, _least: int, most: int) -> None:
        """Let the scroll bar stand in the margin, so that nothing moves sideways when it comes and goes."""
        bar = self.verticalScrollBar().sizeHint().width() if most else 0
        margins = self.column.contentsMargins()
        margins.setRight(max(self._right - bar, 0))
        self.column.setContentsMargins(margins)
