"""A text editor that grows with its text, is left with Tab, and returns exactly what was typed."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, QSizeF, Qt
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
    """Plain text of any length, as tall as its text; ``lines`` is its height while empty.

    Text size and colours come from the program's look. The wheel scrolls the page, never the note.
    """

    passes: Callable[[QKeyEvent], bool] | None = None
    """Returns True for the keys that are left to the parent widgets."""

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
        """Return the exact text that was typed; ``toPlainText`` would replace no-break spaces by ordinary ones."""
        return (self._kept or self.document()).toRawText().replace(_PARAGRAPH, "\n")

    def set_text(self, text: str) -> None:
        """Replace the text without an undo step and without a change signal."""
        if self._kept is not None:
            self._kept.setPlainText(text)
            self._kept_cursor = QTextCursor(self._kept)
            return
        was_blocked = self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(was_blocked)
        self._on_size_changed()

    def is_blank(self) -> bool:
        """Return whether there is only white space."""
        document = self._kept or self.document()
        return document.isEmpty() or not self.text().strip()

    def set_lines(self, lines: int) -> None:
        """Change the height, in lines, of the empty editor."""
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def set_read_only(self, read_only: bool) -> None:
        """Open or close for typing and update the look. The text can still be selected and copied."""
        if read_only != self.isReadOnly():
            self.setReadOnly(read_only)
            self.style().unpolish(self)
            self.style().polish(self)

    def conceal(self) -> None:
        """Hide the editor and remove its text, so that no screen reader or selection can reach it."""
        self.hide()
        if self._kept is None:
            self._kept, self._kept_cursor = self.document(), self.textCursor()
            self._kept.setParent(self)
            # Swapping documents, unlike clearing the text, keeps the undo history.
            self._swap(QTextDocument(self))

    def reveal(self) -> None:
        """Undo :meth:`conceal`: the text, the cursor and the undo history are restored."""
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
        """Return a width that fits in a column of a plan, and the height of the empty editor."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, self._empty_height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the exact height of the text at ``width``, at least that of the empty editor."""
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
        event.ignore()  # scrolls the page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._lets_go(event):
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.InsertLineSeparator) and not self.isReadOnly():
            # Shift+Enter starts a paragraph, as Enter does; Qt would insert the separator U+2028.
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_cursor()

    def _lets_go(self, event: QKeyEvent) -> bool:
        """Return whether a key is left to the parent widgets; undo is, when their last action is newer."""
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
        document.documentLayout().documentSizeChanged.connect(self._on_document_size_changed)
        # Also where the size stays: at another width the new text may need another line.
        document.contentsChanged.connect(self._measured.clear)

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

    def _on_document_size_changed(self, size: QSizeF) -> None:
        """Make room for the text, unless the document only took a width for which its height is known already."""
        known = self._measured.get(round(self.document().textWidth()) + self._chrome().width())
        if known != self._with_chrome(size.height()):
            self._on_size_changed()

    def _on_size_changed(self) -> None:
        self._grown = True
        self._measured.clear()
        self.updateGeometry()

    def _chrome(self) -> QSize:
        """Return the size taken by border and padding."""
        self.ensurePolished()
        return self.size() - self.contentsRect().size()

    def _empty_height(self) -> int:
        return self._lines * self.fontMetrics().height() + 2 * _MARGIN + self._chrome().height()

    def _measure(self, width: int) -> int:
        chrome, document = self._chrome(), self.document()
        inner, used = width - chrome.width(), document.textWidth()
        if inner == used:  # already laid out for this width
            return self._with_chrome(document.size().height())
        layout = document.documentLayout()
        was_blocked = layout.blockSignals(True)  # measuring must not report a new size
        document.setTextWidth(inner)
        height = document.size().height()
        if self.isVisible():
            document.setTextWidth(used)
        layout.blockSignals(was_blocked)
        return self._with_chrome(height)

    def _with_chrome(self, height: float) -> int:
        return ceil(height) + self._chrome().height()

    def _show_cursor(self) -> None:
        """Scroll the page to the cursor, not the note: the note always shows all of its text."""
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
