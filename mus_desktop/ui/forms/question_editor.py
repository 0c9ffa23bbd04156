"""An editor for the questions of one field: reword them and add others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.model.form import NotesField
from mus_desktop.model.text import is_blank, one_line
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.theme.icons import IconPushButton, IconToolButton


class FieldQuestions(QWidget):
    """An editor for each question of ``field``, and one for each of the workplace's own."""

    def __init__(self, field: NotesField, wording: Mapping[str, str], own: Sequence[str]) -> None:
        super().__init__()
        self.key = field.key
        self._title = field.title
        self._form_questions = [
            _FormQuestion(prompt.text, wording.get(prompt.text, prompt.text), prompt.level) for prompt in field.prompts
        ]
        self._own: list[_OwnQuestion] = []
        self._add = IconPushButton("Tilføj et spørgsmål", "add", "link")
        self._add.setAccessibleName(f"Tilføj et spørgsmål til: {field.title}")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(text_label(field.title, "strong", wrap=True))
        for question in self._form_questions:
            self._column.addWidget(question)
        self._column.addWidget(self._add)
        self._add.clicked.connect(lambda: self.add().setFocus())
        for text in own:
            self.add(text)

    def reworded(self) -> dict[str, str]:
        """Return the workplace's wording by the form's wording, where they differ."""
        return {
            q.original: q.text()
            for q in self._form_questions
            if not is_blank(q.text()) and one_line(q.text()) != q.original
        }

    def added(self) -> tuple[str, ...]:
        """Return the workplace's own questions; blank ones are left out."""
        return tuple(one_line(question.text()) for question in self._own if not is_blank(question.text()))

    def add(self, text: str = "") -> NoteEdit:
        """Add a question of the workplace's own; return its editor."""
        question = _OwnQuestion(text, f"Eget spørgsmål {len(self._own) + 1}: {self._title}")
        self._own.append(question)
        self._column.insertWidget(self._column.count() - 1, question)
        question.remove.clicked.connect(lambda: self._remove(question))
        return question.editor

    def editors(self) -> list[NoteEdit]:
        """Return the editors of the form's questions, then of the workplace's own."""
        return [*(q.editor for q in self._form_questions), *(q.editor for q in self._own)]

    def _remove(self, question: _OwnQuestion) -> None:
        self._own.remove(question)
        self._column.removeWidget(question)
        question.deleteLater()
        self._add.setFocus()


class _FormQuestion(QWidget):
    def __init__(self, original: str, text: str, level: int) -> None:
        super().__init__()
        self.original = original
        self.editor = NoteEdit(1)
        self.editor.set_text(text)
        self.editor.setAccessibleName(f"Spørgsmål: {original}")
        self._below = text_label(f"Skemaets ordlyd: {original}", "caption", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20 * level, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.editor)
        column.addWidget(self._below)
        self.editor.textChanged.connect(self._show_difference)
        self._show_difference()

    def text(self) -> str:
        return self.editor.text()

    def _show_difference(self) -> None:
        self._below.setVisible(one_line(self.text()) != self.original)


class _OwnQuestion(QWidget):
    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self.editor = NoteEdit(1)
        self.editor.set_text(text)
        self.editor.setPlaceholderText("Jeres eget spørgsmål")
        self.editor.setAccessibleName(name)
        self.remove = IconToolButton("remove", f"Fjern: {name}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.editor, 1)
        row.addWidget(self.remove)

    def text(self) -> str:
        return self.editor.text()
