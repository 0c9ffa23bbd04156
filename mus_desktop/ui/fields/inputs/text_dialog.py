"""The dialog that edits a text stored in the settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from mus_desktop.ui.controls.labels import labelled
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.dialogs.input_dialog import InputDialog

_LINES = 8
_HINT = "Teksten gælder alle samtaler og får dagens dato. Er feltet tomt, vises skemaets egen tekst."


class TextDialog(InputDialog):
    """The dialog that edits ``text``.

    :param save: stores the edited text.
    """

    def __init__(self, title: str, text: str, save: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(title, "&Gem", parent, characters=80)
        self._save = save
        self.note = NoteEdit(_LINES)
        self.note.set_text(text)
        self.body.addWidget(labelled("&Tekst", self.note, _HINT))
        self.note.setFocus()

    def submit(self) -> None:
        self._save(self.note.text())

    def current_input(self) -> object:
        return self.note.text()
