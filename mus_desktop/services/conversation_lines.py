"""A conversation as it stands in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mus_desktop.model.conversation import Conversation, Status, status_of
from mus_desktop.model.group import INDIVIDUAL, called, joint_plan, listed, listed_shortly
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import Purpose
from mus_desktop.services.catalogue import Catalogue
from mus_desktop.storage.conversations import ConversationRow


@dataclass(frozen=True, slots=True)
class Line:
    """A conversation as a line in a list.

    ``plan`` is the common plan; in a ``group`` with the days on which all plans that count reached each step (see
    :func:`~mus_desktop.model.group.joint_plan`). ``people`` are those who take part; ``names`` is what they are called
    together. ``form_name`` is the form's short name, or its title. In the list of one ``employee``, ``left_on`` is when
    that one left the group for a conversation alone.
    """

    conversation: Conversation
    form_id: str
    form_title: str
    organisation: str
    people: tuple[str, ...]
    plan: Plan
    agreements: int
    group: bool = False
    names: str = ""
    employee: int | None = None
    left_on: date | None = None
    form_name: str = ""

    @property
    def status(self) -> Status:
        """How far the conversation has come."""
        return status_of(self.conversation, self.plan)


def line_of(row: ConversationRow, catalogue: Catalogue) -> Line:
    """The line of a conversation as it was read for a list; ``catalogue`` gives the name of its form."""
    form = catalogue.name_of(row.conversation.form_version)
    title = _from_paper() if row.conversation.purpose is Purpose.PAPER else form.title
    stay = [number for number, (key, _) in enumerate(row.employees) if key not in row.left_on]
    people = tuple(row.employees[number][1] for number in stay or range(len(row.employees)))
    group = len(row.employees) > 1 or INDIVIDUAL not in form.held
    own = [row.own_plans[number] for number in stay]
    plan = joint_plan(row.plan, own, form.individual_plans) if group else row.plan
    names = listed_shortly(called(people)) if group else listed(people)
    return Line(
        row.conversation,
        form.id,
        title,
        form.organisation,
        people,
        plan,
        row.agreements,
        group=group,
        names=names,
        form_name=title if row.conversation.purpose is Purpose.PAPER else form.short_name or title,
    )


def _from_paper() -> str:
    from mus_desktop.services.past import FROM_PAPER  # noqa: PLC0415 - the first window looks back on nothing

    return FROM_PAPER
