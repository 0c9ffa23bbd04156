from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.agenda import Agenda, agenda, is_for_leader_only, themes_of
from mus_desktop.model.form import CheckField, Form, InfoField, NotesField, PartyRole, PlanColumn, PlanField, Tab

E_, L_, S_ = PartyRole.EMPLOYEE, PartyRole.LEADER, PartyRole.SHARED


def tab(key: str, *, optional: bool = False, by: tuple[PartyRole, ...] = (E_, L_, S_)) -> Tab:
    return Tab(key, key.title(), (NotesField(key=f"{key}_noter", title="Noter", by=by),), optional=optional)


PLAN = Tab("plan", "Plan", (PlanField(key="plan", title="Plan", columns=(PlanColumn("maal", "Mål"),)),))
INTRO = Tab("intro", "Om", (InfoField(key="", title="Om"),))
CHECKLIST = Tab("tjek", "Tjekliste", (CheckField(key="senior", title="Seniorsamtale", by=(L_,)),))


def form(*tabs: Tab) -> Form:
    return Form("f", 1, "F", "O", tabs)


CHOSEN = form(INTRO, CHECKLIST, tab("a", optional=True), tab("b", optional=True), tab("c", optional=True), PLAN)
PLAIN = form(INTRO, tab("a"), tab("b"), PLAN)


def test_themes_are_the_optional_tabs_or_else_those_with_a_common_note() -> None:
    assert [t.key for t in themes_of(CHOSEN)] == ["a", "b", "c"]
    assert [t.key for t in themes_of(PLAIN)] == ["a", "b"]


@pytest.mark.parametrize(
    ("agreed", "expected"),
    [
        ((), Agenda((0, 1, 2, 3, 4, 5))),
        (("c", "a"), Agenda((0, 1, 4, 2, 3, 5), frozenset({3}))),
        (("gone", "b"), Agenda((0, 1, 3, 2, 4, 5), frozenset({2, 4}))),
        (("gone",), Agenda((0, 1, 2, 3, 4, 5))),
    ],
)
def test_themes_change_places_only_among_themselves(agreed: tuple[str, ...], expected: Agenda) -> None:
    assert agenda(CHOSEN, agreed) == expected


@given(st.lists(st.sampled_from(["a", "b", "c", "plan", "x"]), unique=True))
def test_no_tab_is_ever_lost(agreed: list[str]) -> None:
    assert sorted(agenda(CHOSEN, agreed).order) == list(range(len(CHOSEN.tabs)))


def test_what_is_the_leaders_alone() -> None:
    assert is_for_leader_only(CHECKLIST)
    assert not any(is_for_leader_only(t) for t in (INTRO, PLAN, tab("a"), tab("b", by=(L_, S_))))
