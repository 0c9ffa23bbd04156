"""The open agreements across all employees, periods and forms, each once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from mus_desktop.errors import UnreadableValue
from mus_desktop.model.period import UNREADABLE_PERIOD, Period
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.terms import Purpose
from mus_desktop.storage.database.column_values import DAMAGED_MARK, RowReader, read_choice, read_date
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversation_rows import read_period
from mus_desktop.storage.records.plan_rows import AGREEMENT_COLUMNS, agreement_from

_PURPOSE = partial(read_choice, Purpose)
_STATUS = partial(read_choice, AgreementStatus)

STILL_OPEN = """agreement.status IN ('open', 'in_progress')
   AND (conversation.purpose = 'paper' OR conversation.held_on IS NOT NULL
        OR plan.agreed_on IS NOT NULL OR plan.closed_on IS NOT NULL OR plan.signed_on IS NOT NULL)
   AND NOT EXISTS (SELECT 1 FROM agreement AS next JOIN plan AS its ON its.id = next.plan
                     JOIN party ON party.id = its.party
                    WHERE next.carried_from = agreement.id AND party.conversation <> conversation.id)"""
"""The condition of an open agreement: made, neither settled nor carried on into another conversation.

It counts as made when its plan is agreed, or the conversation was held, or it is from paper.
"""

# From the people who work here on: CROSS JOIN keeps SQLite from reading the conversations of those who have left.
# A common agreement is of every participant who has no copy of it in a plan of their own.
_SOURCE = f"""
  FROM employee
  CROSS JOIN party AS own ON own.employee = employee.id
  CROSS JOIN conversation ON conversation.id = own.conversation
  CROSS JOIN party AS owner ON owner.conversation = conversation.id AND (owner.role = 'shared' OR owner.id = own.id)
  CROSS JOIN plan ON plan.party = owner.id
  CROSS JOIN agreement ON agreement.plan = plan.id
 WHERE employee.left_on IS NULL AND (own.left_on IS NULL OR own.left_on > conversation.held_on)
   AND {STILL_OPEN}
   AND NOT EXISTS (SELECT 1 FROM agreement AS copy JOIN plan AS its ON its.id = copy.plan
                    WHERE copy.carried_from = agreement.id AND its.party = own.id)
"""  # noqa: S608 - own text
_OPEN = f"""
SELECT agreement.id, conversation.id, conversation.purpose, conversation.period, conversation.form_version,
       owner.employee, json_group_array(own.employee), {", ".join(f"agreement.{name}" for name in AGREEMENT_COLUMNS)}
{_SOURCE} GROUP BY agreement.id ORDER BY agreement.due_on IS NULL, agreement.due_on, min(own.employee), agreement.id
"""
_DUE_BETWEEN = f"""
SELECT count(DISTINCT agreement.id) {_SOURCE} AND agreement.due_on BETWEEN ? AND ?
"""
_NEXT_TALKS = """
SELECT employee.id, min(conversation.on_date)
  FROM employee
  CROSS JOIN party ON party.employee = employee.id
  CROSS JOIN conversation ON conversation.id = party.conversation
 WHERE employee.left_on IS NULL AND party.left_on IS NULL AND conversation.held_on IS NULL
   AND conversation.declined_on IS NULL AND conversation.on_date >= ?
 GROUP BY employee.id
"""


class OpenAgreement(NamedTuple):
    """An open agreement, where it was made, and the employees (ids) it is about.

    ``owner`` is the participant of a group in whose own plan it stands; ``None`` for the common plan.
    """

    conversation: int
    purpose: Purpose
    period: Period
    form_version: int
    owner: int | None
    people: tuple[int, ...]
    agreement: Agreement


class OpenAgreements:
    """The open agreements of the employees who work here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[OpenAgreement]:
        """Return every open agreement once, the earliest due date first and those without one last."""
        return [_open_agreement(row) for row in self._database.rows(_OPEN)]

    def due_between(self, first: date, last: date) -> int:
        """Return the number of open agreements with a due date from ``first`` to ``last``."""
        row = self._database.row(_DUE_BETWEEN, (first.isoformat(), last.isoformat()))
        return int(row[0]) if row else 0

    def next_talks(self, today: date) -> dict[int, date]:
        """Return the day of each employee's next conversation, ``today`` or later; without those who have none."""
        rows = self._database.rows(_NEXT_TALKS, (today.isoformat(),))
        read = RowReader()
        found = {employee: read(read_date, day, None) for employee, day in rows}
        return {employee: day for employee, day in found.items() if day is not None}


def _open_agreement(row: Sequence[Any]) -> OpenAgreement:
    key, conversation, purpose, period, form_version, owner, people, *columns = row
    read = RowReader()
    return OpenAgreement(
        conversation,
        read(_PURPOSE, purpose, Purpose.MUS),
        read(read_period, period, UNREADABLE_PERIOD),
        form_version,
        owner,
        tuple(sorted(json.loads(people))),
        _agreement(key, columns, read),
    )


def _agreement(key: str, columns: Sequence[Any], read: RowReader) -> Agreement:
    """Return the agreement; of one that is damaged, what can be read, so that it hides no other."""
    try:
        return agreement_from(key, columns)
    except UnreadableValue:
        values = dict(zip(AGREEMENT_COLUMNS, columns, strict=True))
        return Agreement(
            key,
            read.display_text(values["field"]),
            cells={"": DAMAGED_MARK},
            due_on=read(read_date, values["due_on"], None),
            responsible=read.display_text(values["responsible"]),
            status=read(_STATUS, values["status"], AgreementStatus.OPEN),
        )
