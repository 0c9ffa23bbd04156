"""*Samtale* of a group shows what is common and nothing else, whichever participant was chosen before it began."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from mus_desktop import paths
from mus_desktop.errors import SaveFailed
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.form import Field, Form, PartyRole
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.review import AddendumKey, FollowUp, Review
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.conversation_writer import ConversationWriter
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.fields.field_widget import Arrangement

if TYPE_CHECKING:
    from tests.conftest import Hands

NAMES = ("Anna", "Bo", "Carla")
CHOSEN = (None, *NAMES)
DAY = date(2026, 11, 18)
PICKER = "Vis det fælles eller én deltager"

# Every kind that a party answers, answered by each of them, and every kind that belongs to a plan.
FORM = """
language = 1
id = "hver-part"
version = 1
title = "Alle svarer på alt"
organisation = "Lillevig Kommune"
purpose = "mus"
held = ["individual", "group"]
individual_plans = "required"

[[scale]]
key = "n"
steps = [{ value = 1, label = "Lidt" }, { value = 2, label = "En del" }, { value = 3, label = "Meget" }]

[[tab]]
key = "ord"
title = "Ord"
minutes = 10
field = [
  { kind = "text", key = "tekst", title = "Tekst", by = ALL },
  { kind = "notes", key = "note", title = "Note", by = ALL },
  { kind = "date", key = "dag", title = "Dag", by = ALL },
  { kind = "number", key = "tal", title = "Tal", by = ALL },
]

[[tab]]
key = "valg"
title = "Valg"
field = [
  { kind = "check", key = "kryds", title = "Kryds", by = ALL },
  { kind = "choice", key = "valg", title = "Valg", by = ALL, pick = [1, 3], options = ["Mod", "Ro", "Nær", "Hel"] },
  { kind = "choice", key = "kort", title = "Kort", pick = [1, 2], cards = true, options = ["Hest", "Ko"] },
  { kind = "board", key = "brik", title = "Puslespil", by = ALL, cards = "kort", areas = ["Mark", "Stald"] },
]

[[tab]]
key = "skema"
title = "Skema"
field = [
  { kind = "rating", key = "r", title = "Ros", by = ALL, scale = "n", rows = ["Jeg"], remark = "Ord", wheel = true },
  { kind = "rating", key = "kunnen", title = "Kunnen", by = ALL, scale = "n", row_remark = "Uddyb" },
  { kind = "table", key = "tabel", title = "Tabel", by = ALL, columns = [{ key = "navn", title = "Navn" }] },
]

[[tab]]
key = "plan"
title = "Plan"
field = [
  { kind = "previous_plan", key = "sidst", title = "Siden sidst" },
  { kind = "plan", key = "plan", title = "Plan", columns = [{ key = "maal", title = "Mål", roles = ["goal"] }] },
  { kind = "follow_up", key = "opfoelgning", title = "Opfølgning" },
  { kind = "signatures", key = "underskrift", title = "Underskrift", signers = { employee = "Kollega" } },
]
""".replace("ALL", '["employee", "leader", "shared"]')

_NUMBERS = {"Anna": 1, "Bo": 2, "Carla": 3, "Leder": 4, "Fælles": 5}


def secrets_of(name: str) -> tuple[str, ...]:
    """Whatever on the screen can only come from that party."""
    return f"{name}-HEMMELIGT", f"204{_NUMBERS[name]}", f"700{_NUMBERS[name]}"


def value(field: Field, form: Form, name: str) -> Any:
    """What the party answers; another value for every party."""
    number, words = _NUMBERS[name], f"{name}-HEMMELIGT {field.key}"
    if field.kind == "rating":
        rated = {"level": number % 3 + 1}
        return {words: rated} if field.key == "kunnen" else {"Jeg": rated, "": {"remark": words}}
    made: dict[str, Any] = {
        "text": words,
        "notes": words,
        "date": f"204{number}-03-01",
        "number": 7000 + number,
        "check": True,
        "choice": ["Mod", "Ro", "Nær", "Hel", "Mod"][number - 1 : number] if field.key == "valg" else ["Hest"],
        "board": [[("Mark", "Stald")[number % 2], form.field_with("kort").options[number // 2 % 2]]],
        "table": [{"id": words, "cells": {"navn": words}}],
    }
    return made[field.kind]


@dataclass
class Room:
    """The group's conversation, with a secret of every party wherever one can be written."""

    talk: Any
    window: Any

    @property
    def view(self) -> Any:
        return self.talk.program.view

    def choose(self, name: str | None) -> None:
        assert self.view.show_participant(self.talk.parties[name] if name else None)
        finish_layouts(self.window)

    def pages(self) -> Iterator[int]:
        for number in range(self.view.themes.count()):
            self.view.themes.setCurrentRow(number)
            finish_layouts(self.window)
            yield number

    def pictures(self) -> list[QImage]:
        self.view.themes.setFocus()
        return [self.window.grab().toImage() for _ in self.pages()]


