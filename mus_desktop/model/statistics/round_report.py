"""The report to all employees after a round: only what the rule of anonymity lets through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from mus_desktop.model.period import Period
from mus_desktop.model.statistics.anonymity import LEAST

LONGEST_OWN_WORDS = 500
"""The most letters of the leader's own words, so that the page for the meeting stays one page."""


class ReportPart(StrEnum):
    """A part of the report, which the leader can leave out."""

    TOPICS = "topics"
    RATINGS = "ratings"
    AGREEMENTS = "agreements"
    FOLLOWED_UP = "followed_up"

    @property
    def danish(self) -> str:
        """The heading of the part."""
        return _DANISH[self]


_DANISH = {
    ReportPart.TOPICS: "Det vil vi gerne tale om",
    ReportPart.RATINGS: "Sådan vurderer vi os selv",
    ReportPart.AGREEMENTS: "Mål og tiltag, vi har aftalt",
    ReportPart.FOLLOWED_UP: "Fulgt op",
}


class Statement(NamedTuple):
    """Something that may be true of an employee, in words of the form: ``label`` as an answer to ``question``."""

    part: ReportPart
    question: str
    label: str


class ReportRow(NamedTuple):
    """A statement with the number it is true of, at least, this time and the time before; ``None`` is not shown."""

    statement: Statement
    now: int | None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class RoundReport:
    """The report on one period.

    ``participants`` took part, ``counted`` of them are in the counts; ``before_counted`` were in those of the period
    ``before``, ``None`` if there is nothing to compare with. ``rows`` are those with a number to show, ``hidden`` is
    how many have none. ``own_words`` are the leader's. ``refused``: nothing may be shown.
    """

    period: Period
    participants: int
    counted: int = 0
    rows: Sequence[ReportRow] = ()
    hidden: int = 0
    before: Period | None = None
    before_counted: int = 0
    own_words: str = ""
    workplace: str = ""
    refused: bool = False

    def rows_of(self, part: ReportPart) -> list[ReportRow]:
        """Return the rows of one part."""
        return [row for row in self.rows if row.statement.part is part]

    @property
    def explanation(self) -> str:
        """Say in Danish what is not shown, and why."""
        if self.refused:
            return (
                f"{_people(self.participants)} har holdt samtale i perioden. Så få svar kan ikke vises, uden at nogen "
                f"kan regne ud, hvad en enkelt har svaret."
            )
        left_out = self.participants - self.counted
        return (
            f"Tallene er rundet ned til 5, 10, 15 og så videre, og {left_out} tilfældige af {self.participants} er "
            f"ikke talt med, så ingen kan regne ud, hvad en enkelt har svaret. {_hidden(self.hidden)}"
        )


def _people(count: int) -> str:
    return "1 medarbejder" if count == 1 else f"{count} medarbejdere"


def _hidden(count: int) -> str:
    if not count:
        return "Alle svar er vist."
    named = "1 svar vises" if count == 1 else f"{count} svar vises"
    return f"{named} ikke, fordi færre end {LEAST} har givet dem."
