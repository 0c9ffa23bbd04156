"""Saving typed content: all unsaved changes in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mus_desktop.model.answers import Changes
from mus_desktop.services.conversation.answer_check import AnswerCheck
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.addenda import Addenda
from mus_desktop.storage.records.follow_ups import FollowUps
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.reviews import Reviews
from mus_desktop.storage.records.stored_answers import StoredAnswers


class ConversationWriter:
    """Stores :class:`~mus_desktop.model.answers.Changes` completely or not at all."""

    def __init__(
        self,
        database: Database,
        answers: StoredAnswers,
        plans: Plans,
        follow_ups: FollowUps,
        reviews: Reviews,
        addenda: Addenda,
        check: AnswerCheck,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._database = database
        self._answers = answers
        self._plans = plans
        self._follow_ups = follow_ups
        self._reviews = reviews
        self._addenda = addenda
        self._check = check
        self._now = now

    def save(self, changes: Changes, conversation: int | None = None) -> datetime:
        """Store ``changes``; return the time at which they were on disk.

        :param conversation: the conversation that looks back, required for reviews of past agreements.
        :raises SaveFailed: nothing was stored; the caller keeps the changes and tries again.
        :raises PlanClosed: nothing was stored, because a signed plan shows a part of it.
        :raises AnswersRefused: nothing was stored, because a part does not fit the form; the rest can be saved alone.
        """
        if changes.reviews and conversation is None:
            raise ValueError("reviews belong to a conversation")
        changes = self._check.checked(changes)
        # One time for all parts, so that a save around midnight has one date.
        at = self._now()
        with self._database.transaction():
            self._answers.save(changes.answers, at)
            # After the notes: ticks hold for the text as it is now.
            if changes.ticks:
                self._answers.save_ticks(changes.ticks)
            for rows_key, rows in changes.rows.items():
                self._plans.save_rows(rows_key.plan, rows_key.field, rows)
            for days_key, days in changes.follow_ups.items():
                self._follow_ups.save(days_key, days, at.date())
            if changes.reviews and conversation is not None:
                self._reviews.save(conversation, changes.reviews)
            for place, body in changes.addenda.items():
                self._addenda.save_today(place, body, at.date())
        return at
