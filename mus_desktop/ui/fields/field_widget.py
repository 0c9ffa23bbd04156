"""The interface between a field widget and its page.

A field widget shows one field of a form. It is loaded once with the stored values, emits ``edited`` when the user
types, and returns the changes from ``collect``. It is independent of whether it is in a wizard or a dialog, and it
never saves anything itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Changes
from mus_desktop.model.dates import Today
from mus_desktop.model.form import Fact, Field, Form, PartyRole
from mus_desktop.model.plan import Signatory
from mus_desktop.services.conversation.state import field_content
from mus_desktop.services.forms.texts import StoredText
from mus_desktop.ui.controls import arrangement

if TYPE_CHECKING:
    from mus_desktop.services.conversation.group_view import SharedPicks

Arrangement = arrangement.Arrangement
Content = field_content.Content


@dataclass(frozen=True, slots=True)
class FieldContext:
    """The parts of the conversation that a field widget may use.

    - ``parties``: the party id of each role.
    - ``facts``: the known facts as text.
    - ``people``: the full names offered as responsible, employee first, then leader.
    - ``today``: returns the current date.
    - ``conversation``: the conversation's id.
    - ``shared_picks``: in a group, the keywords that the participants share, because all of them see the screen.
    - ``group``: whether the conversation is held with a group.
    - ``texts``: the texts of the settings, by key.
    - ``signatories``: those who must sign the plan, and their names.
    - ``ticking``: the parties who can tick that a common note follows the plan, and their names; in a group only while
      all of them see the screen.
    """

    form: Form
    parties: Mapping[PartyRole, int]
    plan: int
    facts: Mapping[Fact, str]
    people: tuple[str, ...]
    today: Today
    conversation: int = 0
    shared_picks: tuple[SharedPicks, ...] = ()
    group: bool = False
    texts: Mapping[str, StoredText] = dataclass_field(default_factory=dict)
    signatories: Mapping[Signatory, str] = dataclass_field(default_factory=dict)
    ticking: Mapping[int, str] = dataclass_field(default_factory=dict)


def part_spacing(widget: QWidget) -> int:
    """Return the distance between related parts of a field, in pixels; it grows with the text size."""
    return round(widget.fontMetrics().height() * 0.5)


def layout_size_hint(widget: QWidget) -> QSize:
    """Return the size hint of the layout of ``widget``.

    Qt's own hint of a widget whose height depends on its width is a whole layout at a width that it never gets.
    """
    layout = widget.layout()
    return layout.sizeHint() if layout is not None else QSize()


class FieldWidget(QWidget):
    """Base of all field widgets; the module docstring describes the interface."""

    edited = Signal()
    inputs_changed = Signal()
    """Inputs were added or removed: the page sets its tab order again."""
    wish_marked = Signal(int, str, bool)
    """A party (by id) wants to talk about the field with that key, or no longer does."""

    def __init__(self, field: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.context = context

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        layout = self.layout()
        if event.type() is QEvent.Type.FontChange and layout is not None:
            layout.setSpacing(part_spacing(self))

    def load(self, content: Content) -> None:
        """Show the stored values; afterwards nothing counts as edited."""

    def update_from(self, content: Content) -> None:
        """Update from the rest of the conversation; edits of this field are not changed."""

    def collect(self) -> Changes:
        """Return the changes since the last call; a second call returns none."""
        return Changes()

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Lay out for the given arrangement. In a conversation nothing of the leader's preparation may show."""

    def show_leader_note(self, shown: bool) -> None:
        """Show or hide the leader's own preparation while a key is held in a conversation."""

    def set_closed(self, closed: bool) -> None:
        """Make the field read-only, or editable again."""

    def set_signed(self, signed: bool) -> None:
        """Make what the signed plan prints read-only, or editable again; the rest stays editable."""
        self.set_closed(signed)

    def first_input(self) -> QWidget | None:
        """Return the input that takes the focus when the leader jumps to this field; ``None`` if there is none."""
        return None

    def inputs(self) -> list[QWidget]:
        """Return all visible inputs, in reading order, for the tab order of the page."""
        return []
