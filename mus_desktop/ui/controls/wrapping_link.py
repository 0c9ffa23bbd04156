"""A link whose words go on to a further line where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from mus_desktop.ui.theme.look import dress

_WIDEST = 16_777_215  # Qt's own, which PySide6 does not export
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class WrappingLink(QPushButton):
    """A button in the look of a link. Qt's own buttons never wrap, so a long name would widen the whole page.

    ``text()`` is shown as it stands: ``&`` marks no letter.
    """

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._widest = _WIDEST
        dress(self, "link")
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def keep_within(self, width: int) -> None:
        """Ask for no more than ``width`` pixels, or than the longest word takes."""
        if width != self._widest:
            self._widest = width
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text()) + 1 + self._around().width()
        width = max(min(words, self._widest), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """As narrow as the longest word."""
        words = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        around = self._around()
        return QSize(words + 1 + around.width(), self.fontMetrics().height() + around.height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        around = self._around()
        room = QRect(0, 0, max(width - around.width(), 1), 0)
        return self.fontMetrics().boundingRect(room, _WRAPPED, self.text()).height() + around.height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        font = painter.font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        around = self._around()
        area = self.rect().adjusted(around.width() // 2, 0, -(around.width() // 2), 0)
        painter.drawText(area, _WRAPPED, self.text())

    def _around(self) -> QSize:
        """What border and padding of the look take, both sides together."""
        self.ensurePolished()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = "X"
        line = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, option.text)
        return self.style().sizeFromContents(QStyle.ContentsType.CT_PushButton, option, line, self) - line
