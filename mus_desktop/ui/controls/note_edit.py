"""A text editor that grows with its text, leaves on Tab and gives back exactly what was typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QTextEdit, QWidget

from mus_desktop.ui.controls.settle import rise
from mus_desktop.ui.controls.undo_order import others_are_next

_PARAGRAPH = "\N{PARAGRAPH SEPARATOR}"
_MARGIN = 2
_AIR_BELOW_CURSOR = 24


class NoteEdit(QTextEdit):
    """Plain text of any length, as high as its text; ``lines`` is the height it has while empty.

    Text size and colours come from the program's look. The wheel scrolls the page, never the note.
    """

    passes: Callable[[QKeyEvent], bool] | None = None
    """True of the keys that are left to the widgets around."""

    def __init__(self, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._kept: QTextDocument | None = None
        self._kept_cursor: QTextCursor | None = None
        self._measured: dict[int, int] = {}
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._grown = False
        self._follow(self.document())
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._show_cursor)

    def text(self) -> str:
        """What was typed, to the letter; ``toPlainText`` would turn non-breaking spaces into plain ones."""
        return (self._kept or self.document()).toRawText().replace(_PARAGRAPH, "\n")

    def set_text(self, text: str) -> None:
        """Show ``text`` without a trace in undo and without telling that anything was typed."""
        if self._kept is not None:
            self._kept.setPlainText(text)
            self._kept_cursor = QTextCursor(self._kept)
            return
        was_blocked = self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(was_blocked)
        self._on_size_changed()

    def is_blank(self) -> bool:
        """Whether nothing but white space stands in it."""
        document = self._kept or self.document()
        return document.isEmpty() or not self.text().strip()

    def set_lines(self, lines: int) -> None:
        """Change the height the editor has while empty."""
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def set_read_only(self, read_only: bool) -> None:
        """Open or close for typing; the look follows. Text can still be selected and copied."""
        if read_only != self.isReadOnly():
            self.setReadOnly(read_only)
            self.style().unpolish(self)
            self.style().polish(self)

    def conceal(self) -> None:
        """Hide the editor and take the text out of it, so that nothing on the screen's side can reach it."""
        self.hide()
        if self._kept is None:
            self._kept, self._kept_cursor = self.document(), self.textCursor()
            self._kept.setParent(self)
            self._swap(QTextDocument(self))

    def reveal(self) -> None:
        """Undo :meth:`conceal`: same text, same cursor, same undo."""
        if self._kept is not None and self._kept_cursor is not None:
            empty, cursor = self.document(), self._kept_cursor
            self._swap(self._kept)
            self._kept = self._kept_cursor = None
            empty.deleteLater()
            self.setTextCursor(cursor)
        self.show()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 30, self._empty_height())

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a column of a plan; never lower than empty."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, self._empty_height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Exactly as high as the text at that width, at least the empty height."""
        if self.document().isEmpty():
            return self._empty_height()
        if width not in self._measured:
            self._measured[width] = self._measure(width)
        return max(self._measured[width], self._empty_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.hasFocus():
            self._show_cursor()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.document().textWidth() != self.viewport().width():
            self.document().setTextWidth(self.viewport().width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._on_size_changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._lets_go(event):
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.InsertLineSeparator) and not self.isReadOnly():
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_cursor()

    def _lets_go(self, event: QKeyEvent) -> bool:
        """Whether a key is left to the widgets around; so is undo when what was done last was done there."""
        if self.passes is not None and self.passes(event):
            return True
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        document = self.document()
        if event.matches(QKeySequence.StandardKey.Undo):
            return not document.isUndoAvailable() or others_are_next(self, -1)
        return event.matches(QKeySequence.StandardKey.Redo) and (
            not document.isRedoAvailable() or others_are_next(self, 1)
        )

    def _follow(self, document: QTextDocument) -> None:
        document.setDocumentMargin(_MARGIN)
        document.documentLayout().documentSizeChanged.connect(self._on_size_changed)

    def _swap(self, document: QTextDocument) -> None:
        document.setDefaultFont(self.font())
        was_blocked = self.blockSignals(True)
        self.setDocument(document)
        self.blockSignals(was_blocked)
        self._on_size_changed()

    def _on_text_changed(self) -> None:
        if self._grown and self.isVisible():
            rise(self)
        self._grown = False

    def _on_size_changed(self) -> None:
        self._grown = True
        self._measured.clear()
        self.updateGeometry()

    def _chrome(self) -> QSize:
        """What border and padding take."""
        self.ensurePolished()
        return self.size() - self.contentsRect().size()

    def _empty_height(self) -> int:
        return self._lines * self.fontMetrics().height() + 2 * _MARGIN + self._chrome().height()

    def _measure(self, width: int) -> int:
        chrome, document = self._chrome(), self.document()
        inner, used = width - chrome.width(), document.textWidth()
        if inner == used:
            return -int(-document.size().height() // 1) + chrome.height()
        layout = document.documentLayout()
        was_blocked = layout.blockSignals(True)
        document.setTextWidth(inner)
        height = document.size().height()
        if self.isVisible():
            document.setTextWidth(used)
        layout.blockSignals(was_blocked)
        return -int(-height // 1) + chrome.height()

    def _show_cursor(self) -> None:
        """Scroll the page, not the note: the note always shows all of its text."""
        if not self.hasFocus():
            return
        page = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        inside = page.widget() if page is not None else None
        if page is None or inside is None:
            return
        cursor: QRect = self.cursorRect()
        spot = self.viewport().mapTo(inside, QPoint(cursor.center().x(), cursor.center().y()))
        page.ensureVisible(spot.x(), spot.y(), 0, cursor.height() + _AIR_BELOW_CURSOR)
