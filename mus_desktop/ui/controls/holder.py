"""A widget that holds an input and hands the keyboard on to it."""

from __future__ import annotations

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class Holder(QWidget):
    """Gives the keyboard to ``inner`` whenever it gets it.

    Not a focus proxy: one of those stays in the order of the keys beside its input, and when the order is set anew Tab
    goes round in a part of the page only.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inner: QWidget | None = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.inner is not None:
            self.inner.setFocus(event.reason())
