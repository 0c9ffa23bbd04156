"""One step of a conversation as a button: a dot, filled once the step is taken, its name and its date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from mus_desktop.model.dates import format_planned_date, format_planned_date_short
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep
from mus_desktop.ui.controls.arrow_navigation import ARROWS
from mus_desktop.ui.theme.look import Look

_RECORD = "Notér …"
"""The second line of a step that is not taken."""
STEP_PADDING = 5
"""The space in pixels between the edge of a step and its dot, for the focus ring."""
_FONT_SHARE = 0.9
_TARGET = 24
"""The least height of a step in pixels, as WCAG 2.2 wants for what is clicked."""


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """One step; ``day`` is the date it was taken, ``None`` if it has not been."""

    kind: ConversationStep
    title: str
    day: date | None

    @property
    def second_line(self) -> str:
        """The date with its weekday, or the invitation to record it."""
        return format_planned_date_short(self.day) if self.day else _RECORD

    @property
    def spoken(self) -> str:
        """The step as a screen reader says it."""
        return f"{self.title} {format_planned_date(self.day)}" if self.day else f"{self.title}: ikke endnu"


class StepButton(QAbstractButton):
    """A button that records ``step``. Its text is below the dot, or beside it if ``horizontal`` is False.

    :param conversation: the conversation as a screen reader says it; a page has the steps of several.
    """

    def __init__(self, step: ProgressStep, conversation: str, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.step, self._look = step, look
        self.horizontal = True
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # repainted when the mouse enters and leaves
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{step.spoken}, {conversation}")
        self.setAccessibleDescription("Ret eller fjern datoen" if step.day else "Notér datoen")
        self.setToolTip(self.accessibleDescription())

    def text_width(self) -> int:
        """Return the width of the longer line below the dot, in pixels, with the padding."""
        metrics = QFontMetrics(self._small())
        lines = (self.step.title, self.step.second_line)
        return max(metrics.horizontalAdvance(line) for line in lines) + 2 * STEP_PADDING

    def line_height(self) -> int:
        """Return the height of one line of its text in pixels."""
        return QFontMetrics(self._small()).lineSpacing()

    def dot_radius(self) -> int:
        """Return the radius of the dot in pixels."""
        return max(4, round(self.fontMetrics().height() / 3.4))

    def dot_centre(self) -> QPointF:
        """Return the centre of the dot in the button."""
        radius = self.dot_radius()
        return QPointF(STEP_PADDING + radius, STEP_PADDING + radius if self.horizontal else self.height() / 2)

    def sizeHint(self) -> QSize:
        """Return the size with the text below the dot, or beside it."""
        radius, line = self.dot_radius(), self.line_height()
        if self.horizontal:
            return QSize(self.text_width(), 2 * radius + 4 + 2 * line + 2 * STEP_PADDING)
        metrics = QFontMetrics(self._small())
        texts = metrics.horizontalAdvance(self.step.title) + metrics.horizontalAdvance(self.step.second_line)
        return QSize(texts + 6 * radius + 2 * STEP_PADDING, max(_TARGET, round(line * 1.4)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ARROWS:
            event.ignore()  # Qt would move to the next tab stop; the steps move among themselves
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_background(painter)
        self._paint_dot(painter)
        painter.setFont(self._small())
        metrics, radius = painter.fontMetrics(), self.dot_radius()
        if self.horizontal:
            first = QPointF(STEP_PADDING, STEP_PADDING + 2 * radius + 4 + metrics.ascent())
            second = first + QPointF(0, metrics.lineSpacing())
        else:
            middle = (self.height() + metrics.ascent() - metrics.descent()) / 2
            first = QPointF(STEP_PADDING + 3 * radius, middle)
            second = first + QPointF(metrics.horizontalAdvance(self.step.title) + 2 * radius, 0)
        self._paint_text(painter, first, second)

    def _paint_text(self, painter: QPainter, first: QPointF, second: QPointF) -> None:
        tokens, taken = self._look.tokens, self.step.day is not None
        painter.setPen(QColor(tokens.text if taken else tokens.muted))
        painter.drawText(first, self.step.title)
        painter.setPen(QColor(tokens.muted if taken else tokens.accent))
        painter.drawText(second, self.step.second_line)

    def _paint_background(self, painter: QPainter) -> None:
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor(self._look.tokens.accent_soft) if self._is_lit() else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._look.tokens.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(area, 6, 6)

    def _is_lit(self) -> bool:
        return self.isEnabled() and (self.underMouse() or self.isDown())

    def _paint_dot(self, painter: QPainter) -> None:
        tokens, taken = self._look.tokens, self.step.day is not None
        colour = QColor(tokens.good if taken else tokens.border)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if taken else Qt.BrushStyle.NoBrush)
        radius = self.dot_radius() - 0.75  # less half of the pen, which is drawn on the edge
        painter.drawEllipse(self.dot_centre(), radius, radius)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _FONT_SHARE)
        return font
