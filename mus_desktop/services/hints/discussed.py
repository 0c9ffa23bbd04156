"""The part of an open conversation that hints look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mus_desktop.model.form import Field, Form, Purpose
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.conversation.state.field_content import Content


@dataclass(frozen=True, slots=True)
class Discussed:
    """A conversation as it is on screen: ``opened`` as it was loaded, ``content`` with everything typed since.

    ``form`` includes the plan card. ``today`` is used where the conversation has no date. ``follow_up_planned``: a
    mini-MUS is planned already.
    """

    opened: OpenConversation
    form: Form
    content: Content
    today: date
    follow_up_planned: bool = False

    @property
    def day(self) -> date:
        """The day from which steps are counted: that of the conversation, or today if it has passed or is not set."""
        talk = self.opened.conversation
        return max(talk.held_on or talk.on_date or self.today, self.today)

    def name_of(self, field: Field) -> str:
        """Return the title of ``field``, or that of its theme where another field has the same title."""
        titles = [other.title for other in self.form.fields()]
        return field.title if titles.count(field.title) == 1 else self.form.tab_of(field.key).title

    @property
    def makes_plan(self) -> bool:
        """Whether the conversation makes a plan that can still be improved: not a mini-MUS, not one from paper."""
        return self.opened.conversation.purpose is Purpose.MUS and not self.content.plan.closed
