"""Mini-MUS: the short conversation that follows up a MUS."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from mus_desktop.errors import KnownError
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.days.workdays import next_workday
from mus_desktop.model.terms import Purpose
from mus_desktop.model.text import one_line
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.storage.records.conversations import Conversations

if TYPE_CHECKING:
    from mus_desktop.model.form import Form
    from mus_desktop.services.conversation.conversation_service import Meeting

_HALF_A_YEAR_IN_MONTHS = 6
_YEARLY = frozenset({Purpose.MUS, Purpose.PAPER})


class FollowUpConversations:
    """Plans mini-MUS conversations, which never count as the yearly MUS."""

    def __init__(self, conversations: Conversations, catalogue: Catalogue) -> None:
        self._conversations = conversations
        self._catalogue = catalogue

    def forms(self) -> tuple[Form, ...]:
        """Return the forms a mini-MUS can be held on."""
        return tuple(form for form in self._catalogue.available() if form.purpose is Purpose.FOLLOW_UP)

    def plan_follow_up(self, origin: int, meeting: Meeting) -> int:
        """Plan a mini-MUS that follows up the conversation ``origin``, with the same people; return its id.

        It belongs to the period of the MUS, whatever its own date, so ``meeting.period`` is not used.

        :raises KnownError: the form is not one for a mini-MUS, or ``origin`` is a mini-MUS itself.
        """
        original = self._conversations.get(origin)
        version = self._catalogue.pin(meeting.form_id)
        if self._catalogue.pinned(version).purpose is not Purpose.FOLLOW_UP:
            raise KnownError("Skemaet er ikke til en mini-MUS. Vælg et skema til opfølgning.")
        if original.purpose is Purpose.FOLLOW_UP:
            raise KnownError("En mini-MUS følger op på en MUS. Vælg den MUS, der skal følges op på.")
        planned = Conversation(
            id=0,
            form_version=version,
            # A mini-MUS held in the next year still belongs to the period of its MUS.
            period=original.period,
            purpose=Purpose.FOLLOW_UP,
            origin=origin,
            on_date=meeting.on_date,
            at_time=meeting.at_time,
            minutes=meeting.minutes,
            place=one_line(meeting.place),
        )
        parties = self._conversations.parties(origin)
        people = [party.employee for party in parties if party.employee is not None and party.left_on is None]
        return self._conversations.add(planned, people).id

    def is_planned(self, origin: int) -> bool:
        """Return whether a mini-MUS follows up the conversation ``origin``, planned or held."""
        rows = (row.conversation for row in self._conversations.overview())
        return any(one.origin == origin and one.purpose is Purpose.FOLLOW_UP for one in rows)

    def upcoming(self, origin: int) -> Conversation | None:
        """Return the mini-MUS that follows up the conversation ``origin`` and is not held yet, the first if several."""
        talks = [row.conversation for row in self._conversations.overview() if row.conversation.origin == origin]
        planned = [
            talk for talk in talks if talk.purpose is Purpose.FOLLOW_UP and not (talk.held_on or talk.declined_on)
        ]
        return min(planned, key=lambda talk: talk.on_date or date.max, default=None)

    def suggested_day(self, origin: int, today: date) -> date | None:
        """Return the usual day of a mini-MUS: the first working day from half a year after the conversation on.

        Not before ``today``. ``None`` while the conversation has no date.
        """
        original = self._conversations.get(origin)
        day = original.held_on or original.on_date
        return next_workday(max(_six_months_later(day), today)) if day else None


def _six_months_later(day: date) -> date:
    """Return the same day six months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + _HALF_A_YEAR_IN_MONTHS, 12)
    year = day.year + years
    # Dates are typed by hand, and a day near the year 9999 must not raise.
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
