"""Read-only text: paragraphs and bullets with hanging indent, laid out by hand for looks and speed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.theme.text_width import character_width

_LINE_SPACING = 1.16
_MAX_CHARACTERS = 96


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """A paragraph or, with a ``level`` (0 outermost), a bullet. ``gap`` adds space above it."""

    text: str
    level: int | None = None
    gap: bool = False


class ReadingText(QWidget):
    """Show ``lines`` verbatim, ``muted`` in the muted text colour. The line length is limited for readability."""

    def __init__(self, lines: Sequence[ReadingLine], *, muted: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = tuple(lines)
        set_role(self, "StaticText")
        self._role = QPalette.ColorRole.PlaceholderText if muted else QPalette.ColorRole.WindowText
        self._layout_width = -1
        # Cached, because layouts ask for the height at several widths.
        self._heights: dict[int, int] = {}
        self._layouts: list[tuple[ReadingLine, QTextLayout]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("\n".join(line.text for line in self._lines))

    def lines(self) -> tuple[ReadingLine, ...]:
        """Return the lines that are shown."""
        return self._lines

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        text_width = self._text_width(width)
        if text_width not in self._heights:
            self._lay_out(text_width)
        return self._heights[text_width]

    def sizeHint(self) -> QSize:
        """Return a cheap estimate; the real height is :meth:`heightForWidth`."""
        return QSize(self._em() * 30, self._em() * len(self._lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._em() * 8, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._layout_width = -1
            self._heights.clear()
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._lay_out(self._text_width(self.width()))
        painter = QPainter(self)
        painter.setPen(self.palette().color(self._role))
        for line, layout in self._layouts:
            if layout.position().y() + layout.boundingRect().bottom() >= event.rect().top():
                layout.draw(painter, QPointF(0, 0))
                self._draw_bullet(painter, line, layout)

    def _em(self) -> int:
        return self.fontMetrics().height()

    def _draw_bullet(self, painter: QPainter, line: ReadingLine, layout: QTextLayout) -> None:
        if line.level is None or layout.lineCount() == 0:
            return
        first = layout.lineAt(0)
        middle = layout.position().y() + first.y() + first.ascent() - self.fontMetrics().xHeight() / 2
        left = layout.position().x() - self._indent()
        size = self._em() / 4
        if line.level:
            painter.fillRect(QRectF(left + size / 4, middle - 0.5, size * 1.6, 1), painter.pen().color())
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(painter.pen().color())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(left + size, middle), size / 2, size / 2)
        painter.restore()

    def _indent(self) -> float:
        return self._em() * 0.95

    def _text_width(self, width: int) -> int:
        return min(width, character_width(self.fontMetrics()) * _MAX_CHARACTERS)

    def _lay_out(self, text_width: int) -> None:
        if text_width == self._layout_width:
            return
        self._layout_width = text_width
        self._layouts.clear()
        y = 0.0
        for index, line in enumerate(self._lines):
            if index:
                y += self._em() * (0.55 if line.gap else 0.14 if line.level is not None else 0.4)
            indent = 0.0 if line.level is None else self._indent() * (line.level + 1)
            layout, height = self._paragraph(line.text, max(text_width - indent, self._em() * 4))
            layout.setPosition(QPointF(indent, y))
            self._layouts.append((line, layout))
            y += height
        # Rounded up, so that the last line is not cut off.
        self._heights[text_width] = -int(-y // 1)

    def _paragraph(self, text: str, width: float) -> tuple[QTextLayout, float]:
        layout = QTextLayout(text, self.font())
        layout.setTextOption(_wrapping())
        layout.setCacheEnabled(True)
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y))
            y += line.height() * _LINE_SPACING
        layout.endLayout()
        return layout, y


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def paragraphs(text: str) -> tuple[ReadingLine, ...]:
    """Return ``text`` as lines: a blank line separates paragraphs, ``- `` or ``• `` starts a bullet."""
    lines: list[ReadingLine] = []
    gap = False
    for raw in text.strip("\n").splitlines():
        stripped = raw.strip()
        if not stripped:
            gap = True
            continue
        if stripped[:2] in ("- ", "• "):
            # Two spaces nest a bullet; there are only two kinds of bullet.
            level = min((len(raw) - len(raw.lstrip())) // 2, 1)
            lines.append(ReadingLine(stripped[2:].strip(), level, gap))
        else:
            lines.append(ReadingLine(stripped, None, gap))
        gap = False
    return tuple(lines)
