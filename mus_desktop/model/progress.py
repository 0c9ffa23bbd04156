"""The progress of a page: empty, begun or done. A hint only; no page has to be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple

from mus_desktop.model.answers import AnswerKey, Answers
from mus_desktop.model.form import Field, FollowUpField, InfoField, PlanField, PreviousPlanField, SignaturesField, Tab
from mus_desktop.model.plan import Plan
from mus_desktop.model.review import FollowUp, PastAgreement


class Progress(Enum):
    """The progress mark of a page; ``NOTHING_TO_FILL`` for pages that are only read."""

    NOTHING_TO_FILL = auto()
    EMPTY = auto()
    BEGUN = auto()
    DONE = auto()


class FilledShare(NamedTuple):
    """The amount of content in several pages. Pages that are only read do not count."""

    done: int
    begun: int
    pages: int

    def __str__(self) -> str:
        """Return it in Danish."""
        begun = f", {self.begun} er begyndt" if self.begun else ""
        return f"{self.done} af {self.pages} temaer er udfyldt{begun}"


def filled_share(pages: Iterable[Progress]) -> FilledShare:
    """Return how many of ``pages`` are done and begun."""
    counted = [progress for progress in pages if progress is not Progress.NOTHING_TO_FILL]
    return FilledShare(counted.count(Progress.DONE), counted.count(Progress.BEGUN), len(counted))


def progress_of(
    tab: Tab,
    answers: Answers,
    plan: Plan,
    parties: Iterable[int],
    *,
    past: Sequence[PastAgreement] = (),
    follow_ups: Mapping[str, Sequence[FollowUp]] | None = None,
) -> Progress:
    """Return the mark of ``tab``, counting only content from ``parties``.

    A page is done when every field on it has content from one of them. A signatures field counts as filled when the
    plan is agreed, and the field with earlier agreements when each of them has a review; without earlier agreements
    that field does not count.
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
    """Return whether each thing that counts in ``field`` has content."""
    if isinstance(field, InfoField):
        return []
    # One mark for each agreement: without earlier agreements the list is empty and the field does not count.
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
