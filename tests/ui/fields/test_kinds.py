"""Every kind of field that has a widget: what is shown is what is stored, what is typed is what is collected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QWidget

from mus_desktop.formspec import values
from mus_desktop.model import form as model
from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.form import PartyRole
from mus_desktop.model.text import is_blank
from mus_desktop.model.text.pasted import pasted_line
from mus_desktop.ui.fields import field_registry
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget

ALL = tuple(PartyRole)
_NOT_TYPED = "\r\u2029\ufdd0\ufdd1"  # Qt takes them for the end of a paragraph
_HOSTILE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=_NOT_TYPED))
_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])).map(pasted_line)


def _is_seen(text: str) -> bool:
    return not is_blank(text)


_DANISH = st.sampled_from(
    ["Æblegrød på Ærø", "Blåbær\u00a0og Ø", "1. linje\n\n3. linje", "a\u2028b", "<b>&amp;", "👩‍🏫"]
)


@dataclass(frozen=True)
class Case:
    field: model.Field
    values: st.SearchStrategy[Any]
    type_in: Callable[[Any, Any], None]
    others: tuple[model.Field, ...] = ()


def _type_note(made: Any, value: str) -> None:
    made.body.selectAll()
    made.body.insertPlainText(value)


def _pick(made: Any, value: list[str]) -> None:
    for label in value:
        made.input.boxes[label].click()


def _fill_table(made: Any, rows: list[dict[str, Any]]) -> None:
    """Type the rows into a table; the program gives them ids of its own."""
    while len(made.grid.rows) < len(rows):
        made.grid.sections[0].add_button.click()
    for row, wanted in zip(made.grid.rows, rows, strict=False):
        row.id = wanted["id"]
        for cell in row._cells:
            if cell.column.key in wanted["cells"]:
                _TYPE_CELL[cell.column.key](cell, wanted["cells"][cell.column.key])


_TYPE_CELL: dict[str, Callable[[Any, Any], None]] = {
    "tekst": lambda cell, value: cell.target.insertPlainText(value),
    "dag": lambda cell, value: cell.target.insert(f"{date.fromisoformat(value):%d-%m-%Y}"),
    "tal": lambda cell, value: cell.target.insert(str(value)),
    "ja": lambda cell, _value: cell.target.click(),
    "valg": lambda cell, value: cell.target.setCurrentText(value),
}
_CELLS = st.fixed_dictionaries(
    {},
    optional={
        "tekst": _HOSTILE.filter(_is_seen) | _DANISH,
        "dag": st.dates(date(2000, 1, 1), date(2036, 1, 1)).map(date.isoformat),
        "tal": st.integers(-(10**15), 10**15),
        "ja": st.just(True),
        "valg": st.sampled_from(["Kursus", "Æ & Ø"]),
    },
).filter(bool)
_TABLE = model.TableField(
    key="f",
    title="Kurser",
    by=ALL,
    columns=(
        model.Column("tekst", "Kursus"),
        model.Column("dag", "Dag", type=model.ColumnType.DATE),
        model.Column("tal", "Pris", type=model.ColumnType.NUMBER, unit="kr."),
        model.Column("ja", "Betalt", type=model.ColumnType.CHECK),
        model.Column("valg", "Form", type=model.ColumnType.CHOICE, options=("Kursus", "Æ & Ø")),
    ),
)


def _rows(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": str(number), "cells": one} for number, one in enumerate(cells)]


def _lay(made: Any, laid: list[list[str]]) -> None:
    for area, card in laid:
        made.place_card(card, area)


_OPTIONS = ("Mål & retning", "Mod", "Møder", "Nærvær", "Work-life balance")
CASES = {
    "notes": Case(model.NotesField(key="f", title="Trivsel?", by=ALL), _HOSTILE.filter(_is_seen) | _DANISH, _type_note),
    "text": Case(
        model.TextField(key="f", title="Sted", by=ALL),
        _LINE.filter(_is_seen),
        lambda made, value: made.body.insert(value),
    ),
    "date": Case(
        model.DateField(key="f", title="Dato", by=ALL),
        st.dates(date(2000, 1, 1), date(2036, 1, 1)).map(date.isoformat),
        lambda made, value: made.body.line.insert(f"{date.fromisoformat(value):%d-%m-%Y}"),
    ),
    "check": Case(
        model.CheckField(key="f", title="Walk'n'talk", by=ALL),
        st.just(True),
        lambda made, _value: made.body.box.click(),
    ),
    "number": Case(
        model.NumberField(key="f", title="Timer", unit="t", by=ALL),
        st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15),
        lambda made, value: made.input.line.insert(f"{value:.400f}".replace(".", ",") if value % 1 else _whole(value)),
    ),
    "choice": Case(
        model.ChoiceField(key="f", title="Stikord", options=_OPTIONS, pick=(1, 3), by=ALL),
        st.lists(st.sampled_from(_OPTIONS), min_size=1, max_size=3, unique=True),
        _pick,
    ),
    "table": Case(_TABLE, st.lists(_CELLS, min_size=1, max_size=4).map(_rows), _fill_table),
    "board": Case(
        model.BoardField(key="f", title="Puslespil", cards="kort", areas=("Adfærd", "Struktur"), by=ALL),
        st.lists(
            st.tuples(st.sampled_from(["Adfærd", "Struktur"]), st.sampled_from(_OPTIONS)).map(list),
            min_size=1,
            unique_by=lambda pair: pair[1],
        ),
        _lay,
        (model.ChoiceField(key="kort", title="Kort", options=_OPTIONS, cards=True, by=ALL),),
    ),
}


_SAMPLES: dict[str, Any] = {
    "notes": "Godt",
    "text": "Sted",
    "date": "2027-09-26",
    "check": True,
    "number": 0,
    "choice": ["Mod"],
    "table": [{"id": "1", "cells": {"ja": True}}],
    "board": [["Adfærd", "Mod"]],
}
_EMPTY: dict[str, Callable[[Any], None]] = {
    "notes": lambda made: _type_note(made, "  \n"),
    "text": lambda made: made.body.setText("   "),
    "date": lambda made: made.body.line.clear(),
    "check": lambda made: made.body.box.click(),
    "number": lambda made: made.input.line.clear(),
    "choice": lambda made: made.input.boxes["Mod"].click(),
    "table": lambda made: made.grid.rows[0].cells()[3].click(),
    "board": lambda made: made.place_card("Mod", ""),
}


def _whole(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.1f}".replace(".", ",")


def test_every_kind_has_a_widget() -> None:
    assert set(field_registry.WIDGETS) == {kind.kind for kind in model.Field.__subclasses__()}


def test_every_answered_kind_is_tried_here() -> None:
    assert set(CASES) == {kind for kind, made in field_registry.WIDGETS.items() if issubclass(made, AnsweredWidget)}


@pytest.mark.parametrize("kind", CASES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), role=st.sampled_from(PartyRole))
def test_what_is_typed_is_collected_and_shown_again(
    kind: str, data: st.DataObject, role: PartyRole, qapp: Any, context_for: Any, stored: Any
) -> None:
    case = CASES[kind]
    value = data.draw(case.values)
    context, owner = context_for(case.field, *case.others), QWidget()
    key = AnswerKey(context.parties[role], "f")

    typed = field_registry.make_field_widget(case.field, context, owner)
    assert isinstance(typed, AnsweredWidget)
    typed.load(stored(case.field))
    case.type_in(typed.input_of(role), value)
    assert typed.collect() == Changes(answers={key: value})
    assert not typed.collect()
    assert values.clean(case.field, context.form, value) is not None

    shown = field_registry.make_field_widget(case.field, context, owner)
    shown.load(stored(case.field, {role: value}))
    assert not shown.collect()
    assert isinstance(shown, AnsweredWidget)
    assert shown.input_of(role).value() == value
    owner.deleteLater()


@pytest.mark.parametrize("kind", CASES)
def test_emptying_an_answer_is_a_change(kind: str, qapp: Any, context_for: Any, stored: Any) -> None:
    case = CASES[kind]
    context, owner = context_for(case.field, *case.others), QWidget()
    widget = field_registry.make_field_widget(case.field, context, owner)
    assert isinstance(widget, AnsweredWidget)
    widget.load(stored(case.field, {PartyRole.SHARED: _SAMPLES[kind]}))
    made: Any = widget.input_of(PartyRole.SHARED)
    _EMPTY[kind](made)
    assert widget.collect().answers == {AnswerKey(3, "f"): None}
    owner.deleteLater()


@pytest.mark.parametrize("kind", CASES)
def test_a_closed_field_cannot_be_typed_in(kind: str, context_for: Any, stored: Any, show: Any, type_text: Any) -> None:
    case = CASES[kind]
    widget = field_registry.make_field_widget(case.field, context_for(case.field, *case.others))
    widget.load(stored(case.field))
    show(widget)
    widget.set_closed(closed=True)
    for target in widget.inputs():
        type_text(target, "1 ")
    assert not widget.collect()


@pytest.mark.parametrize("kind", CASES)
def test_only_typing_counts_as_typing(
    kind: str, context_for: Any, stored: Any, show: Any, qapp: Any, look: Any
) -> None:
    case = CASES[kind]
    widget = field_registry.make_field_widget(case.field, context_for(case.field, *case.others))
    edits: list[bool] = []
    widget.edited.connect(lambda: edits.append(True))
    widget.load(stored(case.field, dict.fromkeys(PartyRole, _SAMPLES[kind])))
    window = show(widget)
    for width in (420, 1100):
        window.resize(width, 800)
        for arrangement in Arrangement:
            widget.set_arrangement(arrangement)
            widget.show_leader_note(shown=True)
            qapp.processEvents()
    look.use_point_size(16)
    widget.set_closed(closed=True)
    widget.set_closed(closed=False)
    for target in widget.inputs():
        target.setFocus()
        qapp.processEvents()
    assert not edits
    assert not widget.collect()


@pytest.mark.parametrize("kind", CASES)
def test_in_a_conversation_the_leaders_answer_is_out_of_reach(
    kind: str, context_for: Any, stored: Any, show: Any
) -> None:
    case = CASES[kind]
    value: Any = {
        "notes": "HEMMELIGT",
        "text": "HEMMELIGT",
        "date": "2031-12-24",
        "check": True,
        "number": 4711,
        "table": _rows([{"tekst": "HEMMELIGT"}]),
        "board": [["Adfærd", "Mod"]],
    }.get(kind, ["Mod"])
    widget = field_registry.make_field_widget(case.field, context_for(case.field, *case.others))
    assert isinstance(widget, AnsweredWidget)
    widget.load(stored(case.field, {PartyRole.LEADER: value}))
    show(widget)
    made = widget.input_of(PartyRole.LEADER)
    widget.set_arrangement(Arrangement.CONVERSATION)
    assert not made.body.isVisible()
    assert made.value() is None or kind == "notes"
    assert not set(made.focus_targets()) & set(widget.inputs())
    assert not widget.collect()
    widget.show_leader_note(shown=True)
    assert made.body.isVisible()
    assert made.value() == value
    widget.show_leader_note(shown=False)
    assert not made.body.isVisible()
    assert not widget.collect()


@pytest.mark.parametrize("kind", CASES)
def test_a_signed_plan_closes_the_common_answer_and_no_preparation(
    kind: str, context_for: Any, stored: Any, show: Any, type_text: Any
) -> None:
    case = CASES[kind]
    widget = field_registry.make_field_widget(case.field, context_for(case.field, *case.others))
    assert isinstance(widget, AnsweredWidget)
    widget.load(stored(case.field, dict.fromkeys(PartyRole, _SAMPLES[kind])))
    show(widget)
    widget.set_signed(True)
    for target in widget.input_of(PartyRole.SHARED).focus_targets():
        type_text(target, "1 ")
    assert not widget.collect()
    _EMPTY[kind](widget.input_of(PartyRole.LEADER))
    assert widget.collect().answers == {AnswerKey(2, "f"): None}
    widget.set_signed(False)
    _EMPTY[kind](widget.input_of(PartyRole.SHARED))
    assert widget.collect().answers == {AnswerKey(3, "f"): None}
