"""A group of three on each of two forms: one that requires own plans, one that does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from mus_desktop.model.answers import AnswerKey, Changes, RowsKey, Value
from mus_desktop.model.form import ChoiceField, Field, NotesField, PartyRole, PlanField
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.workplace import Workplace

TODAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 12, 9, 30)  # noqa: DTZ001 - the clock on the wall
NAMES = ("Anna Holm", "Bo Dam", "Carla Riis")
OPTIONAL, REQUIRED = "albertslund", "abc-faelles"


@dataclass(frozen=True)
class Group:
    """A planned group conversation, with sentinels everywhere: ``Anna-HEMMELIGT`` is only Anna's."""

    workplace: Workplace
    id: int
    people: tuple[Employee, ...]

    @property
    def whole(self) -> OpenConversation:
        return self.workplace.conversations.open(self.id)

    def party(self, name: str) -> int:
        person = next(person for person in self.people if person.first_name == name)
        return next(party.id for party in self.whole.parties if party.employee == person.id)

    def employee(self, name: str) -> int:
        return next(person.id for person in self.people if person.first_name == name)

    @property
    def plan_field(self) -> PlanField:
        return self.whole.form.plan_fields()[0]

    def agree(self, plan: int, *texts: str) -> None:
        """Write agreements in a plan; those that stand there stay."""
        opened, field = self.whole, self.plan_field
        there = next(known for known in opened.plans if known.id == plan).rows(field.key)
        group = field.groups[0] if field.groups else ""
        made = tuple(Agreement(f"{plan}-{text}", field.key, group, {field.columns[0].key: text}) for text in texts)
        self.workplace.writing.save(Changes(rows={RowsKey(plan, field.key): (*there, *made)}))


def secret(who: str) -> str:
    return f"{who}-HEMMELIGT"


def _answer(field: Field, who: str) -> Value | None:
    if isinstance(field, ChoiceField):
        return None
    return f"{secret(who)} om {field.key}" if isinstance(field, NotesField) else None


def fill(group: Group) -> None:
    """A sentinel of each party in every note."""
    opened = group.whole
    owners = {party: person.first_name for person in group.people for party in [group.party(person.first_name)]}
    owners |= {opened.party(PartyRole.LEADER).id: "Leder", opened.party(PartyRole.SHARED).id: "Fælles"}
    roles = {party.id: party.role for party in opened.parties}
    answers = {
        AnswerKey(party, field.key): value
        for party, who in owners.items()
        for field in opened.form.fields()
        if roles[party] in field.by and (value := _answer(field, who)) is not None
    }
    group.workplace.writing.save(Changes(answers))


@pytest.fixture
def workplace(tmp_path: Path, build_place: Callable[..., Workplace]) -> Iterator[Workplace]:
    built = build_place(tmp_path / "data", now=lambda: NOW)
    built.preferences.set_leader(Leader("Mette Lund", "Skoleleder", "Lærkeskolen"))
    built.preferences.set_document_folder(tmp_path)
    yield built
    built.close()


@pytest.fixture
def begin(workplace: Workplace) -> Callable[..., Group]:
    def begin_(form: str = OPTIONAL, names: tuple[str, ...] = NAMES, *, filled: bool = True) -> Group:
        people = tuple(workplace.staff.add(Employee(name, "Lærer", "Lærkeskolen")) for name in names)
        meeting = Meeting(form, PeriodRule().period_of(TODAY), TODAY)
        group = Group(workplace, workplace.conversations.plan_group([p.id for p in people], meeting), people)
        if filled:
            fill(group)
        return group

    return begin_


@pytest.fixture
def secret_of() -> Callable[[str], str]:
    return secret
