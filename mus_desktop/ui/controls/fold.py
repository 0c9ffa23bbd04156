"""A line that expands and collapses the content below it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QToolButton, QVBoxLayout, QWidget

_ARROW_WIDTH = 1.5
"""The width of the arrow and the space beside the title, in heights of a line of text."""
_OPEN, _CLOSED = "Foldet ud", "Foldet sammen"
_TEXT_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class FoldLine(QToolButton):
    """The line itself: an arrow and the title, aligned with the text around it. Enter works as Space does.

    A long title wraps onto further lines; Qt's own buttons would cut it. Qt calls a checkable button a check box, so
    the line keeps whether it is open, and describes it to screen readers. ``folded``: it was opened or closed.
    """

    folded = Signal(bool)

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(title)
        self._is_open = False
        self._describe()
        self.clicked.connect(lambda: self.set_open(not self._is_open))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # by default a tool button takes the focus by Tab only
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def is_open(self) -> bool:
        """Return whether the content is shown."""
        return self._is_open

    def set_open(self, opened: bool) -> None:
        """Show the arrow of an open or closed section, and emit ``folded`` if that is a change."""
        if opened != self._is_open:
            self._is_open = opened
            self._describe()
            self.update()
            self.folded.emit(opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(round(em * _ARROW_WIDTH) + self.fontMetrics().horizontalAdvance(self.text()), round(em * 1.6))

    def minimumSizeHint(self) -> QSize:
        """Return the width of the longest word."""
        longest_word = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(round(self.fontMetrics().height() * _ARROW_WIDTH) + longest_word, self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        em, one_line = self.fontMetrics().height(), self.sizeHint()
        if width >= one_line.width():
            return one_line.height()
        bounds = QRect(0, 0, max(width - round(em * _ARROW_WIDTH), 1), 0)
        return self.fontMetrics().boundingRect(bounds, _TEXT_FLAGS, self.text()).height() + one_line.height() - em

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
        em = self.fontMetrics().height()
        painter.setPen(self.palette().color(QPalette.ColorRole.Link))
        painter.drawText(self.rect().adjusted(round(em * 1.05), 0, 0, 0), _TEXT_FLAGS, self.text())
        self._draw_arrow(painter, em)

    def _describe(self) -> None:
        self.setAccessibleDescription(_OPEN if self._is_open else _CLOSED)

    def _draw_arrow(self, painter: QPainter, em: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(painter.pen().color(), max(1.4, em / 11))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.translate(em * 0.5, em * 0.8)  # beside the first line
        if self._is_open:
            painter.rotate(90)
        arrow_size = em * 0.2
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(-arrow_size / 2, -arrow_size),
                    QPointF(arrow_size / 2, 0),
                    QPointF(-arrow_size / 2, arrow_size),
                ]
            )
        )


class Fold(QWidget):
    """A collapsible section: ``title`` with an arrow above ``content``; toggled by mouse, Enter and Space.

    ``name`` is the accessible name, for a ``title`` that is not unique.
    """

    toggled = Signal(bool)

    def __init__(
        self, title: str, content: QWidget, *, opened: bool = True, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._content = content
        self._button = FoldLine(title, self)
        self._button.set_open(opened)
        self._button.setAccessibleName(name or title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        layout.addWidget(content)
        self._button.folded.connect(self._on_toggled)
        content.setVisible(opened)

    @property
    def button(self) -> QToolButton:
        """Return the line itself, for names and tab order."""
        return self._button

    @property
    def content(self) -> QWidget:
        """Return the folded content."""
        return self._content

    def is_open(self) -> bool:
        """Return whether the content is visible."""
        return self._button.is_open()

    def set_open(self, opened: bool) -> None:
        """Show or hide the content."""
        self._button.set_open(opened)

    def _on_toggled(self, opened: bool) -> None:
        self._content.setVisible(opened)
        self.toggled.emit(opened)
