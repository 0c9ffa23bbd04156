"""The progress of a whole period, as one bar with a legend below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.people.status_text import FROM_OTHER_PERIOD, NO_CONVERSATION, OVERDUE
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.theme.tokens import Tokens

_UNDER_WAY = "forberedes"
_ORDER = (
    "afholdt",
    _UNDER_WAY,
    "inviteret",
    "planlagt",
    "udsat",
    OVERDUE,
    FROM_OTHER_PERIOD,
    "takket nej",
    "beskadiget",
    NO_CONVERSATION,
)


@dataclass(frozen=True, slots=True)
class StageCount:
    """The number of employees at one stage."""

    word: str
    count: int

    @property
    def text(self) -> str:
        """The number with its word: ``1 ikke færdig fra anden periode``, ``2 ikke færdige fra anden periode``."""
        word = self.word.replace("færdig ", "færdige ") if self.count > 1 else self.word
        return f"{self.count} {word}"


def stage_counts(words: Sequence[str]) -> tuple[StageCount, ...]:
    """Return the number of employees per stage, furthest first; ``words`` are their :attr:`~.StatusText.share`."""
    counted = Counter(words)
    return tuple(StageCount(word, counted[word]) for word in _ORDER if counted[word])


class PeriodStatusBar(QWidget):
    """A widget that paints ``shares`` as parts of one bar, with a legend on as many lines as needed."""

    def __init__(self, shares: Sequence[StageCount], look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares, self._look = tuple(shares), look
        set_role(self, "Graphic")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("Perioden: " + ", ".join(share.text for share in shares))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height in pixels of the bar and of the legend lines at ``width``."""
        places = self._places(width)
        return self._bar() + 12 + (max(y for _, y in places) + self._line() if places else 0)

    def sizeHint(self) -> QSize:
        """Return a width at which the bar is readable."""
        return QSize(320, self.heightForWidth(320))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bar(painter)
        top = self._bar() + 12
        for share, (x, y) in zip(self._shares, self._places(self.width()), strict=True):
            self._paint_word(painter, share, x, top + y)

    def _paint_bar(self, painter: QPainter) -> None:
        bar = QRectF(0, 0, self.width(), self._bar())
        shape = QPainterPath()
        shape.addRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        painter.save()
        painter.setClipPath(shape)
        total, x = sum(share.count for share in self._shares) or 1, 0.0
        for share in self._shares:
            width = bar.width() * share.count / total
            painter.fillRect(QRectF(x, 0, width, bar.height()), _colour(share.word, self._look.tokens))
            x += width
            # A thin gap, so that neighbouring parts of similar colour can be distinguished.
            painter.fillRect(QRectF(x - 1, 0, 2, bar.height()), QColor(self._look.tokens.surface))
        painter.restore()

    def _paint_word(self, painter: QPainter, share: StageCount, x: int, y: int) -> None:
        radius = self.fontMetrics().height() / 4.5
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_colour(share.word, self._look.tokens))
        painter.drawEllipse(QPointF(x + radius, y + self.fontMetrics().height() / 2), radius, radius)
        painter.setPen(QColor(self._look.tokens.text))
        painter.drawText(round(x + radius * 3.4), y + self.fontMetrics().ascent(), share.text)

    def _places(self, width: int) -> list[tuple[int, int]]:
        places, x, y = [], 0, 0
        for share in self._shares:
            wide = self.fontMetrics().horizontalAdvance(share.text) + self.fontMetrics().height() * 2
            if x and x + wide > width:
                x, y = 0, y + self._line()
            places.append((x, y))
            x += wide
        return places

    def _bar(self) -> int:
        return max(8, round(self.fontMetrics().height() * 0.7))

    def _line(self) -> int:
        return round(self.fontMetrics().lineSpacing() * 1.3)


def _colour(word: str, tokens: Tokens) -> QColor:
    known = {"afholdt": tokens.good, _UNDER_WAY: tokens.accent, OVERDUE: tokens.warn, NO_CONVERSATION: tokens.line}
    if word in known:
        return QColor(known[word])
    waits = word in ("udsat", FROM_OTHER_PERIOD)
    colour = QColor(tokens.warn if waits else tokens.muted if word == "takket nej" else tokens.accent)
    colour.setAlphaF({"inviteret": 0.6, "planlagt": 0.35, "udsat": 0.65, FROM_OTHER_PERIOD: 0.35}.get(word, 0.8))
    return colour
