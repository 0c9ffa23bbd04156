"""A widget that contains an input and forwards the focus to it."""

from __future__ import annotations

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class InputContainer(QWidget):
    """Forward the focus to ``input_widget``.

    This is not a focus proxy: a widget with a proxy stays in the tab order next to its input, and when the order is
    changed, Tab cycles through a part of the page only.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.input_widget: QWidget | None = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.input_widget is not None:
            self.input_widget.setFocus(event.reason())
