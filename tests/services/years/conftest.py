"""A workplace with forms of its own (`data/years`): one with two plans, a plain one, and one for the mini-MUS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.model.answers import AnswerKey, Changes, RowsKey, Value
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.review import PastAgreement, Review
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.carry_on import changes_from_reviews
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.workplace import Workplace

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 10, 0)  # noqa: DTZ001 - the clock on the wall
FORMS = Path(__file__).parents[2] / "data" / "years"


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


@dataclass
class Years:
    """A workplace, and a short way to say what happens in it."""

    at: Workplace

    def employee(self, name: str = "Mette Holm") -> int:
        return self.at.staff.add(Employee(name)).id

    def mus(self, who: int | list[int], number: int, form: str = "enkel", day: date | None = None) -> OpenConversation:
        meeting = Meeting(form, year(number), day or date(number, 3, 2))
        book = self.at.conversations
        return self.open(book.plan_new(who, meeting) if isinstance(who, int) else book.plan_group(who, meeting))

    def open(self, conversation: int) -> OpenConversation:
        return self.at.conversations.open(conversation)

    def agree(self, opened: OpenConversation, *rows: Agreement, plan: int | None = None) -> OpenConversation:
        """Write these rows into a plan of the conversation, below those that are there."""
        wanted = next(p for p in opened.plans if p.id == (plan or opened.plan.id))
        fields = dict.fromkeys(row.field for row in rows)
        changed = {RowsKey(wanted.id, f): (*wanted.rows(f), *(r for r in rows if r.field == f)) for f in fields}
        self.at.writing.save(Changes(rows=changed))
        return self.open(opened.conversation.id)

    def say(
        self, opened: OpenConversation, agreement: str, status: AgreementStatus | None, comment: str = ""
    ) -> OpenConversation:
        """Review an earlier agreement as the wizard does: with what follows from it, in one save."""
        day = opened.conversation.on_date or TODAY
        changes = Changes(reviews={agreement: Review(agreement, day, status, comment) if status else None})
        follows = changes_from_reviews(opened.form, opened.plan, opened.past, changes, day)
        self.at.writing.save(changes.merged_with(follows), opened.conversation.id)
        return self.open(opened.conversation.id)

    def answer(self, opened: OpenConversation, role: PartyRole, **answers: Value) -> OpenConversation:
        party = opened.party(role).id
        self.at.writing.save(Changes({AnswerKey(party, field): value for field, value in answers.items()}))
        return self.open(opened.conversation.id)


@pytest.fixture
def years(tmp_path: Path, build_place: Callable[..., Workplace]) -> Iterator[Years]:
    built = build_place(tmp_path / "data", forms=FORMS, now=lambda: NOW)
    assert built.catalogue.failures() == ()
    yield Years(built)
    assert built.health() == []
    built.close()


def _row(key: str, field: str = "plan", **more: Any) -> Agreement:
    return Agreement(key, field, **{"cells": {"maal": f"Mål {key}"}} | more)


@pytest.fixture
def row() -> Any:
    return _row


@pytest.fixture
def ids() -> Any:
    """The ids of the agreements that are looked back on."""

    def of(past: tuple[PastAgreement, ...]) -> list[str]:
        return [found.agreement.id for found in past]

    return of


@pytest.fixture
def whole() -> Agreement:
    """An agreement with something in every column of the short-term plan."""
    cells = {
        "maal": "Sløjd",
        "metode": "Kursus",
        "traening": "Hver uge",
        "effekt": "Børnene\nkan mere",
        "tidsplan": "Efter ferien",
    }
    return replace(_row("hel"), group="Personlige", cells=cells, due_on=date(2026, 9, 1), responsible="Mette Holm")
