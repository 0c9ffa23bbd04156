"""The way of a conversation from invitation to personnel file, as dots on a line with their dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mus_desktop.model.dates import written_short
from mus_desktop.services.conversations import Line
from mus_desktop.ui.theme.look import Look


@dataclass(frozen=True, slots=True)
class WayStep:
    """One step; ``day`` is when it was taken, ``None`` while it is ahead."""

    title: str
    day: date | None


def way_of(line: Line) -> tuple[WayStep, ...]:
    """The steps of a conversation, in the order they are usually taken."""
    conversation, plan = line.conversation, line.plan
    return (
        WayStep("Indbudt", conversation.invited_on),
        WayStep("Afholdt", conversation.held_on),
        WayStep("Enige om planen", plan.agreed_on if plan else None),
        WayStep("Underskrevet", plan.signed_on if plan else None),
        WayStep("Journaliseret", plan.journalised_on if plan else None),
    )


class Way(QWidget):
    """Paints ``steps`` from left to right; a step taken is filled and has its date below."""

    def __init__(self, steps: Sequence[WayStep], look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps, self._look = tuple(steps), look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Forløb: " + ", ".join(_spoken(step) for step in steps))

    def sizeHint(self) -> QSize:
        """Room for every title and date beside each other."""
        metrics = QFontMetrics(self._small())
        widths = [metrics.horizontalAdvance(text) for step in self._steps for text in (step.title, _day(step))]
        return QSize((max(widths) + 12) * len(self._steps), self._dot() * 2 + 10 + 2 * metrics.lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """Titles are shortened when there is no room."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        width = self.width() / len(self._steps)
        for number, step in enumerate(self._steps):
            if number + 1 < len(self._steps):
                self._paint_line(painter, number, width)
            self._paint_step(painter, number, width, step)

    def _paint_line(self, painter: QPainter, number: int, width: float) -> None:
        tokens, dot = self._look.tokens, self._dot()
        reached = self._steps[number].day is not None and self._steps[number + 1].day is not None
        painter.setPen(QPen(QColor(tokens.good if reached else tokens.line), 2))
        start = number * width + 2 * dot + 4
        painter.drawLine(QPointF(start, dot + 1), QPointF((number + 1) * width - 4, dot + 1))

    def _paint_step(self, painter: QPainter, number: int, width: float, step: WayStep) -> None:
        tokens, dot, metrics = self._look.tokens, self._dot(), QFontMetrics(self._small())
        colour = QColor(tokens.good if step.day else tokens.border)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if step.day else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(number * width + dot + 1, dot + 1), dot - 0.75, dot - 0.75)
        top = dot * 2 + 8
        for text, shade in ((step.title, tokens.text if step.day else tokens.muted), (_day(step), tokens.muted)):
            painter.setPen(QColor(shade))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(width) - 8)
            painter.drawText(QRectF(number * width, top, width, metrics.lineSpacing()), shown)
            top += metrics.lineSpacing()

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    def _dot(self) -> int:
        return max(4, round(self.fontMetrics().height() / 3.4))


def _day(step: WayStep) -> str:
    return written_short(step.day) if step.day else ""


def _spoken(step: WayStep) -> str:
    return f"{step.title} {written_short(step.day)}" if step.day else f"{step.title}: ikke endnu"
