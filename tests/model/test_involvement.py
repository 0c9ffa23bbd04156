from __future__ import annotations

import pytest

from mus_desktop.model.form import PlanColumn, PlanField, Role
from mus_desktop.model.involvement import involves_others
from mus_desktop.model.plan import Agreement

_PEOPLE = ("Bjørn Ågård", "Mette Lindqvist Holm")
_PLAN = PlanField(
    key="plan",
    title="Plan",
    columns=(
        PlanColumn("maal", "Mål", roles=frozenset({Role.GOAL})),
        PlanColumn("stoette", "Støtte", roles=frozenset({Role.SUPPORT})),
    ),
)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "–", "Bjørn", "bjørn ågård", "METTE", "Mette L. Holm", "Bjørn og Mette", "Bjørn/Mette", "begge", "Vi",
     "Leder", "Medarbejderen og lederen", "mig selv", "jeg", "Min leder, Mette", "Mettes leder", "Ingen"],
)  # fmt: skip
def test_the_two_in_the_room_are_not_others(text: str) -> None:
    assert not involves_others(Agreement("1", "plan", responsible=text, cells={"stoette": text}), _PLAN, _PEOPLE)


@pytest.mark.parametrize(
    "text", ["Gitte Nørgaard, teamleder", "Bjørn og Gitte", "HR", "teamet", "Mette Hansen", "ekstern konsulent"]
)
def test_anybody_else_is(text: str) -> None:
    assert involves_others(Agreement("1", "plan", responsible=text), _PLAN, _PEOPLE)
    assert involves_others(Agreement("1", "plan", cells={"stoette": text}), _PLAN, _PEOPLE)


def test_other_cells_do_not_name_anybody() -> None:
    assert not involves_others(Agreement("1", "plan", cells={"maal": "Mere samarbejde med Gitte"}), _PLAN, _PEOPLE)


def test_without_known_people_every_name_is_another() -> None:
    assert involves_others(Agreement("1", "plan", responsible="Bjørn"), _PLAN, ())
