from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mus_desktop.app import build
from mus_desktop.model.form import NotesField, Prompt
from mus_desktop.model.local_layer import LocalLayer
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace

FORM = "kobenhavn-buf"
ORIGINAL = "Hvordan trives du generelt med dit arbejde?"
LAYER = LocalLayer(
    {"trivsel": {ORIGINAL: "Hvordan trives du på Kastanjeskolen?"}}, {"trivsel_andet": ("Og pauserne?", " ")}
)


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    opened = build(tmp_path)
    yield opened
    opened.close()


def plan_one(workplace: Workplace) -> int:
    employee = workplace.staff.add(Employee("Åse O'Nørgård"))
    period = PeriodRule().period_of(date(2026, 11, 18))
    return workplace.conversations.plan_new(employee.id, Meeting(FORM, period))


def prompts(workplace: Workplace, conversation: int, field: str) -> tuple[Prompt, ...]:
    notes = workplace.conversations.open(conversation).form.field_with(field)
    assert isinstance(notes, NotesField)
    return notes.prompts


def test_a_local_layer_applies_to_new_conversations(workplace: Workplace) -> None:
    before = plan_one(workplace)
    workplace.catalogue.local_layers.store(FORM, LAYER)
    after = plan_one(workplace)

    first = prompts(workplace, after, "trivsel")[0]
    assert (first.text, first.original) == ("Hvordan trives du på Kastanjeskolen?", ORIGINAL)
    assert prompts(workplace, after, "trivsel_andet") == (Prompt("Og pauserne?", local=True),)
    assert prompts(workplace, before, "trivsel")[0] == Prompt(ORIGINAL)


def test_conversations_not_yet_held_can_follow_and_held_ones_never_do(workplace: Workplace) -> None:
    waiting, held = plan_one(workplace), plan_one(workplace)
    workplace.conversations.finish(held, date(2026, 11, 18))
    workplace.catalogue.local_layers.store(FORM, LAYER)

    assert workplace.conversations.use_local_questions(FORM) == 1
    assert prompts(workplace, waiting, "trivsel")[0].original == ORIGINAL
    assert prompts(workplace, held, "trivsel")[0] == Prompt(ORIGINAL)
    assert workplace.conversations.use_local_questions(FORM) == 0


def test_an_empty_layer_is_the_form_itself(workplace: Workplace) -> None:
    plain = workplace.catalogue.pin(FORM)
    workplace.catalogue.local_layers.store(FORM, LAYER)
    assert workplace.catalogue.pin(FORM) != plain
    workplace.catalogue.local_layers.store(FORM, LocalLayer({"trivsel": {ORIGINAL: " "}}, {"trivsel": ("",)}))
    assert workplace.catalogue.pin(FORM) == plain
