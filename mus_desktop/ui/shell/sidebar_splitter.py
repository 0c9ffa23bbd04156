"""Employees on the left and the page on the right, with an edge that can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from mus_desktop.ui.employees.sidebar import Sidebar
from mus_desktop.ui.shell.page_stack import PageStack

_LARGEST_SHARE = 1 / 3
_LEAST_CONVERSATION = 720
"""With less width in pixels than this beside it, the sidebar gives way to a conversation."""
_EDGE = 5
"""The width in pixels in which the edge can be grabbed."""


class SidebarSplitter(QSplitter):
    """``chosen_width`` is the width of the sidebar as the leader has dragged it; 0 until then.

    The sidebar gives way in a small window: it takes a third at most, and a conversation that would not fit beside it
    has the window to itself.
    """

    def __init__(self, sidebar: Sidebar, page_stack: PageStack, chosen_width: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._sidebar, self._page_stack = sidebar, page_stack
        self.chosen_width = chosen_width
        self._wanted = False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(_EDGE)
        self.addWidget(sidebar)
        self.addWidget(page_stack)
        self.setStretchFactor(1, 1)
        self.splitterMoved.connect(self._on_moved)

    def show_sidebar(self, *, wanted: bool) -> None:
        """Show or hide the sidebar; it stays hidden beside a conversation that needs the room."""
        self._wanted = wanted
        self.fit()

    def fit(self) -> None:
        """Share the width between sidebar and page."""
        self._sidebar.setVisible(self._wanted and self._has_room())
        if self._sidebar.isHidden():
            return
        width = self._sidebar_width()
        self.setSizes([width, max(self.width() - width - _EDGE, 0)])

    def minimumSizeHint(self) -> QSize:
        """Return the size of the page alone: the sidebar can be hidden."""
        return QSize(self.fontMetrics().height() * 16, self._page_stack.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _has_room(self) -> bool:
        needed = max(self._page_stack.minimumSizeHint().width(), _LEAST_CONVERSATION)
        return self._page_stack.conversation is None or self._sidebar_width() + _EDGE + needed <= self.width()

    def _sidebar_width(self) -> int:
        wanted = self.chosen_width or self._sidebar.usual_width()
        return max(min(wanted, round(self.width() * _LARGEST_SHARE)), self._sidebar.minimumSizeHint().width())

    def _on_moved(self) -> None:
        self.chosen_width = self._sidebar.width()
