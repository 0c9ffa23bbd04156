"""The settings section about writing: spelling, and the leader's own words."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.services.writing.writing_settings import WritingSettings
from mus_desktop.ui.controls.labels import labelled
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.controls.wrapping_check_box import WrappingCheckBox

_LINES = 3


class WritingSection(QWidget):
    """Whether spelling is checked, and the words that the leader has added to the dictionary."""

    def __init__(self, settings: WritingSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.checks = WrappingCheckBox("Vis stavefejl i noter og planer, men ikke under samtalen", self)
        self.checks.box.setChecked(settings.checks_spelling())
        self.words = NoteEdit(_LINES)
        self.words.set_text("\n".join(settings.own_words()))
        self._initial = self.current_input()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.checks)
        column.addWidget(labelled("Dine egne &ord", self.words, "Ét ord på hver linje."))

    def store(self) -> None:
        """Save the choice and the words."""
        if self.current_input() != self._initial:
            self._settings.set_checks_spelling(self.checks.box.isChecked())
            self._settings.set_own_words(self.words.text().split("\n"))

    def current_input(self) -> object:
        """Return the current input."""
        return self.checks.box.isChecked(), self.words.text()
