"""Everything that the files with figures of a period need, read on the main thread."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from mus_desktop.model.period import UNREADABLE_PERIOD, Period
from mus_desktop.model.statistics.round_report import ReportPart
from mus_desktop.model.terms import Purpose
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.statistics.committee_figures import CommitteeFigures
from mus_desktop.services.statistics.figure_files import FigureSources
from mus_desktop.services.statistics.round_reports import RoundReports
from mus_desktop.storage.records.conversation_lists import ConversationLists

ALL_PARTS = tuple(ReportPart)


class PeriodFigures:
    """Collects the report on a period and the committee's figures."""

    def __init__(
        self,
        lists: ConversationLists,
        reports: RoundReports,
        committee: CommitteeFigures,
        preferences: Preferences,
        now: Callable[[], datetime],
    ) -> None:
        self._lists = lists
        self._reports = reports
        self._committee = committee
        self._preferences = preferences
        self._now = now

    def periods(self) -> tuple[Period, ...]:
        """Return the periods with a yearly MUS, held or not, the newest first."""
        talks = [row.conversation for row in self._lists.overview()]
        found = {talk.period for talk in talks if talk.purpose is Purpose.MUS and talk.counts}
        return tuple(sorted(found - {UNREADABLE_PERIOD}, reverse=True))

    def sources(self, period: Period, parts: Collection[ReportPart] = ALL_PARTS, own_words: str = "") -> FigureSources:
        """Return what the files on ``period`` are made of; the report has those parts."""
        return FigureSources(
            period,
            self._reports.report(period, parts, own_words),
            self._committee.table(period),
            self._now().date(),
            self._preferences.leader().name,
        )
