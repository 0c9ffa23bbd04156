"""Fields that stay open past midnight: what is dated then is dated the new day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from mus_desktop.model.answers import RowsKey
from mus_desktop.model.form import FollowUpField, PlanColumn, PlanField, Role
from mus_desktop.model.plan import Agreement, Plan
from mus_desktop.model.review import Addendum, AddendumKey, FollowUp
from mus_desktop.ui.fields.field_widget import Content, FieldContext
from mus_desktop.ui.fields.plan.follow_up_field import FollowUpWidget
from mus_desktop.ui.fields.plan.plan_field import PlanWidget

EVE, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)
_GOAL = PlanColumn("maal", "Mål", roles=frozenset({Role.GOAL}))
_DUE = PlanColumn("tid", "Hvornår", roles=frozenset({Role.DUE}))
_PLAN = PlanField(key="plan", title="Plan", columns=(_GOAL, _DUE))
_DAYS = FollowUpField(key="opfoelgning", title="Opfølgning")


class Clock:
    day = EVE

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def context(context_for: Callable[..., FieldContext], clock: Clock) -> FieldContext:
    return replace(context_for(_PLAN, _DAYS), today=clock)


@pytest.fixture
def plan(context: FieldContext, show: Any) -> Callable[..., PlanWidget]:
    def plan_(*addenda: Addendum) -> PlanWidget:
        widget = PlanWidget(_PLAN, context)
        widget.load(Content({}, Plan(7, 3, (Agreement("a", "plan", cells={"maal": "Sløjd"}),)), addenda=addenda))
        show(widget)
        return widget

    return plan_


def test_a_day_without_a_year_counts_from_the_new_day(plan: Callable[..., PlanWidget], clock: Clock) -> None:
    due = plan().rows[0].cells[1].due
    assert due is not None
    due.line.insert("31/12")
    assert due.day() == EVE
    clock.day = NEW_YEAR
    assert due.day() == date(2027, 12, 31)


def test_a_tick_is_dated_the_new_day(context: FieldContext, clock: Clock, show: Any) -> None:
    widget = FollowUpWidget(_DAYS, context)
    widget.load(Content({}, Plan(7, 3), follow_ups={_DAYS.key: (FollowUp(note="x"),)}))
    show(widget)
    clock.day = NEW_YEAR
    widget.rows[0].tick.click()
    assert widget.collect().follow_ups == {RowsKey(7, _DAYS.key): (FollowUp(note="x", done_on=NEW_YEAR),)}


def test_an_addition_of_yesterday_stands_and_what_is_typed_on_is_of_the_new_day(
    plan: Callable[..., PlanWidget], clock: Clock, type_text: Any
) -> None:
    widget = plan(Addendum(7, EVE, "Skrevet nytårsaften."))
    widget.set_closed(True)
    note = next(
        entry for entry in widget.inputs() if entry.accessibleName() == "Tilføjelse til planen: tilføjelse i dag"
    )
    clock.day = NEW_YEAR
    assert not widget.collect(), "the turn of the day alone is nothing typed"
    assert not note.isVisible()
    button = next(entry for entry in widget.inputs() if entry.accessibleName().startswith("Tilføjelse til planen"))
    button.click()
    type_text(note, "Skrevet nytårsdag.")
    assert widget.collect().addenda == {AddendumKey(7): "Skrevet nytårsdag."}
    shown = [label.text().replace("\N{NO-BREAK SPACE}", " ") for label in widget.findChildren(QLabel)]
    assert "Tilføjet 31. december 2026" in shown
    assert "Skrevet nytårsaften." in shown
    assert "I dag, 1. januar 2027" in shown


def test_typing_on_through_midnight_loses_and_doubles_nothing(
    plan: Callable[..., PlanWidget], clock: Clock, type_text: Any
) -> None:
    widget = plan(Addendum(7, EVE, "Først. "))
    widget.set_closed(True)
    note: Any = next(e for e in widget.inputs() if e.accessibleName() == "Tilføjelse til planen: tilføjelse i dag")
    note.moveCursor(note.textCursor().MoveOperation.End)
    type_text(note, "Så")
    clock.day = NEW_YEAR
    assert widget.collect().addenda == {AddendumKey(7): "Så"}
    type_text(note, " mere.")
    assert widget.collect().addenda == {AddendumKey(7): "Så mere."}
