"""The steps of a scale as one bar: set with a click, a digit or arrow keys, cleared with Del; blank is not zero."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mus_desktop.model.form import Step
from mus_desktop.ui.accessibility.roles import set_role

_HEIGHT = 1.65
_WIDTH = 1.95
_GAP = 0.18
"""Height, width and gap of the boxes, in line heights."""

_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ARROWS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1}


class StepBar(QWidget):
    """One mark on a scale of ``steps``, drawn as a box for each; all boxes up to the mark are tinted.

    ``chosen`` carries the requested value or ``None``; the bar changes only when :meth:`show_value` is called.
    """

    chosen = Signal(object)

    def __init__(self, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "Slider")
        self._steps = tuple(sorted(steps, key=lambda step: step.value))
        self._value: int | None = None
        self._closed = self._concealed = False
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def value(self) -> int | None:
        """Return the marked value, also while concealed; ``None`` if blank."""
        return self._value

    def show_value(self, value: int | None) -> None:
        """Mark ``value`` without emitting ``chosen``."""
        self._value = value
        self._describe()
        self.update()

    def set_closed(self, closed: bool) -> None:
        """Close for marking or open again."""
        self._closed = closed
        self.update()

    def set_concealed(self, concealed: bool) -> None:
        """Hide the bar and its value, also from screen readers, or show it again."""
        self._concealed = concealed
        self._describe()
        self.setVisible(not concealed)

    def sizeHint(self) -> QSize:
        em, count = self.fontMetrics().height(), len(self._steps)
        return QSize(round(em * (_WIDTH * count + _GAP * (count - 1))), round(em * _HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self.fontMetrics().height() * 1.1) * len(self._steps), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = self._value_for_key(event)
        # ``is False``, because 0 may be a step and ``None`` clears.
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or wanted is False:
            super().keyPressEvent(event)
        elif not self._closed and wanted != self._value:
            self.chosen.emit(wanted)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._box_index_at(event.position().x())
        if event.button() is not Qt.MouseButton.LeftButton or self._closed or index < 0:
            return
        value = self._steps[index].value
        self.chosen.emit(None if value == self._value else value)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # Otherwise Qt passes the release on to the widget behind, which has seen no press.
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_hovered(-1 if self._closed else self._box_index_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hovered(-1)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._box_index_at(event.pos().x())
            if index >= 0:
                QToolTip.showText(event.globalPos(), step_description(self._steps[index]), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._concealed:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, step in enumerate(self._steps):
            self._draw_box(painter, index, step)
        if self.hasFocus():
            self._draw_focus(painter)

    def _value_for_key(self, event: QKeyEvent) -> int | bool | None:
        """Return the value that a key requests, ``None`` to clear, ``False`` for a key without meaning here."""
        key = Qt.Key(event.key())
        if key in _CLEAR:
            return None
        values = [step.value for step in self._steps]
        if key in _ARROWS:
            return self._neighbour(values, _ARROWS[key])
        typed = event.text()
        return int(typed) if typed.isdecimal() and typed.isascii() and int(typed) in values else False

    def _neighbour(self, values: list[int], by: int) -> int | None:
        """Return the neighbouring step.

        Left of the lowest is blank; from blank, or a value that is no step, only right leads on, to the lowest.
        """
        if self._value not in values:
            return values[0] if by > 0 else None
        index = values.index(self._value) + by
        return None if index < 0 else values[min(index, len(values) - 1)]

    def _box(self, index: int) -> QRectF:
        em, count = self.fontMetrics().height(), len(self._steps)
        gap = em * _GAP
        width = min(em * _WIDTH, (self.width() - gap * (count - 1)) / count)
        height = min(em * _HEIGHT, self.height())
        return QRectF(index * (width + gap), 0, width, height).adjusted(0.5, 0.5, -0.5, -0.5)

    def _box_index_at(self, x: float) -> int:
        # The gap before a box belongs to it, so that no click is lost.
        return next((index for index in range(len(self._steps)) if self._box(index).right() >= x), -1)

    def _set_hovered(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.setCursor(Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def _draw_box(self, painter: QPainter, index: int, step: Step) -> None:
        colours, role = self.palette(), QPalette.ColorRole
        marked, below = step.value == self._value, self._value is not None and step.value < self._value
        fill, edge, text = colours.color(role.Base), colours.color(role.Mid), colours.color(role.Text)
        if marked:
            fill = edge = colours.color(role.Highlight)
            text = colours.color(role.HighlightedText)
        elif below:
            fill, edge = colours.color(role.Highlight), colours.color(role.Highlight)
            fill.setAlphaF(0.16)
            edge.setAlphaF(0.55)
        elif self._closed:
            fill, edge = colours.color(role.AlternateBase), colours.color(role.Midlight)
            text = colours.color(role.PlaceholderText)
        if index == self._hovered and not marked:
            edge = colours.color(role.Highlight)
        box, em = self._box(index), self.fontMetrics().height()
        painter.setPen(QPen(edge, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, em * 0.22, em * 0.22)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if marked else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(step.value))

    def _draw_focus(self, painter: QPainter) -> None:
        """Draw a focus line around the marked box, or around all of them while the bar is blank."""
        values = [step.value for step in self._steps]
        if self._value in values:
            box, role = self._box(values.index(self._value)).adjusted(2, 2, -2, -2), QPalette.ColorRole.HighlightedText
        else:
            box, role = self._box(0).united(self._box(len(values) - 1)), QPalette.ColorRole.Highlight
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().color(role), 2))
        radius = self.fontMetrics().height() * 0.2
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _describe(self) -> None:
        if self._concealed:
            self.setAccessibleDescription("")
            return
        step = next((step for step in self._steps if step.value == self._value), None)
        self.setAccessibleDescription(step_description(step) if step else "Ikke udfyldt")


def step_name(step: Step) -> str:
    """Return the short name of a step: ``4 Rutineret``."""
    return step.label if step.label == str(step.value) else f"{step.value} {step.label}"


def step_description(step: Step) -> str:
    """Return a step with its long description."""
    return f"{step_name(step)}: {step.text.strip()}" if step.text.strip() else step_name(step)
