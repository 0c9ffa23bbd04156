"""The order of statuses, by which a list chooses the one conversation it shows of a person in a period."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from mus_desktop.model.conversation import Conversation, Status

_STATUS_ORDER = (
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
    Status.DAMAGED,
)
"""Statuses from the least to the most advanced; a conversation that will be held is ahead of one postponed.

``DAMAGED`` is last, so that a damaged conversation is never hidden behind another.
"""


class ListedConversation(Protocol):
    """A conversation in a list, with its status."""

    @property
    def conversation(self) -> Conversation: ...

    @property
    def status(self) -> Status: ...


_S = TypeVar("_S", bound=ListedConversation)


def most_advanced(conversations: Iterable[_S]) -> _S:
    """Return the most advanced of ``conversations``, the first of those that are equally advanced.

    A planned conversation with a day is ahead of one without. Raises ``ValueError`` if ``conversations`` is empty.
    """
    return max(conversations, key=lambda one: (_STATUS_ORDER.index(one.status), one.conversation.on_date is not None))
