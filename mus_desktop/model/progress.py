"""How far a page has come: empty, begun or done - a mark for the eye, never a demand."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto

from mus_desktop.model.answers import AnswerKey, Answers
from mus_desktop.model.form import Field, InfoField, PlanField, SignaturesField, Tab
from mus_desktop.model.plan import Plan


class Progress(Enum):
    """The mark of a page; ``NOTHING_TO_FILL`` for pages that are only read."""

    NOTHING_TO_FILL = auto()
    EMPTY = auto()
    BEGUN = auto()
    DONE = auto()


def progress_of(tab: Tab, answers: Answers, plan: Plan, parties: Iterable[int]) -> Progress:
    """The mark of ``tab`` when only what ``parties`` have written counts.

    A page is done when every field on it has something from one of them, and a plan page when the plan is agreed.
    """
    counted = tuple(parties)
    fields = [field for field in tab.fields if not isinstance(field, InfoField)]
    if not fields:
        return Progress.NOTHING_TO_FILL
    filled = [_is_filled(field, answers, plan, counted) for field in fields]
    if all(filled):
        return Progress.DONE
    return Progress.BEGUN if any(filled) else Progress.EMPTY


def _is_filled(field: Field, answers: Answers, plan: Plan, parties: tuple[int, ...]) -> bool:
    if isinstance(field, PlanField):
        return bool(plan.rows(field.key))
    if isinstance(field, SignaturesField):
        return plan.agreed_on is not None
    return any(AnswerKey(party, field.key) in answers for party in parties)
