"""The agreements of earlier years in the database: everything employees have ever agreed to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement
from mus_desktop.model.terms import Purpose
from mus_desktop.storage.database.column_values import read_choice, read_date, to_json
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversation_rows import read_period
from mus_desktop.storage.records.plan_rows import AGREEMENT_COLUMNS, agreement_from

# Employees have agreed to the common plans of conversations they take part in, and to their own, never to another's.
# An employee who leaves a group before its conversation is held takes no part in it.
_AGREED = f"""
SELECT own.employee, conversation.id, conversation.purpose, conversation.form_version, conversation.origin,
       coalesce(conversation.held_on, conversation.on_date), conversation.period, plan.id, owner.role = 'shared',
       (SELECT count(*) FROM party WHERE conversation = own.conversation AND role = 'employee'),
       EXISTS (SELECT 1 FROM agreement AS next JOIN plan AS its ON its.id = next.plan JOIN party ON party.id = its.party
                WHERE next.carried_from = agreement.id AND party.conversation NOT IN (own.conversation, ?)),
       agreement.id, {", ".join(f"agreement.{name}" for name in AGREEMENT_COLUMNS)}
  FROM party AS own
  JOIN conversation ON conversation.id = own.conversation
  JOIN party AS owner ON owner.conversation = own.conversation
  JOIN plan ON plan.party = owner.id
  JOIN agreement ON agreement.plan = plan.id
 WHERE own.employee IN (SELECT value FROM json_each(?)) AND own.conversation <> ?
   AND (own.left_on IS NULL OR own.left_on > conversation.held_on)
   AND (owner.role = 'shared' OR owner.employee = own.employee)
 ORDER BY own.employee, plan.id, agreement.field, agreement.position
"""  # noqa: S608 - own names
_PARTICIPANTS = """
SELECT party.conversation, party.employee FROM party JOIN conversation ON conversation.id = party.conversation
 WHERE party.conversation IN (SELECT value FROM json_each(?)) AND party.employee IS NOT NULL
   AND (party.left_on IS NULL OR party.left_on > conversation.held_on)
"""


class AgreedRow(NamedTuple):
    """An agreement that ``employee`` has agreed to, and the conversation it was made in.

    ``common`` is true if it belongs to the common plan of a conversation with ``people`` employees; ``day`` is when
    that was or will be held; ``carried`` is true if it continues in a conversation other than the one that reviews it.
    """

    employee: int
    conversation: int
    purpose: Purpose
    form_version: int
    origin: int | None
    day: date | None
    period: Period
    plan: int
    common: bool
    people: int
    carried: bool
    agreement: Agreement


class History:
    """The agreements of employees through the years."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def agreements_of(self, employees: Iterable[int], except_conversation: int) -> list[AgreedRow]:
        """Return every agreement of these employees, grouped by employee, except those of one conversation."""
        rows = self._database.rows(_AGREED, (except_conversation, to_json([*employees]), except_conversation))
        return [_agreed_row(*row[:12], row=row[12:]) for row in rows]

    def participants_of(self, conversations: Iterable[int]) -> dict[int, frozenset[int]]:
        """Return the ids of the employees who take part in each of these conversations."""
        found: dict[int, set[int]] = defaultdict(set)
        for conversation, employee in self._database.rows(_PARTICIPANTS, (to_json([*conversations]),)):
            found[conversation].add(employee)
        return {conversation: frozenset(people) for conversation, people in found.items()}


def _agreed_row(
    employee: int,
    conversation: int,
    purpose: str,
    form_version: int,
    origin: int | None,
    on_date: str | None,
    period: str,
    plan: int,
    common: int,
    people: int,
    carried: int,
    key: str,
    *,
    row: tuple[Any, ...],
) -> AgreedRow:
    return AgreedRow(
        employee,
        conversation,
        read_choice(Purpose, purpose),
        form_version,
        origin,
        read_date(on_date),
        read_period(period),
        plan,
        bool(common),
        people,
        bool(carried),
        agreement_from(key, row),
    )
