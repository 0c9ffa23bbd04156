"""A link whose text wraps."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from mus_desktop.ui.theme.look import set_style_kind

_QT_MAX_WIDTH = 16_777_215  # Qt's own, which PySide6 does not export
_TEXT_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class WrappingLink(QPushButton):
    """A button in the look of a link. Qt's own buttons never wrap, so a long name would widen the whole page.

    The text is shown verbatim: ``&`` does not mark a mnemonic.
    """

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._max_width = _QT_MAX_WIDTH
        set_style_kind(self, "link")
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def limit_width(self, width: int) -> None:
        """Limit the preferred width to ``width`` pixels, but never below the longest word."""
        if width != self._max_width:
            self._max_width = width
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        text_width = self._width_of(self.text()) + self._padding().width()
        width = max(min(text_width, self._max_width), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the size of the longest word."""
        text_width = max((self._width_of(word) for word in self.text().split()), default=1)
        padding = self._padding()
        return QSize(text_width + padding.width(), self.fontMetrics().height() + padding.height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        padding = self._padding()
        bounds = QRect(0, 0, max(width - padding.width(), 1), 0)
        return self.fontMetrics().boundingRect(bounds, _TEXT_FLAGS, self.text()).height() + padding.height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        # The style draws the frame only: it cannot wrap the text, which is drawn below.
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        font = painter.font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        padding = self._padding()
        area = self.rect().adjusted(padding.width() // 2, 0, -(padding.width() // 2), 0)
        painter.drawText(area, _TEXT_FLAGS, self.text())

    def _width_of(self, text: str) -> int:
        """Return the width in which ``text`` does not wrap: some letters reach beyond the advance of the last one."""
        metrics = self.fontMetrics()
        wrapped = metrics.boundingRect(QRect(0, 0, _QT_MAX_WIDTH, 0), _TEXT_FLAGS, text).width()
        return max(metrics.horizontalAdvance(text), wrapped) + 1

    def _padding(self) -> QSize:
        """Return the size that border and padding of the stylesheet add, both sides together."""
        # Until then the style does not know the stylesheet's padding.
        self.ensurePolished()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = "X"
        line = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, option.text)
        return self.style().sizeFromContents(QStyle.ContentsType.CT_PushButton, option, line, self) - line
