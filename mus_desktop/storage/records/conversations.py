"""Conversations and their parties in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any

from mus_desktop.model.conversation import Conversation, Party
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import PartyRole
from mus_desktop.model.text import storable
from mus_desktop.storage.database.column_values import RowReader, day, iso, one_of
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversation_rows import COLUMNS, SELECTED, WIDTH, conversation_from, values_of
from mus_desktop.storage.records.plan_rows import PLAN_SELECTED, PLAN_WIDTH, plan_from
from mus_desktop.storage.records.stored_documents import ATTACHED

_INSERT = f"INSERT INTO conversation ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - own names
_UPDATE = "UPDATE conversation SET {} = ? WHERE id = ?"
_GET = f"SELECT {SELECTED} FROM conversation WHERE id = ?"  # noqa: S608 - own names
_WITH_PARTIES = f"""
SELECT {SELECTED}, party.id, party.role, party.employee, party.prepared_on, party.left_on
  FROM conversation LEFT JOIN party ON party.conversation = conversation.id
 WHERE conversation.id = ? ORDER BY party.id
"""  # noqa: S608 - own names
_PARTIES = "SELECT id, role, employee, prepared_on, left_on FROM party WHERE conversation = ? ORDER BY id"

_FILES = """
SELECT 1 FROM document WHERE conversation = ?1 AND kind = ?2
 UNION ALL SELECT 1 FROM received_sheet WHERE conversation = ?1
 UNION ALL SELECT 1 FROM plan_attachment JOIN plan ON plan.id = plan_attachment.plan
                    JOIN party ON party.id = plan.party WHERE party.conversation = ?1 LIMIT 1
"""

_OWN_PLAN = PLAN_SELECTED.replace("plan.", "own_plan.")

# A row for each employee of each conversation, grouped by conversation. A conversation whose parts do not match
# because of damage has a row too.
_OVERVIEW = f"""
SELECT {SELECTED}, {PLAN_SELECTED}, (SELECT count(*) FROM agreement WHERE agreement.plan = plan.id),
       form_version.form_id, {_OWN_PLAN}, own.left_on, employee.id, employee.name
  FROM conversation
  LEFT JOIN form_version ON form_version.id = conversation.form_version
  LEFT JOIN party AS shared ON shared.conversation = conversation.id AND shared.role = 'shared'
  LEFT JOIN plan ON plan.party = shared.id
  LEFT JOIN party AS own ON own.conversation = conversation.id AND own.employee IS NOT NULL
  LEFT JOIN employee ON employee.id = own.employee
  LEFT JOIN plan AS own_plan ON own_plan.party = own.id
 {{where}}
 ORDER BY conversation.period DESC, conversation.on_date IS NOT NULL, conversation.on_date DESC, conversation.id DESC,
          own.id
"""  # noqa: S608 - own names
_EVERY = _OVERVIEW.format(where="")
_OF_EMPLOYEE = _OVERVIEW.format(where="WHERE conversation.id IN (SELECT conversation FROM party WHERE employee = ?)")
_A_DAY = "[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]"
# A period is stored as its first and last day, separated by a slash.
_IN_PERIOD = _OVERVIEW.format(
    where="WHERE (substr(conversation.period, 1, 10) <= ? AND substr(conversation.period, 12) >= ?) "
    f"OR conversation.period NOT GLOB '{_A_DAY}/{_A_DAY}'"
)
# May select too many, never too few: model/unfinished.py has the rule, and this omits only what is surely finished.
_UNFINISHED = _OVERVIEW.format(
    where="""
 WHERE conversation.purpose <> 'paper'
   AND (conversation.held_on IS NULL AND conversation.declined_on IS NULL
        OR EXISTS (SELECT 1 FROM party AS any_party JOIN plan AS any_plan ON any_plan.party = any_party.id
                    WHERE any_party.conversation = conversation.id
                      AND CASE WHEN any_plan.signed_on IS NOT NULL OR any_plan.refused_on IS NOT NULL
                               THEN any_plan.copy_given_on IS NULL OR any_plan.journalised_on IS NULL
                               ELSE conversation.purpose = 'mus'
                                    AND (conversation.held_on IS NOT NULL OR any_plan.agreed_on IS NOT NULL
                                         OR any_plan.closed_on IS NOT NULL)
                          END)
        OR conversation.held_on IS NOT NULL
           AND (SELECT count(*) FROM party AS member
                 WHERE member.conversation = conversation.id AND member.role = 'employee') > 1)
"""
)


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A conversation as shown in a list.

    ``employees`` holds ids and names in the order they were added. ``plan`` is the shared plan with its dates but
    without its agreements; ``agreements`` is their number. ``own_plans`` are those of the participants, in the order of
    ``employees`` and without agreements, ``None`` for a participant without one; ``left_on`` holds the dates on which
    participants left a group.
    """

    conversation: Conversation
    form_id: str
    employees: tuple[tuple[int, str], ...]
    plan: Plan
    agreements: int
    own_plans: tuple[Plan | None, ...] = ()
    left_on: Mapping[int, date] = field(default_factory=dict)


