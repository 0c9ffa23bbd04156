"""Conversations as rows of a list: with the names of their people, and the dates of their plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from mus_desktop.model.conversation import Conversation
from mus_desktop.model.plan import Plan
from mus_desktop.storage.database.column_values import RowReader, read_date
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversation_rows import SELECTED, WIDTH, conversation_from
from mus_desktop.storage.records.plan_rows import PLAN_SELECTED, PLAN_WIDTH, plan_from

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
_DATE_PATTERN = "[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]"
# A period is stored as its first and last day, separated by a slash.
_IN_PERIOD = _OVERVIEW.format(
    where="WHERE (substr(conversation.period, 1, 10) <= ? AND substr(conversation.period, 12) >= ?) "
    f"OR conversation.period NOT GLOB '{_DATE_PATTERN}/{_DATE_PATTERN}'"
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


_NO_PLAN = Plan(0, 0)
"""The plan of a row in which it cannot be read."""


class ConversationRow(NamedTuple):
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
    left_on: Mapping[int, date] = MappingProxyType({})


class ConversationLists:
    """The conversations of all employees, for lists. The first window needs no more of a conversation than this."""

    def __init__(self, database: Database) -> None:
        self._database = database

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


def _overview_row(rows: list[tuple[Any, ...]]) -> ConversationRow:
    first = rows[0]
    own = WIDTH + PLAN_WIDTH + 2
    agreements, form_id = first[own - 2 : own]
    people = [row for row in rows if row[-2] is not None]
    read = RowReader()
    conversation = conversation_from(first[:WIDTH])
    found = ConversationRow(
        conversation=conversation,
        form_id=read.display_text(form_id),
        employees=tuple((row[-2], read.display_text(row[-1])) for row in people),
        plan=read(plan_from, first[WIDTH : WIDTH + PLAN_WIDTH], _NO_PLAN),
        agreements=agreements,
        own_plans=tuple(
            None if row[own] is None else read(plan_from, row[own : own + PLAN_WIDTH], None) for row in people
        ),
        left_on={
            row[-2]: left_on_day
            for row in people
            if row[-3] is not None and (left_on_day := read(read_date, row[-3], None))
        },
    )
    # Each participant has an employee: a row without one refers to a missing row.
    damaged = read.damaged or found.plan.id is None or len(people) < len(rows)
    return found._replace(conversation=replace(conversation, damaged=True)) if damaged else found
