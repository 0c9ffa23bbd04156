"""The agreements whose due date has passed without a result, counted by plan."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import NamedTuple

from mus_desktop.model.period import UNREADABLE_PERIOD, Period
from mus_desktop.model.terms import Purpose
from mus_desktop.storage.database.column_values import RowReader, read_choice, read_date
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.agreements.open_agreements import STILL_OPEN
from mus_desktop.storage.records.conversation_rows import read_period

_PURPOSE = partial(read_choice, Purpose)

# A common agreement counts until every participant of the group has a copy of it in their own plan.
_PAST_DUE = f"""
SELECT conversation.id, conversation.purpose, conversation.period, owner.employee, count(*), min(agreement.due_on)
  FROM agreement
  JOIN plan ON plan.id = agreement.plan
  JOIN party AS owner ON owner.id = plan.party
  JOIN conversation ON conversation.id = owner.conversation
 WHERE agreement.due_on < ? AND {STILL_OPEN}
   AND (SELECT count(*) FROM agreement AS copy WHERE copy.carried_from = agreement.id)
       < (SELECT count(*) FROM party WHERE party.conversation = conversation.id AND party.role = 'employee')
 GROUP BY owner.id
 ORDER BY min(agreement.due_on), conversation.id, owner.id
"""  # noqa: S608 - own text


class PastDueAgreements(NamedTuple):
    """The agreements of one plan that are past due: their number and the earliest due date.

    ``employee`` is the participant of a group whose own plan it is; ``None`` for the common plan.
    """

    conversation: int
    purpose: Purpose
    period: Period
    employee: int | None
    agreements: int
    since: date


class DueDates:
    """The due dates of agreements across all employees."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def past_due(self, today: date) -> list[PastDueAgreements]:
        """Return the plans with agreements due before ``today`` that are neither settled nor carried on.

        The earliest due date comes first. A due date that cannot be read is omitted: the page of the employee shows it.
        """
        read = RowReader()
        return [
            PastDueAgreements(
                conversation,
                read(_PURPOSE, purpose, Purpose.MUS),
                read(read_period, period, UNREADABLE_PERIOD),
                employee,
                agreements,
                since,
            )
            for conversation, purpose, period, employee, agreements, due_on in self._database.rows(
                _PAST_DUE, (today.isoformat(),)
            )
            if (since := read(read_date, due_on, None)) is not None
        ]
