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

_UNDECIDED_STATUSES = frozenset({AgreementStatus.OPEN, AgreementStatus.IN_PROGRESS})
_YEARLY = frozenset({Purpose.MUS, Purpose.PAPER})


@dataclass(frozen=True, slots=True)
class EarlierAgreements:
    """The agreements a conversation looks back on: ``own`` by employee, ``common`` those made by the group together.

    In an individual conversation both are the same. ``reviewed_together`` are the group's reviews in this conversation,
    by the id of the common agreement: they hold for a participant's own copy of that agreement too.
    """

    own: Mapping[int, tuple[PastAgreement, ...]] = field(default_factory=dict)
    common: tuple[PastAgreement, ...] = ()
    reviewed_together: Mapping[str, Review] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _AgreementData:
    """Data about the agreed rows: reviews by agreement, participants by conversation, and additions."""

    reviews: Mapping[str, tuple[Review, ...]]
    people: Mapping[int, frozenset[int]]
    addenda: Sequence[Addendum]


class EarlierAgreementFinder:
    """Finds the agreements a conversation looks back on, and what was added to its plans since they were made."""

    def __init__(
        self, history: History, reviews: Reviews, addenda: Addenda, follow_ups: FollowUps, catalogue: Catalogue
    ) -> None:
        self._follow_ups = follow_ups
        self._history = history
        self._reviews = reviews
        self._addenda = addenda
        self._catalogue = catalogue

    def from_conversation(self, conversation: Conversation, employees: Sequence[int]) -> EarlierAgreements:
        """Return the earlier agreements that ``conversation`` with ``employees`` reviews, the oldest plan first."""
        rows = [row for row in self._history.agreements_of(employees, conversation.id) if _is_before(row, conversation)]
        if not rows:
            return EarlierAgreements(dict.fromkeys(employees, ()))
        data = self._read_data(rows)
        own = {
            employee: self._selected(conversation, [row for row in rows if row.employee == employee], data)
            for employee in employees
        }
        if len(employees) == 1:
            return EarlierAgreements(own, own[employees[0]])
        common = self._selected(conversation, _common_rows(rows, employees), data, group=True)
        # Shown once: an agreement in the common list is left out of each participant's own list.
        common_ids = {past.agreement.id for past in common}
        return EarlierAgreements(
            {who: tuple(past for past in found if past.agreement.id not in common_ids) for who, found in own.items()},
            common,
        )

    def follow_ups(self, conversation: int) -> dict[RowsKey, tuple[FollowUp, ...]]:
        """Return the days on which the plans of ``conversation`` are followed up."""
        return self._follow_ups.of_conversation(conversation)

    def addenda(self, conversation: int) -> tuple[Addendum, ...]:
        """Return the additions made to the plans of ``conversation`` after signature."""
        return self._addenda.of_conversation(conversation)

    def _read_data(self, rows: Iterable[AgreedRow]) -> _AgreementData:
        plans = {row.plan for row in rows}
        reviews = self._reviews.of_agreements(sorted({row.agreement.id for row in rows}))
        conversation_ids = {
            review.conversation for found in reviews.values() for review in found if review.conversation
        }
        return _AgreementData(
            reviews, self._history.participants_of(sorted(conversation_ids)), self._addenda.of_plans(sorted(plans))
        )

    def _selected(
        self, conversation: Conversation, rows: Sequence[AgreedRow], data: _AgreementData, *, group: bool = False
    ) -> tuple[PastAgreement, ...]:
        latest = max((_sort_key(row) for row in rows if row.purpose in _YEARLY), default=None)
        if not group:
            rows = _without_copied_common(rows)
        found = []
        for row in sorted(rows, key=lambda row: (_sort_key(row), row.plan, self._field_position(row))):
            reviews = _visible_reviews(data, row, conversation, group=group)
            own_review = next((review for review in reviews if review.conversation == conversation.id), None)
            earlier = tuple(review for review in reviews if review is not own_review)
            # An agreement reviewed in this conversation stays in its list, whatever its status is by now.
            if own_review or _sort_key(row) == latest or _is_open(row, earlier):
                found.append(self._past(row, own_review, earlier, data.addenda))
        return tuple(found)

    def _past(
        self, row: AgreedRow, own_review: Review | None, earlier: tuple[Review, ...], addenda: Sequence[Addendum]
    ) -> PastAgreement:
        form = self._form(row)
        plan_field = _plan_field(form, row.agreement)
        return PastAgreement(
            agreement=row.agreement,
            field=plan_field,
            form_title=FROM_PAPER if row.purpose is Purpose.PAPER else form.display_name,
            period=row.period,
            review=own_review,
            earlier=earlier,
            addenda=tuple(addendum for addendum in addenda if addendum.agreement == row.agreement.id),
            plan_name=plan_field_name(plan_field, form),
            group=row.people > 1,
            common=row.common and row.people > 1,
        )

    def _field_position(self, row: AgreedRow) -> int:
        keys = [plan_field.key for plan_field in self._form(row).plan_fields()]
        key = field_of(row.agreement.field)
        return keys.index(key) if key in keys else len(keys)

    def _form(self, row: AgreedRow) -> Form:
        return self._catalogue.pinned(form_version_of(row.agreement.field) or row.form_version)


