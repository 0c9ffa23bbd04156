"""A stored answer that does not fit its field is shown as it is, stays as it is, and is as private as any other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QTextEdit, QWidget

from mus_desktop.formspec.plain_text import json_as_text
from mus_desktop.formspec.reader import read_form
from mus_desktop.formspec.values import RULES, fits
from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.form import Field, PartyRole
from mus_desktop.model.plan import Plan
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.fields.field_registry import make_field_widget
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext, FieldWidget
from mus_desktop.ui.fields.rating.rating_field import RatingWidget
from tests.json_values import any_json

FORMS = Path(__file__).parents[2] / "data" / "forms"
FORM = read_form(FORMS / "every-kind-2").form
PARTIES = {role: number for number, role in enumerate(PartyRole, 1)}
CONTEXT = FieldContext(FORM, PARTIES, 7, {}, (), lambda: date(2026, 11, 21))
ANSWERED = [field for field in FORM.fields() if field.kind in RULES]
MARK = "KUN-FRA-BASEN"


def content(field: Field, values: dict[PartyRole, Any]) -> Content:
    return Content({AnswerKey(PARTIES[role], field.key): value for role, value in values.items()}, Plan(7, 3))


def shown_texts(widget: QWidget) -> list[str]:
    """Return every text that a person or a screen reader can reach."""
    found = []
    for one in widget.findChildren(QWidget):
        if any(around.isHidden() for around in _around(one, widget)):
            continue
        if isinstance(one, NoteEdit | QLabel | QAbstractButton | QLineEdit):
            found.append(one.text())
        elif isinstance(one, QComboBox):
            found += [one.itemText(index) for index in range(one.count())]
        found.append(one.accessibleName())
    return found


def _around(one: QWidget, top: QWidget) -> list[QWidget]:
    found = []
    while one is not top:
        found.append(one)
        parent = one.parentWidget()
        assert parent is not None
        one = parent
    return found


def loaded(field: Field, values: dict[PartyRole, Any], owner: QWidget) -> FieldWidget:
    widget = make_field_widget(field, CONTEXT, owner)
    widget.load(content(field, values))
    return widget


def test_every_kind_that_takes_answers_is_tried() -> None:
    assert {field.kind for field in ANSWERED} == set(RULES)


@pytest.mark.parametrize("field", ANSWERED, ids=lambda field: field.key)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_json_loads_is_shown_and_stays(qapp: QApplication, field: Field, data: st.DataObject) -> None:
    owner = QWidget()
    values = {role: data.draw(any_json) for role in field.by}
    widget = loaded(field, values, owner)
    texts = shown_texts(widget)
    for value in values.values():
        if not fits(field, FORM, value):
            assert json_as_text(value) in texts
    for signed in (True, False):
        widget.set_signed(signed)
        widget.set_arrangement(Arrangement.CONVERSATION)
        widget.show_leader_note(True)
        widget.set_arrangement(Arrangement.PREPARATION)
    assert not widget.collect()
    owner.deleteLater()


@pytest.mark.parametrize("field", [field for field in ANSWERED if PartyRole.LEADER in field.by], ids=lambda f: f.key)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=any_json)
def test_the_leaders_is_hidden_in_a_conversation_also_where_picks_are_shared(
    qapp: QApplication, field: Field, value: Any
) -> None:
    owner, secret = QWidget(), [[[value]], MARK]  # no field can hold it
    widget = loaded(field, {PartyRole.LEADER: secret}, owner)
    assert any(MARK in text for text in shown_texts(widget))
    widget.set_arrangement(Arrangement.CONVERSATION)
    assert not any(MARK in text for text in _every_text(widget))
    widget.show_leader_note(True)
    assert any(MARK in text for text in shown_texts(widget))
    widget.show_leader_note(False)
    assert not any(MARK in text for text in _every_text(widget))
    owner.deleteLater()


def _every_text(widget: QWidget) -> list[str]:
    """Return the texts a person can see, and those of hidden editors, which a screen reader may reach."""
    return [*shown_texts(widget), *(note.document().toPlainText() for note in widget.findChildren(QTextEdit))]


def test_typing_replaces_it_and_the_old_text_stays_to_be_copied(qapp: QApplication) -> None:
    owner, field = QWidget(), FORM.field_with("kaldenavn")
    widget = loaded(field, {PartyRole.SHARED: ["Åse", "Ea"]}, owner)
    note = widget.inputs()[-1]
    assert isinstance(note, NoteEdit)
    assert (note.text(), note.isReadOnly()) == ("Åse, Ea", True)
    line = widget.first_input()
    assert isinstance(line, QLineEdit)
    line.setText("Åse")
    assert widget.collect().answers == {AnswerKey(PARTIES[PartyRole.SHARED], "kaldenavn"): "Åse"}
    assert not note.isHidden()
    widget.load(content(field, {PartyRole.SHARED: "Åse"}))
    assert note.isHidden()
    assert widget.inputs() == [line]
    owner.deleteLater()


def test_a_row_that_one_party_adds_does_not_replace_the_others_unfit_rating(qapp: QApplication) -> None:
    owner, field = QWidget(), FORM.field_with("kompetencer")
    employee, leader = PARTIES[PartyRole.EMPLOYEE], PARTIES[PartyRole.LEADER]
    widget = loaded(field, {PartyRole.EMPLOYEE: {"Lede": {"har": 1}}, PartyRole.LEADER: ["rod"]}, owner)
    assert isinstance(widget, RatingWidget)
    row = widget.rows()[0]
    assert row.name_note is not None
    row.name_note.setPlainText("Lede møder")
    assert set(widget.collect().answers) == {AnswerKey(employee, field.key)}
    bar = next(bar for column, bar in row.bars.items() if column.role is PartyRole.LEADER)
    widget.set_mark(PartyRole.LEADER, bar, row, 2)
    assert set(widget.collect().answers) == {AnswerKey(leader, field.key)}
    owner.deleteLater()
