"""Line edits: one that never holds a line break, and one that shares keys and undo with the widgets around it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QValidator
from PySide6.QtWidgets import QBoxLayout, QLabel, QLineEdit, QWidget

from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.enter_key import is_palette_key
from mus_desktop.ui.controls.text_entry.alt_letters import is_alt_letter
from mus_desktop.ui.controls.undo_order import parent_owns_undo_step
from mus_desktop.ui.theme.text_width import character_width

_UNDO = QKeySequence.StandardKey.Undo
_REDO = QKeySequence.StandardKey.Redo


def _pasted_line(text: str, before: str = "") -> str:
    """Return :func:`~mus_desktop.model.text.pasted.pasted_line`."""
    if not text:
        return ""
    from mus_desktop.model.text.pasted import pasted_line  # noqa: PLC0415 - the empty line of the first window needs none

    return pasted_line(text, before)


class OneLineValidator(QValidator):
    """Turns line breaks and tabs into spaces, however they came in: Qt's own line edit stores them unseen.

    It sees every text, also one that is dropped, pasted with the middle button or restored by undo.
    """

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        line = _pasted_line(text)
        # Qt counts in UTF-16, so the position is only limited when the text has changed.
        at = position if line == text else min(position, len(line.encode("utf-16-le")) // 2)
        return QValidator.State.Acceptable, line, at


@cache
def _validator() -> OneLineValidator:
    # One for all lines: a page has dozens, and each validator would cost as much as half a line.
    return OneLineValidator(QCoreApplication.instance())


class TextLine(QLineEdit):
    """A line edit that holds exactly what is typed or pasted, such as a password. Alt+letter types nothing."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_alt_letter(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


class OneLineEdit(TextLine):
    """A line edit whose text is in one line; pasting several lines can be undone."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setValidator(_validator())
        self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_palette_key(event):
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Paste) and not self.isReadOnly():
            self._paste_line()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self._paste_line)
        menu.popup(event.globalPos())

    def _paste_line(self) -> None:
        # The validator would normalise it too, but forget the undo history.
        start = self.selectionStart() if self.hasSelectedText() else self.cursorPosition()
        # Qt counts in UTF-16.
        before = self.text().encode("utf-16-le")[: 2 * start].decode("utf-16-le", "ignore")
        self._begin_undo_step()
        self.insert(_pasted_line(QGuiApplication.clipboard().text(), before))
        self._begin_undo_step()

    def _begin_undo_step(self) -> None:
        """Keep what is inserted next apart from what was typed before; Qt does so where the cursor has moved."""
        if not self.hasSelectedText() and self.cursorPosition():
            self.cursorBackward(False)
            self.cursorForward(False)


class LineEdit(OneLineEdit):
    """A line edit that shares undo with the widgets around it.

    Undo and redo go to a parent widget whose last action is newer. Keys that ``leaves_to_parent`` accepts are
    left to it too.

    :param chars: the preferred width in average characters; 0 leaves it to the layout.
    """

    leaves_to_parent: Callable[[QKeyEvent], bool] | None = None

    def __init__(self, parent: QWidget | None = None, *, chars: int = 0) -> None:
        super().__init__(parent=parent)
        self._chars = chars
        self._caret_placed = True

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(character_width(self.fontMetrics()) * self._chars, hint.height()) if self._chars else hint

    def minimumSizeHint(self) -> QSize:
        return QSize(character_width(self.fontMetrics()) * 4, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._leaves_to_parent(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # With Tab, Qt has selected the text, and a click has placed the caret.
        if not self._caret_placed and not self.isReadOnly() and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.end(self.hasSelectedText())
        self._caret_placed = True

    def _leaves_to_parent(self, event: QKeyEvent) -> bool:
        if self.leaves_to_parent is not None and self.leaves_to_parent(event):
            return True
        if event.matches(_UNDO):
            return not self.isUndoAvailable() or parent_owns_undo_step(self, -1)
        return event.matches(_REDO) and (not self.isRedoAvailable() or parent_owns_undo_step(self, 1))

    def set_read_only(self, read_only: bool) -> None:
        """Open or close for typing and update the look. The text can still be selected and copied."""
        if read_only != self.isReadOnly():
            self.setReadOnly(read_only)
            # The stylesheet selects by the property ``readOnly``, which Qt evaluates only when it polishes a widget.
            self.style().unpolish(self)
            self.style().polish(self)

    def show_text(self, text: str) -> None:
        """Show ``text`` from its beginning; the caret is after it when the line gets the focus."""
        self.setText(text)
        self._caret_placed = self.hasFocus()
        if not self._caret_placed:
            self.setCursorPosition(0)


class LineProblem:
    """A message below ``line`` about text that cannot be read; it is also the line's tool tip and description.

    :param layout: where the message is added when it is first shown.
    """

    def __init__(self, line: QLineEdit, layout: QBoxLayout, words: str) -> None:
        self._line, self._layout, self._words = line, layout, words
        self._label: QLabel | None = None

    def text(self) -> str:
        """Return the message if it is on screen; else empty."""
        return self._words if self._label is not None and not self._label.isHidden() else ""

    def set_shown(self, *, shown: bool, words: str = "") -> None:
        """Show the message, or hide it; ``words`` replace those of the message from now on."""
        self._words = words or self._words
        is_news = shown and self.text() != self._words
        if shown and self._label is None:
            self._label = QLabel(self._words, self._line.parentWidget())
            self._label.setProperty("kind", "warn")
            self._label.setWordWrap(True)
            self._layout.addWidget(self._label)
        if self._label is not None:
            self._label.setText(self._words)
            self._label.setVisible(shown)
        self._line.setToolTip(self._words if shown else "")
        self._line.setAccessibleDescription(self._words if shown else "")
        if is_news:
            announce(self._line, self._words)
