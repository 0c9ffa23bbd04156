"""A bar that compares a required level with the actual one: what is missing or exceeded."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mus_desktop.ui.theme.tones import tokens_of

_WIDTH = 5.6
_MIN_WIDTH = 2.2
_HEIGHT = 0.62


class GapBar(QWidget):
    """A bar with ``level`` and ``required`` as shares of ``step_count`` steps; a line marks the requirement."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._step_count, self._required, self._level = 1, 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_steps(self, step_count: int, required: int, level: int) -> None:
        """Set the number of steps of the scale, the requirement and the level, each counted from 1."""
        self._step_count, self._required, self._level = step_count, required, level
        self.update()

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(round(em * _WIDTH), round(em * (_HEIGHT + 0.4)))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self.fontMetrics().height() * _MIN_WIDTH), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, step = tokens_of(self), (self.width() - 3) / self._step_count
        em = self.fontMetrics().height()
        bar = QRectF(1, (self.height() - em * _HEIGHT) / 2, step * self._step_count, em * _HEIGHT)
        reached = min(self._level, self._required)
        self._fill(painter, bar, 0, self._step_count, QColor(tokens.line))
        self._fill(painter, bar, 0, self._level, QColor(tokens.good))
        self._fill(painter, bar, 0, reached, QColor(tokens.accent))
        if self._required > self._level:
            self._fill(painter, bar, self._level, self._required, QColor(tokens.warn_soft), QColor(tokens.warn))
        x = bar.left() + step * self._required
        painter.setPen(QPen(QColor(tokens.text), 2))
        painter.drawLine(round(x), round(bar.top() - em * 0.17), round(x), round(bar.bottom() + em * 0.17))

    def _fill(
        self, painter: QPainter, bar: QRectF, first: int, last: int, colour: QColor, edge: QColor | None = None
    ) -> None:
        step = bar.width() / self._step_count
        part = QRectF(bar.left() + step * first, bar.top(), step * (last - first), bar.height())
        painter.setPen(QPen(edge, 1, Qt.PenStyle.DashLine) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if part.width() > 0:
            painter.drawRoundedRect(part, 2, 2)
