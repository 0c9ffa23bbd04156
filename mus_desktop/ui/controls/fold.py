"""A line that folds what is below it in and out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget


class _Line(QToolButton):
    """Enter works as Space does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)


class Fold(QWidget):
    """``title`` with an arrow above ``content``; opened and closed by mouse, Enter and Space.

    ``name`` is what a screen reader says, where ``title`` alone is not unique.
    """

    toggled = Signal(bool)

    def __init__(
        self, title: str, content: QWidget, *, opened: bool = True, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._content = content
        self._button = _Line(self)
        self._button.setText(title)
        self._button.setCheckable(True)
        self._button.setChecked(opened)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.setAccessibleName(name or title)
        self._button.setProperty("kind", "fold")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(content)
        self._button.toggled.connect(self._on_toggled)
        self._on_toggled(opened)

    @property
    def button(self) -> QToolButton:
        """The line itself, for names and tab order."""
        return self._button

    @property
    def content(self) -> QWidget:
        """What is folded."""
        return self._content

    def is_open(self) -> bool:
        """Whether the content shows."""
        return self._button.isChecked()

    def set_open(self, opened: bool) -> None:
        """Show or hide the content."""
        self._button.setChecked(opened)

    def _on_toggled(self, opened: bool) -> None:
        self._button.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self._content.setVisible(opened)
        self.toggled.emit(opened)
