"""Tables: rows by keys and mouse, undone again, and filled from a list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.form import Column, ColumnType, PartyRole, RatingColumn, RatingField, Scale, Step, TableField
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.fields.rating.rating_field import RatingWidget
from mus_desktop.ui.fields.rows.list_dialog import ListDialog
from mus_desktop.ui.fields.table.table_field import TableWidget

EMPLOYEE, LEADER, SHARED = PartyRole
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SCALE = Scale("trin", (Step(1, "Lidt"), Step(2, "Noget"), Step(3, "Meget")))
TABLE = TableField(
    key="f",
    title="Opgaver",
    by=(SHARED,),
    min_rows=2,
    columns=(
        Column("opgave", "Opgave"),
        Column("dag", "Dag", type=ColumnType.DATE),
        Column("timer", "Timer", type=ColumnType.NUMBER, unit="t"),
        Column("lyst", "Lyst", type=ColumnType.RATING, scale="trin"),
    ),
)
FIXED = TableField(key="f", title="Målene", by=(SHARED,), rows=("Borgerne", "Økonomien"), columns=TABLE.columns[:1])
RATING = RatingField(
    key="f",
    title="Kompetencer",
    by=(EMPLOYEE, SHARED),
    scale="trin",
    columns=(
        RatingColumn("niveau", "Har", type=ColumnType.RATING, scale="trin", by=SHARED, role="level"),
        RatingColumn("krav", "Skal have", type=ColumnType.RATING, scale="trin", by=SHARED, role="required"),
        RatingColumn("egen", "Selv", type=ColumnType.RATING, scale="trin", by=EMPLOYEE),
    ),
)
THREE = [{"id": name, "cells": {"opgave": name}} for name in "ABC"]


@pytest.fixture
def make(context_for: Any, stored: Any, show: Any) -> Any:
    def make_(field: Any, answers: Any = None, width: int = 980) -> Any:
        context = context_for(field)
        context = replace(context, form=replace(context.form, scales=(SCALE,)))
        widget = (RatingWidget if isinstance(field, RatingField) else TableWidget)(field, context)
        widget.load(stored(field, answers))
        show(widget, width)
        return widget

    return make_


def _grid(widget: TableWidget) -> Any:
    made: Any = widget.input_of(SHARED)
    return made.grid


def _tasks(widget: Any) -> Any:
    changed = widget.collect().answers.get(AnswerKey(3, "f"), [])
    return [row["cells"].get("opgave") for row in changed or []]


def test_the_form_says_how_many_rows_show_and_blank_ones_are_no_answer(make: Any) -> None:
    widget = make(TABLE)
    assert len(_grid(widget).rows) == 2
    _grid(widget).rows[1].cells()[3].chosen.emit(2)
    (row,) = widget.collect().answers[AnswerKey(3, "f")]
    assert row["cells"] == {"lyst": 2}


def test_rows_by_keys_and_undone(make: Any, press: Any, type_text: Any) -> None:
    widget = make(TABLE, {SHARED: THREE})
    grid = _grid(widget)
    grid.rows[2].cells()[0].setFocus()
    press(Qt.Key.Key_Up, ALT)
    assert _tasks(widget) == ["A", "C", "B"]
    press(Qt.Key.Key_Return, CTRL)
    type_text(QApplication.focusWidget(), "Ny æ")
    assert _tasks(widget) == ["A", "C", "Ny æ", "B"]
    press(Qt.Key.Key_Delete, CTRL)
    assert _tasks(widget) == ["A", "C", "B"]
    assert grid.isAncestorOf(QApplication.focusWidget())
    grid.undo_stack.undo()
    assert _tasks(widget) == ["A", "C", "Ny æ", "B"], "what was typed comes back with the row"
    grid.undo_stack.undo()
    grid.undo_stack.undo()
    assert _tasks(widget) == ["A", "B", "C"]


def test_a_row_is_dragged_by_its_handle(make: Any) -> None:
    widget = make(TABLE, {SHARED: THREE})
    first, last = _grid(widget).rows[0], _grid(widget).rows[2]
    handle = first.handle
    start, end = handle.mapToGlobal(QPoint(4, 4)), last.mapToGlobal(last.rect().bottomLeft())
    for kind, at in (
        (QEvent.Type.MouseButtonPress, start),
        (QEvent.Type.MouseMove, end),
        (QEvent.Type.MouseButtonRelease, end),
    ):
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        local, held = QPointF(handle.mapFromGlobal(at)), Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, local, QPointF(at), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(handle, event)
    assert _tasks(widget) == ["B", "C", "A"]


def test_a_drag_ends_when_the_window_is_hidden_in_the_middle_of_it(make: Any) -> None:
    widget = make(TABLE, {SHARED: THREE})
    handle, section = _grid(widget).rows[0].handle, _grid(widget).sections[0]
    end = handle.mapToGlobal(QPoint(4, 90))
    for kind, at in (
        (QEvent.Type.MouseButtonPress, handle.mapToGlobal(QPoint(4, 4))),
        (QEvent.Type.MouseMove, end),
        (None, end),
        (QEvent.Type.MouseButtonRelease, end),
    ):
        if kind is None:
            assert not section._drop_line.isHidden()
            widget.window().hide()  # as the screen lock does
            widget.window().show()
            assert section._drop_line.isHidden()
            continue
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        local, held = QPointF(handle.mapFromGlobal(at)), Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, local, QPointF(at), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(handle, event)
    assert _tasks(widget) == []


def test_the_buttons_do_what_the_keys_do(make: Any) -> None:
    widget = make(TABLE, {SHARED: THREE})
    _grid(widget).rows[1].remove_button.click()
    assert _tasks(widget) == ["A", "C"]
    _grid(widget).sections[0].add_button.click()
    assert len(_grid(widget).rows) == 3


def test_the_forms_own_rows_stay(make: Any, press: Any) -> None:
    widget = make(FIXED)
    grid = _grid(widget)
    cell = grid.rows[1].cells()[0]
    cell.insertPlainText("Færre timer")
    cell.setFocus()
    for key, held in ((Qt.Key.Key_Up, ALT), (Qt.Key.Key_Return, CTRL), (Qt.Key.Key_Delete, CTRL)):
        press(key, held)
    assert widget.collect().answers[AnswerKey(3, "f")] == [{"id": "Økonomien", "cells": {"opgave": "Færre timer"}}]
    assert grid.sections[0].add_button is None
    assert cell.accessibleName() == "Målene, Økonomien, Opgave"


@pytest.mark.parametrize("field", [TABLE, FIXED, RATING])
@pytest.mark.parametrize("width", [420, 980])
def test_every_input_has_a_name_of_its_own(field: Any, width: int, make: Any) -> None:
    widget = make(field, width=width)
    names = [target.accessibleName() for target in widget.inputs()]
    assert all(names)
    assert len(set(names)) == len(names)


def _paste(widget: Any, text: str, *, replacing: bool = False) -> ListDialog:
    made = widget if isinstance(widget, RatingWidget) else widget.input_of(SHARED)
    dialog: ListDialog = made.ask_for_list()
    dialog.paste.setPlainText(text)
    dialog._check_text()
    dialog.replace.box.setChecked(replacing)
    return dialog


def test_a_pasted_list_fills_a_table_and_is_undone_in_one_step(make: Any) -> None:
    widget = make(TABLE, {SHARED: THREE[:1]})
    dialog = _paste(widget, "Opgave\tTimer\tDag\tLyst\nVinter\t12,5 t\t1. marts 2027\tMeget\nJura\t\t\t")
    assert dialog.preview.item(0, 0).text() == "Vinter"
    dialog.primary.click()
    rows = [row["cells"] for row in widget.collect().answers[AnswerKey(3, "f")]]
    assert rows == [
        {"opgave": "A"},
        {"opgave": "Vinter", "timer": 12.5, "dag": "2027-03-01", "lyst": 3},
        {"opgave": "Jura"},
    ]
    _grid(widget).undo_stack.undo()
    assert _tasks(widget) == ["A"]
    _paste(widget, "Opgave\nVinter", replacing=True).primary.click()
    assert _tasks(widget) == ["Vinter"]
    _grid(widget).undo_stack.undo()
    assert _tasks(widget) == ["A"]


def test_an_unlikely_date_in_a_list_is_asked_about_before_it_is_added(make: Any) -> None:
    widget = make(TABLE, {})
    dialog = _paste(widget, "Opgave\tDag\nVinter\t1. marts 1998\nSommer\t1/6 2027")
    assert dialog.summary.text() == "2 rækker. Linje 2: Se efter, om 1. marts 1998 er rigtig."
    dialog.primary.click()
    assert widget.collect().answers


def test_a_row_with_a_half_typed_date_stays_when_a_list_is_pasted(make: Any) -> None:
    widget = make(TABLE)
    _grid(widget).rows[0].cells()[1].insert("efter på")
    _paste(widget, "Opgave\nVinter").primary.click()
    first, second = _grid(widget).rows
    assert first.cells()[1].text() == "efter på"
    assert second.stored()["cells"] == {"opgave": "Vinter"}


def test_half_typed_cells_of_the_leader_outlive_the_conversation(make: Any) -> None:
    widget = make(replace(TABLE, by=(LEADER, SHARED)), {LEADER: [{"id": "1", "cells": {"opgave": "A"}}]})
    made: Any = widget.input_of(LEADER)
    made.grid.rows[0].cells()[1].insert("efter på")
    made.grid.rows[1].cells()[2].insert("ca. 3")
    widget.set_arrangement(Arrangement.CONVERSATION)
    assert [row.value_or_text()["cells"] for row in made.grid.rows] == [{}, {}]
    widget.set_arrangement(Arrangement.PREPARATION)
    assert [row.value_or_text()["cells"] for row in made.grid.rows] == [
        {"opgave": "A", "dag": "efter på"},
        {"timer": "ca. 3"},
    ]
    assert all(row._cells[place].input.problem() for row, place in zip(made.grid.rows, (1, 2), strict=True))
    assert not widget.collect()


def test_a_competence_list_adds_and_changes_rows_and_keeps_what_the_employee_said(make: Any) -> None:
    before = {EMPLOYEE: {"Jura": {"egen": 2}}, SHARED: {"Jura": {"krav": 1}, "Økonomi": {"krav": 3}}}
    widget = make(RATING, before)
    dialog = _paste(widget, "Kompetence;Krav;Niveau\nJURA;3;2\nÆldreret;2;")
    assert "1 står der allerede" in dialog.summary.text()
    dialog.primary.click()
    assert widget.value(SHARED) == {
        "Jura": {"krav": 3, "niveau": 2},
        "Økonomi": {"krav": 3},
        "Ældreret": {"krav": 2},
    }
    assert widget.value(EMPLOYEE) == before[EMPLOYEE]
    widget.grid.undo_stack.undo()
    assert (widget.value(SHARED), widget.value(EMPLOYEE)) == (before[SHARED], before[EMPLOYEE])
    _paste(widget, "Ældreret\t2", replacing=True).primary.click()
    assert widget.value(SHARED) == {"Ældreret": {"krav": 2}}
    widget.grid.undo_stack.undo()
    assert (widget.value(SHARED), widget.value(EMPLOYEE)) == (before[SHARED], before[EMPLOYEE])


def test_nothing_is_lost_when_a_list_is_refused(make: Any, tmp_path: Path) -> None:
    widget = make(RATING, {SHARED: {"Jura": {"krav": 1}}})
    dialog = _paste(widget, "Jura;2\nÆldreret;7", replacing=True)
    assert "Linje 2: »7« er ikke på skalaen" in dialog.problem.text()
    assert not dialog.primary.isEnabled()
    (tmp_path / "regneark.csv").write_bytes(b"PK\x03\x04")
    dialog.load_file(tmp_path / "regneark.csv")
    assert "Gem den som CSV" in dialog.problem.text()
    assert dialog.paste.toPlainText() == "Jura;2\nÆldreret;7"
    dialog.reject()
    assert not widget.collect()
    (tmp_path / "liste.csv").write_bytes("Kompetence;Krav\nÆldreret;2".encode("cp1252"))
    again: ListDialog = widget.ask_for_list()
    again.load_file(tmp_path / "liste.csv")
    again.primary.click()
    assert widget.value(SHARED) == {"Jura": {"krav": 1}, "Ældreret": {"krav": 2}}


def test_lists_are_the_leaders_to_paste_not_the_conversations(make: Any) -> None:
    widget = make(RATING)
    button = widget.grid._extra_button
    assert button in widget.inputs()
    widget.set_arrangement(Arrangement.CONVERSATION)
    assert not button.isVisible()
    assert button not in widget.inputs()
