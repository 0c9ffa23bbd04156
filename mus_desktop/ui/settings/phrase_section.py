"""The settings section with the leader's own phrases: a short key and a text each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.text import comparison_key, is_blank
from mus_desktop.services.writing.writing_settings import WritingSettings
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.controls.line_edit import OneLineEdit
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.theme.icons import IconPushButton, IconToolButton

_ABOUT = "Skriv forkortelsen i en note, og tryk Ctrl+Mellemrum. Så bliver den erstattet af teksten."
_KEY_SHARE, _TEXT_SHARE = 1, 4
_LINES = 1


class PhraseSection(QWidget):
    """A row for each phrase."""

    def __init__(self, settings: WritingSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.rows: list[PhraseRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(text_label(_ABOUT, "caption", wrap=True))
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        column.addLayout(self._column)
        self.add = IconPushButton("Tilføj frase", "add", "", self)
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._on_add)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        for key, text in settings.phrases().items():
            self.add_row(key, text)
        self._initial = self.current_input()

    def add_row(self, key: str = "", text: str = "") -> PhraseRow:
        """Add a row and return it."""
        row = PhraseRow(len(self.rows) + 1, key, text, self)
        row.remove.clicked.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._column.addWidget(row)
        before = self.rows[-2].remove if len(self.rows) > 1 else None
        for first, second in ((before, row.key), (row.key, row.text), (row.text, row.remove), (row.remove, self.add)):
            if first is not None:
                QWidget.setTabOrder(first, second)
        return row

    def store(self) -> None:
        """Save the phrases; blank rows are left out.

        :raises KnownError: a phrase lacks its key or its text, or a key is used twice.
        """
        if self.current_input() == self._initial:
            return
        found: dict[str, str] = {}
        for row in self.rows:
            row.check()
            key, text = row.content()
            if comparison_key(key) in map(comparison_key, found):
                row.key.setFocus()
                raise KnownError(f"To fraser har forkortelsen »{key}«. Giv den ene en anden.")
            if key:
                found[key] = text
        self._settings.set_phrases(found)

    def current_input(self) -> object:
        """Return the current input."""
        return [row.content() for row in self.rows]

    def _on_add(self) -> None:
        row = self.add_row()
        row.show()  # at once, or the next key would pass it by
        row.key.setFocus()

    def _remove(self, row: PhraseRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add.setFocus()


class PhraseRow(QWidget):
    """A short key, the text that replaces it, and a button to remove both."""

    def __init__(self, number: int, key: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key, self.text = OneLineEdit(key), NoteEdit(_LINES)
        self.text.set_text(text)
        self.remove = IconToolButton("remove", f"Fjern frase {number}", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        key_part = labelled("Forkortelse", self.key, name=f"Forkortelse for frase {number}")
        row.addWidget(key_part, _KEY_SHARE, Qt.AlignmentFlag.AlignTop)
        row.addWidget(labelled("Tekst", self.text, name=f"Tekst i frase {number}"), _TEXT_SHARE)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignBottom)

    def content(self) -> tuple[str, str]:
        """Return the key and the text."""
        return self.key.text().strip(), "" if is_blank(self.text.text()) else self.text.text()

    def check(self) -> None:
        """Check that the row is complete or blank. :raises KnownError: it is neither, or the key has a space."""
        key, text = self.content()
        if key and not text:
            self.text.setFocus()
            raise KnownError(f"Skriv teksten til forkortelsen »{key}«, eller fjern frasen.")
        if text and not key:
            self.key.setFocus()
            raise KnownError("Skriv en forkortelse til frasen, eller fjern den.")
        if len(key.split()) > 1:
            self.key.setFocus()
            raise KnownError("En forkortelse må ikke have mellemrum. Skriv den i ét ord.")
