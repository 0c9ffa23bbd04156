"""An area for a pasted list."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from mus_desktop.ui.controls.text_entry.alt_letters import is_alt_letter

_LINES, _FRAME = 6, 16


class PasteArea(QPlainTextEdit):
    """An area for a pasted list, left with Tab. Long lines are not wrapped; Alt+letter types nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + _FRAME)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_alt_letter(event):
            event.ignore()
        else:
            super().keyPressEvent(event)
