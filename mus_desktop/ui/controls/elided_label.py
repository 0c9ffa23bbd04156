"""A one-line label that elides text that does not fit, and shows all of it in a tooltip."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from mus_desktop.ui.theme.text_width import character_width


class ElidedLabel(QLabel):
    """Plain text on one line."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        # A tooltip only where something is cut off.
        tip = _as_literal_tooltip(self.text()) if shown != self.text() else ""
        if tip != self.toolTip():
            self.setToolTip(tip)

    def minimumSizeHint(self) -> QSize:
        """Return a width of a few characters, so that the label can shrink."""
        return QSize(character_width(self.fontMetrics()) * 6, super().minimumSizeHint().height())


def _as_literal_tooltip(text: str) -> str:
    """Return ``text`` so that a tooltip shows it literally: Qt treats text that looks like rich text as such."""
    return f"<p>{escape(text)}</p>" if "<" in text or "&" in text else text