class Conversations:
    """The conversations of all employees."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, conversation: Conversation, employees: Sequence[int]) -> Conversation:
        """Store a new conversation and return it with its id.

        It gets a party for each employee, one for the leader and a shared one, to which the common plan belongs.
        ``ValueError`` if there is no employee.
        """
        if not employees:
            raise ValueError("a conversation is held with somebody")
        with self._database.transaction():
            key = self._database.write(_INSERT, values_of(conversation))
            for employee in employees:
                self._add_party(key, PartyRole.EMPLOYEE, employee)
            self._add_party(key, PartyRole.LEADER)
            shared = self._add_party(key, PartyRole.SHARED)
            self._database.write("INSERT INTO plan (party) VALUES (?)", (shared,))
        return replace(conversation, id=key, begun=False)

    def get(self, conversation: int) -> Conversation:
        """Return the conversation with that id; ``KeyError`` if there is none."""
        row = self._database.row(_GET, (conversation,))
        if row is None:
            raise KeyError(conversation)
        return conversation_from(row)

    def parties(self, conversation: int) -> tuple[Party, ...]:
        """Return the parties of a conversation: the employees, then the leader and the shared party."""
        return tuple(_party(row) for row in self._database.rows(_PARTIES, (conversation,)))

    def with_parties(self, conversation: int) -> tuple[Conversation, tuple[Party, ...]]:
        """Return :meth:`get` and :meth:`parties` in one read; ``KeyError`` if there is no conversation with that id."""
        rows = self._database.rows(_WITH_PARTIES, (conversation,))
        if not rows:
            raise KeyError(conversation)
        return conversation_from(rows[0][:WIDTH]), tuple(_party(row[WIDTH:]) for row in rows if row[WIDTH] is not None)

    def update(self, conversation: Conversation) -> None:
        """Store changes to a conversation itself; answers and plans are saved elsewhere.

        A damaged value that is not replaced is kept as it is.
        """
        with self._database.transaction():
            # Both sides hold the same default for a damaged value, so an unchanged one is not written over it.
            stored = values_of(self.get(conversation.id))
            for column, before, after in zip(COLUMNS, stored, values_of(conversation), strict=True):
                if before != after:
                    self._database.write(_UPDATE.format(column), (after, conversation.id))

    def set_last_tab(self, conversation: int, tab: str) -> None:
        """Store the page on which the leader left the conversation."""
        with self._database.transaction():
            self._database.write("UPDATE conversation SET last_tab = ? WHERE id = ?", (storable(tab), conversation))

    def set_left(self, party: int, left_on: date | None) -> None:
        """Store the date a participant left the group; ``None`` if the participant has come back."""
        with self._database.transaction():
            self._database.write("UPDATE party SET left_on = ? WHERE id = ?", (iso(left_on), party))

    def delete(self, conversation: int) -> None:
        """Delete a conversation with its answers, plans and documents.

        Agreements it reviewed get the status they had before.
        """
        from mus_desktop.storage.records.reviews import Reviews  # noqa: PLC0415 - the first window needs no reviews

        with self._database.transaction():
            Reviews(self._database).forget(conversation)
            self._database.write("DELETE FROM conversation WHERE id = ?", (conversation,))

    def has_files(self, conversation: int) -> bool:
        """Return whether the conversation has files from outside: attachments, received sheets or scans of a plan."""
        return bool(self._database.rows(_FILES, (conversation, ATTACHED)))

    def overview(self, employee: int | None = None) -> list[ConversationRow]:
        """Return the list rows of every conversation, or of those that ``employee`` takes part in, the newest first.

        The latest period comes first; within it conversations without a date, then the latest date.
        """
        rows = self._database.rows(_EVERY) if employee is None else self._database.rows(_OF_EMPLOYEE, (employee,))
        return [_overview_row(list(group)) for _, group in groupby(rows, key=lambda row: row[0])]

    def overview_on(self, day: date) -> list[ConversationRow]:
        """Return the list rows of the conversations whose period contains ``day``, in the same order."""
        rows = self._database.rows(_IN_PERIOD, (day.isoformat(), day.isoformat()))
        return [_overview_row(list(group)) for _, group in groupby(rows, key=lambda row: row[0])]

    def overview_unfinished(self) -> list[ConversationRow]:
        """Return the list rows of conversations, of any period, that may be unfinished; in the same order."""
        rows = self._database.rows(_UNFINISHED)
        return [_overview_row(list(group)) for _, group in groupby(rows, key=lambda row: row[0])]

    def _add_party(self, conversation: int, role: PartyRole, employee: int | None = None) -> int:
        return self._database.write(
            "INSERT INTO party (conversation, role, employee) VALUES (?, ?, ?)", (conversation, role, employee)
        )


def _party(row: Sequence[Any]) -> Party:
    key, role, employee, prepared_on, left_on = row
    return Party(key, one_of(PartyRole, role), employee, day(prepared_on), day(left_on))


def _overview_row(rows: list[tuple[Any, ...]]) -> ConversationRow:
    first = rows[0]
    own = WIDTH + PLAN_WIDTH + 2
    agreements, form_id = first[own - 2 : own]
    people = [row for row in rows if row[-2] is not None]
    read = RowReader()
    conversation = conversation_from(first[:WIDTH])
    found = ConversationRow(
        conversation=conversation,
        form_id=read.shown(form_id),
        employees=tuple((row[-2], read.shown(row[-1])) for row in people),
        plan=read(plan_from, first[WIDTH : WIDTH + PLAN_WIDTH], Plan(0, 0)),
        agreements=agreements,
        own_plans=tuple(
            None if row[own] is None else read(plan_from, row[own : own + PLAN_WIDTH], None) for row in people
        ),
        left_on={row[-2]: left for row in people if (left := read(day, row[-3], None)) is not None},
    )
    # Each participant has an employee: a row without one refers to a missing row.
    damaged = read.damaged or found.plan.id is None or len(people) < len(rows)
    return replace(found, conversation=replace(conversation, damaged=True)) if damaged else found
