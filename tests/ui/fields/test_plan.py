from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.plan.context import plan_context
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.form import Form, PlanColumn, PlanField, Role, Tab
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.text import is_blank
from mus_desktop.model.text.pasted import pasted_line
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.fields.plan.plan_columns import numbers_of
from mus_desktop.ui.fields.plan.plan_field import PlanWidget
from mus_desktop.ui.fields.plan.plan_offers import offered_person
from mus_desktop.ui.fields.plan.plan_row import PlanRow
from mus_desktop.ui.fields.plan.plan_text_cell import NameCompleter
from mus_desktop.ui.theme.text_width import character_width

_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_FIELD = PlanField(
    key="plan",
    title="Udviklingsplan",
    min_rows=3,
    numbered=True,
    columns=(
        PlanColumn("maal", "Hvad vil du gerne opnå?", roles=frozenset({Role.GOAL})),
        PlanColumn("tiltag", "Hvilke tiltag skal sættes i værk?", roles=frozenset({Role.ACTION})),
        PlanColumn("stoette", "Hvem kan støtte dig?", roles=frozenset({Role.SUPPORT})),
        PlanColumn("tid", "Tidsplan og ansvar", roles=frozenset({Role.DUE, Role.RESPONSIBLE})),
    ),
)
_ROWS = (
    Agreement("a", "plan", cells={"maal": "Mål A"}, due_on=date(2027, 3, 1), responsible="Bjørn"),
    Agreement("b", "plan", cells={"maal": "Mål B", "tiltag": "Kursus"}),
)
_KEY = RowsKey(7, "plan")


@pytest.fixture
def make(context_for: Any, stored: Any, show: Any) -> Any:
    def make_(rows: tuple[Agreement, ...] = _ROWS, field: PlanField = _FIELD, width: int = 730) -> PlanWidget:
        widget = PlanWidget(field, context_for(field))
        widget.load(stored(field, rows=rows))
        show(widget, width)
        return widget

    return make_


def _goals(widget: PlanWidget) -> list[str]:
    return [row.cells[0].note.text() for row in widget.rows]


def _focus(row: PlanRow, column: int = 0) -> None:
    row.cells[column].note.setFocus()


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\u2029\ufdd0\ufdd1"))
_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])).map(pasted_line)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_typed_is_collected_and_shown_again(data: Any, qapp: Any, context_for: Any, stored: Any) -> None:
    owner, context = QWidget(), context_for(_FIELD)
    cells = {column.key: data.draw(_TEXT) for column in _FIELD.columns}
    due_on = data.draw(st.none() | st.dates(date(2000, 1, 1), date(2036, 1, 1)))
    responsible = data.draw(_LINE)
    typed = PlanWidget(_FIELD, context, owner)
    typed.load(stored(_FIELD))
    row = typed.rows[1]
    for cell in row.cells:
        cell.note.insertPlainText(cells[cell.column.key])
    row.cells[3].due.line.insert(f"{due_on:%d-%m-%Y}" if due_on else "")
    row.cells[3].responsible.insert(responsible)
    expected = Agreement(
        row.id,
        "plan",
        cells={key: text for key, text in cells.items() if not is_blank(text)},
        due_on=due_on,
        responsible="" if is_blank(responsible) else responsible,
    )
    written = () if expected.blank else (expected,)
    assert typed.collect() == (Changes(rows={_KEY: written}) if written else Changes())
    assert not typed.collect()
    shown = PlanWidget(_FIELD, context, owner)
    shown.load(stored(_FIELD, rows=written))
    assert not shown.collect()
    assert tuple(r.agreement() for r in shown.rows if not r.agreement().blank) == written
    owner.deleteLater()


def test_what_an_agreement_came_with_is_kept(make: Any, type_text: Any) -> None:
    loaded = replace(
        _ROWS[0],
        cells={"maal": "Mål A", "gammel": "fra et andet skema"},
        extra={"note": "fulgte med"},
        status=AgreementStatus.IN_PROGRESS,
        added_on=date(2025, 1, 1),
        carried_from="z",
        others_agreed=True,
    )
    widget = make((loaded,))
    type_text(widget.rows[0].cells[1].note, "Kursus")
    assert widget.collect().rows[_KEY] == (replace(loaded, cells={**loaded.cells, "tiltag": "Kursus"}),)


