"""How far a page has come: empty, begun or done - a mark for the eye, never a demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto

from mus_desktop.model.answers import AnswerKey, Answers
from mus_desktop.model.form import Field, FollowUpField, InfoField, PlanField, PreviousPlanField, SignaturesField, Tab
from mus_desktop.model.plan import Plan
from mus_desktop.model.review import FollowUp, PastAgreement


class Progress(Enum):
    """The mark of a page; ``NOTHING_TO_FILL`` for pages that are only read."""

    NOTHING_TO_FILL = auto()
    EMPTY = auto()
    BEGUN = auto()
    DONE = auto()


def progress_of(
    tab: Tab,
    answers: Answers,
    plan: Plan,
    parties: Iterable[int],
    *,
    past: Sequence[PastAgreement] = (),
    follow_ups: Mapping[str, Sequence[FollowUp]] | None = None,
) -> Progress:
    """The mark of ``tab`` when only what ``parties`` have written counts.

    A page is done when every field on it has something from one of them, a plan page when the plan is agreed, and one
    that looks back when something is said of every earlier agreement; where there is none, that field does not count.
    """
    counted = tuple(parties)
    marks = [mark for field in tab.fields for mark in _marks(field, answers, plan, counted, past, follow_ups or {})]
    if not marks:
        return Progress.NOTHING_TO_FILL
    if all(marks):
        return Progress.DONE
    return Progress.BEGUN if any(marks) else Progress.EMPTY


def _marks(
    field: Field,
    answers: Answers,
    plan: Plan,
    parties: tuple[int, ...],
    past: Sequence[PastAgreement],
    follow_ups: Mapping[str, Sequence[FollowUp]],
) -> list[bool]:
    """Whether something stands in ``field``, for each thing that counts in it."""
    if isinstance(field, InfoField):
        return []
    if isinstance(field, PreviousPlanField):
        return [one.review is not None for one in past]
    if isinstance(field, FollowUpField):
        return [any(not row.blank for row in follow_ups.get(field.key, ()))]
    return [_is_filled(field, answers, plan, parties)]


def _is_filled(field: Field, answers: Answers, plan: Plan, parties: tuple[int, ...]) -> bool:
    if isinstance(field, PlanField):
        return bool(plan.rows(field.key))
    if isinstance(field, SignaturesField):
        return plan.agreed_on is not None
    return any(AnswerKey(party, field.key) in answers for party in parties)
