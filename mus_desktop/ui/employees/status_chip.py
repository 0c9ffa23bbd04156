"""A short status text on a tinted background."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.theme.tones import Tone, tone_background, tone_colour


class StatusChip(QWidget):
    """A widget that paints ``text`` in ``tone``, with a dot before it."""

    def __init__(self, text: str, tone: Tone, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self._tone, self._look = text, tone, look
        set_role(self, "StaticText")
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size of the text with its padding."""
        metrics = self.fontMetrics()
        height = metrics.height() + 8
        return QSize(metrics.horizontalAdvance(self.text) + round(height * 1.45), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        colour = tone_colour(self._tone, tokens)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone_background(self._tone, tokens))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setBrush(colour)
        radius = area.height() / 8
        painter.drawEllipse(QPointF(area.height() / 2, area.center().y()), radius, radius)
        painter.setPen(colour)
        text_area = area.adjusted(area.height() * 0.85, 0, 0, 0)
        painter.drawText(text_area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text)
