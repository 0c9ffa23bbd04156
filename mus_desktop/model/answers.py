"""Answers: what a party has said in one field.

A value is JSON-shaped, one shape per field kind (``formspec.values`` says which). A blank answer is absent, never
stored as an empty value and never counted as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from mus_desktop.model.plan import Agreement
    from mus_desktop.model.review import AddendumKey, FollowUp, Review

Value: TypeAlias = str | bool | int | float | list[Any] | dict[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class AnswerKey:
    """Whose answer to which field: ``party`` is the id of a party, ``field`` a field key."""

    party: int
    field: str


Answers: TypeAlias = Mapping[AnswerKey, Value]


@dataclass(frozen=True, slots=True, order=True)
class RowsKey:
    """Which rows: those of plan ``plan`` in the plan field ``field``."""

    plan: int
    field: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What has been typed and not yet saved.

    ``answers`` holds the newest value of each answer, ``None`` where it was emptied; ``rows`` and ``follow_ups`` all
    rows of each field touched; ``reviews`` what is said of past agreements by agreement id, ``None`` where it was taken
    back; ``addenda`` the text added today.
    """

    answers: Mapping[AnswerKey, Value | None] = field(default_factory=dict)
    rows: Mapping[RowsKey, tuple[Agreement, ...]] = field(default_factory=dict)
    follow_ups: Mapping[RowsKey, tuple[FollowUp, ...]] = field(default_factory=dict)
    reviews: Mapping[str, Review | None] = field(default_factory=dict)
    addenda: Mapping[AddendumKey, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.answers or self.rows or self.follow_ups or self.reviews or self.addenda)

    def parts(self) -> tuple[Changes, ...]:
        """The changes one by one, so that each can be stored by itself."""
        return (
            *(Changes(answers={key: value}) for key, value in self.answers.items()),
            *(Changes(rows={key: rows}) for key, rows in self.rows.items()),
            *(Changes(follow_ups={key: rows}) for key, rows in self.follow_ups.items()),
            *(Changes(reviews={key: review}) for key, review in self.reviews.items()),
            *(Changes(addenda={key: text}) for key, text in self.addenda.items()),
        )

    def then(self, later: Changes) -> Changes:
        """Both sets of changes, the later ones on top."""
        return Changes(
            {**self.answers, **later.answers},
            {**self.rows, **later.rows},
            {**self.follow_ups, **later.follow_ups},
            {**self.reviews, **later.reviews},
            {**self.addenda, **later.addenda},
        )


def joined(parts: Iterable[Changes]) -> Changes:
    """All ``parts`` in one, the later ones on top."""
    changes = Changes()
    for part in parts:
        changes = changes.then(part)
    return changes


def fields_of(changes: Changes) -> frozenset[str]:
    """The keys of the fields in which something was changed, but for what was added to a signed plan."""
    rows = {key.field for key in (*changes.rows, *changes.follow_ups)}
    return frozenset({key.field for key in changes.answers} | rows)
