"""The agreements a conversation looks back on, whatever form they were made on.

These are all open agreements from any earlier conversation, and all agreements of the latest yearly plan. Every
employee looks back on the agreements they took part in. One participant's individual agreements, and the reviews of
them, are never shown to another participant of the group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from mus_desktop.formspec.agreement_mapping import plan_field_name
from mus_desktop.model.answers import RowsKey
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.form import Form, PlanColumn, PlanField
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.review import Addendum, FollowUp, PastAgreement, Review
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.carried_over import field_of, form_version_of
from mus_desktop.services.conversation.conversation_lines import FROM_PAPER
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.storage.records.addenda import Addenda
from mus_desktop.storage.records.follow_ups import FollowUps
from mus_desktop.storage.records.history import AgreedRow, History
from mus_desktop.storage.records.reviews import Reviews

_UNSETTLED = frozenset({AgreementStatus.OPEN, AgreementStatus.IN_PROGRESS})
_YEARLY = frozenset({Purpose.MUS, Purpose.PAPER})


@dataclass(frozen=True, slots=True)
class Past:
    """The agreements a conversation looks back on: ``own`` by employee, ``common`` those made by the group together.

    In an individual conversation both are the same.
    """

    own: Mapping[int, tuple[PastAgreement, ...]] = field(default_factory=dict)
    common: tuple[PastAgreement, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """Data about the agreed rows: reviews by agreement, participants and dates, additions by agreement."""

    reviews: Mapping[str, tuple[Review, ...]]
    people: Mapping[int, frozenset[int]]
    addenda: Sequence[Addendum]


class LookingBack:
    """Finds the agreements a conversation looks back on, and what was added to its plans since they were made."""

    def __init__(
        self, history: History, reviews: Reviews, addenda: Addenda, follow_ups: FollowUps, catalogue: Catalogue
    ) -> None:
        self._follow_ups = follow_ups
        self._history = history
        self._reviews = reviews
        self._addenda = addenda
        self._catalogue = catalogue

    def from_conversation(self, conversation: Conversation, employees: Sequence[int]) -> Past:
        """Return what ``conversation`` with ``employees`` looks back on, plan by plan, the oldest first."""
        rows = [row for row in self._history.agreed(employees, conversation.id) if _is_before(row, conversation)]
        if not rows:
            return Past(dict.fromkeys(employees, ()))
        said = self._said(rows)
        own = {
            employee: self._looked_back_on(conversation, [row for row in rows if row.employee == employee], said)
            for employee in employees
        }
        if len(employees) == 1:
            return Past(own, own[employees[0]])
        common = self._looked_back_on(conversation, _of_the_group(rows, employees), said, group=True)
        together = {past.agreement.id for past in common}
        return Past(
            {who: tuple(past for past in found if past.agreement.id not in together) for who, found in own.items()},
            common,
        )

    def follow_ups(self, conversation: int) -> dict[RowsKey, tuple[FollowUp, ...]]:
        """Return the days on which the plans of ``conversation`` are followed up."""
        return self._follow_ups.of_conversation(conversation)

    def addenda(self, conversation: int) -> tuple[Addendum, ...]:
        """Return the additions made to the plans of ``conversation`` after signature."""
        return self._addenda.of_conversation(conversation)

    def _said(self, rows: Iterable[AgreedRow]) -> _Said:
        plans = {row.plan for row in rows}
        reviews = self._reviews.of_agreements(sorted({row.agreement.id for row in rows}))
        spoken = {review.conversation for found in reviews.values() for review in found if review.conversation}
        return _Said(reviews, self._history.participants_of(sorted(spoken)), self._addenda.of_plans(sorted(plans)))

    def _looked_back_on(
        self, conversation: Conversation, rows: Sequence[AgreedRow], said: _Said, *, group: bool = False
    ) -> tuple[PastAgreement, ...]:
        latest = max((_order(row) for row in rows if row.purpose in _YEARLY), default=None)
        if not group:
            rows = _own_instead_of_common(rows)
        found = []
        for row in sorted(rows, key=lambda row: (_order(row), row.plan, self._number_of_field(row))):
            reviews = _heard(said, row, conversation, group=group)
            mine = next((review for review in reviews if review.conversation == conversation.id), None)
            earlier = tuple(review for review in reviews if review is not mine)
            # An agreement reviewed in this conversation stays in its list, whatever its status is by now.
            if mine or _order(row) == latest or _is_open(row, earlier):
                found.append(self._past(row, mine, earlier, said.addenda))
        return tuple(found)

    def _past(
        self, row: AgreedRow, mine: Review | None, earlier: tuple[Review, ...], addenda: Sequence[Addendum]
    ) -> PastAgreement:
        form = self._form(row)
        plan_field = _plan_field(form, row.agreement)
        return PastAgreement(
            agreement=row.agreement,
            field=plan_field,
            form_title=FROM_PAPER if row.purpose is Purpose.PAPER else form.title,
            period=row.period,
            review=mine,
            earlier=earlier,
            addenda=tuple(addendum for addendum in addenda if addendum.agreement == row.agreement.id),
            plan_name=plan_field_name(plan_field, form),
        )

    def _number_of_field(self, row: AgreedRow) -> int:
        keys = [plan_field.key for plan_field in self._form(row).plan_fields()]
        key = field_of(row.agreement.field)
        return keys.index(key) if key in keys else len(keys)

    def _form(self, row: AgreedRow) -> Form:
        return self._catalogue.pinned(form_version_of(row.agreement.field) or row.form_version)


def _order(row: AgreedRow) -> tuple[Period, bool, date, int]:
    """Return a sort key: by period; within a period paper plans come first and conversations without a date last."""
    return row.period, row.purpose is not Purpose.PAPER, row.day or date.max, row.conversation


def _is_before(row: AgreedRow, conversation: Conversation) -> bool:
    # The conversation it follows up, or was split out of, comes before it whatever the dates.
    if row.conversation == conversation.origin:
        return True
    day = conversation.held_on or conversation.on_date or date.max
    this = (conversation.period, conversation.purpose is not Purpose.PAPER, day, conversation.id)
    return row.origin != conversation.id and _order(row) < this


def _is_open(row: AgreedRow, earlier: Sequence[Review]) -> bool:
    """Return whether the agreement is settled neither by its group nor by the employee who looks back."""
    if row.carried:
        return False
    newest = next((review.status for review in earlier), row.agreement.status)
    # It was carried on, but the row it was carried into is gone: it must not be lost.
    left_behind = AgreementStatus.CARRIED_ON
    return {row.agreement.status, newest} <= _UNSETTLED | {left_behind}


def _heard(said: _Said, row: AgreedRow, conversation: Conversation, *, group: bool) -> list[Review]:
    """Return the reviews that may be shown here: to an employee those they took part in, to a group the group's own."""
    return [
        review
        for review in said.reviews.get(row.agreement.id, ())
        if review.conversation in (None, conversation.id)
        or _is_told(said.people.get(review.conversation, frozenset()), row.employee, group=group)
        if conversation.held_on is None or review.on_date <= conversation.held_on
    ]


