"""The list of open agreements across employees, years and forms, and the status noted in it between conversations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from mus_desktop.errors import KnownError
from mus_desktop.model.dates import format_date
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.review import Review
from mus_desktop.model.terms import Purpose
from mus_desktop.model.text import is_blank, one_line
from mus_desktop.services.conversation.agreement_lines import agreement_text
from mus_desktop.services.conversation.carried_over import field_of, form_version_of
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.services.overview.responsible_party import names_somebody
from mus_desktop.storage.records.agreements.open_agreements import OpenAgreement, OpenAgreements
from mus_desktop.storage.records.reviews import Reviews

NOTABLE_STATUSES = (
    AgreementStatus.OPEN,
    AgreementStatus.IN_PROGRESS,
    AgreementStatus.REACHED,
    AgreementStatus.NOT_REACHED,
    AgreementStatus.DROPPED,
)
"""The statuses that can be noted between conversations; an agreement is carried on into the plan of a conversation."""
_NOT_UNDONE = "Der er ændret noget ved aftalerne siden, så det kan ikke fortrydes her. Notér status igen."


class AgreementFilter(Enum):
    """The ready filters of the list."""

    ALL = auto()
    THIS_MONTH = auto()
    OVERDUE = auto()
    NO_DATE = auto()
    MINE = auto()
    THEIRS = auto()


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """One open agreement. ``people`` are the employees (ids) it is about, of whom a common agreement has several.

    ``mine`` and ``theirs``: the leader, or one of the employees, is responsible; both or neither is possible.
    ``next_talk`` is the day of the first conversation planned with one of the people.
    """

    id: str
    conversation: int
    people: tuple[int, ...]
    text: str
    due_on: date | None
    responsible: str
    status: AgreementStatus
    purpose: Purpose
    period: Period
    next_talk: date | None
    mine: bool
    theirs: bool

    def overdue(self, today: date) -> bool:
        """Return whether the due date has passed."""
        return self.due_on is not None and self.due_on < today

    def matches(self, chosen: AgreementFilter, today: date) -> bool:
        """Return whether the line is in the list of the filter ``chosen``."""
        due = self.due_on
        match chosen:
            case AgreementFilter.THIS_MONTH:
                return due is not None and (due.year, due.month) == (today.year, today.month)
            case AgreementFilter.OVERDUE:
                return self.overdue(today)
            case AgreementFilter.NO_DATE:
                return due is None
            case AgreementFilter.MINE:
                return self.mine
            case AgreementFilter.THEIRS:
                return self.theirs
        return True


class FollowUpList:
    """Lists the open agreements of the employees who work here, and notes their status between conversations."""

    def __init__(self, agreements: OpenAgreements, reviews: Reviews, catalogue: Catalogue) -> None:
        self._agreements = agreements
        self._reviews = reviews
        self._catalogue = catalogue

    def on(self, today: date, leader: str, names: Mapping[int, str]) -> list[FollowUpLine]:
        """Return the open agreements, each once: the earliest due date first, those without one last.

        :param leader: the leader's full name.
        :param names: the employees' full names by id.
        """
        talks = self._agreements.next_talks(today)
        return [self._line(row, leader, names, talks) for row in self._agreements.all() if not row.agreement.blank]

    def notes(self, agreement: str) -> tuple[Review, ...]:
        """Return what has been noted about an agreement, the newest first, in conversations and between them."""
        return self._reviews.of_agreements([agreement]).get(agreement, ())

    def note_status(
        self, agreements: Sequence[str], status: AgreementStatus, day: date, comment: str
    ) -> Callable[[], None]:
        """Note ``status`` of each of these agreements on ``day``, with a comment; return the function that undoes it.

        :raises KnownError: something newer has been noted about one of them, which would stay its status.
        """
        newest = self._reviews.newest_day(agreements)
        if newest is not None and newest > day:
            raise KnownError(f"Der er noteret en nyere status den {format_date(newest)}. Vælg den dag eller en senere.")
        review = Review("", day, status, comment.strip())
        added = self._reviews.add_between(agreements, review)

        def undo() -> None:
            if not self._reviews.remove_between(added):
                raise KnownError(_NOT_UNDONE)

        return undo

    def _line(
        self, row: OpenAgreement, leader: str, names: Mapping[int, str], talks: Mapping[int, date]
    ) -> FollowUpLine:
        agreement = row.agreement
        mine, theirs = names_somebody(agreement.responsible, leader, [names.get(one, "") for one in row.people])
        return FollowUpLine(
            id=agreement.id,
            conversation=row.conversation,
            people=row.people,
            text=one_line(self._text(row)),
            due_on=agreement.due_on,
            responsible=one_line(agreement.responsible),
            status=agreement.status,
            purpose=row.purpose,
            period=row.period,
            next_talk=_first(talks.get(one) for one in row.people),
            mine=mine,
            theirs=theirs,
        )

    def _text(self, row: OpenAgreement) -> str:
        agreement = row.agreement
        key = field_of(agreement.field)
        try:
            form = self._catalogue.pinned(form_version_of(agreement.field) or row.form_version)
            found = next((field for field in form.plan_fields() if field.key == key), None)
        except (KnownError, KeyError):  # the form is damaged: the words of the agreement are not
            found = None
        text = agreement_text(found, agreement) if found else ""
        return text or _any_text(agreement)


def _any_text(agreement: Agreement) -> str:
    """Return the first words of an agreement whose form does not show them: its columns have others there."""
    texts = (*agreement.cells.values(), *agreement.extra.values())
    return next((text for text in texts if not is_blank(text)), "")


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)
