"""The content of a conversation as the fields show it: what is stored, with the changes typed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as made
from datetime import date
from typing import TypeVar

from mus_desktop.model.answers import Answers, Changes, RowsKey, Ticks
from mus_desktop.model.plan import Plan
from mus_desktop.model.review import Addendum, AddendumKey, FollowUp, PastAgreement
from mus_desktop.model.text import is_blank

_Rows = TypeVar("_Rows")


@dataclass(frozen=True, slots=True)
class Content:
    """The stored contents of a conversation, with the changes typed since.

    ``plan`` is the plan the page shows (the common one, or a participant's own); ``past`` the earlier agreements it
    reviews; ``follow_ups`` by field key; ``addenda`` the additions after signature; ``wishes`` the fields each party
    (by id) wants to talk about; ``closed_fields`` the keys of the fields whose common answer can no longer change,
    because a closed plan prints it; ``closed_reviews`` the ids of the earlier agreements whose reviews are closed for
    the same reason; ``ticks`` those at shared notes; ``ticks_closed`` whether the plan that notes follow is closed.
    """

    answers: Answers
    plan: Plan
    past: tuple[PastAgreement, ...] = ()
    follow_ups: Mapping[str, tuple[FollowUp, ...]] = made(default_factory=dict)
    addenda: tuple[Addendum, ...] = ()
    wishes: Mapping[int, tuple[str, ...]] = made(default_factory=dict)
    closed_fields: frozenset[str] = frozenset()
    closed_reviews: frozenset[str] = frozenset()
    ticks: Ticks = made(default_factory=dict)
    ticks_closed: bool = False

    def with_changes(self, changes: Changes, today: date | None = None) -> Content:
        """Return a copy with ``changes`` applied; additions are dated ``today``, and left out if it is ``None``."""
        # Most changes are one answer: the other parts are kept as they are.
        return replace(
            self,
            answers=_answered(self.answers, changes) if changes.answers else self.answers,
            plan=self._plan_with(changes) if changes.rows else self.plan,
            past=tuple(_reviewed(past, changes) for past in self.past) if changes.reviews else self.past,
            follow_ups=self._followed_up(changes) if changes.follow_ups else self.follow_ups,
            addenda=self._added(changes, today) if today and changes.addenda else self.addenda,
            ticks=_ticked(self.ticks, changes) if changes.ticks else self.ticks,
        )

    def with_fallen_ticks(self, changes: Changes) -> Changes:
        """Return ``changes``, which also remove the ticks of every note whose text they change."""
        changed = {note for note, value in changes.answers.items() if value != self.answers.get(note)}
        fallen = {key: None for key in self.ticks if key.note in changed}
        return replace(changes, ticks={**fallen, **changes.ticks}) if fallen else changes

    def _added(self, changes: Changes, today: date) -> tuple[Addendum, ...]:
        """Return the additions, with those of ``today`` in their current wording."""
        # Only today's addition can still be reworded; those of earlier days are final.
        stays = [
            one
            for one in self.addenda
            if one.added_on != today
            or AddendumKey(one.plan, one.agreement or "", one.column, one.author) not in changes.addenda
        ]
        typed = [
            Addendum(key.plan, today, body, key.agreement or None, key.column, key.author)
            for key, body in changes.addenda.items()
            if key.plan == self.plan.id and not is_blank(body)
        ]
        return (*stays, *typed)

    def _plan_with(self, changes: Changes) -> Plan:
        touched = self._of_this_plan(changes.rows)
        # The order between fields does not matter: rows are always read by field.
        kept = [row for row in self.plan.agreements if row.field not in touched]
        typed = [row for rows in touched.values() for row in rows]
        return replace(self.plan, agreements=(*kept, *typed))

    def _followed_up(self, changes: Changes) -> Mapping[str, tuple[FollowUp, ...]]:
        return {**self.follow_ups, **self._of_this_plan(changes.follow_ups)}

    def _of_this_plan(self, rows: Mapping[RowsKey, _Rows]) -> dict[str, _Rows]:
        return {key.field: value for key, value in rows.items() if key.plan == self.plan.id}


def _answered(answers: Answers, changes: Changes) -> Answers:
    return {key: value for key, value in {**answers, **changes.answers}.items() if value is not None}


def _ticked(ticks: Ticks, changes: Changes) -> Ticks:
    return {key: day for key, day in {**ticks, **changes.ticks}.items() if day is not None}


def _reviewed(past: PastAgreement, changes: Changes) -> PastAgreement:
    return replace(past, review=changes.reviews.get(past.agreement.id, past.review))
