"""Labels of one line: what does not fit is elided, with all of it in a tooltip, or wraps to further lines."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from mus_desktop.ui.controls.labels import keep_dates_together
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


class WrappingLine(QLabel):
    """Plain text on one line where it fits; elsewhere it wraps, and nothing is cut. Dates stay together."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.show_line(text)

    def show_line(self, text: str) -> None:
        """Show ``text``."""
        self.setText(keep_dates_together(text))

    def sizeHint(self) -> QSize:
        """Return the size of the text on one line; Qt's own hint of a label that wraps is about as high as wide."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Return a width of a few characters, so that the label can shrink."""
        return QSize(character_width(self.fontMetrics()) * 6, self.fontMetrics().height())


def _as_literal_tooltip(text: str) -> str:
    """Return ``text`` so that a tooltip shows it literally: Qt treats text that looks like rich text as such."""
    return f"<p>{escape(text)}</p>" if "<" in text or "&" in text else text