def _sort_key(row: AgreedRow) -> tuple[Period, bool, date, int]:
    """Return a sort key: by period; within a period paper plans come first and conversations without a date last."""
    return row.period, row.purpose is not Purpose.PAPER, row.day or date.max, row.conversation


def _is_before(row: AgreedRow, conversation: Conversation) -> bool:
    # The conversation it follows up, or was split out of, comes before it whatever the dates.
    if row.conversation == conversation.origin:
        return True
    day = conversation.held_on or conversation.on_date or date.max
    position = (conversation.period, conversation.purpose is not Purpose.PAPER, day, conversation.id)
    return row.origin != conversation.id and _sort_key(row) < position


def _is_open(row: AgreedRow, earlier: Sequence[Review]) -> bool:
    """Return whether the agreement is settled neither by its group nor by the employee who looks back."""
    if row.carried:
        return False
    newest = next((review.status for review in earlier), row.agreement.status)
    # Carried on, but ``row.carried`` is false: the row it was carried into was deleted, so it is still open.
    lost_status = AgreementStatus.CARRIED_ON
    return {row.agreement.status, newest} <= _UNDECIDED_STATUSES | {lost_status}


def _visible_reviews(data: _AgreementData, row: AgreedRow, conversation: Conversation, *, group: bool) -> list[Review]:
    """Return the reviews that may be shown: to an employee those they took part in, to a group those of a group."""
    return [
        review
        for review in data.reviews.get(row.agreement.id, ())
        if review.conversation in (None, conversation.id)
        or _may_see(data.people.get(review.conversation, frozenset()), row.employee, group=group)
        if conversation.held_on is None or review.on_date <= conversation.held_on
    ]


def _may_see(people: frozenset[int], employee: int, *, group: bool) -> bool:
    # A review written with one employee alone is that employee's, and no group sees it.
    return len(people) > 1 if group else employee in people


def _common_rows(rows: Iterable[AgreedRow], employees: Sequence[int]) -> list[AgreedRow]:
    """Return, without repetition, the common agreements of groups that include more than half of those present."""
    shared = sorted((row for row in rows if row.common and row.people > 1), key=lambda row: row.agreement.id)
    groups = [list(same) for _, same in groupby(shared, key=lambda row: row.agreement.id)]
    return [same[0] for same in groups if len(same) * 2 > len(employees)]


def _without_copied_common(rows: Sequence[AgreedRow]) -> list[AgreedRow]:
    """Return the rows without common agreements that the employee has copied to their own plan in that group."""
    copied = {(row.conversation, row.agreement.carried_from) for row in rows if not row.common}
    return [row for row in rows if (row.conversation, row.agreement.id) not in copied]


def _plan_field(form: Form, agreement: Agreement) -> PlanField:
    """Return the field an agreement was made in; if the form lacks it, a substitute that shows the text."""
    key = field_of(agreement.field)
    known = next((plan_field for plan_field in form.plan_fields() if plan_field.key == key), None)
    return known or PlanField(key=key, title="", columns=tuple(PlanColumn(cell, "") for cell in agreement.cells))
