"""Scrolling pages: one whose content never moves sideways, and one that opens at its top."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLayout, QScrollArea, QWidget
from shiboken6 import isValid

_MODIFIER_KEYS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
_PRESSING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARGIN = 48
"""Pixels around a widget that is scrolled into view."""


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

    def whole_height(self, width: int) -> int:
        """Return the height at which all of the content shows in ``width``, without a scroll bar."""
        margins = self.column.contentsMargins()
        self._set_right_margin(self._right_margin)  # it is narrower while there is a scroll bar
        height = self.column.totalHeightForWidth(width)
        self._set_right_margin(margins.right())
        return height

    def _adjust_margin(self, _minimum: int, maximum: int) -> None:
        """Shrink the margin by the width of a visible scroll bar, so that the content never moves sideways."""
        bar = self.verticalScrollBar().sizeHint().width() if maximum else 0
        self._set_right_margin(max(self._right_margin - bar, 0))

    def _set_right_margin(self, width: int) -> None:
        margins = self.column.contentsMargins()
        margins.setRight(width)
        self.column.setContentsMargins(margins)


class OpeningPage(QScrollArea):
    """A scroll area that opens at its top, so that its heading is read first, also when an input below has the focus.

    Qt and the inputs scroll to the focus; on a page that has just been opened they do so with the first key.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opened_on: QWidget | None = None

    def minimumSizeHint(self) -> QSize:
        """Return a height of a line: in the lowest window, the buttons around the page need the room."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), min(hint.height(), self.fontMetrics().height()))

    def open_on(self, widget: QWidget | None) -> None:
        """Show the page from its top, with the focus in ``widget`` if one is stated."""
        self.end_opening()
        self._opened_on = widget
        if widget is not None:
            widget.installEventFilter(self)
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.verticalScrollBar().setValue(0)

    def is_opened_on(self, widget: QWidget) -> bool:
        """Return whether the page was opened with the focus in ``widget``, and nothing has been done since."""
        return self._opened_on is widget

    def end_opening(self) -> None:
        """Scroll to the focus from now on."""
        if self._opened_on is not None and isValid(self._opened_on):  # a row may have been removed
            self._opened_on.removeEventFilter(self)
        self._opened_on = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll to the widget that has the focus with the first key, which presses no button that was out of sight."""
        widget = self._opened_on
        if widget is None or watched is not widget or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        was_hidden = widget.visibleRegion().isEmpty()
        if event.type() is not QEvent.Type.KeyPress or event.key() in _MODIFIER_KEYS or not was_hidden:
            return False
        self.end_opening()
        self.ensureWidgetVisible(widget, 0, _MARGIN)
        return isinstance(widget, QAbstractButton) and event.key() in _PRESSING_KEYS


def page_around(widget: QWidget) -> QScrollArea | None:
    """Return the scroll area that ``widget`` is in; ``None`` if it is in none."""
    page = widget.parentWidget()
    while page is not None and not isinstance(page, QScrollArea):
        page = page.parentWidget()
    return page
