"""A text editor that grows with its text, leaves on Tab and gives back exactly what was typed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

_PARAGRAPH = "\N{PARAGRAPH SEPARATOR}"
_LINE = "\N{LINE SEPARATOR}"


class NoteEdit(QTextEdit):
    """Plain text of any length. ``lines`` is the height it has while empty.

    Text size and colours come from the program's look. The wheel scrolls the page, never the note.
    """

    def __init__(self, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(_never())
        self.setHorizontalScrollBarPolicy(_never())
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def text(self) -> str:
        """What was typed, to the letter; ``toPlainText`` would turn non-breaking spaces into plain ones."""
        return self.document().toRawText().replace(_PARAGRAPH, "\n").replace(_LINE, "\n")

    def set_text(self, text: str) -> None:
        """Show ``text`` without a trace in undo and without telling that anything was typed."""
        was_blocked = self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(was_blocked)
        self._fit()

    def set_lines(self, lines: int) -> None:
        """Change the height the editor has while empty."""
        self._lines = lines
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as the text, at least the empty height."""
        return QSize(super().sizeHint().width(), self._wanted_height())

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for three side by side; never lower than the text."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, self._wanted_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.ensureCursorVisible()

    def _wanted_height(self) -> int:
        chrome = self.height() - self.viewport().height() if self.isVisible() else 2 * self.fontMetrics().lineSpacing()
        margin = 2 * int(self.document().documentMargin())
        empty = self._lines * self.fontMetrics().lineSpacing() + margin
        return max(int(self.document().size().height()) + 1, empty) + max(chrome, 10)

    def _fit(self) -> None:
        wanted = self._wanted_height()
        if wanted != self.height() or wanted != self.minimumHeight():
            self.setFixedHeight(wanted)
            self.updateGeometry()


def _never() -> Qt.ScrollBarPolicy:
    return Qt.ScrollBarPolicy.ScrollBarAlwaysOff
