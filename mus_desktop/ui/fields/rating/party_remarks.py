"""Remarks of the parties side by side; the leader's is hidden in a conversation."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.model.form import PartyRole
from mus_desktop.model.text import is_blank
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.rows.row_keys import is_row_action
from mus_desktop.ui.layouts.column_layout import ColumnLayout, InputCell, InputColumn

_MIN_CHARS = 22


class PartyRemarks(QWidget):
    """A note per party, with its caption above or as placeholder; ``edited`` carries the party that typed."""

    edited = Signal(object)

    def __init__(
        self, captions: Mapping[PartyRole, str], lines: int, parent: QWidget, *, captioned: bool = True
    ) -> None:
        super().__init__(parent)
        self._captions = dict(captions)
        self.notes: dict[PartyRole, NoteEdit] = {}
        cells = []
        for role, caption in captions.items():
            note = self.notes[role] = NoteEdit(lines, self)
            note.leaves_to_parent = is_row_action
            note.textChanged.connect(lambda role=role: self.edited.emit(role))
            if not captioned:
                note.setPlaceholderText(caption)
            cells.append(InputCell(note, label(caption, "muted", self) if captioned else None))
        self._cells = cells
        columns = ColumnLayout(_MIN_CHARS)
        columns.set_columns([InputColumn((cell,)) for cell in cells])
        self.setLayout(columns)

    def text(self, role: PartyRole) -> str | None:
        """Return a party's remark, ``None`` if blank; also while concealed."""
        text = self.notes[role].text()
        return None if is_blank(text) else text

    def show_text(self, role: PartyRole, text: str) -> None:
        """Show a stored remark without emitting ``edited``."""
        self.notes[role].set_text(text)

    def set_shown(self, roles: Collection[PartyRole]) -> None:
        """Show the notes of ``roles`` and conceal the others."""
        for (role, note), cell in zip(self.notes.items(), self._cells, strict=True):
            note.reveal() if role in roles else note.conceal()
            if cell.caption is not None:
                cell.caption.setVisible(role in roles)
        self.updateGeometry()

    def set_accessible_name(self, where: str) -> None:
        """Set the accessible names of the notes."""
        for role, note in self.notes.items():
            note.setAccessibleName(f"{where}: {self._captions[role]}")

    def set_closed(self, closed: bool) -> None:
        """Close for typing or open again."""
        for note in self.notes.values():
            note.set_read_only(closed)

    def inputs(self) -> list[QWidget]:
        """Return the visible notes."""
        return [note for note in self.notes.values() if not note.isHidden()]
