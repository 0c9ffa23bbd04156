"""What every field widget is to the page it stands on.

A field widget shows one field of a form. It is loaded once with what is stored, tells with ``edited`` that something
was typed, and hands over what changed when it is asked to ``collect``. It does not know whether it stands in a wizard
or a dialog, and it never saves anything itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Answers, Changes
from mus_desktop.model.form import Fact, Field, Form, PartyRole
from mus_desktop.model.plan import Plan


class Arrangement(Enum):
    """The two ways the same widgets stand: for the leader alone, or turned towards the employee."""

    PREPARATION = auto()
    CONVERSATION = auto()


@dataclass(frozen=True, slots=True)
class FieldContext:
    """What a field widget may know of the conversation around it.

    ``parties`` gives the party id of each role; ``facts`` the known facts as text; ``people`` the full names that are
    offered as responsible (employee first, then leader).
    """

    form: Form
    parties: Mapping[PartyRole, int]
    plan: int
    facts: Mapping[Fact, str]
    people: tuple[str, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Content:
    """What is stored in a conversation: the answers of all parties, and the common plan."""

    answers: Answers
    plan: Plan

    def with_changes(self, changes: Changes) -> Content:
        """The same with ``changes`` on top."""
        answers = {key: value for key, value in {**self.answers, **changes.answers}.items() if value is not None}
        touched = {key.field: rows for key, rows in changes.rows.items() if key.plan == self.plan.id}
        kept = [row for row in self.plan.agreements if row.field not in touched]
        typed = [row for rows in touched.values() for row in rows]
        return Content(answers, replace(self.plan, agreements=(*kept, *typed)))


class FieldWidget(QWidget):
    """Base of all field widgets; see the module's text."""

    edited = Signal()
    inputs_changed = Signal()
    """Inputs came or went: the page sets its tab order again."""

    def __init__(self, field: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.context = context

    def load(self, content: Content) -> None:
        """Show what is stored; nothing counts as typed afterwards."""

    def collect(self) -> Changes:
        """What was typed since the last call; asking again gives nothing."""
        return Changes()

    def arrange(self, arrangement: Arrangement) -> None:
        """Stand as ``arrangement`` says. In a conversation nothing of the leader's preparation may show."""

    def show_leader_note(self, shown: bool) -> None:
        """Show or hide the leader's own preparation while a key is held in a conversation."""

    def set_closed(self, closed: bool) -> None:
        """Close for typing (the plan is signed) or open again."""

    def first_input(self) -> QWidget | None:
        """Where the keyboard goes when the leader jumps to this field; ``None`` if there is nothing to type."""
        return None

    def inputs(self) -> list[QWidget]:
        """All inputs that show, in reading order, for the tab order of the page."""
        return []
