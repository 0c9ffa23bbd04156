"""The review of earlier agreements: every one that is still open or from the latest plan."""

from __future__ import annotations

from collections.abc import Container, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.model.answers import Changes
from mus_desktop.model.form import PreviousPlanField
from mus_desktop.services.conversation.conversation_lines import FROM_PAPER
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext, FieldWidget, part_spacing
from mus_desktop.ui.fields.heading import field_layout, label
from mus_desktop.ui.fields.plan.earlier_agreement_card import EarlierAgreementCard
from mus_desktop.ui.fields.plan.plan_columns import numbers_of
from mus_desktop.ui.theme.icons import IconPushButton

_NOTHING = "Programmet har ingen aftaler fra sidste år."
_CLOSED = "Planen er lukket, så det, papiret viser om aftalerne her, kan ikke ændres."
_HINT = (
    "Har I aftaler fra sidste års plan på papir eller i et dokument, kan I skrive dem ind eller indsætte dem her. "
    "Så kan I følge op på dem nu og tage dem med i den nye plan."
)


class PreviousPlanWidget(FieldWidget):
    """A card for each earlier agreement; all of it is common and shows in both arrangements.

    ``carry_on_wanted``, ``carry_on_undone`` and ``navigation_wanted`` carry the id of an earlier agreement;
    ``paper_wanted`` asks for the dialog in which last year's agreements are typed.
    """

    carry_on_wanted = Signal(str)
    carry_on_undone = Signal(str)
    navigation_wanted = Signal(str)
    paper_wanted = Signal()

    field: PreviousPlanField

    def __init__(self, field: PreviousPlanField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self._arrangement = Arrangement.PREPARATION
        self.cards: tuple[EarlierAgreementCard, ...] = ()
        layout = field_layout(self, field.title, field.text)
        self._closed = label(_CLOSED, "muted", self)
        self._closed.hide()
        self._nothing = label(_NOTHING, "", self)
        self._hint = label(_HINT, "muted", self)
        self._stack = QVBoxLayout()
        self._stack.setSpacing(round(part_spacing(self) * 1.5))
        self.add = IconPushButton("Tilføj aftaler fra sidste år …", "add", "", self)
        self.add.setAccessibleName(f"{field.title}: tilføj aftaler fra sidste år")
        self.add.clicked.connect(self.paper_wanted)
        layout.addWidget(self._closed)
        layout.addLayout(self._stack)
        layout.addWidget(self._nothing)
        layout.addWidget(self._hint)
        layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def load(self, content: Content) -> None:
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = tuple(
            EarlierAgreementCard(past, number, self.context, self) for number, past in enumerate(content.past, 1)
        )
        for card in self.cards:
            self._stack.addWidget(card)
            card.edited.connect(self.edited)
            card.inputs_changed.connect(self.inputs_changed)
            card.carry_on_wanted.connect(self.carry_on_wanted)
            card.carry_on_undone.connect(self.carry_on_undone)
            card.navigation_wanted.connect(self.navigation_wanted)
        self._nothing.setVisible(not self.cards)
        self._hint.setVisible(not self.cards)
        self.add.setVisible(not self.cards or any(past.form_title == FROM_PAPER for past in content.past))
        self.show_carried(carried_numbers(self.context, content))
        self.close_reviews(content.closed_reviews)
        self.set_arrangement(self._arrangement)
        self.inputs_changed.emit()

    def update_from(self, content: Content) -> None:
        self.show_carried(carried_numbers(self.context, content))

    def collect(self) -> Changes:
        return Changes(reviews={card.id: card.review() for card in self.cards if card.changed()})

    def show_carried(self, numbers: Mapping[str, int]) -> None:
        """Show which earlier agreements are in the new plan, and under which number."""
        for card in self.cards:
            card.show_carried(numbers.get(card.id))

    def close_reviews(self, closed: Container[str]) -> None:
        """Make the reviews printed on the signed plan read-only, or editable again."""
        for card in self.cards:
            card.set_closed(closed=card.id in closed)
        self._closed.setVisible(any(card.closed for card in self.cards))
        lay_out_now(self)

    def set_arrangement(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        for card in self.cards:
            card.set_lines(2 if arrangement is Arrangement.CONVERSATION else 1)
        lay_out_now(self)

    def first_input(self) -> QWidget | None:
        shown = self.inputs()
        return shown[0] if shown else None

    def inputs(self) -> list[QWidget]:
        found = [entry for card in self.cards for entry in card.inputs()]
        return [*found, *([] if self.add.isHidden() else [self.add])]


def carried_numbers(context: FieldContext, content: Content) -> dict[str, int]:
    """Return the number in the new plan of each earlier agreement that was carried over."""
    found: dict[str, int] = {}
    for field in context.form.plan_fields():
        rows = content.plan.rows(field.key)
        numbers = numbers_of(field, rows)
        found |= {row.carried_from: numbers[row.id] for row in rows if row.carried_from}
    return found
