"""A workplace with forms of its own: one with two plans, a plain one, one for groups, and one for the mini-MUS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from mus_desktop import app
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey, Value
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.review import PastAgreement, Review
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.carrying import carried_along
from mus_desktop.services.conversations import Meeting, OpenConversation
from mus_desktop.services.workplace import Workplace

TODAY = date(2026, 3, 2)

TWO_PLANS = """
language = 1
id = "to-planer"
version = 1
title = "Skema med to planer"
organisation = "Lillevig Kommune"
[[tab]]
key = "talk"
title = "Snak"
[[tab.field]]
kind = "previous_plan"
key = "sidste_plan"
title = "Siden sidst"
[[tab.field]]
kind = "notes"
key = "trivsel"
title = "Hvordan trives du?"
[[tab.field]]
kind = "notes"
key = "opgaver"
title = "Hvad med dine opgaver?"
[[tab.field]]
kind = "choice"
key = "stikord"
title = "Stikord"
options = ["Mod", "Ro", "Ansvar"]
pick = [1, 2]
[[tab]]
key = "planer"
title = "Planer"
[[tab.field]]
kind = "plan"
key = "plan"
title = "Kort sigt"
groups = ["Faglige", "Personlige"]
columns = [
  { key = "maal", title = "Mål", roles = ["goal"] },
  { key = "metode", title = "Metode", roles = ["action"] },
  { key = "traening", title = "Træning", roles = ["practice"], later = true },
  { key = "effekt", title = "Effekt", roles = ["effect"], later = true },
  { key = "tidsplan", title = "Tidsplan", roles = ["due"] },
  { key = "ansvarlig", title = "Ansvarlig", roles = ["responsible"] },
]
[[tab.field]]
kind = "plan"
key = "langt_sigt"
title = "Langt sigt"
columns = [
  { key = "maal", title = "Udviklingsmål", roles = ["goal"] },
  { key = "sigt", title = "Tidsperspektiv", roles = ["horizon", "due"] },
]
[[tab.field]]
kind = "follow_up"
key = "opfoelgning"
title = "Opfølgning"
"""
PLAIN = """
language = 1
id = "enkel"
version = 1
title = "Enkelt skema"
organisation = "Storevig Kommune"
held = ["individual", "group"]
[[tab]]
key = "talk"
title = "Snak"
[[tab.field]]
kind = "previous_plan"
key = "sidste_plan"
title = "Sidste års aftaler"
[[tab.field]]
kind = "notes"
key = "trivsel"
title = "Trivsel"
[[tab.field]]
kind = "text"
key = "opgaver"
title = "Opgaver"
[[tab.field]]
kind = "choice"
key = "stikord"
title = "Ord"
options = ["Ro", "Glæde"]
pick = 1
[[tab]]
key = "plan"
title = "Plan"
[[tab.field]]
kind = "plan"
key = "plan"
title = "UDVIKLINGSPLAN"
columns = [
  { key = "maal", title = "Hvad vil du gerne opnå?", roles = ["goal"] },
  { key = "tiltag", title = "Hvilke tiltag?", roles = ["action"] },
  { key = "stoette", title = "Hvem kan støtte dig?", roles = ["support"] },
  { key = "tidsplan", title = "Tidsplan og ansvar", roles = ["due", "responsible"] },
]
[[tab.field]]
kind = "follow_up"
key = "naeste_gang"
title = "Næste gang"
"""
STATUS = """
language = 1
id = "status"
version = 1
title = "Mini-MUS"
organisation = "Lillevig Kommune"
purpose = "follow_up"
[[tab]]
key = "status"
title = "Status"
[[tab.field]]
kind = "previous_plan"
key = "sidste_plan"
title = "Hvor langt er vi?"
[[tab.field]]
kind = "follow_up"
key = "opfoelgning"
title = "Næste gang"
"""


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
        follows = carried_along(opened.form, opened.plan, opened.past, changes, day)
        self.at.writing.save(changes.then(follows), opened.conversation.id)
        return self.open(opened.conversation.id)

    def answer(self, opened: OpenConversation, role: PartyRole, **answers: Value) -> OpenConversation:
        party = opened.party(role).id
        self.at.writing.save(Changes({AnswerKey(party, field): value for field, value in answers.items()}))
        return self.open(opened.conversation.id)


@pytest.fixture
def years(tmp_path: Path) -> Iterator[Years]:
    forms = tmp_path / "forms"
    for name, text in (("to-planer", TWO_PLANS), ("enkel", PLAIN), ("status", STATUS)):
        (forms / name).mkdir(parents=True)
        (forms / name / "form.toml").write_text(text, encoding="utf-8")
    built = app.build(tmp_path / "data", forms=forms, now=lambda: datetime(2026, 3, 2, 10, 0))  # noqa: DTZ001
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
