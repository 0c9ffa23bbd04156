"""The identity of a calendar entry stays, and its number rises only when time or place have changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.invitation.calendar_entries import CalendarEntries

FIRST, SECOND = "a" * 64, "b" * 64


def test_the_number_rises_with_what_was_issued(database: Database, held: Any) -> None:
    entries = CalendarEntries(database)
    first = entries.next_version(held.conversation, "", FIRST)
    assert first.sequence == 0
    assert entries.next_version(held.conversation, "", FIRST) == first  # as for the next in a group
    entries.store(first)
    assert entries.next_version(held.conversation, "", FIRST) == first
    second = entries.next_version(held.conversation, "", SECOND)
    assert (second.uid, second.sequence) == (first.uid, 1)
    assert entries.next_version(held.conversation, "", SECOND) == second  # not issued: the number is not used up
    entries.store(second)
    back = entries.next_version(held.conversation, "", FIRST)
    assert (back.uid, back.sequence) == (first.uid, 2)


def test_each_follow_up_is_an_entry_of_its_own(database: Database, held: Any) -> None:
    entries = CalendarEntries(database)
    entries.store(talks := entries.next_version(held.conversation, "", FIRST))
    follow_up = entries.next_version(held.conversation, date(2026, 9, 1).isoformat(), FIRST)
    entries.store(follow_up)
    assert follow_up.uid != talks.uid
    assert entries.next_version(held.conversation, "2026-09-01", FIRST) == follow_up


def test_a_deleted_conversation_takes_its_entries_along(database: Database, held: Any) -> None:
    entries = CalendarEntries(database)
    entries.store(entries.next_version(held.conversation, "", FIRST))
    Conversations(database).delete(held.conversation)
    assert not database.rows("SELECT * FROM calendar_entry")
