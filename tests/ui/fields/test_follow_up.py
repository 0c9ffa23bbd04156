from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.form import FollowUpField
from mus_desktop.model.plan import Plan
from mus_desktop.model.review import FollowUp
from mus_desktop.model.text import is_blank
from mus_desktop.ui.fields.field_widget import Content
from mus_desktop.ui.fields.plan.follow_up_field import FollowUpWidget

_TODAY = date(2026, 11, 21)
_FIXED = FollowUpField(key="f", title="Opfølgning", rows=("Mini-MUS", "Næste MUS"))
_FREE = FollowUpField(key="f", title="Hvornår taler vi sammen igen?")
_KEY = RowsKey(7, "f")


def _content(*rows: FollowUp) -> Content:
    return Content({}, Plan(7, 3), follow_ups={"f": rows} if rows else {})


@pytest.fixture
def make(context_for: Any, show: Any) -> Callable[..., FollowUpWidget]:
    def make_(field: FollowUpField, *rows: FollowUp, width: int = 730) -> FollowUpWidget:
        widget = FollowUpWidget(field, context_for(field))
        widget.load(_content(*rows))
        show(widget, width)
        return widget

    return make_


_NOTE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\u2029\ufdd0\ufdd1"))
_DAY = st.none() | st.dates(date(2000, 1, 1), date(2036, 1, 1))
_ROW = st.builds(FollowUp, _DAY, _NOTE, _DAY)


@pytest.mark.parametrize("field", [_FIXED, _FREE], ids=["fixed", "free"])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_ROW, min_size=2, max_size=2))
def test_what_is_typed_is_collected_and_shown_again(
    field: FollowUpField, rows: list[FollowUp], qapp: Any, context_for: Any
) -> None:
    owner, context = QWidget(), context_for(field)
    typed = FollowUpWidget(field, context, owner)
    typed.load(_content())
    while len(typed.rows) < len(rows):
        typed.grid.sections[0].add_button.click()  # type: ignore[union-attr]  # free rows have one
    for row, wanted in zip(typed.rows, rows, strict=True):
        row.due.line.insert(f"{wanted.due_on:%d-%m-%Y}" if wanted.due_on else "")
        row.note.insertPlainText(wanted.note)
        if wanted.done_on:
            row.tick.click()
            row.done_on.pick(wanted.done_on)
    expected = [FollowUp(w.due_on, "" if is_blank(w.note) else w.note, w.done_on) for w in rows]
    if not field.rows:
        expected = [row for row in expected if not row.blank]
    while expected and expected[-1].blank:
        expected.pop()
    assert typed.collect() == (Changes(follow_ups={_KEY: tuple(expected)}) if expected else Changes())
    assert not typed.collect()
    shown = FollowUpWidget(field, context, owner)
    shown.load(_content(*expected))
    assert [row.follow_up() for row in shown.rows][: len(expected)] == expected
    assert not shown.collect()
    owner.deleteLater()


def test_a_row_of_the_form_keeps_its_place_when_those_before_are_blank(make: Any) -> None:
    widget = make(_FIXED)
    widget.rows[1].due.line.insert("1-5-2027")
    assert widget.collect().follow_ups == {_KEY: (FollowUp(), FollowUp(date(2027, 5, 1)))}
    widget.rows[1].due.line.clear()
    assert widget.collect().follow_ups == {_KEY: ()}


def test_rows_beyond_those_of_the_form_are_not_lost(make: Any) -> None:
    rows = (FollowUp(date(2027, 1, 1)), FollowUp(), FollowUp(note="Fra et andet skema"))
    widget = make(_FIXED, *rows)
    widget.rows[1].note.insertPlainText("Ny")
    assert widget.collect().follow_ups == {_KEY: (rows[0], FollowUp(note="Ny"), rows[2])}


def test_a_tick_notes_today_and_an_unreadable_day_is_today(make: Any) -> None:
    widget = make(_FREE, FollowUp(date(2026, 11, 1)))
    row = widget.rows[0]
    assert row.done_on.line not in widget.inputs()
    row.tick.click()
    assert row.done_on.line in widget.inputs()
    assert row.follow_up().done_on == _TODAY
    row.done_on.line.setText("engang")
    assert row.follow_up().done_on == _TODAY
    row.tick.click()
    assert row.follow_up() == FollowUp(date(2026, 11, 1))


def test_free_rows_come_and_go_and_all_can_be_undone(make: Any, press: Any) -> None:
    widget = make(_FREE, FollowUp(note="a"), FollowUp(note="b"))
    widget.rows[0].note.setFocus()
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [row.note.text() for row in widget.rows] == ["b", "a"]
    press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert widget.collect().follow_ups == {_KEY: (FollowUp(note="b"),)}
    widget.grid.undo_stack.undo()
    widget.grid.undo_stack.undo()
    assert widget.collect().follow_ups == {_KEY: (FollowUp(note="a"), FollowUp(note="b"))}


