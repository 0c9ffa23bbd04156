"""Addenda to signed plans in the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mus_desktop.model.review import Addendum, AddendumKey, Author
from mus_desktop.model.text import is_blank, storable_text
from mus_desktop.storage.database.column_values import iso, read_choice, read_date, to_json
from mus_desktop.storage.database.connection import Database

_SELECT = (
    "SELECT addendum.plan, addendum.added_on, addendum.body, addendum.agreement, addendum.col, addendum.author "
    "FROM addendum"
)
_IN_ORDER = "ORDER BY addendum.added_on, addendum.id"
_OF_CONVERSATION = f"""
{_SELECT} JOIN plan ON plan.id = addendum.plan JOIN party ON party.id = plan.party
 WHERE party.conversation = ? {_IN_ORDER}
"""
_OF_PLANS = f"{_SELECT} WHERE addendum.plan IN (SELECT value FROM json_each(?)) {_IN_ORDER}"  # noqa: S608 - own names
_IS_TODAYS = "plan = ? AND agreement IS ? AND col = ? AND added_on = ? AND author = ?"
_CHANGE = f"UPDATE addendum SET body = ? WHERE {_IS_TODAYS} AND body <> ?"  # noqa: S608 - own names
_ADD = f"""
INSERT INTO addendum (body, plan, agreement, col, added_on, author) SELECT ?, ?, ?, ?, ?, ?
 WHERE NOT EXISTS (SELECT 1 FROM addendum WHERE {_IS_TODAYS})
"""  # noqa: S608 - own names
_REMOVE = f"DELETE FROM addendum WHERE {_IS_TODAYS}"  # noqa: S608 - own names


class Addenda:
    """Dated addenda: one for each day and author, to a column of an agreement or to the plan itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_conversation(self, conversation: int) -> tuple[Addendum, ...]:
        """Return the addenda to every plan of a conversation, the oldest first."""
        return tuple(_addendum(*row) for row in self._database.rows(_OF_CONVERSATION, (conversation,)))

    def of_plans(self, plans: Iterable[int]) -> tuple[Addendum, ...]:
        """Return the addenda to these plans, the oldest first."""
        return tuple(_addendum(*row) for row in self._database.rows(_OF_PLANS, (to_json([*plans]),)))

    def save_today(self, key: AddendumKey, body: str, today: date) -> None:
        """Store ``body`` as the addendum of ``today``; a blank one is deleted. Those of other days are kept.

        :raises StorageError: the plan is signed and ``today`` is past by the machine's clock.
        """
        place = (key.plan, key.agreement or None, storable_text(key.column), iso(today), key.author)
        with self._database.transaction():
            if is_blank(body):
                self._database.write(_REMOVE, place)
            else:
                text = storable_text(body)
                # An upsert of two statements: each does nothing where the other applies.
                self._database.write(_CHANGE, (text, *place, text))
                self._database.write(_ADD, (text, *place, *place))


def _addendum(plan: int, added_on: str, body: str, agreement: str | None, column: str, author: str) -> Addendum:
    added = read_date(added_on)
    assert added is not None  # noqa: S101 - the column is NOT NULL
    return Addendum(plan, added, body, agreement, column, read_choice(Author, author))
