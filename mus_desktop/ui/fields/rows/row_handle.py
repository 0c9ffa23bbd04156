"""The number of a row, which is also the handle to drag it by."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

HANDLE_WIDTH = 1.1
BUTTONS_WIDTH = 1.75


class FixedWidthColumn(QWidget):
    """A spacer of fixed width, ``factor`` times the height of a line of text, beside the columns of a row."""

    def __init__(self, factor: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._factor = factor
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        content_height = layout.sizeHint().height() if layout is not None else 0
        return QSize(round(self.fontMetrics().height() * self._factor), content_height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class RowHandle(QWidget):
    """The drag handle. ``dragged`` carries the mouse position in global coordinates, ``dropped`` the final one."""

    dragged = Signal(QPoint)
    drag_cancelled = Signal()
    dropped = Signal(QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = 0
        self._compact = False
        self._pressed: QPoint | None = None
        self._moving = False
        self.set_fixed(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip("Træk for at flytte")

    def set_number(self, number: int) -> None:
        """Show ``number``; 0 shows none."""
        if number != self._number:
            self._number = number
            self.updateGeometry()
            self.update()

    def set_compact(self) -> None:
        """Use the height of one line of text, with the number beside the grip."""
        self._compact = True
        self.updateGeometry()

    def set_fixed(self, fixed: bool) -> None:
        """Set whether the row cannot be moved."""
        self._fixed = fixed
        self.setCursor(Qt.CursorShape.ArrowCursor if fixed else Qt.CursorShape.OpenHandCursor)
        self.update()

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        if self._compact:
            return QSize(round(em * 2.1), round(em * 1.5))
        return QSize(round(em * HANDLE_WIDTH), round(em * (2.9 if self._number else 1.6)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        em = self.fontMetrics().height()
        top = round(em * 0.45)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        if self._compact:
            area = self.rect().adjusted(round(em * 0.6), 0, -round(em * 0.2), 0)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(self._number))
            self._draw_grip(painter, (self.height() - round(em * 0.8)) // 2, em, em * 0.3)
            return
        if self._number:
            painter.drawText(0, top, self.width(), em, Qt.AlignmentFlag.AlignHCenter, str(self._number))
            top += round(em * 1.25)
        self._draw_grip(painter, top, em, self.width() / 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self._fixed:
            self._pressed, self._moving = event.globalPosition().toPoint(), False
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.globalPosition().toPoint()
        # A few pixels of tolerance: a click with an unsteady hand must not move the row.
        if self._pressed is not None and (self._moving or (position - self._pressed).manhattanLength() > 6):
            self._moving = True
            self.dragged.emit(position)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # The screen lock hides the window in the middle of it, and the button is released elsewhere.
        moved, self._pressed, self._moving = self._moving, None, False
        if moved:
            self.set_fixed(self._fixed)
            self.drag_cancelled.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and self._moving:
            self.dropped.emit(event.globalPosition().toPoint())
        self._pressed, self._moving = None, False
        # Restores the cursor that the press replaced.
        self.set_fixed(self._fixed)

    def _draw_grip(self, painter: QPainter, top: int, em: int, middle: float) -> None:
        if self._fixed:
            return
        painter.setBrush(self.palette().color(QPalette.ColorRole.Mid))
        painter.setPen(Qt.PenStyle.NoPen)
        step = em * 0.27
        for line in range(3):
            for side in (-0.5, 0.5):
                painter.drawEllipse(QPointF(middle + side * step, top + step * (line + 0.5)), em / 14, em / 14)
