"""A check box or radio button with word-wrapped text that can be clicked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QLabel, QRadioButton, QSizePolicy, QWidget

from mus_desktop.ui.controls.input_container import InputContainer


class WrappingCheckBox(InputContainer):
    """A check box, or a radio button with ``radio``, whose text wraps. ``box`` is the button itself.

    A click clears a radio button too: Qt lets one that is alone in its parent be cleared.
    """

    def __init__(self, text: str, parent: QWidget, *, radio: bool = False) -> None:
        super().__init__(parent)
        self.text = text
        self.box: QAbstractButton = QRadioButton(self) if radio else QCheckBox(self)
        self.box.setAccessibleName(text)
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setText(text)
        self._label.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._label, 1)
        self.input_widget = self.box

    def set_closed(self, closed: bool) -> None:
        """Close for ticking or open again; the text keeps its contrast."""
        self.box.setEnabled(not closed)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.setAccepted(self.box.isEnabled())  # Qt sends the release only to the widget that accepted the press

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.box.click()
