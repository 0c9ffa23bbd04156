"""A board: cards are placed on areas by mouse or keyboard, and removed again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.form import BoardField, ChoiceField, PartyRole
from mus_desktop.ui.fields.board.board_input import BoardInput
from mus_desktop.ui.fields.field_widget import Content, FieldContext
from mus_desktop.ui.fields.heading import field_layout
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget


class BoardWidget(AnsweredWidget):
    """A title and a board. The cards are the options of the choice field that the form names."""

    field: BoardField

    def __init__(self, field: BoardField, context: FieldContext, parent: QWidget | None = None) -> None:
        choice = context.form.field_with(field.cards)
        self._choice = choice if isinstance(choice, ChoiceField) else None
        super().__init__(field, context, parent)
        field_layout(self, field.title, field.text).addLayout(self.build_inputs())

    def make_input(self, role: PartyRole) -> BoardInput:
        options = self._choice.options if self._choice else ()
        return BoardInput(self.field, options, lambda: self._on_edited(role), self)

    def load(self, content: Content) -> None:
        super().load(content)
        self.update_from(content)

    def update_from(self, content: Content) -> None:
        picked = self._picked(content)
        for board_input in self._inputs.values():
            if isinstance(board_input, BoardInput):
                board_input.mark_picked(picked)

    def _picked(self, content: Content) -> dict[str, str]:
        """Return who has picked each card, when the parties share picks; otherwise only the common picks."""
        if self._choice is None:
            return {}
        shared = self._choice.picks_visible_to_both
        names = {PartyRole.EMPLOYEE: "valgt af medarbejderen", PartyRole.LEADER: "valgt af lederen"} if shared else {}
        names[PartyRole.SHARED] = "valgt i fællesskab"
        origins: dict[str, list[str]] = {}
        for role, origin in names.items():
            picks = content.answers.get(AnswerKey(self.context.parties.get(role, 0), self._choice.key))
            for option in picks if isinstance(picks, list) else ():
                origins.setdefault(str(option), []).append(origin)
        return {option: ", ".join(origin) for option, origin in origins.items()}
