"""What every field widget is to the page it stands on.

A field widget shows one field of a form. It is loaded once with what is stored, tells with ``edited`` that something
was typed, and hands over what changed when it is asked to ``collect``. It does not know whether it stands in a wizard
or a dialog, and it never saves anything itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as made
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Answers, Changes, RowsKey
from mus_desktop.model.dates import Today
from mus_desktop.model.form import Fact, Field, Form, PartyRole
from mus_desktop.model.plan import Plan, Signatory
from mus_desktop.model.review import Addendum, AddendumKey, FollowUp, PastAgreement
from mus_desktop.services.forms.texts import KeptText
from mus_desktop.ui.controls import arrangement

if TYPE_CHECKING:
    from mus_desktop.services.conversation.group_view import ToldPicks

Arrangement = arrangement.Arrangement

_Rows = TypeVar("_Rows")


@dataclass(frozen=True, slots=True)
class FieldContext:
    """What a field widget may know of the conversation around it.

    ``parties`` gives the party id of each role; ``facts`` the known facts as text; ``people`` the full names that are
    offered as responsible (employee first, then leader); ``today`` tells the day whenever it is asked;
    ``conversation`` is its id; ``texts`` are those kept in the settings, by key; ``told`` the keywords that the
    participants of a group tell each other of, where all of them look along; ``group`` says that it is held with one;
    ``signatories`` who must sign the plan, by name.
    """

    form: Form
    parties: Mapping[PartyRole, int]
    plan: int
    facts: Mapping[Fact, str]
    people: tuple[str, ...]
    today: Today
    conversation: int = 0
    told: tuple[ToldPicks, ...] = ()
    group: bool = False
    texts: Mapping[str, KeptText] = made(default_factory=dict)
    signatories: Mapping[Signatory, str] = made(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """What is stored in a conversation and typed since.

    ``plan`` is the plan the page shows (the common one, or a participant's own); ``past`` the earlier agreements it
    looks back on; ``follow_ups`` by field key; ``addenda`` what came after signature; ``wishes`` what each party
    (by id) wants to talk about; ``closed_fields`` the keys of the fields whose common answer no longer changes,
    because a closed plan prints it; ``closed_reviews`` the ids of the earlier agreements of which the same is true.
    """

    answers: Answers
    plan: Plan
    past: tuple[PastAgreement, ...] = ()
    follow_ups: Mapping[str, tuple[FollowUp, ...]] = made(default_factory=dict)
    addenda: tuple[Addendum, ...] = ()
    wishes: Mapping[int, tuple[str, ...]] = made(default_factory=dict)
    closed_fields: frozenset[str] = frozenset()
    closed_reviews: frozenset[str] = frozenset()

    def with_changes(self, changes: Changes, today: date | None = None) -> Content:
        """The same with ``changes`` on top; what is added after signature is dated ``today``, and left out without."""
        return replace(
            self,
            answers={key: value for key, value in {**self.answers, **changes.answers}.items() if value is not None},
            plan=self._plan_with(changes),
            past=tuple(self._reviewed(past, changes) for past in self.past),
            follow_ups={**self.follow_ups, **self._of_this_plan(changes.follow_ups)},
            addenda=self._added(changes, today) if today else self.addenda,
        )

    def _added(self, changes: Changes, today: date) -> tuple[Addendum, ...]:
        """The additions, with those of ``today`` as they read now."""
        stays = [
            one
            for one in self.addenda
            if one.added_on != today
            or AddendumKey(one.plan, one.agreement or "", one.column, one.author) not in changes.addenda
        ]
        typed = [
            Addendum(key.plan, today, body, key.agreement or None, key.column, key.author)
            for key, body in changes.addenda.items()
            if key.plan == self.plan.id and body.strip()
        ]
        return (*stays, *typed)

    def _plan_with(self, changes: Changes) -> Plan:
        touched = self._of_this_plan(changes.rows)
        kept = [row for row in self.plan.agreements if row.field not in touched]
        typed = [row for rows in touched.values() for row in rows]
        return replace(self.plan, agreements=(*kept, *typed))

    def _of_this_plan(self, rows: Mapping[RowsKey, _Rows]) -> dict[str, _Rows]:
        return {key.field: value for key, value in rows.items() if key.plan == self.plan.id}

    @staticmethod
    def _reviewed(past: PastAgreement, changes: Changes) -> PastAgreement:
        return replace(past, review=changes.reviews.get(past.agreement.id, past.review))


def air(widget: QWidget) -> int:
    """The distance between what belongs together in a field, in pixels; grows with the text."""
    return round(widget.fontMetrics().height() * 0.5)


class FieldWidget(QWidget):
    """Base of all field widgets; see the module's text."""

    edited = Signal()
    inputs_changed = Signal()
    """Inputs came or went: the page sets its tab order again."""
    wish_marked = Signal(int, str, bool)
    """A party (its id) wants to talk about the field with that key, or no longer does."""

    def __init__(self, field: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.context = context

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        layout = self.layout()
        if event.type() is QEvent.Type.FontChange and layout is not None:
            layout.setSpacing(air(self))

    def load(self, content: Content) -> None:
        """Show what is stored; nothing counts as typed afterwards."""

    def see(self, content: Content) -> None:
        """Take note of what stands in the rest of the conversation now; what is typed here does not change."""

    def collect(self) -> Changes:
        """What was typed since the last call; asking again gives nothing."""
        return Changes()

    def arrange(self, arrangement: Arrangement) -> None:
        """Stand as ``arrangement`` says. In a conversation nothing of the leader's preparation may show."""

    def show_leader_note(self, shown: bool) -> None:
        """Show or hide the leader's own preparation while a key is held in a conversation."""

    def set_closed(self, closed: bool) -> None:
        """Close for typing or open again."""

    def set_signed(self, signed: bool) -> None:
        """Close what the signed paper shows, or open it again; what may still be written stays open."""
        self.set_closed(signed)

    def first_input(self) -> QWidget | None:
        """Where the keyboard goes when the leader jumps to this field; ``None`` if there is nothing to type."""
        return None

    def inputs(self) -> list[QWidget]:
        """All inputs that show, in reading order, for the tab order of the page."""
        return []
