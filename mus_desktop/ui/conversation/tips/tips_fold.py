"""Tips for one phase of a conversation, folded below a line; they are the text of a page of the help."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.help.help_page import BlockKind
from mus_desktop.services.help.help_library import HelpLibrary
from mus_desktop.ui.controls.fold import Fold
from mus_desktop.ui.controls.reading_text import ReadingLine, ReadingText
from mus_desktop.ui.theme.look import set_style_kind


class TipsFold(QFrame):
    """A card with the tips of the page ``key``, read when first opened. ``folded``: it was opened or closed.

    :param after: they are about what follows the conversation.
    """

    folded = Signal(str, bool)

    def __init__(self, key: str, title: str, *, after: bool, opened: bool) -> None:
        super().__init__()
        self.key, self.after = key, after
        set_style_kind(self, "line")
        self._content = QWidget()
        self._text = QVBoxLayout(self._content)
        self._text.setContentsMargins(0, 0, 0, 4)
        if opened:
            self._fill()
        self._fold = Fold(title, self._content, opened=opened)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 6, 14, 6)
        layout.addWidget(self._fold)
        self._fold.toggled.connect(self._on_toggled)

    @property
    def button(self) -> QToolButton:
        """Return the line that opens and closes it."""
        return self._fold.button

    def text(self) -> str:
        """Return the tips that are shown; empty while they were never opened."""
        return "\n".join(label.accessibleName() for label in self._content.findChildren(ReadingText))

    def _on_toggled(self, opened: bool) -> None:
        if opened:
            self._fill()
        self.folded.emit(self.key, opened)

    def _fill(self) -> None:
        if self._text.count() == 0:
            self._text.addWidget(ReadingText(_lines(self.key)))


def _lines(key: str) -> list[ReadingLine]:
    try:
        page = HelpLibrary().page(key)
    except KnownError as error:
        return [ReadingLine(error.message)]
    blocks = page.blocks[1:] if page else ()
    return [ReadingLine(block.text, level=0 if block.kind is BlockKind.POINT else None) for block in blocks]