@pytest.mark.parametrize("field", [_FIXED, _FREE], ids=["fixed", "free"])
@pytest.mark.parametrize("size", [8, 10, 20])
@pytest.mark.parametrize("width", [420, 730, 1100])
def test_it_fits_and_names_are_unique(
    width: int, size: int, field: FollowUpField, make: Any, look: Any, qapp: Any
) -> None:
    look.use_point_size(size)
    widget = make(field, FollowUp(date(2027, 9, 26), "Note", _TODAY), FollowUp(note="x"), width=width)
    qapp.processEvents()
    assert widget.width() <= width
    names = [entry.accessibleName() for entry in widget.inputs()]
    assert all(names)
    assert len(set(names)) == len(names)


def test_a_closed_field_cannot_be_typed_in(make: Any) -> None:
    widget = make(_FREE, FollowUp(note="a"))
    widget.set_closed(True)
    row = widget.rows[0]
    assert row.note.isReadOnly()
    assert row.due.line.isReadOnly()
    assert not row.tick.isEnabled()


@pytest.mark.parametrize("field", [_FIXED, _FREE], ids=["fixed", "free"])
def test_a_signed_row_is_ticked_and_a_later_one_is_written_in_its_own_place(field: FollowUpField, make: Any) -> None:
    day = date(2027, 3, 1)
    widget = make(field, FollowUp(day, "Kort status"))
    widget.set_signed(True)
    first = widget.rows[0]
    assert first.note.isReadOnly()
    assert first.due.line.isReadOnly()
    first.tick.click()
    assert widget.collect().follow_ups == {_KEY: (FollowUp(day, "Kort status", _TODAY),)}
    if not field.rows:
        (button,) = [section.add_button for section in widget.grid.sections]
        assert button in widget.inputs()
        button.click()
    later = widget.rows[1]
    later.note.insertPlainText("Ekstra")
    assert not later.note.isReadOnly()
    assert widget.collect().follow_ups[_KEY][1] == FollowUp(note="Ekstra")


def test_a_later_row_stays_open_keeps_its_day_and_can_be_emptied(make: Any) -> None:
    added = FollowUp(note="Ekstra", added_on=_TODAY)
    widget = make(_FREE, FollowUp(note="a"), added, FollowUp(note="c", added_on=_TODAY))
    widget.set_signed(True)
    row = widget.rows[1]
    row.note.insertPlainText("Mere ")
    assert widget.collect().follow_ups[_KEY][1].added_on == _TODAY
    row.note.clear()
    assert widget.collect().follow_ups[_KEY] == (
        FollowUp(note="a"),
        FollowUp(added_on=_TODAY),
        FollowUp(note="c", added_on=_TODAY),
    )
    assert all(row.remove_button and row.remove_button.isHidden() for row in widget.rows)


def test_opening_the_plan_again_opens_its_rows(make: Any) -> None:
    widget = make(_FREE, FollowUp(note="a"))
    widget.set_signed(True)
    widget.set_signed(False)
    assert not widget.rows[0].note.isReadOnly()
    assert not widget.rows[0].due.line.isReadOnly()


def test_signed_rows_stay_where_they_are_stored_whatever_blank_rows_stand_between(make: Any) -> None:
    widget = make(_FREE, FollowUp(note="a"), FollowUp(note="b"))
    widget.rows[0].note.clear()
    assert widget.collect().follow_ups == {_KEY: (FollowUp(note="b"),)}
    widget.set_signed(True)
    widget.rows[1].tick.click()
    assert widget.collect().follow_ups == {_KEY: (FollowUp(note="b", done_on=_TODAY),)}
    widget.rows[0].note.insertPlainText("c")
    assert widget.collect().follow_ups == {_KEY: (FollowUp(note="b", done_on=_TODAY), FollowUp(note="c"))}
    stored = make(_FREE, FollowUp(), FollowUp(note="b"))
    stored.set_signed(True)
    stored.rows[1].tick.click()
    assert stored.collect().follow_ups == {_KEY: (FollowUp(), FollowUp(note="b", done_on=_TODAY))}


def test_unreadable_dates_erase_no_stored_ones(make: Any, type_text: Any) -> None:
    stored = FollowUp(date(2027, 3, 1), "Ring", date(2027, 3, 2))
    widget = make(_FREE, stored)
    row = widget.rows[0]
    for line in (row.due.line, row.done_on.line):
        line.setFocus()
        line.selectAll()
        type_text(line, "når der er tid")
    row.note.setFocus()
    assert row.due.error_text().endswith("Indtil da gælder 1. marts 2027.")
    assert (row.due.line.text(), row.done_on.line.text()) == ("når der er tid", "når der er tid")
    assert row.follow_up() == stored
    type_text(row.note, "!")
    (rows,) = widget.collect().follow_ups.values()
    assert (rows[0].due_on, rows[0].done_on) == (stored.due_on, stored.done_on)
    row.due.line.clear()
    assert row.follow_up().due_on is None