@pytest.fixture
def room(start_group: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    forms = tmp_path / "forms"
    (forms / "hver-part").mkdir(parents=True)
    (forms / "hver-part" / "form.toml").write_text(FORM, encoding="utf-8")
    monkeypatch.setattr(paths, "forms", lambda: forms)
    talk = start_group("hver-part")
    book = talk.program.workplace
    for name, employee in talk.employees.items():
        _last_year(talk, name, employee)
    parties = {
        **talk.parties,
        **{n: talk.opened.party(r).id for n, r in (("Leder", PartyRole.LEADER), ("Fælles", PartyRole.SHARED))},
    }
    form = talk.opened.form
    answered = [field for field in form.fields() if PartyRole.EMPLOYEE in field.by]
    assert {field.kind for field in answered} == {
        "text",
        "notes",
        "date",
        "number",
        "check",
        "choice",
        "board",
        "rating",
        "table",
    }
    book.writing.save(
        Changes(
            {
                AnswerKey(party, field.key): value(field, form, name)
                for name, party in parties.items()
                for field in answered
            }
        )
    )
    for name, party in talk.parties.items():
        _own_plan(talk, name, party)
        book.wishes.set_wish(talk.id, party, "note", wanted=True)
    talk.program.window.open_conversation(talk.id)
    return Room(talk, talk.program.window)


def _last_year(talk: Any, name: str, employee: int) -> None:
    """An agreement of one participant alone, and what is said of it in this conversation."""
    book = talk.program.workplace
    before = PeriodRule().period_of(date(2025, 11, 18))
    alone = book.conversations.open(
        book.conversations.plan_new(employee, Meeting("hver-part", before, date(2025, 11, 18)))
    )
    row = Agreement(f"sidst-{name}", "plan", "", {"maal": f"{name}-HEMMELIGT sidst"})
    book.writing.save(Changes(rows={RowsKey(alone.plan.id, "plan"): (row,)}))
    book.conversations.finish(alone.conversation.id, date(2025, 11, 18))
    said = Review(row.id, DAY, AgreementStatus.IN_PROGRESS, f"{name}-HEMMELIGT svar", talk.id)
    book.writing.save(Changes(reviews={row.id: said}), talk.id)


def _own_plan(talk: Any, name: str, party: int) -> None:
    """A signed plan of the participant's own, with a follow-up day and an addition after signature."""
    book = talk.program.workplace
    own = book.groups.own_plan(talk.id, party)
    row = Agreement(f"egen-{name}", "plan", "", {"maal": f"{name}-HEMMELIGT mål"})
    when = {RowsKey(own.id, "opfoelgning"): (FollowUp(date(2040 + _NUMBERS[name], 3, 1), f"{name}-HEMMELIGT dag"),)}
    book.writing.save(Changes(rows={RowsKey(own.id, "plan"): (row,)}, follow_ups=when))
    own = book.groups.own_plan(talk.id, party)
    book.plan_recorder.sign(book.plan_recorder.agree(own, DAY), DAY, f"{name}-HEMMELIGT underskriver")
    book.writing.save(Changes(addenda={AddendumKey(own.id, "", ""): f"{name}-HEMMELIGT tilføjelse"}), talk.id)


def leaks(shown: str) -> set[str]:
    private = [name for name in _NUMBERS if name != "Fælles"]
    return {secret for name in private for secret in secrets_of(name) if secret in shown}


@pytest.mark.parametrize("name", CHOSEN)
def test_no_secret_of_any_party_is_anywhere_even_where_it_is_hidden(
    room: Room, everything: Callable[..., str], hands: Hands, name: str | None
) -> None:
    room.choose(name)
    before = [everything(hidden=False) for _ in room.pages()]
    wanted = secrets_of(name or "Leder")
    assert all(any(secret in text for text in before) for secret in wanted), "in preparation the secrets do show"
    hands.press("F11")
    assert room.view.arrangement is Arrangement.CONVERSATION
    common = 0
    for number in room.pages():
        hands.hold("F9")
        shown = everything(hidden=False)
        hidden = everything(hidden=True)
        hands.let_go("F9")
        assert leaks(shown) == set(), f"page {number}"
        of_participants = {secret for one in NAMES for secret in secrets_of(one) if secret in hidden}
        assert of_participants == set(), f"page {number}: hidden, and one mistake away from being shown"
        assert "Gruppesamtale: Anna, Bo og Carla" in shown
        assert "Individuel plan for" not in hidden
        assert room.window.windowTitle() == "MUS"
        common += any(secret in shown for secret in secrets_of("Fælles"))
        assert not room.view.header.picker.isVisible()
        assert not room.view.show_participant(room.talk.parties["Bo"]), "no way to see it"
    assert common == 2
    room.view._requests.agree_on_themes(room.view._wizard, room.view.arrangement)
    dialog = hands.wait_dialog("Aftal temaer")
    assert "vil gerne tale om det" not in everything(hidden=True)
    dialog.reject()


def test_it_looks_the_same_whoever_was_chosen_and_whatever_they_have_written(
    room: Room, hands: Hands, qapp: QApplication
) -> None:
    """Also ticks, choices and scales, which have no words of their own, change no pixel."""
    flash = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    try:
        pictures = []
        for name in CHOSEN:
            room.choose(name)
            hands.press("F11")
            pictures.append(room.pictures())
            hands.press("F11")
        book = room.talk.program.workplace
        private = {key: None for key in room.talk.opened.answers if key.party in room.talk.parties.values()}
        room.choose(None)
        book.writing.save(Changes(private))
        room.window.open_conversation(room.talk.id)
        hands.press("F11")
        pictures.append(room.pictures())
        assert [one == pictures[0] for one in pictures] == [True] * len(pictures)
    finally:
        qapp.setCursorFlashTime(flash)


def test_on_return_the_chosen_participant_is_shown_again(
    room: Room, everything: Callable[..., str], hands: Hands
) -> None:
    room.choose("Bo")
    hands.press("F11")
    assert room.view.participant == room.talk.parties["Bo"], "what reopens this view must know whom to show"
    hands.press("F11")
    assert room.view.header.picker.box.currentText() == "Bo"
    assert room.window.windowTitle() == "MUS Desktop"
    shown = "\n".join(everything(hidden=False) for _ in room.pages())
    assert set(secrets_of("Bo")) & leaks(shown) == set(secrets_of("Bo"))
    assert not any(secret in shown for one in ("Anna", "Carla") for secret in secrets_of(one))
    room.choose(None)
    hands.press("F11")
    hands.press("F11")
    assert room.view.header.picker.box.currentText() == "Fælles"


def test_what_is_typed_last_is_saved_first_and_what_cannot_be_saved_is_not_turned_to_the_group(
    room: Room, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.choose("Bo")
    room.view.themes.setCurrentRow(0)
    hands.find("Medarbejderens forberedelse: Note").setFocus()
    hands.type(" Nyt")
    with monkeypatch.context() as broken:

        def fail(*_: Any) -> None:
            raise SaveFailed("Disken er fuld.")

        broken.setattr(ConversationWriter, "save", fail)
        hands.press("F11")
        assert room.view.arrangement is Arrangement.PREPARATION
        assert room.view.failure_bar.isVisible()
        assert not room.window.menus.turn.isChecked()
        assert room.view.header.picker.box.currentText() == "Bo"
    hands.press("F11")
    assert room.view.arrangement is Arrangement.CONVERSATION
    stored = room.talk.opened.answers[AnswerKey(room.talk.parties["Bo"], "note")]
    assert stored == "Bo-HEMMELIGT note Nyt"


def test_what_cannot_be_saved_in_the_talk_stays_when_the_leader_turns_back(
    room: Room, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.choose("Bo")
    room.view.themes.setCurrentRow(0)
    hands.press("F11")
    hands.find("Fælles noter: Note").setFocus()
    hands.type(" Nyt")
    with monkeypatch.context() as broken:

        def fail(*_: Any) -> None:
            raise SaveFailed("Disken er fuld.")

        broken.setattr(ConversationWriter, "save", fail)
        hands.press("F11")
        assert room.view.arrangement is Arrangement.PREPARATION
        assert room.view.header.picker.box.currentText() == "Fælles"
        assert hands.find("Fælles noter: Note").toPlainText().endswith(" Nyt")
    assert room.view.save_now()
    shared = room.talk.opened.party(PartyRole.SHARED).id
    assert room.talk.opened.answers[AnswerKey(shared, "note")].endswith(" Nyt")
