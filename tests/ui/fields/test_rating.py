"""Ratings: marks side by side, gaps in words, rows that users add, and whose eyes see what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from mus_desktop.formspec import values
from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.form import ColumnType, PartyRole, PlanColumn, PlanField, RatingColumn, RatingField, Role, Scale
from mus_desktop.model.form import Step as ScaleStep
from mus_desktop.model.text import one_line
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.fields.rating.rating_field import RatingWidget
from mus_desktop.ui.fields.rating.rating_row import RatingRow
from mus_desktop.ui.fields.rating.step_bar import StepBar

EMPLOYEE, LEADER, SHARED = PartyRole
_STEPS = (ScaleStep(1, "Kender til", "Har brug for hjælp"), ScaleStep(2, "Kan selv"), ScaleStep(4, "Lærer fra sig"))
NIVEAU = Scale("niveau", _STEPS, "Skalaen", "Ikke relevant")
ENIG = Scale("enig", (ScaleStep(-1, "Uenig"), ScaleStep(1, "Enig")))
_PLAN = PlanField(key="plan", title="Plan", columns=(PlanColumn("maal", "Mål", roles=frozenset({Role.GOAL})),))


def _column(key: str, by: PartyRole | None = None, role: str = "") -> RatingColumn:
    return RatingColumn(key, key.title(), type=ColumnType.RATING, scale="niveau", by=by, role=role)


COMPETENCES = RatingField(
    key="f",
    title="Kompetencer",
    by=(EMPLOYEE, LEADER),
    scale="niveau",
    groups=("Faglige", "Personlige"),
    columns=(_column("krav", LEADER, "required"), _column("niveau", LEADER, "level"), _column("egen", EMPLOYEE)),
    remark="Bemærkninger",
    row_remark="Uddyb",
)
TOGETHER = replace(
    COMPETENCES,
    by=(EMPLOYEE, SHARED),
    groups=(),
    columns=(_column("krav", SHARED, "required"), _column("niveau", SHARED, "level"), _column("egen", EMPLOYEE)),
)
STATEMENTS = RatingField(
    key="f", title="Samtalen", by=(EMPLOYEE, LEADER), scale="enig", rows=("Jeg trives", "Jeg lærer")
)


@pytest.fixture
def make(context_for: Any, stored: Any, qtbot: Any) -> Any:
    """A rating of ``field`` with the answers that are given."""

    def make_(field: RatingField, answers: dict[PartyRole, Any] | None = None) -> RatingWidget:
        context = context_for(field, _PLAN)
        context = replace(context, form=replace(context.form, scales=(NIVEAU, ENIG)))
        widget = RatingWidget(field, context)
        qtbot.addWidget(widget)
        widget.load(stored(field, answers))
        return widget

    return make_


def _bar(row: RatingRow, key: str) -> StepBar:
    return next(bar for column, bar in row.bars.items() if column.key == key)


def _row(widget: RatingWidget, title: str) -> RatingRow:
    return next(row for row in widget.rows() if row.title() == title)


_NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn", "Co"]), min_size=1, max_size=20)
_MARKS = st.fixed_dictionaries({}, optional={"krav": st.sampled_from([1, 2, 4]), "niveau": st.sampled_from([1, 2, 4])})
_OWN = st.fixed_dictionaries({}, optional={"egen": st.sampled_from([1, 2, 4]), "remark": st.just("Jo – altså")})


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.dictionaries(_NAMES.map(one_line).filter(bool), st.tuples(_MARKS, _OWN), min_size=1, max_size=4))
def test_what_is_marked_is_collected_and_shown_again(rows: Any, make: Any) -> None:
    typed = make(COMPETENCES)
    assert not typed.collect()
    for title, (leader, employee) in rows.items():
        row = typed.rows()[-1] if typed.rows()[-1].is_blank() else _add(typed)
        row.name_note.insertPlainText(title)
        for key, value in {**leader, **employee}.items():
            if key == "remark":
                row.remarks.notes[EMPLOYEE].insertPlainText(value)
            else:
                _bar(row, key).chosen.emit(value)
    changes = typed.collect()
    assert not typed.collect()
    answers = {key.party: value for key, value in changes.answers.items()}
    assert answers[2] == {title: {**leader, "group": "Personlige"} for title, (leader, _) in rows.items()}
    assert answers[1] == {title: {**own, "group": "Personlige"} for title, (_, own) in rows.items()}
    assert all(values.clean(COMPETENCES, typed.context.form, value) == value for value in answers.values())

    shown = make(COMPETENCES, {EMPLOYEE: answers[1], LEADER: answers[2]})
    assert (shown.value(EMPLOYEE), shown.value(LEADER)) == (answers[1], answers[2])
    assert not shown.collect()


def _add(widget: RatingWidget) -> RatingRow:
    widget.grid.sections[-1].add_button.click()
    return widget.rows()[-1]


def test_a_form_with_its_own_rows_stores_only_what_is_marked(make: Any) -> None:
    widget = make(STATEMENTS)
    assert not any(row.handle or row.remove_button for row in widget.rows())
    _bar(_row(widget, "Jeg lærer"), "level").chosen.emit(-1)
    assert widget.collect() == Changes(answers={AnswerKey(1, "f"): {"Jeg lærer": {"level": -1}}})
    _bar(_row(widget, "Jeg lærer"), "level").chosen.emit(None)
    assert widget.collect() == Changes(answers={AnswerKey(1, "f"): None}), "blank is absent, never zero"


def test_keys_set_and_clear_a_mark(make: Any, show: Any, press: Any, type_text: Any) -> None:
    widget = make(TOGETHER, {SHARED: {"Projektledelse": {}}})
    show(widget)
    bar = _bar(_row(widget, "Projektledelse"), "krav")
    bar.setFocus()
    type_text(bar, "4")
    assert bar.value() == 4
    type_text(bar, "3")
    assert bar.value() == 4, "3 is no step of this scale"
    press(Qt.Key.Key_Left)
    assert bar.value() == 2
    press(Qt.Key.Key_Delete)
    assert bar.value() is None
    press(Qt.Key.Key_Left)
    assert bar.value() is None
    press(Qt.Key.Key_Right)
    assert bar.value() == 1
    press(Qt.Key.Key_Left)
    assert bar.value() is None
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bar.value() == 1
    assert bar.accessibleDescription() == "1 Kender til: Har brug for hjælp"


def test_a_click_on_the_mark_takes_it_away(make: Any, show: Any, qtbot: Any) -> None:
    widget = make(TOGETHER, {SHARED: {"Projektledelse": {}}})
    show(widget, 1100)
    bar = _bar(_row(widget, "Projektledelse"), "krav")
    spot = bar._box(1).center().toPoint()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=spot)
    assert bar.value() == 2
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=spot)
    assert bar.value() is None


@pytest.mark.parametrize(
    ("marks", "said", "offered"),
    [
        ({"krav": 4, "niveau": 1}, "mangler 2 trin", True),
        ({"krav": 2, "niveau": 2}, "som krævet", False),
        ({"krav": 1, "niveau": 2}, "1 trin over", False),
        ({"krav": 4}, "", False),
        ({"niveau": 1}, "", False),
        ({}, "", False),
    ],
)
def test_the_gap_is_counted_in_steps_and_a_blank_is_no_number(
    marks: dict[str, int], said: str, offered: bool, make: Any
) -> None:
    widget = make(TOGETHER, {SHARED: {"Projektledelse": marks}})
    cell = _row(widget, "Projektledelse").gap
    assert cell.text() == said
    assert (cell.button is not None and not cell.button.isHidden()) is offered


def test_a_gap_asks_for_an_agreement_without_telling_what_the_leader_thinks(make: Any) -> None:
    asked: list[tuple[str, str, str]] = []
    common = make(TOGETHER, {SHARED: {"Projektledelse": {"krav": 4, "niveau": 2}}})
    common.agreement_wanted.connect(lambda *wanted: asked.append(wanted))
    _row(common, "Projektledelse").gap.button.click()
    own = make(COMPETENCES, {LEADER: {"Projektledelse": {"krav": 4, "niveau": 2, "group": "Personlige"}}})
    own.agreement_wanted.connect(lambda *wanted: asked.append(wanted))
    _row(own, "Projektledelse").gap.button.click()
    assert asked == [("Projektledelse", "fra 2 Kan selv til 4 Lærer fra sig", ""), ("Projektledelse", "", "Personlige")]


def test_in_a_conversation_the_leaders_marks_are_out_of_reach(make: Any, show: Any) -> None:
    hidden = {"Projektledelse": {"krav": 4, "niveau": 1, "remark": "HEMMELIGT"}, "Kun lederens": {"krav": 4}}
    widget = make(COMPETENCES, {LEADER: {**hidden, "": {"remark": "HEMMELIGT"}}, EMPLOYEE: {"Projektledelse": {}}})
    window = show(widget)
    widget.set_arrangement(Arrangement.CONVERSATION)
    concealed = [bar for column, bar in _row(widget, "Projektledelse").bars.items() if column.role is LEADER]
    assert not any(bar.isVisible() or bar.accessibleDescription() for bar in concealed)
    assert "HEMMELIGT" not in _everything_said(window)
    assert "mangler" not in _everything_said(window)
    assert not _row(widget, "Kun lederens").isVisible()
    assert not widget.collect()
    widget.show_leader_note(shown=True)
    assert _row(widget, "Kun lederens").isVisible()
    assert _row(widget, "Projektledelse").gap.text() == "mangler 2 trin"
    assert "HEMMELIGT" in _everything_said(window)
    widget.show_leader_note(shown=False)
    assert "HEMMELIGT" not in _everything_said(window)
    assert widget.value(LEADER)["Projektledelse"]["remark"] == "HEMMELIGT"
    assert not widget.collect()


def _everything_said(widget: QWidget) -> str:
    """What shows of ``widget``, and everything a screen reader can be told of it."""
    found = []
    for child in widget.findChildren(QWidget):
        interface = QAccessible.queryAccessibleInterface(child)
        text = interface.textInterface() if interface else None
        found += [child.accessibleDescription(), text.text(0, text.characterCount()) if text else ""]
        if child.isVisible():
            shown = child.text() if isinstance(child, QLabel | QAbstractButton) else ""
            found += [shown, child.accessibleName()]
    return " ".join(str(one) for one in found)


def test_rows_are_added_moved_and_removed_by_keys_and_undone(make: Any, show: Any, press: Any) -> None:
    ctrl, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    widget = make(TOGETHER, {SHARED: {"A": {"krav": 1}, "B": {"krav": 2}}})
    show(widget)
    _row(widget, "B").cells()[0].setFocus()
    press(Qt.Key.Key_Up, alt)
    assert list(widget.collect().answers[AnswerKey(3, "f")]) == ["B", "A"], "the order is part of the answer"
    press(Qt.Key.Key_Delete, ctrl)
    assert widget.collect().answers == {AnswerKey(3, "f"): {"A": {"krav": 1}}}
    press(Qt.Key.Key_Return, ctrl)
    assert [row.title() for row in widget.rows()] == ["A", ""]
    for _ in range(3):
        widget.grid.undo_stack.undo()
    assert list(widget.collect().answers[AnswerKey(3, "f")]) == ["A", "B"]
    assert not widget.grid.undo_stack.canUndo()


def test_two_rows_of_one_name_are_both_kept_and_it_is_said(make: Any) -> None:
    widget = make(TOGETHER, {SHARED: {"Jura": {"krav": 1}, "": {"remark": "Samlet"}}})
    row = _add(widget)
    row.name_note.insertPlainText("Jura")
    _bar(row, "krav").chosen.emit(4)
    nameless = _add(widget)
    _bar(nameless, "krav").chosen.emit(2)
    answer = widget.collect().answers[AnswerKey(3, "f")]
    assert answer == {
        "Jura": {"krav": 1},
        "Jura (2)": {"krav": 4},
        "Uden navn": {"krav": 2},
        "": {"remark": "Samlet"},
    }
    assert values.clean(TOGETHER, widget.context.form, answer) == answer
    assert "Jura (2)" in row._warning.text()
    assert row._warning.isVisibleTo(row)
    row.name_note.insertPlainText("dik")
    assert not row._warning.isVisibleTo(row)


def test_the_legend_says_what_blank_means_and_folds_the_long_words(make: Any) -> None:
    widget = make(TOGETHER)
    said = [made.text() for made in widget.legend.findChildren(QWidget) if hasattr(made, "setWordWrap")]
    assert "Tomt felt: Ikke relevant" in said
    (fold,) = widget.legend.folds
    assert not fold.is_open()
    assert "1 Kender til: Har brug for hjælp" in fold.content.accessibleName()


@pytest.mark.parametrize("field", [COMPETENCES, TOGETHER, STATEMENTS])
@pytest.mark.parametrize("arrangement", Arrangement)
def test_every_input_has_a_name_of_its_own(
    field: RatingField, arrangement: Arrangement, make: Any, show: Any, qapp: QApplication
) -> None:
    answer = {"Jeg trives": {}, "Jeg lærer": {}} if field.rows else {"A": {"krav": 4, "niveau": 1}, "B": {}}
    widget = make(field, dict.fromkeys(field.by, answer))
    show(widget)
    widget.set_arrangement(arrangement)
    names = [target.accessibleName() for target in widget.inputs()]
    assert all(names)
    assert len(set(names)) == len(names)
    assert all(target.isVisible() for target in widget.inputs())


@pytest.mark.parametrize("points", [8, 20])
def test_nothing_is_wider_than_the_page(points: int, make: Any, show: Any, look: Any, qapp: QApplication) -> None:
    look.use_point_size(points)
    widget = make(replace(COMPETENCES, wheel=True), {LEADER: {"A" * 12: {"krav": 4, "niveau": 1}, "B": {}, "C": {}}})
    window = show(widget, 690)
    qapp.processEvents()
    assert window.width() == 690
    assert widget.minimumSizeHint().width() <= 660


def test_a_closed_rating_cannot_be_marked(make: Any, show: Any, type_text: Any) -> None:
    widget = make(TOGETHER, {SHARED: {"A": {"krav": 4, "niveau": 1}}})
    show(widget)
    widget.set_closed(closed=True)
    for target in widget.inputs():
        type_text(target, "2")
    assert not widget.collect()
    assert not any(section.add_button.isVisible() for section in widget.grid.sections)
