"""A text editor that grows with its text, is left with Tab, and returns exactly what was typed."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QSize, QSizeF, Qt
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
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

from mus_desktop.model.text import is_blank
from mus_desktop.model.text.pasted import pasted_text
from mus_desktop.ui.controls.enter_key import is_palette_key
from mus_desktop.ui.controls.immediate_layout import lay_out_parents
from mus_desktop.ui.controls.scroll_page import OpeningPage, page_around
from mus_desktop.ui.controls.text_entry.alt_letters import is_alt_letter
from mus_desktop.ui.controls.text_entry.copied_text import copied_text
from mus_desktop.ui.controls.undo_order import parent_owns_undo_step
from mus_desktop.ui.theme.text_width import character_width

_PARAGRAPH = "\N{PARAGRAPH SEPARATOR}"
_MARGIN = 2
_SPACE_BELOW_CURSOR = 24


class NoteEdit(QTextEdit):
    """Plain text of any length, as tall as its text; ``lines`` is its height while empty.

    Text size and colours come from the program's look. The wheel scrolls the page, never the note.
    """

    leaves_to_parent: Callable[[QKeyEvent], bool] | None = None
    """Returns True for the keys that are left to the parent widgets."""

    def __init__(self, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._concealed_document: QTextDocument | None = None
        self._concealed_cursor: QTextCursor | None = None
        self._heights: dict[int, int] = {}
        self._caret_placed = False
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._has_new_size = False
        self._watch_size(self.document())
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._show_cursor)

    def text(self) -> str:
        """Return the exact text that was typed; ``toPlainText`` would replace no-break spaces by ordinary ones."""
        return (self._concealed_document or self.document()).toRawText().replace(_PARAGRAPH, "\n")

    def set_text(self, text: str) -> None:
        """Replace the text without an undo step and without a change signal."""
        self._caret_placed = False
        if self._concealed_document is not None:
            self._concealed_document.setPlainText(text)
            self._concealed_cursor = QTextCursor(self._concealed_document)
            return
        was_blocked = self.blockSignals(True)
        self.setPlainText(text)
        if self.hasFocus():
            self._place_caret()
        self.blockSignals(was_blocked)
        self._on_size_changed()

    def is_blank(self) -> bool:
        """Return whether there is only white space."""
        document = self._concealed_document or self.document()
        return document.isEmpty() or is_blank(self.text())

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
            self._on_size_changed()

    def conceal(self) -> None:
        """Hide the editor and remove its text, so that no screen reader or selection can reach it."""
        self.hide()
        if self._concealed_document is None:
            self._concealed_document, self._concealed_cursor = self.document(), self.textCursor()
            self._concealed_document.setParent(self)
            # Swapping documents, unlike clearing the text, keeps the undo history.
            self._swap_document(QTextDocument(self))

    def reveal(self) -> None:
        """Undo :meth:`conceal`: the text, the cursor and the undo history are restored."""
        if self._concealed_document is not None and self._concealed_cursor is not None:
            empty, cursor = self.document(), self._concealed_cursor
            self._swap_document(self._concealed_document)
            self._concealed_document = self._concealed_cursor = None
            empty.deleteLater()
            self.setTextCursor(cursor)
        self.show()

    def sizeHint(self) -> QSize:
        return QSize(character_width(self.fontMetrics()) * 30, self._empty_height())

    def minimumSizeHint(self) -> QSize:
        """Return a width that fits in a column of a plan, and the height of the empty editor."""
        return QSize(character_width(self.fontMetrics()) * 8, self._empty_height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the exact height of the text at ``width``, at least that of the empty editor."""
        if self.document().isEmpty():
            return self._empty_height()
        if width not in self._heights:
            self._heights[width] = self._measure(width)
        return max(self._heights[width], self._empty_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_cursor_shown()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # While the editor was hidden, _measure() left the document at the width it measured last.
        if self.document().textWidth() != self.viewport().width():
            self.document().setTextWidth(self.viewport().width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._on_size_changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolls the page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_alt_letter(event) or self._leaves_to_parent(event):
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.InsertLineSeparator) and not self.isReadOnly():
            # Shift+Enter starts a paragraph, as Enter does; Qt would insert the separator U+2028.
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(pasted_text(copied_text(source)))
        self.ensureCursorVisible()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is Qt.FocusReason.MouseFocusReason:
            self._caret_placed = True
        elif not self._caret_placed:
            was_blocked = self.blockSignals(True)  # the leader has not moved it
            self._place_caret()
            self.blockSignals(was_blocked)
        self._keep_cursor_shown()

    def _place_caret(self) -> None:
        """Place the caret after the text, where writing goes on; a text that can only be read is read from its top."""
        if not self.isReadOnly():
            self.moveCursor(QTextCursor.MoveOperation.End)
            self._caret_placed = True

    def _leaves_to_parent(self, event: QKeyEvent) -> bool:
        """Return whether a key is left to the parent widgets; undo is, when their last action is newer."""
        if self.leaves_to_parent is not None and self.leaves_to_parent(event):
            return True
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if is_palette_key(event):
            return True
        document = self.document()
        if event.matches(QKeySequence.StandardKey.Undo):
            return not document.isUndoAvailable() or parent_owns_undo_step(self, -1)
        return event.matches(QKeySequence.StandardKey.Redo) and (
            not document.isRedoAvailable() or parent_owns_undo_step(self, 1)
        )

    def _watch_size(self, document: QTextDocument) -> None:
        document.setDocumentMargin(_MARGIN)
        document.documentLayout().documentSizeChanged.connect(self._on_document_size_changed)
        # Also where the size stays: at another width the new text may need another line.
        document.contentsChanged.connect(self._heights.clear)

    def _swap_document(self, document: QTextDocument) -> None:
        document.setDefaultFont(self.font())
        was_blocked = self.blockSignals(True)
        self.setDocument(document)
        self.blockSignals(was_blocked)
        self._on_size_changed()

    def _on_text_changed(self) -> None:
        if self._has_new_size and self.isVisible():
            lay_out_parents(self)
        self._has_new_size = False

    def _on_document_size_changed(self, size: QSizeF) -> None:
        """Make room for the text, unless the document only took a width for which its height is known already."""
        known = self._heights.get(round(self.document().textWidth()) + self._frame_size().width())
        if known != self._with_chrome(size.height()):
            self._on_size_changed()

    def _on_size_changed(self) -> None:
        self._has_new_size = True
        self._heights.clear()
        self.updateGeometry()

    def _frame_size(self) -> QSize:
        """Return the size taken by border and padding."""
        self.ensurePolished()
        return self.size() - self.contentsRect().size()

    def _empty_height(self) -> int:
        # What can only be read takes no room to write in.
        lines = 1 if self.isReadOnly() else self._lines
        return lines * self.fontMetrics().height() + 2 * _MARGIN + self._frame_size().height()

    def _measure(self, width: int) -> int:
        frame, document = self._frame_size(), self.document()
        text_width, current_width = width - frame.width(), document.textWidth()
        if text_width == current_width:  # already laid out for this width
            return self._with_chrome(document.size().height())
        layout = document.documentLayout()
        was_blocked = layout.blockSignals(True)  # measuring must not report a new size
        document.setTextWidth(text_width)
        height = document.size().height()
        if self.isVisible():
            document.setTextWidth(current_width)
        layout.blockSignals(was_blocked)
        return self._with_chrome(height)

    def _with_chrome(self, height: float) -> int:
        return ceil(height) + self._frame_size().height()

    def _show_cursor(self) -> None:
        """Scroll the page to the cursor, not the note: the note always shows all of its text."""
        page = page_around(self) if self.hasFocus() else None
        content = page.widget() if page is not None else None
        if page is None or content is None:
            return
        if isinstance(page, OpeningPage):
            page.end_opening()
        cursor: QRect = self.cursorRect()
        position = self.viewport().mapTo(content, QPoint(cursor.center().x(), cursor.center().y()))
        page.ensureVisible(position.x(), position.y(), 0, cursor.height() + _SPACE_BELOW_CURSOR)

    def _keep_cursor_shown(self) -> None:
        """Scroll to the cursor, unless the page was just opened on this note: then its heading is shown."""
        page = page_around(self) if self.hasFocus() else None
        if not (isinstance(page, OpeningPage) and page.is_opened_on(self)):
            self._show_cursor()
