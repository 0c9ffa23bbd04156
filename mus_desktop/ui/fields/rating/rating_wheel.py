"""A radar chart of a rating: a spoke for each row, a line for each column of marks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.theme.tones import tokens_of

FEWEST_SPOKES = 3
_RADIUS = 7.0  # line heights, as are the sizes below
_LABEL_WIDTH, _LABEL_HEIGHT = 8.5, 2.4
# Lines differ in style too, so that they can be distinguished without colours.
_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


@dataclass(frozen=True, slots=True)
class WheelLine:
    """One column: its title and, for each row, the distance of the mark from the centre (0 to 1), ``None`` if blank."""

    title: str
    marks: tuple[float | None, ...]


class RatingWheel(QWidget):
    """A radar chart of ``lines`` over ``spokes``; a blank mark leaves a gap in its line, not a point at the centre."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "Graphic")
        self._spokes: tuple[str, ...] = ()
        self._lines: tuple[WheelLine, ...] = ()
        self._rings = 1
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_lines(self, spokes: Sequence[str], lines: Sequence[WheelLine], rings: int) -> None:
        """Replace the lines and redraw; ``rings`` is the number of steps of the scale."""
        self._spokes, self._lines, self._rings = tuple(spokes), tuple(lines), max(1, rings)
        self.setAccessibleName("Overblik: " + ", ".join(line.title for line in lines))
        self.update()

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(round(em * 2 * (_RADIUS + _LABEL_WIDTH)), round(em * (2 * (_RADIUS + _LABEL_HEIGHT) + 3.2)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 10, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if len(self._spokes) < FEWEST_SPOKES:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        em = self.fontMetrics().height()
        half_width = min(self.width() / 2, em * (_RADIUS + _LABEL_WIDTH))
        middle, radius = (
            QPointF(half_width, em * (_RADIUS + _LABEL_HEIGHT + 0.5)),
            min(em * _RADIUS, half_width - em * 3),
        )
        self._draw_net(painter, middle, radius)
        self._draw_labels(painter, middle, radius, half_width)
        for index, line in enumerate(self._lines):
            self._draw_line(painter, middle, radius, line, index)
        self._draw_legend(painter, em)

    def _point(self, middle: QPointF, index: int, distance: float) -> QPointF:
        angle = 2 * math.pi * index / len(self._spokes) - math.pi / 2
        return middle + QPointF(math.cos(angle) * distance, math.sin(angle) * distance)

    def _draw_net(self, painter: QPainter, middle: QPointF, radius: float) -> None:
        painter.setPen(QPen(QColor(tokens_of(self).line), 1))
        for ring in range(1, self._rings + 1):
            distance = radius * ring / self._rings
            painter.drawPolygon(QPolygonF([self._point(middle, n, distance) for n in range(len(self._spokes))]))
        for index in range(len(self._spokes)):
            painter.drawLine(middle, self._point(middle, index, radius))

    def _draw_labels(self, painter: QPainter, middle: QPointF, radius: float, half_width: float) -> None:
        em = self.fontMetrics().height()
        label_height = em * _LABEL_HEIGHT
        painter.setPen(QColor(tokens_of(self).text))
        for index, text in enumerate(self._spokes):
            point = self._point(middle, index, radius + em * 0.45)
            dx = point.x() - middle.x()
            at_the_side = abs(dx) > em * 0.5
            label_width = (half_width - abs(dx)) if at_the_side else em * _LABEL_WIDTH
            x = point.x() - (label_width if dx < 0 else 0) if at_the_side else point.x() - label_width / 2
            y = point.y() - (label_height / 2 if at_the_side else label_height if point.y() < middle.y() else 0)
            sideways = Qt.AlignmentFlag.AlignRight if dx < 0 else Qt.AlignmentFlag.AlignLeft
            flags = (sideways if at_the_side else Qt.AlignmentFlag.AlignHCenter) | Qt.AlignmentFlag.AlignVCenter
            shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(label_width * 1.7))
            painter.drawText(QRectF(x, y, label_width, label_height), flags | Qt.TextFlag.TextWordWrap, shown)

    def _draw_line(self, painter: QPainter, middle: QPointF, radius: float, line: WheelLine, index: int) -> None:
        colour = self._colour(index)
        points = [None if m is None else self._point(middle, n, radius * m) for n, m in enumerate(line.marks)]
        painter.setPen(QPen(colour, 2, _STYLES[index % len(_STYLES)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for start, end in zip(points, points[1:] + points[:1], strict=True):
            if start is not None and end is not None:
                painter.drawLine(start, end)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for point in filter(None, points):
            painter.drawEllipse(point, 3.5, 3.5)

    def _draw_legend(self, painter: QPainter, em: int) -> None:
        x, y = 0.0, self.height() - em * 0.8
        for index, line in enumerate(self._lines):
            painter.setPen(QPen(self._colour(index), 2, _STYLES[index % len(_STYLES)]))
            painter.drawLine(QPointF(x, y), QPointF(x + em * 1.6, y))
            painter.setPen(QColor(tokens_of(self).text))
            painter.drawText(QPointF(x + em * 2, y + em * 0.3), line.title)
            x += em * 3.2 + self.fontMetrics().horizontalAdvance(line.title)

    def _colour(self, index: int) -> QColor:
        tokens = tokens_of(self)
        return QColor((tokens.accent, tokens.text, tokens.good, tokens.warn)[index % 4])
