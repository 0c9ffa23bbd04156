"""Collects the report on one period: counts by the rule of anonymity, compared with the period before."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from mus_desktop.model.form import Form
from mus_desktop.model.period import UNREADABLE_PERIOD, Period
from mus_desktop.model.statistics.anonymity import Draw, count_answers, draw_all
from mus_desktop.model.statistics.round_report import ReportPart, ReportRow, RoundReport, Statement
from mus_desktop.model.terms import PartyRole, Purpose
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.statistics.round_answers import countable_statements, statements_of
from mus_desktop.storage.records.conversation_lists import ConversationLists, ConversationRow
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.reviews import Reviews
from mus_desktop.storage.records.setting_values import LOTS
from mus_desktop.storage.records.settings import Settings
from mus_desktop.storage.records.stored_answers import StoredAnswers
from mus_desktop.storage.records.topics import Topics


class RoundReports:
    """Makes the report on a period from what is stored. A round object may later say who took part."""

    def __init__(
        self,
        lists: ConversationLists,
        conversations: Conversations,
        answers: StoredAnswers,
        topics: Topics,
        plans: Plans,
        reviews: Reviews,
        catalogue: Catalogue,
        settings: Settings,
        preferences: Preferences,
    ) -> None:
        self._lists = lists
        self._conversations = conversations
        self._answers = answers
        self._topics = topics
        self._plans = plans
        self._reviews = reviews
        self._catalogue = catalogue
        self._settings = settings
        self._preferences = preferences

    def report(
        self, period: Period, parts: Collection[ReportPart] = tuple(ReportPart), own_words: str = ""
    ) -> RoundReport:
        """Return the report on ``period`` with those parts, and with the leader's own words."""
        held = self._held()
        periods = sorted(held)
        draws = dict(zip(periods, draw_all([_people(held[one]) for one in periods], self._rank()), strict=True))
        found = RoundReport(
            period,
            len(_people(held.get(period, ()))),
            own_words=own_words.strip(),
            workplace=self._preferences.leader().workplace,
        )
        drawn = draws.get(period)
        if drawn is None:
            return replace(found, refused=True)
        before = next((one for one in reversed(periods) if one < period), None)
        drawn_before = draws[before] if before else None
        options, now = self._counted(held[period], drawn, parts)
        _, earlier = self._counted(held[before], drawn_before, parts) if before and drawn_before else ([], {})
        rows = [ReportRow(option, now[option], earlier.get(option)) for option in options]
        return replace(
            found,
            counted=len(drawn.counted),
            rows=[row for row in rows if row.now is not None],
            hidden=sum(row.now is None for row in rows),
            before=before if drawn_before else None,
            before_counted=len(drawn_before.counted) if drawn_before else 0,
        )

    def _held(self) -> dict[Period, list[ConversationRow]]:
        """Return the yearly MUS that were held, by period."""
        found: dict[Period, list[ConversationRow]] = {}
        for row in self._lists.overview():
            talk = row.conversation
            if talk.purpose is Purpose.MUS and talk.counts and talk.held_on and talk.period != UNREADABLE_PERIOD:
                found.setdefault(talk.period, []).append(row)
        return found

    def _counted(
        self, rows: Iterable[ConversationRow], drawn: Draw, parts: Collection[ReportPart]
    ) -> tuple[list[Statement], Mapping[Statement, int | None]]:
        """Return the statements that can be counted in the conversations, and the number to be shown for each."""
        options: dict[Statement, None] = {}
        given: dict[int, set[Statement]] = {}
        for row in rows:
            form = self._catalogue.pinned(row.conversation.form_version)
            options |= dict.fromkeys(one for one in countable_statements(form) if one.part in parts)
            for employee, true in self._true_of(row.conversation.id, form):
                given.setdefault(employee, set()).update(true)
        return list(options), count_answers(drawn, given, options)

    def _true_of(self, talk: int, form: Form) -> Iterator[tuple[int, set[Statement]]]:
        """Yield each employee of a conversation with what is true of them."""
        _, parties = self._conversations.with_parties(talk)
        people = [party for party in parties if party.role is PartyRole.EMPLOYEE]
        shared = {party.id for party in parties if party.role is PartyRole.SHARED}
        answers, wishes = self._answers.of_conversation(talk), self._topics.of_conversation(talk)
        plans, reviewed = self._plans.of_conversation(talk), bool(self._reviews.made_in(talk))
        for party in people:
            # What a group answers together is not the answer of each.
            sources = {party.id} | (shared if len(people) == 1 else set())
            answered = [{key.field: value for key, value in answers.items() if key.party == one} for one in sources]
            own = [plan for plan in plans if plan.party in {party.id} | shared]
            if party.employee is not None:
                true = statements_of(form, answered, wishes.get(party.id, ()), own, reviewed=reviewed)
                yield party.employee, true

    def _rank(self) -> _Lots:
        secret = self._settings.value(LOTS)
        if secret is None:
            secret = secrets.token_hex(16)
            self._settings.store(LOTS.key, secret)
        return _Lots(secret)


class _Lots:
    """The lot of each employee: the same in each report from this database, and unknown to all who lack its secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def __call__(self, employee: int) -> bytes:
        return hashlib.sha256(f"{self._secret} {employee}".encode()).digest()


def _people(rows: Iterable[ConversationRow]) -> frozenset[int]:
    return frozenset(key for row in rows for key, _ in row.employees if key not in row.left_on)
