"""What a template may say: flat names, texts, rows that are never empty, and nothing that may not be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mus_desktop.documents.content import PlanContent, blank_content
from mus_desktop.documents.plan.context import plan_context
from mus_desktop.documents.plan.rows import agreed_text, printed_agreement
from mus_desktop.documents.word.template_names import name_of
from mus_desktop.model.form import (
    Column,
    ColumnType,
    Fact,
    Form,
    NumberField,
    PartyRole,
    PlanColumn,
    PlanField,
    Role,
    Tab,
    TableField,
)
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import Addendum, PastAgreement


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        assert value, "an empty list would leave a cell without a paragraph"
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value


def test_holds_texts_only(wide_plan: PlanContent, form: Form) -> None:
    for content in (wide_plan, blank_content(form), blank_content(wide_plan.form)):
        context = plan_context(content)
        assert context.pop("tilfoejelser") == context.pop("noter_der_foelger_planen") == []
        # Lists of lines to write on are empty in a plan that is filled in, and no cell is made of them.
        context = {
            name: value for name, value in context.items() if not name.endswith(("_skrivelinjer", "navnelinjer"))
        }
        assert {type(leaf) for leaf in _leaves(context)} == {str}


def test_date_and_person_print_in_the_column_with_their_role(plan_of: Callable[..., PlanContent]) -> None:
    rows = plan_context(plan_of(3))["plan"]
    assert rows[0]["tidsplan"] == ["Kurset er bestilt.", "Senest 1. marts 2027, Bjørn"]
    assert rows[2]["tidsplan"] == ["Senest 30. november 2026, Mette Holm"]


def test_date_and_person_in_columns_of_their_own(wide_plan: PlanContent) -> None:
    row = plan_context(wide_plan)["kort_1"][0]
    assert (row["tid"], row["ansvar"]) == (["Senest 1. marts 2027"], ["Bjørn"])


def test_rows_are_padded_and_numbered(form: Form, plan_of: Callable[..., PlanContent]) -> None:
    blank = {"maal": [""], "tiltag": [""], "stoette": [""], "tidsplan": [""]}
    assert plan_context(blank_content(form))["plan"] == [{"nr": f"{number})"} | blank for number in (1, 2, 3)]
    assert [row["nr"] for row in plan_context(plan_of(4))["plan"]] == ["1)", "2)", "3)", "4)"]


def test_trailing_blank_rows_are_dropped_and_inner_ones_keep_the_numbering(plan_of: Callable[..., PlanContent]) -> None:
    blank = Agreement(id="x", field="plan")
    first, *rest = plan_of(4).agreements
    rows = plan_context(replace(plan_of(3), agreements=(first, blank, *rest, blank, blank)))["plan"]
    assert [bool(row["maal"][0]) for row in rows] == [True, False, True, True, True]


def test_a_row_of_an_unknown_group_is_printed_in_the_first(wide_plan: PlanContent) -> None:
    context = plan_context(wide_plan)
    assert [len(context[name]) for name in ("kort_1", "kort_2", "kort")] == [2, 1, 3]


def test_only_what_may_appear_is_there(wide_plan: PlanContent) -> None:
    context = plan_context(replace(wide_plan, answers={**wide_plan.answers, "noter": "En note"}))
    assert not {"skjult", "noter"} & set(context)
    assert "En note" not in str(context)
    assert context["leder_felt"] == ["Trivsel i travle perioder"]
    assert (context["orlov"], context["stikord"]) == (["Ja"], ["Mod, Ansvar"])
    assert context["kurser"][0]["pris"] == ["12000 kr."]


def test_keys_that_mean_something_else_get_a_name_of_their_own() -> None:
    assert [name_of(key) for key in ("leder", "items", "for", "maal")] == [
        "leder_felt",
        "items_felt",
        "for_felt",
        "maal",
    ]


def test_facts_print_on_one_line_and_dates_in_words(form: Form) -> None:
    facts = {Fact.EMPLOYEE: " Bjørn\nÅgård\x07 ", Fact.PERIOD: "2" * 200}
    context = plan_context(
        PlanContent(form=form, facts=facts, signed_on=date(2026, 11, 2), agreed_on=date(2026, 11, 1))
    )
    assert context["medarbejder"] == "Bjørn Ågård\N{REPLACEMENT CHARACTER}"
    assert (context["dato"], context["enige_den"]) == ("2. november 2026", "1. november 2026")
    assert len(context["sidefod"]) == 90


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("4,5", "4,5 dage"),
        ("400", "400 dage"),
        ("12400", "12.400 dage"),
        ("12.400", "12.400 dage"),
        ("12 400,50", "12 400,50 dage"),
        ("-1,5", "-1,5 dage"),
        ("-0,5", "-0,5 dage"),
        ("ca. 4", "ca. 4"),
        ("4,5 dage", "4,5 dage"),
        ("3-4", "3-4"),
    ],
)
def test_a_number_keeps_its_unit_wherever_it_prints(typed: str, printed: str) -> None:
    """In a cell, a folded cell, an addition, a status and last year's agreements."""
    columns = (
        PlanColumn("tid", "Tid", type=ColumnType.NUMBER, unit="dage", roles=frozenset({Role.GOAL})),
        PlanColumn("mere", "Kursus", type=ColumnType.NUMBER, unit="dage", fold="Mere"),
    )
    plan = PlanField(key="plan", title="Plan", columns=columns)
    form = Form(id="x", version=1, title="X", organisation="Y", tabs=(Tab("t", "T", (plan,)),))
    row = Agreement(id="1", field="plan", cells={"tid": typed, "mere": typed})
    late = Addendum(1, date(2027, 5, 3), typed, "1", "tid")
    context = plan_context(PlanContent(form=form, agreements=(row,), addenda=(late,)))
    assert context["plan"][0]["tid"] == [printed, f"Tilføjet 3. maj 2027: {printed}"]
    assert context["plan"][0]["mere_1"] == [
        f"Kursus:\N{NO-BREAK SPACE}{printed}"
    ]  # a short value is not parted from its title
    assert printed_agreement(plan, row) == printed
    assert agreed_text(PastAgreement(row, plan, "X", Period(date(2026, 1, 1), date(2026, 12, 31)))) == printed


@pytest.mark.parametrize(
    ("value", "printed"), [(4.5, "4,5 dage"), (12400, "12400 dage"), (1e15, "1000000000000000 dage")]
)
def test_a_number_in_a_table_and_in_a_field_prints_alike(value: float, printed: str) -> None:
    number = NumberField(key="tal", title="Tal", unit="dage", by=(PartyRole.SHARED,), prints=True)
    column = Column("tal", "Tal", type=ColumnType.NUMBER, unit="dage")
    table = TableField(key="tabel", title="Tabel", columns=(column,), by=(PartyRole.SHARED,), prints=True)
    form = Form(id="x", version=1, title="X", organisation="Y", tabs=(Tab("t", "T", (number, table)),))
    answers: dict[str, Any] = {"tal": value, "tabel": [{"id": "1", "cells": {"tal": value}}]}
    context = plan_context(PlanContent(form=form, answers=answers))
    assert (context["tal"], context["tabel"][0]["tal"]) == ([printed], [printed])
