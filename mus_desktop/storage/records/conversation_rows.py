"""Conversations as rows: their columns and the conversion from and to a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from mus_desktop.errors import UnreadableValue
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.period import UNREADABLE_PERIOD, Period
from mus_desktop.model.terms import Purpose
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import (
    RowReader,
    iso,
    read_choice,
    read_date,
    read_text,
    read_time,
    read_whole_number,
)

COLUMNS = (
    "purpose",
    "form_version",
    "round",
    "origin",
    "on_date",
    "at_time",
    "minutes",
    "place",
    "period",
    "invited_on",
    "declined_on",
    "postponed_on",
    "held_on",
    "last_tab",
    "counts",
)
"""The columns of a conversation, apart from its id, in the order of :func:`values_of`."""

_BEGUN = """
(EXISTS (SELECT 1 FROM party JOIN answer ON answer.party = party.id WHERE party.conversation = conversation.id)
 OR EXISTS (SELECT 1 FROM party JOIN plan ON plan.party = party.id JOIN agreement ON agreement.plan = plan.id
             WHERE party.conversation = conversation.id))
"""
SELECTED = ", ".join(f"conversation.{name}" for name in ("id", *COLUMNS)) + f", {_BEGUN}"
"""The columns a query selects for :func:`conversation_from`."""

_PURPOSE = partial(read_choice, Purpose)
WIDTH = len(COLUMNS) + 2
"""The number of columns in :data:`SELECTED`."""


def values_of(conversation: Conversation) -> tuple[Any, ...]:
    """Return the values for :data:`COLUMNS`."""
    return (
        conversation.purpose,
        conversation.form_version,
        conversation.round,
        conversation.origin,
        iso(conversation.on_date),
        iso(conversation.at_time),
        conversation.minutes,
        storable_text(conversation.place),
        conversation.period.isoformat(),
        iso(conversation.invited_on),
        iso(conversation.declined_on),
        iso(conversation.postponed_on),
        iso(conversation.held_on),
        storable_text(conversation.last_tab),
        int(conversation.counts),
    )


def conversation_from(row: Sequence[Any]) -> Conversation:
    """Return the conversation in a row of :data:`SELECTED`; unreadable values are marked."""
    key, purpose, form_version, round_, origin, on_date, at_time, minutes, place, period = row[:10]
    invited_on, declined_on, postponed_on, held_on, last_tab, counts, begun = row[10:]
    read = RowReader()
    # Most days are empty, and this runs for every row of a long list before the first window.
    appointed, invited, declined, postponed, held = (
        None if value is None else read(read_date, value, None)
        for value in (on_date, invited_on, declined_on, postponed_on, held_on)
    )
    found = Conversation(
        id=key,
        form_version=form_version,
        period=read(read_period, period, UNREADABLE_PERIOD),
        purpose=read(_PURPOSE, purpose, Purpose.MUS),
        round=round_,
        origin=origin,
        on_date=appointed,
        at_time=None if at_time is None else read(read_time, at_time, None),
        minutes=None if minutes is None else read(read_whole_number, minutes, None),
        place=read.display_text(place),
        invited_on=invited,
        declined_on=declined,
        postponed_on=postponed,
        held_on=held,
        last_tab=read(read_text, last_tab, ""),
        counts=bool(read(read_whole_number, counts, 1)),
        begun=bool(begun),
    )
    return replace(found, damaged=True) if read.damaged else found


@lru_cache(maxsize=64)  # a long list has few periods
def read_period(value: str) -> Period:
    """Return the period in a column. :raises UnreadableValue: it is damaged."""
    try:
        return Period.parse(value)
    except (ValueError, OverflowError, TypeError, AttributeError) as error:
        raise UnreadableValue from error
