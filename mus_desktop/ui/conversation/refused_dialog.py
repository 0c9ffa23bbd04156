"""The message about a change that a signed plan refuses, with the text so that it can be copied."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from mus_desktop.model.closed_plan_text import closed_reason
from mus_desktop.model.plan import Plan
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.theme.look import set_style_kind

_TITLE = "Ændringen blev ikke gemt"
_TEXT = "så det, papiret viser, kan ikke ændres. Det, der stod før, står der igen, og alt andet er gemt."
_COPY_HINT = "Her er det, du skrev. Kopiér det, hvis du vil bruge det i en dateret tilføjelse."
_HEIGHT_IN_LINES = 4


class RefusedChangeDialog(InputDialog):
    """Show ``text``, which was not stored because ``plans`` are closed.

    Open it with ``open()``, which does not block.
    """

    def __init__(self, text: str, plans: Iterable[Plan], parent: QWidget) -> None:
        reason = f"{closed_reason(*plans)}, {_TEXT}"
        super().__init__(_TITLE, "&Luk", parent, text=f"{reason} {_COPY_HINT}" if text else reason)
        self.cancel.hide()
        if not text:
            return
        self.note = NoteEdit(_HEIGHT_IN_LINES, self)
        self.note.setAccessibleName("Det, der ikke blev gemt")
        self.note.set_text(text)
        self.note.set_read_only(True)
        set_style_kind(self.note, "copy")
        self.body.addWidget(self.note)
        self.copy = self.add_button("&Kopiér")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
