"""A combo box that leaves the mouse wheel to the page, elides long choices, and draws its own arrow."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget


class ComboBox(QComboBox):
    """A drop-down list; a choice too long for its box is elided."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling the page must not change a choice that passes under the pointer.
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        available_width = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - 4
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, available_width
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        arrow_width = self.fontMetrics().height()
        _chevron(painter, self, QRectF(self.width() - arrow_width * 1.6, 0, arrow_width, self.height()))


def _chevron(painter: QPainter, widget: QWidget, area: QRectF) -> None:
    group = QPalette.ColorGroup.Active if widget.isEnabled() else QPalette.ColorGroup.Disabled
    colour = widget.palette().color(group, QPalette.ColorRole.Text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    half_width = widget.fontMetrics().height() / 4.4
    half_height = half_width / 2
    middle = area.center()
    painter.drawPolyline(
        QPolygonF(
            [
                middle + QPointF(-half_width, -half_height),
                middle + QPointF(0, half_height),
                middle + QPointF(half_width, -half_height),
            ]
        )
    )
