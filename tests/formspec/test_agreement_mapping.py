"""Carried on and back, between any two plans, an agreement loses nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mus_desktop.formspec.agreement_mapping import (
    can_hold,
    column_pairs,
    lines_without_column,
    map_agreement,
    matching_plan_field,
    plan_field_name,
)
from mus_desktop.formspec.reader import read_folder
from mus_desktop.model.form import ColumnType, Form, PlanColumn, PlanField, Role, Tab
from mus_desktop.model.plan import Agreement
from mus_desktop.model.text import is_blank

FORMS = {
    loaded.form.id: loaded.form
    for loaded in read_folder(Path(__file__).parents[2] / "forms").forms
    if loaded.form.plan_fields()
}
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(lambda text: not is_blank(text))
TYPES = st.sampled_from([ColumnType.TEXT] * 6 + [ColumnType.CHOICE, ColumnType.NUMBER, ColumnType.RATING])
ALL_GROUPS = ("Faglige", "Personlige", "Langsigtede", "Øvrige")
GROUPS = st.lists(st.sampled_from(ALL_GROUPS), unique=True, max_size=3)


@st.composite
def plan_fields(draw: Any, key: str = "plan") -> PlanField:
    keys = draw(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=6, unique=True))
    columns = []
    for column in keys:
        kind = draw(TYPES)
        columns.append(
            PlanColumn(
                column,
                draw(st.sampled_from(["Mål", "Træning ⟨ny⟩", "Effekt", column])),
                type=kind,
                options=tuple(draw(st.sampled_from(["ja", "nej", "måske"])) for _ in range(2))
                if kind is ColumnType.CHOICE
                else (),
                scale=draw(st.sampled_from(["fem", "tre"])) if kind is ColumnType.RATING else "",
                roles=frozenset(draw(st.sets(st.sampled_from(Role), max_size=3))),
            )
        )
    return PlanField(
        key=key, title=draw(st.sampled_from(["Plan", "Aftaler"])), columns=tuple(columns), groups=tuple(draw(GROUPS))
    )


@st.composite
def rows_of(draw: Any, field: PlanField) -> Agreement:
    cells = {}
    for column in draw(st.permutations(field.columns)):
        if draw(st.booleans()):
            options = column.options
            cells[column.key] = draw(st.sampled_from(options) if options else TEXTS)
    return Agreement(
        "x",
        field.key,
        draw(st.sampled_from(field.groups)) if field.groups else "",
        cells,
        due_on=draw(st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1))),
        responsible=draw(st.just("") | TEXTS),
        others_agreed=draw(st.booleans()),
    )


def texts(row: Agreement) -> Counter[str]:
    """How often each line of text stands in the row, wherever it stands; groups come and go with the plan."""
    lines = [line for text in (*row.cells.values(), *row.extra.values()) for line in text.split("\n")]
    return Counter(line for line in lines if line not in ALL_GROUPS)


@given(data=st.data(), keys=st.sampled_from([("plan", "plan"), ("plan", "aftaler")]))
def test_moving_there_and_back_restores_everything(data: Any, keys: tuple[str, str]) -> None:
    target_plan_name, there = data.draw(plan_fields(keys[0])), data.draw(plan_fields(keys[1]))
    row = data.draw(rows_of(target_plan_name))
    away = map_agreement(row, target_plan_name, there)
    assert texts(away) >= texts(row)
    assert (away.due_on, away.responsible, away.others_agreed) == (row.due_on, row.responsible, row.others_agreed)
    assert {text for _, text in lines_without_column(away, there)} >= set(row.cells.values()) - set(away.cells.values())
    assert all(can_hold(column, away.cells.get(column.key, "")) for column in there.columns if column.key in away.cells)
    assert map_agreement(away, there, target_plan_name) == row


@given(data=st.data())
def test_however_far_it_travels_no_text_is_lost(data: Any) -> None:
    fields = [data.draw(plan_fields(key)) for key in ("plan", "aftaler", "plan", "langsigtet")]
    row = data.draw(rows_of(fields[0]))
    began = row
    for source, target in zip(fields, [*fields[1:], fields[0]], strict=True):
        row = map_agreement(row, source, target)
        more = data.draw(rows_of(target))  # the leader writes in what is still empty there
        row = replace(row, cells={**more.cells, **row.cells})
        assert texts(row) >= texts(began)
        began = row


@given(data=st.data())
def test_pairing_is_the_same_in_both_directions(data: Any) -> None:
    target_plan_name, there = data.draw(plan_fields()), data.draw(plan_fields("aftaler"))
    assert column_pairs(there, target_plan_name) == {
        partner: column for column, partner in column_pairs(target_plan_name, there).items()
    }


@given(data=st.data())
def test_within_the_same_plan_nothing_moves(data: Any) -> None:
    field = data.draw(plan_fields())
    row = replace(data.draw(rows_of(field)), extra={"Gammel kolonne": "Noget"})
    assert map_agreement(row, field, field) == row


@given(data=st.data())
def test_empty_column_gets_the_text_with_its_role(data: Any) -> None:
    """What Aalborg calls Træning and København has no column for lands in a third form's column of that role."""
    source, third = data.draw(plan_fields()), data.draw(plan_fields("tredje"))
    bare = PlanField(key="bar", title="Bar", columns=(PlanColumn("z", "Alt andet"),))
    row = data.draw(rows_of(source))
    assume(row.cells and not column_pairs(source, bare))
    away = map_agreement(row, source, bare)
    assert not away.cells
    landed = map_agreement(away, bare, third)
    for column in third.columns:
        alike = [
            c for c in source.columns if c.roles & column.roles and (c.type, c.scale) == (column.type, column.scale)
        ]
        offered = [c for c in alike if c.key in row.cells and can_hold(column, row.cells[c.key])]
        assert (
            column.key in landed.cells or not offered or all(row.cells[c.key] in landed.cells.values() for c in offered)
        )


