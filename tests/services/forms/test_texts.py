"""Dated texts in the settings, and agreements that come of gaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mus_desktop.model.form import Form, PlanColumn, PlanField, Role, Tab
from mus_desktop.model.plan import Agreement, Plan
from mus_desktop.services.conversation.gap_agreements import agreement_for_gap
from mus_desktop.services.forms.texts import StoredText
from mus_desktop.services.workplace import Workplace

TODAY = date(2026, 5, 12)
_GOAL = PlanColumn("maal", "Mål", roles=frozenset({Role.GOAL}))
_PLAN = PlanField(
    key="plan", title="Plan", columns=(PlanColumn("tid", "Tid"), _GOAL), groups=("Faglige kompetencer:", "Personlige")
)


def _form(*fields: PlanField) -> Form:
    return Form("f", 1, "MUS", "Egedal", (Tab("t", "Tema", fields),))


def test_a_text_is_stored_with_its_day_until_it_is_emptied(
    workplace: Workplace, reopened: Callable[[], Workplace]
) -> None:
    assert workplace.texts.all() == {}
    assert workplace.texts.store("fonden", "\n25.000 kr.\nSøg inden 1. marts\n") == StoredText(
        "25.000 kr.\nSøg inden 1. marts", TODAY
    )
    again = reopened()
    assert again.texts.all() == {"fonden": StoredText("25.000 kr.\nSøg inden 1. marts", TODAY)}
    assert again.texts.store("fonden", " \n") is None
    assert again.texts.all() == {}


@pytest.mark.parametrize(
    ("group", "stands_in"),
    [("faglige kompetencer", "Faglige kompetencer:"), ("Personlige", "Personlige"), ("", "Faglige kompetencer:")],
)
def test_a_gap_becomes_a_goal_in_the_right_group(group: str, stands_in: str) -> None:
    later = PlanField(key="langt", title="Langt", columns=(_GOAL,))
    made = agreement_for_gap(_form(_PLAN, later), Plan(1, 2), "Jura", "fra 1 til 3", group)
    assert made is not None
    assert (made.field, made.group, made.cells, made.added_on) == (
        "plan",
        stands_in,
        {"maal": "Jura: fra 1 til 3"},
        None,  # dated, it would count as added if the plan is signed on the same day
    )


def test_the_same_gap_leads_to_the_agreement_there_is() -> None:
    standing = Agreement("a", "plan", "Personlige", cells={"maal": "Jura", "tid": "I morgen"})
    assert agreement_for_gap(_form(_PLAN), Plan(1, 2, (standing,)), "Jura", "", "") is standing


def test_a_form_without_a_plan_gives_no_agreement() -> None:
    assert agreement_for_gap(_form(), Plan(1, 2), "Jura", "", "") is None
