"""Base of the fields with one answer per party: loading, collecting, and who may see which answer."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from mus_desktop.model.answers import AnswerKey, Changes, Value
from mus_desktop.model.form import Field, Form, PartyRole
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext, FieldWidget
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.inputs.party_input import PartyInput
from mus_desktop.ui.fields.mismatched_answer_view import MismatchedAnswerView
from mus_desktop.ui.layouts.column_layout import ColumnLayout, InputAlignment, InputCell, InputColumn

_USUAL_NAMES = {PartyRole.EMPLOYEE: "Medarbejder", PartyRole.LEADER: "Leder"}
_LOCKED = "Står på den underskrevne plan og kan ikke ændres."


def caption_of(thing: str, form: Form, role: PartyRole) -> str:
    """Return the caption of a party's ``thing`` such as *forberedelse*, under the name ``form`` has for the party.

    A single word ending in *-er* takes *-ens*; the definite form of other names is not known.
    """
    named = form.party_names.get(role) or _USUAL_NAMES[role]
    if named.endswith("er") and " " not in named:
        return f"{named}ens {thing}"
    return f"{thing.capitalize()}, {named[:1].lower()}{named[1:]}"


class AnsweredWidget(FieldWidget):
    """Base of widgets that show the parties' answers side by side; the leader's is hidden in a conversation."""

    shared_caption = "Fælles svar"
    min_chars = 25
    alignment = InputAlignment.FILL

    def __init__(self, field: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self._saved: dict[PartyRole, Value | None] = {}
        self._typed: set[PartyRole] = set()
        self._arrangement = Arrangement.PREPARATION
        self._leader_shown = False
        self._locked: QLabel | None = None
        self._unfit = MismatchedAnswerView(self, self._name_of)
        self._inputs: dict[PartyRole, PartyInput] = {}
        self._captions: dict[PartyRole, QWidget] = {}
        self._columns = ColumnLayout(self.min_chars)

    @abstractmethod
    def make_input(self, role: PartyRole) -> PartyInput:
        """Return a new input for one party."""

    def parties(self) -> tuple[PartyRole, ...]:
        """Return the parties that answer, in the order shown."""
        asked = self.field.by or (PartyRole.SHARED,)
        return tuple(role for role in PartyRole if role in asked and role in self.context.parties)

    def build_inputs(self) -> ColumnLayout:
        """Create the inputs of all parties; return the layout that contains them."""
        for role in self.parties():
            made = self.make_input(role)
            self._inputs[role] = made
            if self._captioned():
                self._captions[role] = self.make_caption(role)
            self._name(made, role)
        self._update_layout()
        return self._columns

    def make_caption(self, role: PartyRole) -> QWidget:
        """Return the caption above a party's input."""
        made = label(self.caption(role), "muted", self)
        made.setAlignment(Qt.AlignmentFlag.AlignBottom)
        return made

    def input_of(self, role: PartyRole) -> PartyInput:
        """Return the input of one party.

        :raises KeyError: the party is not asked.
        """
        return self._inputs[role]

    def caption(self, role: PartyRole) -> str:
        """Return the text above a party's input."""
        if role is PartyRole.SHARED:
            return self.shared_caption
        return caption_of("forberedelse", self.context.form, role)

    def load(self, content: Content) -> None:
        for role, shown in self._inputs.items():
            stored = content.answers.get(AnswerKey(self.context.parties[role], self.field.key))
            self._saved[role] = stored
            shown.replace(self._unfit.read(role, stored))
        self._typed.clear()
        # In the preparation all parties are shown, whatever they answered, so only unfit answers change the layout.
        if self._arrangement is Arrangement.CONVERSATION or self._unfit.present:
            self._update_layout()
        else:
            lay_out_now(self)

    def collect(self) -> Changes:
        changed: dict[AnswerKey, Value | None] = {}
        for role in sorted(self._typed):
            value = self._inputs[role].current()
            if value != self._saved.get(role):
                changed[AnswerKey(self.context.parties[role], self.field.key)] = value
                self._saved[role] = value
        self._typed.clear()
        return Changes(answers=changed)

    def set_arrangement(self, arrangement: Arrangement) -> None:
        if arrangement is not self._arrangement:
            self._arrangement = arrangement
            self._leader_shown = False
            self._update_layout()

    def show_leader_note(self, shown: bool) -> None:
        if self._arrangement is Arrangement.CONVERSATION and shown != self._leader_shown:
            self._leader_shown = shown
            self._update_layout()

    def set_closed(self, closed: bool) -> None:
        for made in self._inputs.values():
            made.set_closed(closed)

    def set_signed(self, signed: bool) -> None:
        """Close or open the common answer, the only one that the plan prints; preparations stay open."""
        if PartyRole.SHARED in self._inputs:
            self._inputs[PartyRole.SHARED].set_closed(signed)
            self._show_locked(locked=signed)

    def first_input(self) -> QWidget | None:
        shown = self.inputs()
        return shown[0] if shown else None

    def inputs(self) -> list[QWidget]:
        shown = [target for role in self._order() if self._shows(role) for target in self._inputs[role].focus_targets()]
        return shown + self._unfit.inputs()

    def _show_locked(self, *, locked: bool) -> None:
        layout = self.layout()
        if locked and self._locked is None and layout is not None:
            self._locked = label(_LOCKED, "caption", self)
            layout.addWidget(self._locked)
        if self._locked is not None:
            self._locked.setVisible(locked)

    def _captioned(self) -> bool:
        return len(self.parties()) > 1

    def _name(self, made: PartyInput, role: PartyRole) -> None:
        made.set_accessible_name(self._name_of(role))

    def _name_of(self, role: PartyRole) -> str:
        title = self.field.title
        return f"{self.caption(role)}: {title}" if self._captioned() else title

    def _on_edited(self, role: PartyRole) -> None:
        self._typed.add(role)
        self.edited.emit()

    def _order(self) -> list[PartyRole]:
        roles = list(self._inputs)
        if self._arrangement is Arrangement.CONVERSATION:
            # The common answer comes first in the tab order, as it does on the screen.
            roles.sort(key=lambda role: role is not PartyRole.SHARED)
        return roles

    def _shows(self, role: PartyRole) -> bool:
        if self._arrangement is Arrangement.PREPARATION or role is PartyRole.SHARED:
            return True
        if role is PartyRole.LEADER:
            return self._leader_shown
        return self._inputs[role].current() is not None  # a blank preparation is not worth the space

    def _update_layout(self) -> None:
        for role, made in self._inputs.items():
            in_conversation = self._arrangement is Arrangement.CONVERSATION and role is not PartyRole.SHARED
            made.set_secondary(in_conversation)
            self._set_shown(role, self._shows(role))
        # Always hidden like a preparation: an unfit answer may hold any text, also where picks are shared.
        hidden = self._arrangement is Arrangement.CONVERSATION and not self._leader_shown
        self._unfit.set_shown(set(self._inputs) - ({PartyRole.LEADER} if hidden else set()))
        self._columns.set_columns(self._input_columns())
        lay_out_now(self)

    def _set_shown(self, role: PartyRole, shown: bool) -> None:
        made = self._inputs[role]
        if role in self._captions:
            self._captions[role].setVisible(shown)
        if shown:
            made.reveal()
        elif role is PartyRole.LEADER:  # removed, not only hidden, so that screen readers cannot reach it
            made.conceal()
        else:
            made.body.hide()

    def _input_columns(self) -> list[InputColumn]:
        cells = {
            role: InputCell(made.body, self._captions.get(role), self.alignment) for role, made in self._inputs.items()
        }
        if self._arrangement is Arrangement.PREPARATION or PartyRole.SHARED not in cells:
            return [InputColumn((cell,)) for cell in cells.values()]
        beside = tuple(cell for role, cell in cells.items() if role is not PartyRole.SHARED)
        common = InputColumn((cells[PartyRole.SHARED],), weight=2)
        return [common, InputColumn(beside)] if beside else [common]
