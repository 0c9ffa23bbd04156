"""The settings section about writing: spelling, and the leader's own words."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.services.writing.writing_settings import WritingSettings
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.controls.wrapping_check_box import WrappingCheckBox

_LINES = 3
_NO_DICTIONARY = "Stavefejl kan ikke vises, fordi den danske ordbog ikke er installeret på denne pc."


class WritingSection(QWidget):
    """Whether spelling is checked, and the words that the leader has added to the dictionary."""

    def __init__(self, settings: WritingSettings, parent: QWidget | None = None, *, has_dictionary: bool) -> None:
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
        own_words = labelled("Dine egne &ord", self.words, "Ét ord på hver linje.")
        for part in (self.checks, own_words):
            column.addWidget(part)
            if not has_dictionary:
                part.hide()
        if not has_dictionary:
            column.addWidget(text_label(_NO_DICTIONARY, wrap=True))

    def store(self) -> None:
        """Save the choice and the words."""
        if self.current_input() != self._initial:
            self._settings.set_checks_spelling(self.checks.box.isChecked())
            self._settings.set_own_words(self.words.text().split("\n"))

    def current_input(self) -> object:
        """Return the current input."""
        return self.checks.box.isChecked(), self.words.text()