def _is_told(people: frozenset[int], employee: int, *, group: bool) -> bool:
    return len(people) > 1 if group else employee in people


def _of_the_group(rows: Iterable[AgreedRow], employees: Sequence[int]) -> list[AgreedRow]:
    """Return, without repetition, the common agreements of groups that include more than half of those present."""
    shared = sorted((row for row in rows if row.common and row.people > 1), key=lambda row: row.agreement.id)
    groups = [list(same) for _, same in groupby(shared, key=lambda row: row.agreement.id)]
    return [same[0] for same in groups if len(same) * 2 > len(employees)]


def _own_instead_of_common(rows: Sequence[AgreedRow]) -> list[AgreedRow]:
    """Return the rows without the common agreements that the employee has copied into their own plan of that group."""
    taken_over = {(row.conversation, row.agreement.carried_from) for row in rows if not row.common}
    return [row for row in rows if (row.conversation, row.agreement.id) not in taken_over]


def _plan_field(form: Form, agreement: Agreement) -> PlanField:
    """Return the field an agreement was made in; if the form lacks it, a substitute that shows the text."""
    key = field_of(agreement.field)
    known = next((plan_field for plan_field in form.plan_fields() if plan_field.key == key), None)
    return known or PlanField(key=key, title="", columns=tuple(PlanColumn(cell, "") for cell in agreement.cells))
