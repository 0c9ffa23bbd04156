"""Which of several conversations of one person in one period a list shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from mus_desktop.model.conversation import Conversation, Status

_ORDER = (
    Status.DECLINED,
    Status.POSTPONED,
    Status.PLANNED,
    Status.INVITED,
    Status.UNDER_WAY,
    Status.HELD,
    Status.AGREED,
    Status.PARTLY_SIGNED,
    Status.REFUSED,
    Status.SIGNED,
    Status.JOURNALISED,
)
"""From the conversation that has come least far; one that still goes ahead has come further than one put off."""


class Standing(Protocol):
    """A conversation in a list, with its status."""

    @property
    def conversation(self) -> Conversation: ...

    @property
    def status(self) -> Status: ...


_S = TypeVar("_S", bound=Standing)


def furthest(several: Iterable[_S]) -> _S:
    """Return the one of ``several`` that has come furthest, the first of those that have come equally far.

    A planned conversation with a day has come further than one without. ``ValueError`` if there are none.
    """
    return max(several, key=lambda one: (_ORDER.index(one.status), one.conversation.on_date is not None))
