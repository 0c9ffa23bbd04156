"""Two status lines at the bottom of the sidebar: the last backup outside the PC, and why backups wait."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.safety.time_text import StateTone
from mus_desktop.ui.theme.look import set_style_kind


class BackupLine(QWidget):
    """The backup status at the bottom of the sidebar.

    ``clicked``: the status was clicked. ``password_wanted``: the line about the missing backup password was clicked.
    """

    clicked = Signal()
    password_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = _LinkLabel("Åbn Sikkerhed og backup")
        self.waiting = _LinkLabel("Skriv eller vælg backup-adgangskoden")
        self.state.clicked.connect(self.clicked)
        self.waiting.clicked.connect(self.password_wanted)
        self.waiting.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 0)
        column.setSpacing(6)
        column.addWidget(self.state)
        column.addWidget(self.waiting)

    def text(self) -> str:
        """Return the status text that is shown."""
        return self.state.text()

    def show_status(self, text: str, kind: str, waiting: str = "") -> None:
        """Show ``text`` in the style of ``kind``, and the reason that backups wait, if they do."""
        self.state.show_text(text, kind)
        self.waiting.show_text(waiting, StateTone.WARN)
        self.waiting.setVisible(bool(waiting))


class _LinkLabel(QLabel):
    """A word-wrapped label that works as a link. ``clicked``: with the mouse, Enter or the space bar."""

    clicked = Signal()

    def __init__(self, tip: str) -> None:
        super().__init__()
        set_role(self, "Link")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)

    def show_text(self, text: str, kind: str) -> None:
        """Show ``text``, styled by the stylesheet's rule for ``kind``."""
        self.setText(text)
        self.setAccessibleName(text)
        set_style_kind(self, kind)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)
