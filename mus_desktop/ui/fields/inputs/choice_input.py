"""The field with options to pick, as a list or as cards."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mus_desktop.model.form import ChoiceField, PartyRole
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.fields.field_widget import Arrangement, FieldContext
from mus_desktop.ui.fields.heading import field_layout
from mus_desktop.ui.fields.inputs.answered import caption_of
from mus_desktop.ui.fields.inputs.shared_keywords import SharedKeywords
from mus_desktop.ui.fields.inputs.typed_fields import TypedWidget
from mus_desktop.ui.fields.inputs.typed_picks import TypedPicks


class ChoiceWidget(TypedWidget):
    """Title and options; each party has its own picks.

    Picks that the parties share beforehand (:attr:`ChoiceField.picks_visible_to_both`) are shown side by side in the
    conversation too; other picks of the leader are hidden there like all preparation. A group sees the picks of every
    participant.
    """

    field: ChoiceField
    min_chars = 34

    def __init__(self, field: ChoiceField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        column = field_layout(self, field.title, field.text)
        column.addLayout(self.build_inputs())
        self._others = SharedKeywords([picks for picks in context.shared_picks if picks.field == field.key], self)
        column.addWidget(self._others)

    def make_typed(self) -> TypedPicks:
        picks = TypedPicks(self.field, self)
        if picks.all_button:
            picks.all_button.toggled.connect(self._on_folded)
        return picks

    def _on_folded(self) -> None:
        lay_out_now(self)
        self.inputs_changed.emit()

    def set_arrangement(self, arrangement: Arrangement) -> None:
        super().set_arrangement(arrangement)
        self._others.show_keywords(shown=arrangement is Arrangement.CONVERSATION)

    def _captioned(self) -> bool:
        return self.field.picks_visible_to_both or super()._captioned()

    def caption(self, role: PartyRole) -> str:
        if not self.field.picks_visible_to_both or role is PartyRole.SHARED:
            return super().caption(role)
        return caption_of("stikord", self.context.form, role)

    def _shows(self, role: PartyRole) -> bool:
        return self.field.picks_visible_to_both or super()._shows(role)
