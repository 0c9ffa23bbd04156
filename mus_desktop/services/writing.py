"""Saving what is typed: everything that is dirty in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mus_desktop.model.answers import Changes
from mus_desktop.storage.answers import Answers
from mus_desktop.storage.database import Database
from mus_desktop.storage.plans import Plans


class Writing:
    """Stores :class:`~mus_desktop.model.answers.Changes` whole or not at all."""

    def __init__(
        self, database: Database, answers: Answers, plans: Plans, now: Callable[[], datetime] = datetime.now
    ) -> None:
        self._database = database
        self._answers = answers
        self._plans = plans
        self._now = now

    def save(self, changes: Changes) -> datetime:
        """Store ``changes`` and give the time at which they were safe on disk.

        :raises SaveFailed: nothing was stored; the caller keeps the changes and tries again.
        """
        at = self._now()
        with self._database.transaction():
            self._answers.save(changes.answers, at)
            for key, rows in changes.rows.items():
                self._plans.save_rows(key.plan, key.field, rows)
        return at
