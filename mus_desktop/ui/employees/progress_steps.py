"""The progress of a conversation from invitation to personnel file, as dots on a line with their dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mus_desktop.model.dates import format_date_short
from mus_desktop.model.plan import Plan
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.ui.theme.look import Look


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """One step; ``day`` is the date it was taken, ``None`` if it has not been."""

    title: str
    day: date | None


def progress_steps_of(line: ConversationLine) -> tuple[ProgressStep, ...]:
    """Return the steps of a conversation, in the order they are usually taken."""
    conversation, plan = line.conversation, line.plan
    return (
        ProgressStep("Inviteret", conversation.invited_on),
        ProgressStep("Afholdt", conversation.held_on),
        ProgressStep("Enige om planen", plan.agreed_on if plan else None),
        _signing_step(plan),
        ProgressStep("Journaliseret", plan.journalised_on if plan else None),
    )


def _signing_step(plan: Plan | None) -> ProgressStep:
    """Return the signing step in its current state: signed by everybody, refused, or signed by only one."""
    if plan is None or plan.signed_on:
        return ProgressStep("Underskrevet", plan.signed_on if plan else None)
    if plan.refused_on:
        return ProgressStep("Vil ikke underskrive", plan.refused_on)
    # Closed, but not signed by all and not refused: then one person has signed.
    return ProgressStep("Underskrevet af én" if plan.closed_on else "Underskrevet", plan.closed_on)


class ProgressSteps(QWidget):
    """A widget that paints ``steps`` from left to right, completed ones filled; vertically if too narrow."""

    def __init__(self, steps: Sequence[ProgressStep], look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps, self._look = tuple(steps), look
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("Forløb: " + ", ".join(_spoken(step) for step in steps))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height in pixels: one row of dots with two lines below, or one line per step."""
        line = self._metrics().lineSpacing()
        if self._fits(width):
            return self._dot() * 2 + 10 + 2 * line
        return round(line * 1.4) * len(self._steps)

    def sizeHint(self) -> QSize:
        """Return a width at which all titles fit side by side."""
        width = self._widest() * len(self._steps)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the width of one step."""
        return QSize(self._widest(), self._metrics().lineSpacing())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        horizontal = self._fits(self.width())
        step_distance = self.width() / len(self._steps) if horizontal else self.height() / len(self._steps)
        for number, step in enumerate(self._steps):
            dot = self._dot()
            centre = (
                QPointF(number * step_distance + dot + 1, dot + 1)
                if horizontal
                else QPointF(dot + 1, (number + 0.5) * step_distance)
            )
            if number + 1 < len(self._steps):
                self._paint_line(
                    painter, number, centre, QPointF(step_distance, 0) if horizontal else QPointF(0, step_distance)
                )
            self._paint_dot(painter, centre, step)
            if horizontal:
                self._paint_below(painter, number * step_distance, step)
            else:
                self._paint_beside(painter, centre, step)

    def _paint_line(self, painter: QPainter, number: int, centre: QPointF, step_distance: QPointF) -> None:
        tokens = self._look.tokens
        reached = self._steps[number].day is not None and self._steps[number + 1].day is not None
        painter.setPen(QPen(QColor(tokens.good if reached else tokens.line), 2))
        length = step_distance.x() + step_distance.y()
        gap = step_distance * ((self._dot() + 3) / length)
        painter.drawLine(centre + gap, centre + step_distance - gap)

    def _paint_dot(self, painter: QPainter, centre: QPointF, step: ProgressStep) -> None:
        tokens, radius = self._look.tokens, self._dot() - 0.75  # less half of the pen, which is drawn on the edge
        colour = QColor(tokens.good if step.day else tokens.border)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if step.day else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, radius, radius)

    def _paint_below(self, painter: QPainter, left: float, step: ProgressStep) -> None:
        tokens, metrics = self._look.tokens, self._metrics()
        base = self._dot() * 2 + 8 + metrics.ascent()
        painter.setPen(QColor(tokens.text if step.day else tokens.muted))
        painter.drawText(QPointF(left, base), step.title)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(QPointF(left, base + metrics.lineSpacing()), _day(step))

    def _paint_beside(self, painter: QPainter, centre: QPointF, step: ProgressStep) -> None:
        tokens, metrics = self._look.tokens, self._metrics()
        position = centre + QPointF(self._dot() * 2.5, metrics.ascent() / 2 - 1)
        painter.setPen(QColor(tokens.text if step.day else tokens.muted))
        painter.drawText(position, step.title)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(position + QPointF(metrics.horizontalAdvance(step.title) + self._dot() * 2, 0), _day(step))

    def _fits(self, width: int) -> bool:
        return self._widest() * len(self._steps) <= width

    def _widest(self) -> int:
        texts = [text for step in self._steps for text in (step.title, _day(step))]
        return max(self._metrics().horizontalAdvance(text) for text in texts) + 14

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._small())

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    def _dot(self) -> int:
        return max(4, round(self.fontMetrics().height() / 3.4))


def _day(step: ProgressStep) -> str:
    return format_date_short(step.day) if step.day else ""


def _spoken(step: ProgressStep) -> str:
    return f"{step.title} {format_date_short(step.day)}" if step.day else f"{step.title}: ikke endnu"
