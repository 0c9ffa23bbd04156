"""The ticks that a common note may follow the plan, below the note."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from mus_desktop.model.answers import AnswerKey, Changes, TickKey
from mus_desktop.model.form import Form, NotesField, PartyRole, PlanField, Tab
from mus_desktop.model.plan import Plan
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext
from mus_desktop.ui.fields.inputs.notes_input import NotesWidget

E, L, S = PartyRole.EMPLOYEE, PartyRole.LEADER, PartyRole.SHARED
PARTIES, TICKING = {E: 1, L: 2, S: 3}, {1: "Åse Nørgård", 2: "Mette Højgård"}
TODAY, BEFORE = date(2026, 11, 21), date(2026, 11, 3)
FIELD = NotesField(key="trivsel", title="Hvordan trives du?", by=(E, L, S))
PLAN = PlanField(key="plan", title="Plan", columns=())


def key(party: int) -> TickKey:
    return TickKey(3, "trivsel", party)


def content(text: str = "Vi deler vagterne", *ticked: int, closed: bool = False) -> Content:
    answers = {AnswerKey(3, "trivsel"): text} if text else {}
    return Content(answers, Plan(7, 3), ticks={key(party): BEFORE for party in ticked}, ticks_closed=closed)


@pytest.fixture
def make(show: Any) -> Any:
    def make_(shown: Content, *, plan: bool = True, ticking: Any = TICKING, field: NotesField = FIELD) -> NotesWidget:
        form = Form("f", 1, "MUS", "Skole", (Tab("t", "Tema", (field, PLAN) if plan else (field,)),))
        context = FieldContext(form, PARTIES, 7, {}, (), lambda: TODAY, ticking=ticking)
        widget = NotesWidget(field, context)
        widget.load(shown)
        show(widget, 730)
        return widget

    return make_


def test_both_tick_with_the_keyboard_in_samtale(make: Any, press: Any) -> None:
    widget = make(content())
    widget.set_arrangement(Arrangement.CONVERSATION)
    boxes = widget.ticks.boxes
    assert [box.accessibleName() for box in boxes.values()] == [
        "Må følge planen, Åse Nørgård: Hvordan trives du?",
        "Må følge planen, Mette Højgård: Hvordan trives du?",
    ]
    assert widget.inputs() == [widget.note(S), *boxes.values()]
    assert "står kun i programmet" in widget.ticks.state.text()
    boxes[1].setFocus()
    press(Qt.Key.Key_Space)
    assert "først på planen, når I begge" in widget.ticks.state.text()
    boxes[2].setFocus()
    press(Qt.Key.Key_Space)
    assert "udskrives på planen" in widget.ticks.state.text()
    assert widget.collect() == Changes(ticks={key(1): TODAY, key(2): TODAY})
    assert widget.collect() == Changes()


def test_typing_takes_the_ticks_away_at_once_and_says_so(make: Any, type_text: Any) -> None:
    widget = make(content("Vi deler vagterne", 1, 2))
    assert all(box.isChecked() for box in widget.ticks.boxes.values())
    assert "3.\N{NO-BREAK SPACE}november 2026" in widget.ticks.state.text()
    type_text(widget.note(S), "!")
    assert not any(box.isChecked() for box in widget.ticks.boxes.values())
    assert "hakkene er fjernet" in widget.ticks.state.text()
    assert "lav den igen" in widget.ticks.state.text(), "a plan in Word has the old note"
    changes = widget.collect()
    assert changes.ticks == {key(1): None, key(2): None}
    assert [*changes.answers] == [AnswerKey(3, "trivsel")]


def test_a_tick_set_before_the_text_is_saved_is_for_the_text_that_was_there(make: Any, type_text: Any) -> None:
    widget = make(content())
    widget.ticks.boxes[1].click()
    type_text(widget.note(S), "!")
    assert widget.collect().ticks == {key(1): None}
    widget.ticks.boxes[2].click()
    assert widget.collect().ticks == {key(2): TODAY}


def test_a_preparation_takes_no_tick_away(make: Any, type_text: Any) -> None:
    widget = make(content("Vi deler vagterne", 1, 2))
    type_text(widget.note(E), "Mit eget")
    assert widget.collect().ticks == {}
    assert all(box.isChecked() for box in widget.ticks.boxes.values())


def test_taking_one_back_says_that_the_note_follows_no_longer(make: Any) -> None:
    widget = make(content("Vi deler vagterne", 1, 2))
    widget.ticks.boxes[2].click()
    assert "følger ikke længere planen" in widget.ticks.state.text()
    assert widget.collect().ticks == {key(2): None}


def test_a_signed_plan_shows_the_ticks_of_its_notes_and_no_others(make: Any) -> None:
    widget = make(content("Vi deler vagterne", 1, 2, closed=True))
    assert not any(box.isEnabled() for box in widget.ticks.boxes.values())
    assert widget.ticks.state.text() == "Noten er med i den underskrevne plan."
    widget.update_from(content("Vi deler vagterne", 1, closed=True))
    assert widget.ticks.isHidden()
    widget.update_from(content("Vi deler vagterne", 1))
    assert not widget.ticks.isHidden()
    assert widget.ticks.boxes[2].isEnabled()


@pytest.mark.parametrize("by", [(E, L, S), (E, L)])
@pytest.mark.parametrize("plan", [False, True])
@pytest.mark.parametrize("text", ["", "Vi deler vagterne"])
@pytest.mark.parametrize("ticking", [TICKING, {}])
def test_only_a_written_common_note_that_can_follow_a_plan_has_ticks(
    make: Any, by: tuple[PartyRole, ...], plan: bool, text: str, ticking: Any
) -> None:
    widget = make(content(text), plan=plan, ticking=ticking, field=replace(FIELD, by=by))
    assert (widget.ticks is not None) is (S in by and plan and bool(text) and bool(ticking))


def test_the_ticks_come_with_the_first_words(make: Any) -> None:
    widget = make(content(""))
    reordered: list[bool] = []
    widget.inputs_changed.connect(lambda: reordered.append(True))
    widget.note(S).insertPlainText("Ny note")
    widget.update_from(content("Ny note"))
    assert widget.ticks.isVisible()
    assert reordered, "the page must put them in its tab order"
