"""Stored answers that do not fit their field: shown as read-only text below the inputs, until there is a new answer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from mus_desktop.formspec.values import read_answer
from mus_desktop.model.answers import Value
from mus_desktop.model.form import PartyRole
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.fields.field_widget import FieldWidget
from mus_desktop.ui.fields.heading import label

_CAPTION = "Det gemte svar passer ikke til feltet. Det vises her, som det er, og bliver, til du svarer igen."


class MismatchedAnswerView:
    """The stored answers of one field that its inputs cannot show, by party; empty for nearly every field.

    An older program or a changed database may have stored one. ``name_of`` returns the name of a party's input.
    """

    def __init__(self, owner: FieldWidget, name_of: Callable[[PartyRole], str]) -> None:
        self._owner = owner
        self._name_of = name_of
        self._notes: dict[PartyRole, tuple[QLabel, NoteEdit]] = {}
        self._unfit: set[PartyRole] = set()

    def read(self, role: PartyRole, stored: Any) -> Value | None:
        """Return the answer that the inputs show; one that does not fit is shown here instead."""
        answer, text = read_answer(self._owner.field, self._owner.context.form, stored)
        self._unfit.discard(role)
        if text:
            self._unfit.add(role)
        if text or role in self._notes:
            self._note(role)[1].set_text(text)
        return answer

    @property
    def present(self) -> bool:
        """Whether there is, or was, an unfit answer."""
        return bool(self._notes)

    def __contains__(self, role: PartyRole) -> bool:
        return role in self._unfit

    def record_answer(self, role: PartyRole) -> None:
        """Record that the party has a new answer. The old text stays on screen until the field is loaded again."""
        self._unfit.discard(role)

    def set_shown(self, roles: Collection[PartyRole]) -> None:
        """Show the answers of ``roles``; remove the others from the screen, also for screen readers."""
        for role, (caption, note) in self._notes.items():
            shown = role in roles and bool(note.text())
            caption.setVisible(shown)
            note.reveal() if shown else note.conceal()

    def inputs(self) -> list[QWidget]:
        """Return the texts that are shown; the keyboard reaches them, so that they can be copied."""
        return [note for _, note in self._notes.values() if not note.isHidden()]

    def _note(self, role: PartyRole) -> tuple[QLabel, NoteEdit]:
        layout = self._owner.layout()
        if role not in self._notes and layout is not None:
            caption, note = label(_CAPTION, "warn", self._owner), NoteEdit(1, self._owner)
            note.setAccessibleName(f"{self._name_of(role)}: gemt svar")
            note.set_read_only(True)
            layout.addWidget(caption)
            layout.addWidget(note)
            self._notes[role] = caption, note
        return self._notes[role]
