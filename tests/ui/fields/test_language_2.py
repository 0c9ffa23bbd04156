"""Language 2 on screen: long texts, texts of rows, ratings that are compared, what a signature confirms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from mus_desktop.formspec.form_keys import KINDS
from mus_desktop.formspec.values import RULES
from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.form import (
    Column,
    PartyRole,
    RatingColumn,
    RatingField,
    Scale,
    SignatureLine,
    SignatureMeaning,
    SignaturesField,
    Step,
    TableField,
    TextField,
)
from mus_desktop.ui.fields.field_registry import make_field_widget as make_widget
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.fields.heading import HANDED_IN

EMPLOYEE, LEADER, SHARED = PartyRole
SCALE = Scale("enig", (Step(1, "Uenig"), Step(2, "Enig")))
LONG = TextField(key="f", title="Udbytte", by=(EMPLOYEE, LEADER, SHARED), lines=4)
COMPARED = RatingField(
    key="f",
    title="Trivsel",
    by=(EMPLOYEE, LEADER),
    scale="enig",
    rows=("Jeg trives", "Jeg lærer"),
    row_remark="Uddyb",
    remark="Bemærkninger",
    compare=True,
)
_SAID = {
    LEADER: {"Jeg trives": {"level": 2, "remark": "HEMMELIGT"}, "": {"remark": "HEMMELIGT"}},
    EMPLOYEE: {"Jeg trives": {"level": 1, "remark": "Mit eget"}},
}
_PRINTABLE = st.text(st.sampled_from("aå é\n\N{NO-BREAK SPACE}{%<"), min_size=1, max_size=60).filter(str.strip)


@pytest.fixture
def make(context_for: Any, stored: Any, qtbot: Any) -> Callable[..., Any]:
    def make_(field: Any, answers: Any = None, *, group: bool = False) -> Any:
        context = context_for(field)
        context = replace(context, form=replace(context.form, scales=(SCALE,)), group=group)
        widget = make_widget(field, context)
        qtbot.addWidget(widget)
        widget.load(stored(field, answers))
        return widget

    return make_


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_PRINTABLE, role=st.sampled_from(PartyRole))
def test_a_long_text_keeps_its_line_breaks(text: str, role: PartyRole, make: Any) -> None:
    widget = make(LONG)
    widget.input_of(role).body.insertPlainText(text)
    key = AnswerKey({EMPLOYEE: 1, LEADER: 2, SHARED: 3}[role], "f")
    assert widget.collect().answers == {key: text}
    again = make(LONG, {role: text})
    assert again.input_of(role).value() == text
    assert not again.collect()


def test_a_long_text_is_as_high_as_the_form_says_and_hides_the_leaders(make: Any, show: Any) -> None:
    one, four = make(replace(LONG, lines=2)), make(LONG, {LEADER: "Min egen", EMPLOYEE: "Mit svar"})
    heights = [widget.input_of(SHARED).body.sizeHint().height() for widget in (one, four)]
    assert heights[0] < heights[1]
    window = show(four)
    four.set_arrangement(Arrangement.CONVERSATION)
    assert "Min egen" not in _everything_said(window)
    assert not four.input_of(EMPLOYEE).body.isReadOnly(), "as a text of one line"
    four.set_closed(closed=True)
    assert all(four.input_of(role).body.isReadOnly() for role in PartyRole)


@pytest.mark.parametrize("long", ["Tænk på det seneste år.", "Ét\nafsnit til"])
def test_the_text_of_a_row_prints_below_its_label(long: str, make: Any, show: Any) -> None:
    rating = replace(COMPARED, row_texts={"Jeg lærer": long})
    table = TableField(
        key="f", title="Mål", by=(SHARED,), columns=(Column("a", "A"),), rows=("En", "To"), row_texts={"To": long}
    )
    for field, row in ((rating, "Jeg lærer"), (table, "To")):
        widget = make(field)
        show(widget)
        labels = {child.text(): child for child in widget.findChildren(QLabel) if child.isVisible()}
        name, text = (labels[words].mapTo(widget, labels[words].rect().topLeft()) for words in (row, long))
        assert name.x() == text.x()
        assert name.y() < text.y()


def test_compared_ratings_show_in_the_conversation_but_no_remark_of_the_leaders(make: Any, show: Any) -> None:
    widget = make(COMPARED, _SAID)
    window = show(widget)
    widget.set_arrangement(Arrangement.CONVERSATION)
    row = widget.rows()[0]
    marks = {column.role: bar.value() for column, bar in row.bars.items() if bar.isVisible()}
    assert marks == {EMPLOYEE: 1, LEADER: 2}
    said = _everything_said(window)
    assert "HEMMELIGT" not in said
    assert "Mit eget" in said
    widget.show_leader_note(shown=True)
    assert "HEMMELIGT" in _everything_said(window)
    widget.show_leader_note(shown=False)
    assert "HEMMELIGT" not in _everything_said(window)
    assert not widget.collect()


@pytest.mark.parametrize(
    ("field", "group"), [(replace(COMPARED, compare=False), False), (replace(COMPARED, by=(LEADER,)), False),
                         (COMPARED, True)],
)  # fmt: skip
def test_without_compare_alone_or_in_a_group_no_mark_of_the_leaders_shows(
    field: RatingField, group: bool, make: Any, show: Any
) -> None:
    answers = {role: said for role, said in _SAID.items() if role in field.by}
    widget = make(field, answers, group=group)
    window = show(widget)
    widget.set_arrangement(Arrangement.CONVERSATION)
    own = [bar for row in widget.rows() for column, bar in row.bars.items() if column.role is LEADER]
    assert not any(bar.isVisible() or bar.accessibleDescription() for bar in own)
    assert "HEMMELIGT" not in _everything_said(window)


def test_a_row_that_only_the_leader_has_named_stays_hidden_when_marks_are_compared(make: Any, show: Any) -> None:
    columns = (RatingColumn("level", "Niveau", scale="enig"),)
    field = replace(COMPARED, rows=(), columns=columns, row_remark="", remark="")
    answers = {LEADER: {"HEMMELIGT": {"level": 2}, "Fælles": {"level": 1}}, EMPLOYEE: {"Fælles": {"level": 2}}}
    widget = make(field, answers)
    window = show(widget)
    widget.set_arrangement(Arrangement.CONVERSATION)
    shown = [row.title() for row in widget.rows() if row.isVisible()]
    assert shown == ["Fælles"]
    marks = [bar.value() for row in widget.rows() if row.isVisible() for bar in row.bars.values() if bar.isVisible()]
    assert sorted(marks) == [1, 2]
    assert window.isVisible()


@pytest.mark.parametrize("kind", sorted(RULES))
def test_who_answers_reads_that_the_answer_is_handed_in(kind: str, make: Any) -> None:
    needed: dict[str, dict[str, Any]] = {
        "choice": {"options": ("Mod",)},
        "rating": {"scale": "enig", "rows": ("Jeg trives",)},
        "table": {"columns": (Column("a", "A"),)},
    }
    if kind in {"notes", "board"}:
        return  # a note is never handed in; a board needs its cards beside it
    for handed_in in (False, True):
        field = KINDS[kind].field(
            key="f", title="T", by=(EMPLOYEE,), prints=True, handed_in=handed_in, **needed.get(kind, {})
        )
        widget = make(field)
        assert (HANDED_IN in [child.text() for child in widget.findChildren(QLabel)]) is handed_in


def test_the_card_says_who_signs_and_what_it_confirms(make: Any) -> None:
    field = SignaturesField(
        key="f",
        title="Underskrifter",
        signers={SignatureLine.DATE: "Dato"},
        extra=("Tillidsrepræsentant",),
        confirms=SignatureMeaning.TALK,
    )
    card = make(field)
    words = [child.text() for child in card.findChildren(QLabel)]
    assert any(text.endswith("Linjer på papiret: Dato, Tillidsrepræsentant") for text in words)
    assert field.meaning in words
    usual = make(replace(field, confirms=SignatureMeaning.CONTENT))
    assert not any("bekræfter" in child.text() for child in usual.findChildren(QLabel))


def _everything_said(widget: QWidget) -> str:
    """What shows of ``widget``, and everything a screen reader can be told of it."""
    found = []
    for child in widget.findChildren(QWidget):
        interface = QAccessible.queryAccessibleInterface(child)
        text = interface.textInterface() if interface else None
        found += [child.accessibleDescription(), text.text(0, text.characterCount()) if text else ""]
        if child.isVisible():
            found += [child.text() if isinstance(child, QLabel | QAbstractButton) else "", child.accessibleName()]
    return " ".join(str(one) for one in found)
