"""The painting of an employee in the list: the name, and below it the title and the conversation status."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mus_desktop.ui.employees.employee_model import EmployeeRow
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.theme.tones import Tone, tone_colour

_PADDING = 8
_SIDE = 14
_BAR_WIDTH = 4
_SECOND_LINE_SCALE = 0.9
_GAP = 8
_MIN_STATUS_LETTERS = 3
"""A status shortened to this many characters or fewer, ellipsis included, is omitted: it would not be understood."""


class HoverList(QListView):
    """A list that tracks the row under the mouse, and keeps the current row in view when it becomes lower."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovered = QPersistentModelIndex()
        self.setMouseTracking(True)
        self.entered.connect(self._on_entered)

    def hovered(self) -> QPersistentModelIndex:
        """Return the row under the mouse; invalid if there is none."""
        return self._hovered

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._on_entered(QModelIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        current = self.currentIndex()
        was_in_view = current.isValid() and QRect(QPoint(), event.oldSize()).intersects(self.visualRect(current))
        super().resizeEvent(event)
        if was_in_view:  # a message below takes its height from the list
            self.scrollTo(current)

    def _on_entered(self, index: QModelIndex) -> None:
        self._hovered = QPersistentModelIndex(index)
        self.viewport().update()


class EmployeeDelegate(QStyledItemDelegate):
    """A delegate that paints two lines per employee; the second is a little smaller and paler."""

    def __init__(self, look: Look, view: HoverList) -> None:
        super().__init__(view)
        self._look, self._view = look, view

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        first, second = _fonts(option.font)
        return QSize(120, QFontMetrics(first).height() + QFontMetrics(second).height() + 2 * _PADDING)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: EmployeeRow = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_background(painter, option.rect.adjusted(4, 1, -4, -1), index)
        self._paint_texts(painter, option, row)
        painter.restore()

    def _paint_background(self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        # Ask the list itself: loading the style's own flags takes as long as the rest of this module.
        tokens, view = self._look.tokens, self._view
        selected, hovered = view.selectionModel().isSelected(index), view.hovered() == index
        focused = view.hasFocus() and view.currentIndex() == index
        if not (selected or hovered or focused):
            return
        background = tokens.accent_soft if selected else tokens.line
        painter.setBrush(QColor(background) if selected or hovered else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), 2) if focused else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(area, 6, 6)
        if selected:  # the background alone is too close to that of the list to be seen by everyone
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(QRectF(area.left(), area.top() + 5, _BAR_WIDTH, area.height() - 10), 2, 2)

    def _paint_texts(self, painter: QPainter, option: QStyleOptionViewItem, row: EmployeeRow) -> None:
        tokens = self._look.tokens
        first, second = _fonts(option.font)
        area = option.rect.adjusted(_SIDE, _PADDING, -_SIDE, -_PADDING)
        upper = QRect(area.topLeft(), QSize(area.width(), QFontMetrics(first).height()))
        lower = QRect(area.left(), upper.bottom() + 1, area.width(), QFontMetrics(second).height())
        _draw_text(
            painter, upper, first, QColor(tokens.text if row.employee.active else tokens.muted), row.employee.name
        )
        left_text, word = second_line_texts(row, lower.width(), QFontMetrics(second))
        self._paint_status(painter, lower, second, row, word)
        _draw_text(painter, lower, second, QColor(tokens.muted), left_text)

    def _paint_status(self, painter: QPainter, area: QRect, font: QFont, row: EmployeeRow, word: str) -> None:
        """Paint the status dot and text at the right."""
        tone = row.status.tone
        colour = tone_colour(tone, self._look.tokens)
        metrics = QFontMetrics(font)
        start = area.right() - metrics.horizontalAdvance(word)
        _draw_text(painter, QRect(start, area.top(), area.right() - start + 1, area.height()), font, colour, word)
        radius = metrics.height() / 5
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(colour if row.status.marked and tone is not Tone.QUIET else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(start - 2.5 * radius, area.center().y() + 1), radius, radius)


def second_line_texts(row: EmployeeRow, width: int, metrics: QFontMetrics) -> tuple[str, str]:
    """Return the left and right text of the second line, shortened to ``width`` pixels with the dot between.

    The status is shown in full, unless that would cut the text that distinguishes the person from others of the same
    name. If that text does not fit even without the status, its middle is elided: people often differ only in the last
    word.
    """
    available = width - 4 * metrics.height() // 5 - _GAP - 1
    if metrics.horizontalAdvance(row.detail) > available:
        return metrics.elidedText(row.detail, Qt.TextElideMode.ElideMiddle, available), ""
    ellipsis = "…" if row.below != row.detail else ""  # for the title that follows
    wanted = metrics.horizontalAdvance(f"{row.detail}{ellipsis}") if row.detail else 0
    word = metrics.elidedText(row.word, Qt.TextElideMode.ElideRight, available - wanted)
    word = word if len(word) > _MIN_STATUS_LETTERS else ""
    remaining = max(available - metrics.horizontalAdvance(word), 0)
    return metrics.elidedText(row.below, Qt.TextElideMode.ElideRight, remaining), word


def _fonts(font: QFont) -> tuple[QFont, QFont]:
    first, second = QFont(font), QFont(font)
    first.setWeight(QFont.Weight.Medium)
    second.setPointSizeF(font.pointSizeF() * _SECOND_LINE_SCALE)
    return first, second


def _draw_text(painter: QPainter, area: QRect, font: QFont, colour: QColor, text: str) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
