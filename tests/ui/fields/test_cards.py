"""Keywords as cards: both parties' picks beside each other, before the talk and in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.form import ChoiceField, PartyRole
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.fields.inputs.choice_input import ChoiceWidget

EMPLOYEE, LEADER, SHARED = PartyRole
OPTIONS = ("Motivation", "Mod", "Møder", "Mål & retning", "Nærvær")
CARDS = ChoiceField(key="f", title="Stikord", options=OPTIONS, pick=(3, 3), cards=True, by=(EMPLOYEE, LEADER))
PICKS = {EMPLOYEE: ["Mod", "Møder"], LEADER: ["Nærvær"]}


@pytest.fixture
def make(context_for: Any, stored: Any, show: Any) -> Any:
    def make_(field: ChoiceField = CARDS, picks: Any = None) -> ChoiceWidget:
        widget = ChoiceWidget(field, context_for(field))
        widget.load(stored(field, PICKS if picks is None else picks))
        show(widget)
        return widget

    return make_


def _shown(widget: ChoiceWidget, role: PartyRole) -> list[str]:
    made: Any = widget.input_of(role).input
    return [option for option, box in made.boxes.items() if box.isVisible()]


def test_a_fourth_is_refused_with_the_reason_until_one_is_taken_away(make: Any) -> None:
    widget = make(CARDS, {EMPLOYEE: ["Mod", "Møder", "Nærvær"]})
    made = widget.input_of(EMPLOYEE).input
    assert made._count.text() == "3 af 3 valgt"
    made.boxes["Motivation"].click()
    assert made.refusal.isVisible()
    assert not made.boxes["Motivation"].isChecked()
    assert not widget.collect()
    made.boxes["Mod"].click()
    assert not made.refusal.isVisible()
    made.boxes["Motivation"].click()
    assert widget.collect().answers == {AnswerKey(1, "f"): ["Møder", "Nærvær", "Motivation"]}


def test_both_parties_picks_stand_side_by_side_in_the_conversation(make: Any) -> None:
    widget = make()
    widget.set_arrangement(Arrangement.CONVERSATION)
    assert _shown(widget, EMPLOYEE) == ["Mod", "Møder"]
    assert _shown(widget, LEADER) == ["Nærvær"]
    captions = [widget._captions[role].text() for role in (EMPLOYEE, LEADER)]
    assert captions == ["Medarbejderens stikord", "Lederens stikord"]
    left, right = (widget.input_of(role).body.geometry() for role in (EMPLOYEE, LEADER))
    assert left.right() < right.left()
    assert not widget.collect()


def test_in_the_conversation_a_pick_changes_only_when_somebody_asks_for_it(make: Any) -> None:
    widget = make()
    widget.set_arrangement(Arrangement.CONVERSATION)
    made = widget.input_of(LEADER).input
    made.boxes["Nærvær"].click()
    assert made.value() == ["Nærvær"]
    made.all_button.click()
    assert _shown(widget, LEADER) == list(OPTIONS)
    made.boxes["Mod"].click()
    assert widget.collect().answers == {AnswerKey(2, "f"): ["Nærvær", "Mod"]}
    made.all_button.click()
    assert _shown(widget, LEADER) == ["Mod", "Nærvær"]


@pytest.mark.parametrize("field", [replace(CARDS, cards=False), replace(CARDS, by=(LEADER, SHARED))])
def test_picks_that_are_not_told_beforehand_stay_the_leaders_own(field: ChoiceField, make: Any) -> None:
    assert not field.picks_visible_to_both
    widget = make(field, {LEADER: ["Nærvær"]})
    widget.set_arrangement(Arrangement.CONVERSATION)
    assert _shown(widget, LEADER) == []
    assert widget.input_of(LEADER).value() is None


def test_tab_stops_once_and_the_arrows_go_from_card_to_card(make: Any, press: Any) -> None:
    widget = make()
    made = widget.input_of(EMPLOYEE).input
    assert len(made.focus_targets()) == 1
    made.focus_targets()[0].setFocus()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    assert QApplication.focusWidget() is made.boxes["Møder"]
    assert made.focus_targets() == [made.boxes["Møder"]]
    press(Qt.Key.Key_Space)
    assert made.value() == ["Mod"]
    press(Qt.Key.Key_Return)
    assert made.value() == ["Mod", "Møder"]


def test_no_two_inputs_have_the_same_name(make: Any) -> None:
    widget = make()
    names = [box.accessibleName() for role in (EMPLOYEE, LEADER) for box in widget.input_of(role).input.boxes.values()]
    assert len(set(names)) == 2 * len(OPTIONS)
    widget.set_arrangement(Arrangement.CONVERSATION)
    names = [target.accessibleName() for target in widget.inputs()]
    assert names == ["Medarbejderens stikord: Stikord: ret valget", "Lederens stikord: Stikord: ret valget"]
