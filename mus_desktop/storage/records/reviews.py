"""Reviews of earlier agreements, in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from mus_desktop.model.plan import AgreementStatus
from mus_desktop.model.review import Review
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import iso, read_choice, read_date, to_json
from mus_desktop.storage.database.connection import Database

# All ids are in one JSON parameter, because SQLite limits the number of parameters.
_OF_AGREEMENTS = """
SELECT agreement, on_date, status, comment, conversation FROM review
 WHERE agreement IN (SELECT value FROM json_each(?)) ORDER BY on_date DESC, id DESC
"""
_CHANGE = """
UPDATE review SET on_date = ?, status = ?, comment = ? WHERE agreement = ? AND conversation IS ?
   AND (on_date, status, comment) IS NOT (?, ?, ?)
"""
_ADD = """
INSERT INTO review (on_date, status, comment, agreement, conversation) SELECT ?, ?, ?, ?, ?
 WHERE NOT EXISTS (SELECT 1 FROM review WHERE agreement = ? AND conversation IS ?)
"""
# A status between conversations has none, so that an agreement may have several.
_ADD_BETWEEN = "INSERT INTO review (agreement, on_date, status, comment) VALUES (?, ?, ?, ?)"
_NEWEST = "SELECT max(on_date) FROM review WHERE agreement IN (SELECT value FROM json_each(?))"
_STILL_THERE = "SELECT id, agreement FROM review WHERE id IN (SELECT value FROM json_each(?))"
_REMOVE = "DELETE FROM review WHERE agreement = ? AND conversation IS ?"

# The group settles a common agreement: a review by one participant alone does not count for the others.
_UPDATE_STATUS = """
UPDATE agreement SET status = coalesce(
  (SELECT review.status FROM review
    WHERE review.agreement = agreement.id
      AND ((SELECT count(*) FROM party AS own JOIN party AS shared ON shared.conversation = own.conversation
             WHERE own.role = 'employee' AND shared.role = 'shared'
               AND shared.id = (SELECT party FROM plan WHERE plan.id = agreement.plan)) < 2
           OR review.conversation IS NULL
           OR (SELECT count(*) FROM party WHERE conversation = review.conversation AND role = 'employee') > 1)
    ORDER BY review.on_date DESC, review.id DESC LIMIT 1), 'open')
 WHERE id = ?
"""


class Reviews:
    """One review of an agreement per conversation that looks back on it; the newest sets the agreement's status."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_agreements(self, agreements: Iterable[str]) -> dict[str, tuple[Review, ...]]:
        """Return the reviews of each of these agreements, the newest first; agreements without any are omitted."""
        found: dict[str, list[Review]] = defaultdict(list)
        for agreement, on_date, status, comment, conversation in self._database.rows(
            _OF_AGREEMENTS, (to_json([*agreements]),)
        ):
            dated = read_date(on_date)
            assert dated is not None  # noqa: S101 - the column is NOT NULL
            found[agreement].append(
                Review(agreement, dated, read_choice(AgreementStatus, status), comment, conversation)
            )
        return {agreement: tuple(reviews) for agreement, reviews in found.items()}

    def made_in(self, conversation: int) -> dict[str, str]:
        """Return the status that each agreement was given in ``conversation``, by its id."""
        return dict(self._database.rows("SELECT agreement, status FROM review WHERE conversation = ?", (conversation,)))

    def save(self, conversation: int, reviews: Mapping[str, Review | None]) -> None:
        """Store the reviews made in ``conversation``; ``None`` deletes the review of an agreement.

        The agreement's status becomes that of its newest review, or open when there is none.
        """
        with self._database.transaction():
            for agreement, review in reviews.items():
                if review is None:
                    self._database.write(_REMOVE, (agreement, conversation))
                else:
                    values = (iso(review.on_date), review.status, storable_text(review.comment))
                    self._database.write(_CHANGE, (*values, agreement, conversation, *values))
                    self._database.write(_ADD, (*values, agreement, conversation, agreement, conversation))
                self._database.write(_UPDATE_STATUS, (agreement,))

    def newest_day(self, agreements: Iterable[str]) -> date | None:
        """Return the day of the newest review of any of these agreements; ``None`` if there is none."""
        row = self._database.row(_NEWEST, (to_json([*agreements]),))
        return read_date(row[0]) if row else None

    def add_between(self, agreements: Iterable[str], review: Review) -> dict[int, str]:
        """Store ``review`` as made between conversations, for each of these agreements; return them by review id."""
        values = (iso(review.on_date), review.status, storable_text(review.comment))
        with self._database.transaction():
            added = {self._database.write(_ADD_BETWEEN, (agreement, *values)): agreement for agreement in agreements}
            for agreement in added.values():
                self._database.write(_UPDATE_STATUS, (agreement,))
        return added

    def remove_between(self, added: Mapping[int, str]) -> bool:
        """Delete what :meth:`add_between` returned; return False, and delete nothing, if one is gone already."""
        stored = self._database.rows(_STILL_THERE, (to_json([*added]),))
        if dict(stored) != dict(added):
            return False
        with self._database.transaction():
            for key, agreement in added.items():
                self._database.write("DELETE FROM review WHERE id = ?", (key,))
                self._database.write(_UPDATE_STATUS, (agreement,))
        return True

    def delete_made_in(self, conversation: int) -> None:
        """Delete the reviews made in ``conversation``; the agreements get the status they had before."""
        rows = self._database.rows("SELECT agreement FROM review WHERE conversation = ?", (conversation,))
        self.save(conversation, {agreement: None for (agreement,) in rows})