def test_there_are_as_many_rows_as_the_form_shows_and_blank_ones_are_no_agreements(make: Any, type_text: Any) -> None:
    widget = make(())
    assert len(widget.rows) == 3
    assert not widget.collect()
    type_text(widget.rows[2].cells[0].note, "Mål")
    (agreement,) = widget.collect().rows[_KEY]
    assert agreement.id == widget.rows[2].id
    widget.rows[2].cells[0].note.clear()
    assert widget.collect().rows == {_KEY: ()}


def test_an_agreement_carried_over_does_not_replace_a_half_typed_row(make: Any, stored: Any) -> None:
    widget = make(())
    widget.rows[0].cells[3].due.line.insert("til foråret")
    widget.collect()
    widget.update_from(stored(_FIELD, rows=_ROWS[:1]))
    assert [row.id for row in widget.rows][1] == "a"
    assert widget.rows[0].cells[3].due.line.text() == "til foråret"
    assert len(widget.rows) == 3


def test_keys_add_move_and_remove_and_all_can_be_undone(make: Any, press: Any, type_text: Any) -> None:
    widget = make()
    _focus(widget.rows[0])
    press(Qt.Key.Key_Down, _ALT)
    assert _goals(widget) == ["Mål B", "Mål A", ""]
    press(Qt.Key.Key_Up, _ALT)
    press(Qt.Key.Key_Up, _ALT)
    assert _goals(widget) == ["Mål A", "Mål B", ""]
    press(Qt.Key.Key_Return, _CTRL)
    assert QApplication.focusWidget() is widget.rows[1].cells[0].note
    type_text(QApplication.focusWidget(), "Ny")
    assert _goals(widget) == ["Mål A", "Ny", "Mål B", ""]
    _focus(widget.rows[2], 1)
    press(Qt.Key.Key_Delete, _CTRL)
    assert _goals(widget) == ["Mål A", "Ny", ""]
    assert QApplication.focusWidget() is widget.rows[2].cells[1].note
    ids = [row.id for row in widget.rows]
    assert [a.id for a in widget.collect().rows[_KEY]] == ids[:2]
    press(Qt.Key.Key_Z, _CTRL)
    assert _goals(widget) == ["Mål A", "Ny", "Mål B", ""]
    assert [a.id for a in widget.collect().rows[_KEY]] == ["a", ids[1], "b"]
    while widget.grid.undo_stack.canUndo():
        widget.grid.undo_stack.undo()
    assert _goals(widget) == ["Mål A", "Mål B", ""]
    while widget.grid.undo_stack.canRedo():
        widget.grid.undo_stack.redo()
    assert _goals(widget) == ["Mål A", "Ny", ""]


def test_undo_takes_typed_text_before_the_order_of_rows(make: Any, press: Any, type_text: Any) -> None:
    widget = make()
    _focus(widget.rows[0])
    press(Qt.Key.Key_Down, _ALT)
    moved = widget.rows[1].cells[0].note
    assert QApplication.focusWidget() is moved
    type_text(moved, "x")
    press(Qt.Key.Key_Z, _CTRL)
    assert _goals(widget) == ["Mål B", "Mål A", ""]
    press(Qt.Key.Key_Z, _CTRL)
    assert _goals(widget) == ["Mål A", "Mål B", ""]


def test_removing_keeps_the_number_of_rows_the_form_shows(make: Any) -> None:
    widget = make()
    button = next(b for b in widget.findChildren(QWidget) if b.accessibleName() == "Fjern aftale 1")
    button.click()
    assert _goals(widget) == ["Mål B", "", ""]
    assert [a.id for a in widget.collect().rows[_KEY]] == ["b"]


def test_the_buttons_say_which_agreement_and_where(make: Any) -> None:
    widget = make()
    by_name = {target.accessibleName(): target for target in widget.inputs()}
    assert not any("Flyt aftale 1 op" in name for name in by_name)
    by_name["Flyt aftale 2 op"].click()
    assert _goals(widget) == ["Mål B", "Mål A", ""]


