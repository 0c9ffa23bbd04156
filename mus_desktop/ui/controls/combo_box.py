"""A combo box that leaves the mouse wheel to the page, elides long choices, and draws its own arrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from mus_desktop.ui.controls.text_entry.alt_letters import is_alt_letter
from mus_desktop.ui.theme.screen_area import available_area

LOCKED = "locked"
"""The style of a choice that is read as text: without a frame, and without an arrow."""


class ComboBox(QComboBox):
    """A drop-down list; a choice too long for its box is elided."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling the page must not change a choice that passes under the pointer.
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_alt_letter(event):
            event.ignore()  # Qt would choose the next row that begins with the letter
        else:
            super().keyPressEvent(event)

    def showPopup(self) -> None:
        super().showPopup()
        self._fit_popup()

    def _fit_popup(self) -> None:
        """Enlarge the open list to show its rows whole, within the screen: Qt forgets the border of the list."""
        view = self.view()
        popup, screen = view.window(), available_area(self)
        rows = min(self.count(), self.maxVisibleItems())
        bar = view.verticalScrollBar().sizeHint().width() if rows < self.count() else 0
        wanted = QSize(view.sizeHintForColumn(0) + bar, rows * view.sizeHintForRow(0))
        missing = (wanted - view.viewport().size()).expandedTo(QSize(0, 0))
        box, list_ = QRect(self.mapToGlobal(QPoint(0, 0)), self.size()), QRect(popup.geometry())
        opens_upwards = list_.top() < box.top()
        list_.setSize((list_.size() + missing).boundedTo(screen.size()))
        if opens_upwards:
            list_.moveBottom(box.top() - 1)
        list_.moveLeft(max(screen.left(), min(list_.left(), screen.right() + 1 - list_.width())))
        list_.moveTop(max(screen.top(), min(list_.top(), screen.bottom() + 1 - list_.height())))
        popup.setGeometry(list_)

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
        if self.property("kind") == LOCKED:
            return
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
