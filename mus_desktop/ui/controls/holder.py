"""A widget that contains an input and forwards the focus to it."""

from __future__ import annotations

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class Holder(QWidget):
    """Forward the focus to ``inner``.

    This is not a focus proxy: a widget with a proxy stays in the tab order next to its input, and when the order is
    changed, Tab cycles through a part of the page only.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inner: QWidget | None = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.inner is not None:
            self.inner.setFocus(event.reason())
