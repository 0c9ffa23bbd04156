"""The dialog for several employees at once, one on each line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.welcome.staff_list_editor import HOW, StaffListEditor

_REST = "Resten er tilføjet. Ret de linjer, der står tilbage, og tilføj igen, eller luk vinduet."


class StaffListDialog(InputDialog):
    """A dialog that adds the employees of the good lines of a list. ``stored``: they are in the list.

    It stays open while there are lines to correct. ``file_wanted``: the list is in a file instead.
    """

    stored = Signal()
    file_wanted = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__("Tilføj flere medarbejdere", "&Tilføj", parent, text=HOW, characters=76)
        self.editor = StaffListEditor(workplace)
        self.people, self.summary = self.editor.people, self.editor.summary
        self.editor.resized.connect(self.grow_to_content)
        self.body.addWidget(self.editor)
        self.add_button("Importér fra &fil …").clicked.connect(self._on_file)
        self.people.setFocus()

    def submit(self) -> None:
        done = self.editor.add_all()
        self.stored.emit()
        if not done:
            self.people.setFocus()
            raise KnownError(_REST)

    def current_input(self) -> object:
        return self.people.toPlainText()

    def _on_file(self) -> None:
        self.done(self.DialogCode.Rejected)
        self.file_wanted.emit()