def test_names_are_unique_and_follow_the_numbers(make: Any, press: Any) -> None:
    widget = make()
    _focus(widget.rows[0])
    press(Qt.Key.Key_Down, _ALT)
    names = [target.accessibleName() for target in widget.inputs()]
    assert len(set(names)) == len(names)
    assert all(names)
    assert widget.rows[1].cells[1].note.accessibleName() == "Aftale 2, Hvilke tiltag skal sættes i værk?"


def test_tab_goes_cell_by_cell_and_row_by_row(make: Any, press: Any) -> None:
    widget = make()
    widget.rows[0].handle.setFocus()
    _focus(widget.rows[0])
    press(Qt.Key.Key_Return, _CTRL)
    order = widget.inputs()
    order[0].setFocus()
    for expected in order[1:]:
        press(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected
    notes = [row.cells[column].note for row in widget.rows for column in range(4)]
    assert [target for target in order if target in notes] == notes


@pytest.mark.parametrize(("start", "to", "expected"), [(0, 1, "BAC"), (0, 2, "BCA"), (2, 0, "CAB"), (1, 1, "ABC")])
def test_the_mouse_drags_a_row_by_its_number(start: int, to: int, expected: str, make: Any) -> None:
    rows = tuple(Agreement(name, "plan", cells={"maal": name}) for name in "ABC")
    widget = make(rows)
    handle, target = widget.rows[start].handle, widget.rows[to]
    beyond = 4 if to > start else -4
    goal = target.mapToGlobal(target.rect().center()) + QPoint(0, beyond if to != start else 0)
    for kind, spot in (
        (QMouseEvent.Type.MouseButtonPress, handle.mapToGlobal(QPoint(4, 4))),
        (QMouseEvent.Type.MouseMove, goal),
        (QMouseEvent.Type.MouseButtonRelease, goal),
    ):
        buttons = Qt.MouseButton.NoButton if kind is QMouseEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        local = QPointF(handle.mapFromGlobal(spot))
        event = QMouseEvent(
            kind, local, QPointF(spot), Qt.MouseButton.LeftButton, buttons, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(handle, event)
    assert "".join(_goals(widget)) == expected
    if start != to:
        widget.grid.undo_stack.undo()
        assert "".join(_goals(widget)) == "ABC"


def test_a_date_and_a_name_in_the_text_are_offered_and_taken_by_key(make: Any, press: Any, type_text: Any) -> None:
    widget = make(())
    cell = widget.rows[0].cells[3]
    _focus(widget.rows[0], 3)
    type_text(cell.note, "Kursus færdigt 1. marts, Mettes ansvar")
    press(Qt.Key.Key_Return, _ALT)
    press(Qt.Key.Key_Return, _ALT)
    press(Qt.Key.Key_Return, _ALT)
    (agreement,) = widget.collect().rows[_KEY]
    assert agreement.due_on == date(2027, 3, 1)
    assert agreement.responsible == "Mette Lindqvist"
    assert agreement.cells == {"tid": "Kursus færdigt 1. marts, Mettes ansvar"}
    assert widget.rows[0].offered() is None


@pytest.mark.parametrize(
    ("people", "text", "offered"),
    [
        (("Anne Hansen", "Bo Dam"), "Anne spørger Bo", "Anne Hansen"),
        (("Anne Hansen", "Anne Holm"), "Anne spørger", None),
        (("Anne Hansen", "Anne Holm"), "Mon Anne Holm spørger?", "Anne Holm"),
        (("Anne Hansen (Lærer)", "Anne Hansen (Pedel)"), "Anne Hansen spørger", None),
    ],
)
def test_a_name_that_two_in_the_room_share_is_offered_for_neither(
    people: tuple[str, ...], text: str, offered: str | None
) -> None:
    found = offered_person(text, people)
    assert (found.responsible if found else None) == offered


def test_an_offer_shows_after_a_pause_and_never_over_what_is_there(make: Any, type_text: Any, qtbot: Any) -> None:
    widget = make((replace(_ROWS[0], responsible=""), _ROWS[1]))
    type_text(widget.rows[0].cells[3].note, "Inden 1. maj 2027")
    type_text(widget.rows[1].cells[3].note, "Inden 1. maj 2027")
    qtbot.waitUntil(lambda: widget.rows[1].offered() is not None)
    assert widget.rows[0].offered() is None
    shown = [b.text() for b in widget.findChildren(QPushButton) if b.isVisible()]
    assert "Brug 1. maj 2027 som frist" in shown


def test_the_tick_shows_when_somebody_else_is_named(make: Any, type_text: Any, qtbot: Any) -> None:
    widget = make()
    name = "Aftale 2: Aftalt med medarbejderen, at andre inddrages"

    def tick() -> Any:
        return next((t for t in widget.inputs() if t.accessibleName() == name), None)

    type_text(widget.rows[1].cells[2].note, "Gitte Nørgaard")
    qtbot.waitUntil(lambda: tick() is not None)
    widget.collect()
    tick().click()
    assert widget.collect().rows[_KEY][1].others_agreed
    widget.rows[1].cells[2].note.clear()
    qtbot.waitUntil(lambda: tick() is None)


def test_a_signed_plan_can_be_read_and_copied_but_not_changed(make: Any, press: Any, type_text: Any) -> None:
    widget = make()
    widget.set_closed(closed=True)
    _focus(widget.rows[0])
    for target in widget.inputs():
        type_text(target, "x")
    press(Qt.Key.Key_Delete, _CTRL)
    press(Qt.Key.Key_Return, _CTRL)
    press(Qt.Key.Key_Down, _ALT)
    assert not widget.collect()
    assert _goals(widget) == ["Mål A", "Mål B", ""]
    assert not any("aftale" in name and ("Flyt" in name or "Fjern" in name or "Tilføj" in name)
                   for name in (t.accessibleName() for t in widget.inputs()))  # fmt: skip
    note = widget.rows[0].cells[0].note
    note.selectAll()
    note.copy()
    assert QApplication.clipboard().text() == "Mål A"
    widget.set_closed(closed=False)
    type_text(note, "Ny")
    assert widget.collect()


def test_one_can_jump_to_an_agreement(make: Any) -> None:
    widget = make()
    assert widget.focus_agreement("b", "tid")
    assert QApplication.focusWidget() is widget.rows[1].cells[3].note
    assert not widget.focus_agreement("findes ikke")


def test_all_cells_of_a_row_are_as_high_as_the_tallest(make: Any) -> None:
    long = replace(_ROWS[0], cells={"maal": "Mål", "tiltag": "Et langt tiltag med mange ord. " * 12})
    row = make((long,)).rows[0]
    bottoms = {cell.mapTo(row, cell.rect().bottomLeft()).y() for cell in row.cells}
    assert len(bottoms) == 1
    for cell in row.cells:
        assert cell.note.viewport().height() >= cell.note.document().size().height()


def test_a_row_grows_with_every_line_and_the_page_follows(make: Any, type_text: Any, qapp: QApplication) -> None:
    widget = make()
    row = widget.rows[2]
    note = row.cells[1].note
    note.setFocus()
    for line in range(40):
        type_text(note, f"Linje {line}\n")
        qapp.processEvents()
        assert note.viewport().height() >= note.document().size().height()
        assert row.rect().contains(row.cells[1].geometry())
    viewport = widget.window().viewport()
    assert viewport.rect().contains(note.viewport().mapTo(viewport, note.cursorRect().bottomLeft()))


def test_a_new_agreement_is_brought_into_view(make: Any, press: Any) -> None:
    widget = make()
    viewport = widget.window().viewport()
    _focus(widget.rows[2])
    for _ in range(8):
        press(Qt.Key.Key_Return, _CTRL)
        cursor = QApplication.focusWidget().cursorRect().center()
        assert viewport.rect().contains(QApplication.focusWidget().viewport().mapTo(viewport, cursor))


def test_loading_and_standing_otherwise_is_not_typing(make: Any, context_for: Any, stored: Any, show: Any) -> None:
    widget = PlanWidget(_FIELD, context_for(_FIELD))
    edits: list[bool] = []
    widget.edited.connect(lambda: edits.append(True))
    widget.load(stored(_FIELD, rows=(replace(_ROWS[0], due_on=date(2027, 9, 26), responsible="Gitte"),)))
    window = show(widget)
    for width in (420, 1100):
        window.resize(width, 700)
        for arrangement in Arrangement:
            widget.set_arrangement(arrangement)
            QApplication.processEvents()
    widget.set_closed(closed=True)
    widget.set_closed(closed=False)
    assert not edits
    assert not widget.collect()


@pytest.mark.parametrize("arrangement", Arrangement)
@pytest.mark.parametrize("width", [420, 730, 1100])
@pytest.mark.parametrize("columns", [1, 4, 6, 9])
def test_any_number_of_columns_fits_any_width(
    columns: int, width: int, arrangement: Arrangement, make: Any, qapp: QApplication
) -> None:
    made = tuple(PlanColumn(f"c{n}", f"Spalte {n}") for n in range(columns - 1))
    field = replace(_FIELD, columns=(*made, _FIELD.columns[3]))
    widget = make((), field, width)
    widget.set_arrangement(arrangement)
    qapp.processEvents()
    row = widget.rows[0]
    assert widget.width() <= width
    for cell in row.cells:
        place = cell.geometry()
        assert place.width() > 8 * character_width(widget.fontMetrics())
        assert row.rect().contains(place)


def test_groups_are_sections_and_rows_stay_in_theirs(make: Any, press: Any) -> None:
    field = replace(_FIELD, groups=("Faglige mål", "Personlige mål"), min_rows=1)
    rows = tuple(Agreement(n, "plan", g, {"maal": n}) for n, g in
                 (("1", "Personlige mål"), ("2", "Faglige mål"), ("3", "Faglige mål")))  # fmt: skip
    widget = make(rows, field)
    assert not widget.collect()
    assert _goals(widget) == ["2", "3", "1"]
    _focus(widget.rows[1])
    press(Qt.Key.Key_Down, _ALT)
    assert _goals(widget) == ["2", "3", "1"]
    press(Qt.Key.Key_Up, _ALT)
    press(Qt.Key.Key_Return, _CTRL)
    assert _goals(widget) == ["3", "", "2", "1"]
    assert [row.group for row in widget.rows] == ["Faglige mål"] * 3 + ["Personlige mål"]
    assert [a.id for a in widget.collect().rows[_KEY]] == ["3", "2", "1"]


# -- a signed plan ----------------------------------------------------------------------------------------------------


def _numbers(widget: PlanWidget) -> list[tuple[str, int]]:
    return [(row.cells[0].note.text(), row.number) for row in widget.rows if row.isVisible()]


def test_a_signed_plan_shows_no_blank_rows_and_counts_as_in_print(make: Any, type_text: Any) -> None:
    widget = make()
    widget.rows[0].cells[0].note.clear()
    widget.rows[0].cells[3].due.line.clear()
    widget.rows[0].cells[3].responsible.clear()
    assert _numbers(widget) == [("", 1), ("Mål B", 2), ("", 3)]
    widget.set_closed(True)
    assert _numbers(widget) == [("Mål B", 1)]
    assert {entry for row in (widget.rows[0], widget.rows[2]) for entry in row.inputs()}.isdisjoint(widget.inputs())
    widget.set_closed(False)
    assert _numbers(widget) == [("", 1), ("Mål B", 2), ("", 3)]
    type_text(widget.rows[2].cells[0].note, "Mål C")
    assert [row.cells["maal"] for row in widget.collect().rows[_KEY]] == ["Mål B", "Mål C"]


def test_a_signed_plan_says_where_there_are_no_agreements(make: Any) -> None:
    widget = make((replace(_ROWS[0], group="Faglige"),), replace(_FIELD, groups=("Faglige", "Personlige")))

    def said() -> list[bool]:
        told = [label for label in widget.findChildren(QLabel) if label.text() == "Her er ingen aftaler."]
        return [label.isVisible() for label in told]

    assert said() == [False, False]
    widget.set_closed(True)
    assert said() == [False, True]
    widget.set_closed(False)
    assert said() == [False, False]


# -- numbers as a document prints them ---------------------------------------------------------------------------------


def _shown_numbers(widget: PlanWidget) -> list[int]:
    """The numbers beside the rows that have text."""
    return [row.handle._number for row in widget.rows if not row.is_blank()]


def _printed_numbers(field: PlanField, rows: tuple[Agreement, ...], closed_on: date | None) -> list[int]:
    form = Form(id="x", version=1, title="X", organisation="Y", tabs=(Tab("t", "T", (field,)),))
    context = plan_context(PlanContent(form=form, agreements=rows, closed_on=closed_on))
    lists = [context[f"plan_{n}"] for n in range(1, len(field.groups) + 1)] or [context["plan"]]
    filled = [row for rows in lists for row in rows if any(row[c.key] != [""] for c in field.columns if not c.fold)]
    return [int(row["nr"].removesuffix(")")) for row in filled]


@pytest.mark.parametrize("groups", [(), ("Faglige", "Personlige", "Langsigtede")])
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("folded", [False, True])
def test_the_numbers_are_those_of_the_paper(make: Any, groups: tuple[str, ...], wide: bool, folded: bool) -> None:
    """Side by side or as cards, folded parts or none, after adding, emptying, removing and signing."""
    more = tuple(PlanColumn(f"mere{n}", f"Mere {n}") for n in range(3)) if wide else ()
    fold = (PlanColumn("fond", "Pris", fold="Fonden"),) if folded else ()
    field = replace(_FIELD, groups=groups, min_rows=2, columns=(*_FIELD.columns, *more, *fold))
    names, price = groups or ("",), {"fond": "1"} if folded else {}
    rows = tuple(Agreement(f"{n}", "plan", names[n % len(names)], {"maal": f"Mål {n}", **price}) for n in range(7))
    rows = tuple(row for group in names for row in rows if row.group == group)
    widget = make(rows, field)

    def same(closed_on: date | None = None) -> bool:
        saved = widget.collect().rows.get(_KEY, widget._saved)
        numbers = _shown_numbers(widget)
        assert numbers_of(field, saved) == dict(zip([row.id for row in saved], numbers, strict=True))
        return numbers == _printed_numbers(field, saved, closed_on)

    assert same()
    row = widget.rows[1]
    row.cells[0].note.setPlainText("")
    for cell in row.cells:
        if cell.column.key == "fond":
            cell.target.clear()
    assert row.is_blank()
    assert same(), "an emptied row between others is not printed"
    row.cells[0].note.setPlainText("Igen")
    widget._update_stale_rows()
    assert same(), "and has a number again with new words"
    widget.grid.remove(widget.rows[0])
    assert same()
    widget.set_closed(True)
    assert same(date(2026, 11, 19))
    names_read = [target.accessibleName() for target in widget.inputs() if target.accessibleName()]
    assert len(names_read) == len(set(names_read))


def test_an_unreadable_due_date_erases_no_stored_one(make: Any, type_text: Any) -> None:
    widget = make(rows=(replace(_ROWS[0], due_on=date(2027, 3, 1)),))
    cell = widget.rows[0].cells[3]
    cell.due.line.setFocus()
    cell.due.line.selectAll()
    type_text(cell.due.line, "hvert kvartal")
    cell.note.setFocus()
    type_text(cell.note, "x")
    assert cell.due.error_text().endswith("Indtil da gælder 1. marts 2027.")
    (rows,) = widget.collect().rows.values()
    assert (rows[0].due_on, cell.due.line.text()) == (date(2027, 3, 1), "hvert kvartal")


@pytest.mark.parametrize("typed", ["kjaer", "kjær", "jose", "JOSÉ"])
def test_a_name_is_offered_however_it_is_typed(typed: str, qapp: Any) -> None:
    completer = NameCompleter(["Bo Holm", "José Kjær"], owner := QWidget())
    completer.setCompletionPrefix(typed)
    assert completer.completionCount() == 1
    assert completer.currentCompletion() == "José Kjær"
    assert completer.popup().model().index(0, 0).data() == "José Kjær"
    owner.deleteLater()
