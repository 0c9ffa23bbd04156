"""The quiet line at the bottom of the sidebar: when a backup last was confirmed outside the PC."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QWidget

from mus_desktop.ui.theme.look import dress


class BackupLine(QLabel):
    """Text that runs over several lines, and leads further. ``clicked``: with the mouse, Enter or the space bar."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setContentsMargins(4, 0, 4, 0)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Åbn Sikkerhed og backup")

    def tell(self, text: str, kind: str) -> None:
        """Show ``text`` in one of the stylesheet's looks."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription("Åbn Sikkerhed og backup")
        dress(self, kind)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)
