"""Answers: the content that one party has entered in one field.

A value is JSON-shaped, one shape per field kind (see ``formspec.values``). A blank answer is absent, never stored as
an empty value and never counted as zero.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from mus_desktop.model.plan import Agreement
    from mus_desktop.model.review import AddendumKey, FollowUp, Review

Value: TypeAlias = str | bool | int | float | list[Any] | dict[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class AnswerKey:
    """The key of an answer: ``party`` is the id of the party who answers, ``field`` a field key."""

    party: int
    field: str


Answers: TypeAlias = Mapping[AnswerKey, Value]


@dataclass(frozen=True, slots=True, order=True)
class TickKey:
    """The key of a tick that a note may follow the plan: the shared ``party``, the ``field``, and who ticks it."""

    party: int
    field: str
    by_party: int

    @property
    def note(self) -> AnswerKey:
        """Return the key of the note."""
        return AnswerKey(self.party, self.field)


Ticks: TypeAlias = Mapping[TickKey, date]
"""The day of each tick."""


@dataclass(frozen=True, slots=True, order=True)
class RowsKey:
    """The key of a set of rows: those of plan ``plan`` in the plan field ``field``."""

    plan: int
    field: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes that have been typed and not yet saved.

    ``answers`` holds the newest value of each answer, ``None`` where it was emptied; ``rows`` and ``follow_ups`` hold
    all rows of each changed field; ``reviews`` holds the review of each past agreement by the agreement's id, ``None``
    where it was withdrawn; ``addenda`` holds the text added today; ``ticks`` holds the day of each tick at a note,
    ``None`` where it was removed. They hold for the note as it is after ``answers``.
    """

    answers: Mapping[AnswerKey, Value | None] = field(default_factory=dict)
    rows: Mapping[RowsKey, tuple[Agreement, ...]] = field(default_factory=dict)
    follow_ups: Mapping[RowsKey, tuple[FollowUp, ...]] = field(default_factory=dict)
    reviews: Mapping[str, Review | None] = field(default_factory=dict)
    addenda: Mapping[AddendumKey, str] = field(default_factory=dict)
    ticks: Mapping[TickKey, date | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.answers or self.rows or self.follow_ups or self.reviews or self.addenda or self.ticks)

    def parts(self) -> tuple[Changes, ...]:
        """Return the changes one by one, so that each can be stored separately; a note together with its ticks."""
        return (
            *(Changes(answers={key: value}, ticks=self._ticks_at(key)) for key, value in self.answers.items()),
            *(Changes(ticks={key: day}) for key, day in self.ticks.items() if key.note not in self.answers),
            *(Changes(rows={key: rows}) for key, rows in self.rows.items()),
            *(Changes(follow_ups={key: rows}) for key, rows in self.follow_ups.items()),
            *(Changes(reviews={key: review}) for key, review in self.reviews.items()),
            *(Changes(addenda={key: text}) for key, text in self.addenda.items()),
        )

    def _ticks_at(self, note: AnswerKey) -> dict[TickKey, date | None]:
        return {key: day for key, day in self.ticks.items() if key.note == note}

    def in_fields(self, fields: Collection[str]) -> Changes:
        """Return the changes of the fields with those keys, without reviews and additions."""
        return Changes(
            {key: value for key, value in self.answers.items() if key.field in fields},
            {key: rows for key, rows in self.rows.items() if key.field in fields},
            {key: rows for key, rows in self.follow_ups.items() if key.field in fields},
            ticks={key: day for key, day in self.ticks.items() if key.field in fields},
        )

    def without(self, others: Changes) -> Changes:
        """Return the changes of the things that ``others`` do not change."""
        return Changes(
            {key: value for key, value in self.answers.items() if key not in others.answers},
            {key: rows for key, rows in self.rows.items() if key not in others.rows},
            {key: rows for key, rows in self.follow_ups.items() if key not in others.follow_ups},
            {key: review for key, review in self.reviews.items() if key not in others.reviews},
            {key: text for key, text in self.addenda.items() if key not in others.addenda},
            {key: day for key, day in self.ticks.items() if key not in others.ticks},
        )

    def merged_with(self, later: Changes) -> Changes:
        """Return both sets of changes; a later value replaces an earlier one."""
        return Changes(
            {**self.answers, **later.answers},
            {**self.rows, **later.rows},
            {**self.follow_ups, **later.follow_ups},
            {**self.reviews, **later.reviews},
            {**self.addenda, **later.addenda},
            {**self.ticks, **later.ticks},
        )


def merge_changes(parts: Sequence[Changes]) -> Changes:
    """Return all ``parts`` in one; a later value replaces an earlier one."""
    return reduce(Changes.merged_with, parts) if parts else Changes()


def changed_fields(changes: Changes) -> frozenset[str]:
    """Return the keys of the fields in which something was changed, except for additions to a signed plan."""
    rows = {key.field for key in (*changes.rows, *changes.follow_ups)}
    return frozenset({key.field for key in changes.answers} | {key.field for key in changes.ticks} | rows)
