"""Inputs for text: a line, or a text that grows with its contents."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Value
from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.fields.inputs.typed_input import TypedInput, nonblank, scalar_text


class TypedLine(TypedInput):
    """Text of one line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = LineEdit(parent)
        self.body = self.target = self.line
        self.line.textChanged.connect(self.edited)

    def value(self) -> Value | None:
        return nonblank(self.line.text())

    def _show(self, value: Value | None) -> None:
        self.line.show_text(scalar_text(value))

    def set_read_only(self, read_only: bool) -> None:
        self.line.set_read_only(read_only)


class TypedText(TypedInput):
    """Text of any length; ``lines`` is its height while empty."""

    def __init__(self, lines: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.note = NoteEdit(lines, parent)
        self.body = self.target = self.note
        self.note.textChanged.connect(self.edited)

    def value(self) -> Value | None:
        return nonblank(self.note.text())

    def _show(self, value: Value | None) -> None:
        self.note.set_text(scalar_text(value))

    def set_read_only(self, read_only: bool) -> None:
        self.note.set_read_only(read_only)
