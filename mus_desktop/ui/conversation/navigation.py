"""The themes of the form as a list with marks: empty, begun, done."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mus_desktop.model.form import Form
from mus_desktop.model.progress import Progress

_PROGRESS = Qt.ItemDataRole.UserRole
_WORDS = {
    Progress.NOTHING_TO_FILL: "",
    Progress.EMPTY: "tom",
    Progress.BEGUN: "begyndt",
    Progress.DONE: "udfyldt",
}


class ThemeList(QListWidget):
    """One line per tab. ``chosen`` gives the number of the tab the leader goes to."""

    chosen = Signal(int)

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Temaer")
        self.setItemDelegate(_ThemeDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        for tab in form.tabs:
            item = QListWidgetItem(tab.title, self)
            item.setData(_PROGRESS, Progress.EMPTY)
            item.setToolTip(tab.title)
        self.currentRowChanged.connect(self.chosen)

    def mark(self, number: int, progress: Progress) -> None:
        """Show how far tab ``number`` has come."""
        item = self.item(number)
        if item.data(_PROGRESS) is not progress:
            item.setData(_PROGRESS, progress)
            word = _WORDS[progress]
            name = f"{item.text()}, {word}" if word else item.text()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, name)

    def progress(self, number: int) -> Progress:
        """The mark that tab ``number`` shows."""
        return Progress(self.item(number).data(_PROGRESS))


class _ThemeDelegate(QStyledItemDelegate):
    """Paints a mark and a wrapped title; the chosen line has a bar at its left."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListWidget) else option.rect.width()
        inner = max(width - self._text_left(option) - self._unit(option), 40)
        text = option.fontMetrics.boundingRect(
            0, 0, inner, 10_000, int(Qt.TextFlag.TextWordWrap), str(index.data(Qt.ItemDataRole.DisplayRole))
        )
        return QSize(width, text.height() + 2 * self._unit(option))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
        if chosen:
            self._paint_chosen(painter, option, focused=focused)
        self._paint_mark(painter, option, Progress(index.data(_PROGRESS)))
        self._paint_title(painter, option, str(index.data(Qt.ItemDataRole.DisplayRole)), chosen=chosen)
        painter.restore()

    def _paint_chosen(self, painter: QPainter, option: QStyleOptionViewItem, *, focused: bool) -> None:
        palette: QPalette = option.palette
        accent = palette.color(QPalette.ColorRole.Accent)
        soft = QColor(accent)
        soft.setAlpha(32)
        area = QRectF(option.rect).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(accent, 1.5) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawRoundedRect(area, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawRoundedRect(QRectF(area.left(), area.top() + 5, 3, area.height() - 10), 1.5, 1.5)

    def _paint_mark(self, painter: QPainter, option: QStyleOptionViewItem, progress: Progress) -> None:
        if progress is Progress.NOTHING_TO_FILL:
            return
        unit = self._unit(option)
        size = option.fontMetrics.ascent() * 0.72
        top = option.rect.top() + unit + (option.fontMetrics.lineSpacing() - size) / 2
        circle = QRectF(option.rect.left() + 1.6 * unit, top, size, size)
        done = progress is Progress.DONE
        colour = option.palette.color(QPalette.ColorRole.Accent if done else QPalette.ColorRole.Mid)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if done else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if progress is Progress.BEGUN:
            painter.setBrush(colour)
            painter.drawPie(circle, 90 * 16, 180 * 16)

    def _paint_title(self, painter: QPainter, option: QStyleOptionViewItem, title: str, *, chosen: bool) -> None:
        unit = self._unit(option)
        font = option.font
        font.setBold(False)
        painter.setFont(font)
        role = QPalette.ColorRole.Text if chosen else QPalette.ColorRole.WindowText
        painter.setPen(option.palette.color(role))
        area = option.rect.adjusted(self._text_left(option), unit, -unit, -unit)
        painter.drawText(area, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft), title)

    @staticmethod
    def _unit(option: QStyleOptionViewItem) -> int:
        return max(option.fontMetrics.lineSpacing() // 2, 6)

    def _text_left(self, option: QStyleOptionViewItem) -> int:
        return int(1.6 * self._unit(option) + option.fontMetrics.ascent() * 0.72 + 1.4 * self._unit(option))
