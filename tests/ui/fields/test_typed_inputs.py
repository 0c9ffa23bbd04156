"""One family of typed inputs, wherever a value is asked for: as an answer, in a table, in a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mus_desktop.formspec import cells
from mus_desktop.formspec.cells import step_text
from mus_desktop.model import form as model
from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.dates import is_unlikely
from mus_desktop.model.form import Column, ColumnType, Field, Form, PartyRole, PlanColumn, Scale, Step, Tab
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import Addendum
from mus_desktop.model.text import is_blank
from mus_desktop.model.text.pasted import pasted_line
from mus_desktop.ui.controls.day_text import parse_day
from mus_desktop.ui.controls.number_text import parse_number
from mus_desktop.ui.fields import field_registry
from mus_desktop.ui.fields.field_widget import Arrangement, FieldContext
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget
from mus_desktop.ui.fields.inputs.party_input import TypedAnswer
from mus_desktop.ui.fields.inputs.typed_input import TypedInput
from mus_desktop.ui.fields.plan.plan_cell import PLAN_INPUTS, PlanCell
from mus_desktop.ui.fields.plan.plan_field import PlanWidget
from mus_desktop.ui.fields.plan.plan_text_cell import make_cell
from mus_desktop.ui.fields.rows.list_columns import LIST_READERS
from mus_desktop.ui.fields.table.table_cell import CELL_INPUTS, TableCell

TEXT, DATE, NUMBER, CHECK, CHOICE, RATING = ColumnType
TODAY = date(2026, 11, 21)
SCALE = Scale("trin", (Step(1, "Lidt"), Step(2, "Noget"), Step(3, "3")))
OPTIONS = ("Kursus", "Æ & Ø", "Sparring")
FORM = Form("f", 1, "MUS", "Egedal Skole", (), scales=(SCALE,))
FIELDS: dict[ColumnType, Field] = {
    TEXT: model.TextField(key="f", title="Tekst", by=tuple(PartyRole)),
    DATE: model.DateField(key="f", title="Dato", by=tuple(PartyRole)),
    NUMBER: model.NumberField(key="f", title="Pris", unit="kr.", by=tuple(PartyRole)),
    CHECK: model.CheckField(key="f", title="Betalt", by=tuple(PartyRole)),
    CHOICE: model.ChoiceField(key="f", title="Form", options=OPTIONS, pick=(0, 3), by=tuple(PartyRole)),
}
"""The field whose answer has one value of that type; a rating answers many statements in a grid of its own."""

_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]))
_LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\u2029\ufdd0\ufdd1"))
_DAY = st.dates(date(1000, 1, 1)).map(lambda day: f"{day:%d-%m-%Y}") | st.sampled_from(["1/3", "senest d. 1. marts"])
_NUMBER = st.integers(-(10**15), 10**15).map(str) | st.sampled_from(["12,5", "1.000", " 7 ", "-0,25", "1e3"])
_ODD = st.sampled_from(["efter påske", "ca. 12.000", "20270301", "2027-W09-1", "31. april", "0x10", "٣", "Ja"]) | _LINE


def _column(kind: ColumnType, make: type[Any] = Column) -> Any:
    return make("k", "Kolonne", type=kind, options=OPTIONS if kind is CHOICE else (), scale="trin", unit="kr.")


@dataclass
class Place:
    """An input where it is used: how it is stored there, and how what is stored is shown."""

    input: TypedInput
    stored: Callable[[], Any]
    show: Callable[[Any], None]


def _answer(kind: ColumnType, owner: QWidget) -> Place:
    made = _answered(kind, owner).input_of(PartyRole.SHARED)
    assert isinstance(made, TypedAnswer)
    return Place(made.input, made.current, made.replace)


def _answered(kind: ColumnType, owner: QWidget | None = None) -> AnsweredWidget:
    form = Form("f", 1, "MUS", "Egedal Skole", (Tab("t", "Tema", (FIELDS[kind],)),))
    parties = {PartyRole.EMPLOYEE: 1, PartyRole.LEADER: 2, PartyRole.SHARED: 3}
    made = field_registry.make_field_widget(FIELDS[kind], FieldContext(form, parties, 7, {}, (), lambda: TODAY), owner)
    assert isinstance(made, AnsweredWidget)
    return made


def _table(kind: ColumnType, owner: QWidget) -> Place:
    cell = TableCell(_column(kind), FORM.scale, lambda: TODAY, owner)
    return Place(cell.input, cell.value, cell.show_value)


def _plan(kind: ColumnType, owner: QWidget) -> Place:
    cell = _plan_cell(kind, owner)
    return Place(cell.input, lambda: cell.text() or None, lambda text: _show_in_plan(cell, text))


def _plan_cell(kind: ColumnType, owner: QWidget) -> PlanCell:
    return make_cell(_column(kind, PlanColumn), FORM, (), lambda: TODAY, owner)


def _show_in_plan(cell: PlanCell, text: str | None) -> None:
    cell.show_agreement(Agreement("a", "plan", cells={"k": text} if text else {}))


PLACES = {"answer": _answer, "table": _table, "plan": _plan}
CASES = [(place, kind) for place in PLACES for kind in ColumnType if place != "answer" or kind is not RATING]
TYPED: dict[ColumnType, st.SearchStrategy[Any]] = {
    TEXT: _LINE,
    DATE: _DAY | _ODD,
    NUMBER: _NUMBER | _ODD,
    CHECK: st.booleans(),
    CHOICE: st.sampled_from(["", *OPTIONS]),
    RATING: st.sampled_from([None, 1, 2, 3]),
}


def _type(made: Any, place: str, kind: ColumnType, typed: Any) -> None:
    """Type or pick as a user does."""
    if kind is TEXT and place != "answer":
        made.note.insertPlainText(typed)
    elif kind in (TEXT, DATE, NUMBER):
        made.line.insert(typed)
    elif kind is CHECK:
        made.box.setChecked(typed)
    elif kind is CHOICE and place == "answer":
        made.boxes[typed].click() if typed else None
    elif kind is RATING and place == "table":
        made.bar.chosen.emit(typed)
    else:
        made.box.setCurrentText(typed if kind is CHOICE else _step(typed))


def _step(value: Any) -> str:
    return step_text(value, SCALE) if isinstance(value, int) and value else ""


def _expected(place: str, kind: ColumnType, typed: Any) -> Any:
    """Return what is stored: in a plan text, elsewhere a value of the type, or nothing if the text is none."""
    if typed in (None, False) or (isinstance(typed, str) and is_blank(typed)):
        return None
    if kind in (DATE, NUMBER) or (kind is TEXT and place == "answer"):
        typed = pasted_line(typed)
    day = parse_day(typed, TODAY) if kind is DATE else None
    if day and is_unlikely(day, TODAY):
        day = None  # it is not a date before somebody has confirmed it
    if place == "plan":
        return {DATE: day.isoformat() if day else typed, CHECK: "Ja", RATING: _step(typed)}.get(kind, typed)
    number = parse_number(typed) if kind is NUMBER else None
    chosen = [typed] if place == "answer" else typed
    return {DATE: day.isoformat() if day else None, NUMBER: number, CHOICE: chosen}.get(kind, typed)


def test_every_type_has_an_input_in_every_place_and_a_rule_for_storing() -> None:
    types = set(ColumnType)
    assert set(CELL_INPUTS) == set(PLAN_INPUTS) == set(LIST_READERS) == set(cells._CLEAN) == set(cells._TEXT) == types
    assert types <= set(field_registry.WIDGETS), "each type is also a kind of field"
    assert set(FIELDS) == types - {RATING}
    assert all(FIELDS[kind].kind == kind for kind in FIELDS)


@pytest.mark.parametrize(("place", "kind"), CASES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_typed_is_stored_and_shown_again(place: str, kind: ColumnType, data: st.DataObject, qapp: Any) -> None:
    typed, owner = data.draw(_LINES if kind is TEXT and place != "answer" else TYPED[kind]), QWidget()
    first, edits = PLACES[place](kind, owner), 0

    def count() -> None:
        nonlocal edits
        edits += 1

    first.show(None)
    first.input.edited.connect(count)
    assert first.stored() is None
    _type(first.input, place, kind, typed)
    stored = first.stored()
    assert stored == _expected(place, kind, typed)
    assert edits or not typed
    assert first.input.problem() == "", "nobody is interrupted while typing"

    again, edits = PLACES[place](kind, owner), 0
    again.input.edited.connect(count)
    again.show(stored)
    assert not edits
    assert again.stored() == stored
    again.input.edited.emit()  # as when something else in the cell is edited
    assert again.stored() == stored
    assert again.input.value() == first.input.value()
    owner.deleteLater()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", [DATE, NUMBER])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=_ODD.map(pasted_line).filter(lambda text: not is_blank(text)))
def test_text_that_is_no_value_stays_with_a_message(place: str, kind: ColumnType, typed: str, qapp: Any) -> None:
    owner = QWidget()
    made: Any = PLACES[place](kind, owner).input
    made.line.insert(typed)
    made.check()
    readable = made.value() is not None
    assert readable or made.line.text() == made.unparsed_text() == typed
    assert bool(made.problem()) is not readable
    assert made.line.toolTip() == made.line.accessibleDescription() == made.problem()
    made.line.clear()
    assert made.problem() == made.line.accessibleDescription() == ""
    owner.deleteLater()


def test_a_message_about_a_number_goes_as_soon_as_it_can_be_read(qapp: Any) -> None:
    owner = QWidget()
    made: Any = _table(NUMBER, owner).input
    made.line.insert("12,")
    made.check()
    assert made.problem()
    made.line.insert("5")
    assert made.problem() == ""
    owner.deleteLater()


@pytest.mark.parametrize("kind", [DATE, NUMBER])
def test_half_typed_text_of_the_leader_outlives_the_conversation(kind: ColumnType, show: Any, stored: Any) -> None:
    widget = _answered(kind)
    widget.load(stored(FIELDS[kind]))
    show(widget)
    made: Any = widget.input_of(PartyRole.LEADER)
    made.input.line.insert("ca. 1")
    widget.set_arrangement(Arrangement.CONVERSATION)
    assert made.input.line.text() == made.input.problem() == ""
    assert widget.collect() == Changes()
    widget.set_arrangement(Arrangement.PREPARATION)
    assert made.input.line.text() == "ca. 1"
    assert made.input.problem()
    made.input.line.setText("1. marts 2027" if kind is DATE else "1")
    assert widget.collect().answers == {AnswerKey(2, "f"): "2027-03-01" if kind is DATE else 1}


@pytest.mark.parametrize("place", ["answer", "table"])
@pytest.mark.parametrize(("kind", "value", "shown"), [(DATE, "31. april", "31. april"), (DATE, 7, "7"),
                                                      (NUMBER, "mange", "mange")])  # fmt: skip
def test_a_stored_value_of_another_type_is_shown_as_it_is(
    place: str, kind: ColumnType, value: Any, shown: str, qapp: Any
) -> None:
    owner = QWidget()
    made = PLACES[place](kind, owner)
    made.show(value)
    entry: Any = made.input
    assert entry.line.text() == shown
    assert made.stored() is None
    made.show(None)
    assert entry.line.text() == ""
    owner.deleteLater()


@pytest.mark.parametrize("place", ["table", "plan"])
def test_a_stored_option_that_the_form_does_not_have_is_shown_and_kept(place: str, qapp: Any) -> None:
    owner = QWidget()
    made = PLACES[place](CHOICE, owner)
    made.show("Et helt tredje sted")
    made.input.edited.emit()
    assert made.stored() == "Et helt tredje sted"
    made.show("Kursus")
    assert made.stored() == "Kursus"
    owner.deleteLater()


def test_a_word_in_a_column_of_ticks_is_kept_until_somebody_ticks(qapp: Any) -> None:
    owner = QWidget()
    cell: Any = _plan_cell(CHECK, owner)
    _show_in_plan(cell, "Kun halvdelen")
    assert cell.target.isChecked()
    assert cell.text() == "Kun halvdelen"
    cell.target.click()
    assert cell.text() == ""
    cell.target.click()
    assert cell.text() == "Ja"
    owner.deleteLater()


@pytest.mark.parametrize("kind", ColumnType)
def test_what_is_added_after_signature_stands_below_the_input(
    kind: ColumnType, context_for: Any, stored: Any, show: Any
) -> None:
    column = PlanColumn("k", "Kolonne", type=kind, options=OPTIONS if kind is CHOICE else (), scale="trin", later=True)
    field = model.PlanField(key="plan", title="Plan", columns=(column, PlanColumn("maal", "Mål")))
    context = context_for(field)
    context = replace(context, form=replace(context.form, scales=(SCALE,)))
    widget = PlanWidget(field, context)
    content = stored(field, rows=[Agreement("a", "plan", cells={"maal": "Mål"})])
    widget.load(content)
    widget.set_closed(closed=True)
    window = show(widget)
    cell = widget.rows[0].cells[0]
    assert cell.additions is not None
    cell.additions.show_additions([Addendum(7, date(2026, 11, 1), "Nåede det hele", "a", "k")])
    window.resize(731, 801)
    assert cell.additions.isVisible()
    assert cell.additions.y() >= cell.input.body.geometry().bottom()
    assert cell.additions.geometry().bottom() <= cell.rect().bottom()


def test_the_arrows_leave_a_value_that_is_no_step(show: Any, press: Any) -> None:
    owner = QWidget()
    made: Any = _table(RATING, owner).input
    show(owner)
    made.set_value(9)
    press(Qt.Key.Key_Right, widget=made.bar)
    assert made.value() == 1


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("kind", "value"), [(DATE, "2027-03-01"), (NUMBER, 12.5)])
def test_unreadable_text_erases_no_stored_value(place: str, kind: ColumnType, value: Any, qapp: Any) -> None:
    if place == "plan" and kind is NUMBER:
        return  # a plan takes any text beside a unit
    owner = QWidget()
    made = PLACES[place](kind, owner)
    made.show(value)
    made.input.line.setText("snarest muligt")
    made.input.check()
    assert made.stored() == value
    assert made.input.problem().endswith(f"Indtil da gælder {'1. marts 2027' if kind is DATE else '12,5'}.")
    kept = made.input.value_or_text()
    made.input.set_value(None)  # as when the answer is hidden
    made.input.set_value(kept)
    assert made.input.line.text() == "snarest muligt"
    assert made.input.value() == value
    made.input.line.clear()
    made.input.check()
    assert made.input.value() is None
    owner.deleteLater()
