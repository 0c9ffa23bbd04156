"""A card of the board: its text, who has picked it, and how it is lifted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.theme.tones import tokens_of

_WIDEST = 15.0  # line heights, as is the padding
_PAD_X, _PAD_Y = 0.7, 0.34
_DRAG_DISTANCE = 6  # pixels; a shorter movement of the mouse is a click
_WRAPPED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class BoardCard(QWidget):
    """A card named ``card``. ``key_pressed`` forwards its keys; ``dragged`` and ``dropped`` follow the mouse."""

    key_pressed = Signal(object)
    focused = Signal()
    dragged = Signal(QPoint)
    drag_cancelled = Signal()
    dropped = Signal(QPoint)

    def __init__(self, card: str, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "ListItem")
        self.card = card
        self._picked_by = ""
        self._lifted = self._moving = self._fixed = False
        self._pressed: QPoint | None = None
        self._size: QSize | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_fixed(False)

    def mark_picked(self, picked_by: str) -> None:
        """Show who has picked the card beforehand; empty if nobody has."""
        if picked_by != self._picked_by:
            self._picked_by = picked_by
            self.setToolTip(picked_by)
            self._size = None
            self.updateGeometry()
            self.update()

    @property
    def picked_by(self) -> str:
        """Return the text about who has picked the card."""
        return self._picked_by

    def set_lifted(self, lifted: bool) -> None:
        """Show the card as lifted."""
        self._lifted = lifted
        self.update()

    def set_fixed(self, fixed: bool) -> None:
        """Set whether the card cannot be moved."""
        self._fixed = fixed
        self.setCursor(Qt.CursorShape.ArrowCursor if fixed else Qt.CursorShape.OpenHandCursor)

    def sizeHint(self) -> QSize:
        if self._size is None:
            self._size = self._measure()
        return self._size

    def _measure(self) -> QSize:
        em = self.fontMetrics().height()
        mark = round(em * 0.8) if self._picked_by else 0
        inner = QRect(0, 0, round(em * _WIDEST), 10000)
        text_area = self.fontMetrics().boundingRect(inner, _WRAPPED, self.card)
        return QSize(
            text_area.width() + mark + round(em * _PAD_X * 2) + 4, text_area.height() + round(em * _PAD_Y * 2) + 2
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 3, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._size = None
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, em = tokens_of(self), self.fontMetrics().height()
        highlighted = self._lifted or bool(self._picked_by)
        edge = tokens.accent if highlighted or self.hasFocus() else tokens.border
        line = Qt.PenStyle.DashLine if self._lifted else Qt.PenStyle.SolidLine
        # A highlighted card has an edge in the colour of the focus already.
        width = (3 if highlighted else 2) if self.hasFocus() or self._lifted else 1
        painter.setPen(QPen(QColor(edge), width, line))
        painter.setBrush(QColor(tokens.accent_soft if highlighted else tokens.surface))
        half = width / 2  # so that the line is on whole pixels
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), em * 0.3, em * 0.3)
        text_area = QRectF(self.rect()).adjusted(em * _PAD_X, 0, -em * _PAD_X, 0)
        if self._picked_by:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawEllipse(QRectF(em * _PAD_X, self.height() / 2 - em * 0.2, em * 0.4, em * 0.4))
            text_area.setLeft(em * (_PAD_X + 0.8))
        painter.setPen(QColor(tokens.text))
        painter.drawText(text_area, _WRAPPED, self.card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.setAccepted(False)
        self.key_pressed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() is Qt.MouseButton.LeftButton and not self._fixed:
            self._pressed, self._moving = event.globalPosition().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.globalPosition().toPoint()
        if self._pressed is not None and (
            self._moving or (position - self._pressed).manhattanLength() > _DRAG_DISTANCE
        ):
            self._moving = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(position)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # The screen lock hides the window in the middle of it, and the button is released elsewhere.
        moved, self._pressed, self._moving = self._moving, None, False
        if moved:
            self.set_fixed(self._fixed)
            self.drag_cancelled.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        moved, self._pressed, self._moving = self._moving, None, False
        self.set_fixed(self._fixed)
        if moved:
            self.dropped.emit(event.globalPosition().toPoint())
