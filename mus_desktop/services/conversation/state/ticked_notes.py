"""Which shared notes follow the plan: those that every party of the conversation has ticked."""

from __future__ import annotations

from collections.abc import Iterable

from mus_desktop.formspec.values import as_text
from mus_desktop.model.answers import AnswerKey, Answers, TickKey, Ticks
from mus_desktop.model.confidentiality import may_be_ticked
from mus_desktop.model.form import Form
from mus_desktop.model.signed_content import FollowingNote
from mus_desktop.model.text import is_blank


def following_notes(
    form: Form, shared: int, ticking: Iterable[int], answers: Answers, ticks: Ticks
) -> tuple[FollowingNote, ...]:
    """Return the notes that follow the plan, in the order of the form.

    A note follows when all of ``ticking`` have ticked it: employee and leader, in a group every participant. Nobody
    else's tick counts, so that a participant who has left the group neither allows nor prevents anything.

    :param shared: the shared party, who the notes belong to.
    """
    required = frozenset(ticking)
    found = []
    for field in form.fields():
        text = as_text(field, form, answers.get(AnswerKey(shared, field.key))) if may_be_ticked(form, field) else ""
        days = [ticks.get(TickKey(shared, field.key, party)) for party in required]
        known = [day for day in days if day is not None]
        if required and len(known) == len(required) and not is_blank(text):
            found.append(FollowingNote(field.key, text, max(known)))
    return tuple(found)