def plan_of(form: Form, key: str = "plan") -> PlanField:
    return next(field for field in form.plan_fields() if field.key == key)


def full_row(field: PlanField, group: str = "") -> Agreement:
    cells = {
        column.key: column.options[0] if column.options else f"{column.title}: tekst\nto linjer"
        for column in field.columns
    }
    return Agreement("x", field.key, group, cells, due_on=date(2027, 3, 1), responsible="Mette Holm")


@pytest.mark.parametrize(("one", "other"), [*permutations(sorted(FORMS), 2)])
def test_agreement_survives_moving_between_every_pair_of_forms(one: str, other: str) -> None:
    form, other_form = FORMS[one], FORMS[other]
    for field in form.plan_fields():
        for group in field.groups or ("",):
            row = full_row(field, group)
            away_field = matching_plan_field(row, field, other_form)
            assert away_field is not None
            away = map_agreement(
                row,
                field,
                away_field,
                plan_name=plan_field_name(field, form),
                target_plan_name=plan_field_name(away_field, other_form),
            )
            assert texts(away) >= texts(row)
            assert matching_plan_field(away, away_field, form) == field
            home = map_agreement(
                away,
                away_field,
                field,
                plan_name=plan_field_name(away_field, other_form),
                target_plan_name=plan_field_name(field, form),
            )
            assert replace(home, extra={}) == row
            assert list(home.extra.values()) == [
                plan_name for plan_name in [plan_field_name(away_field, other_form)] if plan_name
            ]


def test_the_first_of_several_columns_with_a_role_finds_the_first_partner() -> None:
    def field(*columns: tuple[str, set[Role]]) -> PlanField:
        return PlanField(
            key="p", title="P", columns=tuple(PlanColumn(key, key, roles=frozenset(roles)) for key, roles in columns)
        )

    goal, action, due, who = Role.GOAL, Role.ACTION, Role.DUE, Role.RESPONSIBLE
    assert column_pairs(field(("a", {goal}), ("b", {goal})), field(("c", {goal}), ("d", {goal}))) == {
        "a": "c",
        "b": "d",
    }
    assert column_pairs(field(("a", {goal}), ("b", {goal})), field(("c", {goal}))) == {"a": "c"}
    assert column_pairs(field(("a", {goal}), ("b", {goal})), field(("b", {goal}))) == {"b": "b"}, (
        "the same key comes first"
    )
    assert column_pairs(field(("a", {goal, action})), field(("c", {action}), ("d", {goal}))) == {"a": "d"}
    assert column_pairs(field(("a", {due, who})), field(("c", {who}), ("d", {due}))) == {"a": "d"}
    assert column_pairs(field(("a", set())), field(("a", {goal}))) == {"a": "a"}


def test_the_plan_with_most_in_common_is_chosen_and_the_first_of_equals() -> None:
    columns = {role: PlanColumn(role, role, roles=frozenset({role})) for role in (Role.GOAL, Role.ACTION, Role.EFFECT)}
    goals, both, same = (
        PlanField(key="a", title="A", columns=(columns[Role.GOAL],)),
        PlanField(key="b", title="B", columns=(columns[Role.GOAL], columns[Role.EFFECT])),
        PlanField(key="c", title="C", columns=(columns[Role.GOAL], columns[Role.EFFECT])),
    )
    form = Form("f", 1, "F", "F", (Tab("t", "Tema", (goals, both, same)),))
    source = PlanField(key="x", title="X", columns=tuple(columns.values()))
    row = Agreement("x", "x", cells={"goal": "Sløjd"})
    assert matching_plan_field(row, source, form) == both
    assert matching_plan_field(row, replace(source, key="c", title="C"), form) == same, (
        "the same plan in another version"
    )
    assert matching_plan_field(row, source, replace(form, tabs=(Tab("t", "Tema", ()),))) is None
    assert [plan_field_name(field, form) for field in form.plan_fields()] == ["A", "B", "C"]
    assert plan_field_name(goals, replace(form, tabs=(Tab("t", "Tema", (goals,)),))) == ""
    twice = replace(form, tabs=(Tab("t", "Trivsel", (goals,)), Tab("u", "Opgaver", (replace(both, title="A"),))))
    assert [plan_field_name(field, twice) for field in twice.plan_fields()] == ["Trivsel: A", "Opgaver: A"]


def test_what_has_no_column_can_be_read() -> None:
    source = PlanField(
        key="kort",
        title="Kort sigt",
        columns=(PlanColumn("t", "Træning", roles=frozenset({Role.PRACTICE})),),
        groups=("Faglige", "Personlige"),
    )
    target = PlanField(key="plan", title="Plan", columns=(PlanColumn("m", "Mål", roles=frozenset({Role.GOAL})),))
    row = Agreement("x", "kort", "Personlige", {"t": "Hver uge"}, {"Fri": "Tekst"}, date(2027, 3, 1), " Mette ")
    away = map_agreement(row, source, target, plan_name="Kort sigt")
    assert lines_without_column(away, target) == (
        ("Fri", "Tekst"),
        ("Træning", "Hver uge"),
        ("Gruppe", "Personlige"),
        ("Fra", "Kort sigt"),
        ("Senest", "1. marts 2027"),
        ("Ansvarlig", "Mette"),
    )
