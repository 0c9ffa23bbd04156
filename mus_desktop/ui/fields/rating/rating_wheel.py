"""A radar chart of a rating: a spoke for each row, a line for each column of marks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from mus_desktop.ui.theme.tones import tokens_of

FEWEST_SPOKES = 3
_RADIUS = 7.0  # line heights, as are the sizes below
_WORDS_WIDE, _WORDS_TALL = 8.5, 2.4
# Lines differ in style too, so that they can be distinguished without colours.
_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


@dataclass(frozen=True, slots=True)
class WheelLine:
    """One column: its title and, for each row, the distance of the mark from the centre (0 to 1), ``None`` if blank."""

    title: str
    marks: tuple[float | None, ...]


class RatingWheel(QWidget):
    """``lines`` over ``spokes``; a blank mark leaves a gap in its line and is never drawn at the centre."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
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
        return QSize(round(em * 2 * (_RADIUS + _WORDS_WIDE)), round(em * (2 * (_RADIUS + _WORDS_TALL) + 3.2)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 10, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if len(self._spokes) < FEWEST_SPOKES:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        em = self.fontMetrics().height()
        room = min(self.width() / 2, em * (_RADIUS + _WORDS_WIDE))
        middle, radius = QPointF(room, em * (_RADIUS + _WORDS_TALL + 0.5)), min(em * _RADIUS, room - em * 3)
        self._draw_net(painter, middle, radius)
        self._draw_words(painter, middle, radius, room)
        for place, line in enumerate(self._lines):
            self._draw_line(painter, middle, radius, line, place)
        self._draw_legend(painter, em)

    def _spot(self, middle: QPointF, place: int, reach: float) -> QPointF:
        angle = 2 * math.pi * place / len(self._spokes) - math.pi / 2
        return middle + QPointF(math.cos(angle) * reach, math.sin(angle) * reach)

    def _draw_net(self, painter: QPainter, middle: QPointF, radius: float) -> None:
        painter.setPen(QPen(QColor(tokens_of(self).line), 1))
        for ring in range(1, self._rings + 1):
            reach = radius * ring / self._rings
            painter.drawPolygon(QPolygonF([self._spot(middle, n, reach) for n in range(len(self._spokes))]))
        for place in range(len(self._spokes)):
            painter.drawLine(middle, self._spot(middle, place, radius))

    def _draw_words(self, painter: QPainter, middle: QPointF, radius: float, room: float) -> None:
        em = self.fontMetrics().height()
        tall = em * _WORDS_TALL
        painter.setPen(QColor(tokens_of(self).text))
        for place, words in enumerate(self._spokes):
            spot = self._spot(middle, place, radius + em * 0.45)
            across = spot.x() - middle.x()
            aside = abs(across) > em * 0.5
            wide = (room - abs(across)) if aside else em * _WORDS_WIDE
            x = spot.x() - (wide if across < 0 else 0) if aside else spot.x() - wide / 2
            y = spot.y() - (tall / 2 if aside else tall if spot.y() < middle.y() else 0)
            sideways = Qt.AlignmentFlag.AlignRight if across < 0 else Qt.AlignmentFlag.AlignLeft
            flags = (sideways if aside else Qt.AlignmentFlag.AlignHCenter) | Qt.AlignmentFlag.AlignVCenter
            shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(wide * 1.7))
            painter.drawText(QRectF(x, y, wide, tall), flags | Qt.TextFlag.TextWordWrap, shown)

    def _draw_line(self, painter: QPainter, middle: QPointF, radius: float, line: WheelLine, place: int) -> None:
        colour = self._colour(place)
        spots = [None if m is None else self._spot(middle, n, radius * m) for n, m in enumerate(line.marks)]
        painter.setPen(QPen(colour, 2, _STYLES[place % len(_STYLES)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for here, there in zip(spots, spots[1:] + spots[:1], strict=True):
            if here is not None and there is not None:
                painter.drawLine(here, there)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for spot in filter(None, spots):
            painter.drawEllipse(spot, 3.5, 3.5)

    def _draw_legend(self, painter: QPainter, em: int) -> None:
        x, y = 0.0, self.height() - em * 0.8
        for place, line in enumerate(self._lines):
            painter.setPen(QPen(self._colour(place), 2, _STYLES[place % len(_STYLES)]))
            painter.drawLine(QPointF(x, y), QPointF(x + em * 1.6, y))
            painter.setPen(QColor(tokens_of(self).text))
            painter.drawText(QPointF(x + em * 2, y + em * 0.3), line.title)
            x += em * 3.2 + self.fontMetrics().horizontalAdvance(line.title)

    def _colour(self, place: int) -> QColor:
        tokens = tokens_of(self)
        return QColor((tokens.accent, tokens.text, tokens.good, tokens.warn)[place % 4])
