"""A one-paragraph text input that wraps and grows downwards instead of hiding what does not fit."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from mus_desktop.model.text import without_line_breaks
from mus_desktop.model.text.pasted import pasted_line
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.controls.text_entry.copied_text import copied_text
from mus_desktop.ui.theme.text_width import character_width

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GrowingLine(NoteEdit):
    """An input for one paragraph. As in a line edit, ``editingFinished`` is emitted on Enter and on loss of focus.

    :param chars: the preferred width in average characters.
    """

    editingFinished = Signal()  # noqa: N815 - as Qt's own line edit calls it

    def __init__(self, parent: QWidget | None = None, *, chars: int) -> None:
        super().__init__(1, parent)
        self._chars = chars

    def text(self) -> str:
        return without_line_breaks(super().text())

    def show_text(self, text: str) -> None:
        """Show ``text`` as one paragraph."""
        self.set_text(without_line_breaks(text))

    def sizeHint(self) -> QSize:
        return QSize(character_width(self.fontMetrics()) * self._chars, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.editingFinished.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:  # its context menu does not end editing
            self.editingFinished.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        # Several pasted lines become one paragraph.
        start = self.textCursor().selectionStart()
        before = self.document().characterAt(start - 1) if start else ""
        self.insertPlainText(pasted_line(copied_text(source), before))
