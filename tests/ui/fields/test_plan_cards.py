"""Plans of more than four columns: lines, one agreement as a card, folded columns, and additions after signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.form import ColumnType, PlanColumn, PlanField, Role
from mus_desktop.model.plan import Agreement, Plan
from mus_desktop.model.review import Addendum, AddendumKey
from mus_desktop.model.text import is_blank
from mus_desktop.model.text.pasted import pasted_line
from mus_desktop.ui.fields.field_widget import Arrangement, Content
from mus_desktop.ui.fields.plan.plan_columns import numbers_of
from mus_desktop.ui.fields.plan.plan_field import PlanWidget
from mus_desktop.ui.fields.plan.plan_line import PlanLine

_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_TODAY = date(2026, 11, 21)
_FOND = "Kompetencefonden"
_FIELD = PlanField(
    key="plan",
    title="Udviklingsplan",
    min_rows=2,
    groups=("Faglige:", "Personlige:"),
    columns=(
        PlanColumn("maal", "Mål", "Hvilke kompetencer?", roles=frozenset({Role.GOAL})),
        PlanColumn("metode", "Metode", roles=frozenset({Role.ACTION})),
        PlanColumn("traening", "Træning", roles=frozenset({Role.PRACTICE}), later=True),
        PlanColumn("effekt", "Effekt", roles=frozenset({Role.EFFECT}), later=True),
        PlanColumn("tid", "Tidsplan", roles=frozenset({Role.DUE})),
        PlanColumn("ansvar", "Ansvarlig", roles=frozenset({Role.RESPONSIBLE})),
        PlanColumn("uddannelse", "Uddannelse", fold=_FOND),
        PlanColumn("pris", "Pris", type=ColumnType.NUMBER, unit="kr.", fold=_FOND),
        PlanColumn("frist", "Ansøgningsfrist", type=ColumnType.DATE, fold=_FOND),
        PlanColumn("sted", "Sted", type=ColumnType.CHOICE, options=("Her", "Ude"), fold=_FOND),
        PlanColumn("sendt", "Sendt", type=ColumnType.CHECK, fold=_FOND),
    ),
)
_ROWS = (
    Agreement("a", "plan", "Faglige:", cells={"maal": "Mål A"}, due_on=date(2027, 3, 1), responsible="Bjørn"),
    Agreement("b", "plan", "Faglige:", cells={"maal": "Mål B", "pris": "12000"}, extra={"Støtte": "Gitte"}),
    Agreement("c", "plan", "Personlige:", cells={"maal": "Mål C", "effekt": "Roligere møder"}),
)
_KEY = RowsKey(7, "plan")


def _content(*rows: Agreement, addenda: tuple[Addendum, ...] = ()) -> Content:
    return Content({}, Plan(7, 3, rows), addenda=addenda)


@pytest.fixture
def make(context_for: Any, show: Any) -> Callable[..., PlanWidget]:
    def make_(content: Content | None = None, field: PlanField = _FIELD, width: int = 730) -> PlanWidget:
        widget = PlanWidget(field, context_for(field))
        widget.load(content or _content(*_ROWS))
        show(widget, width)
        return widget

    return make_


def _goals(widget: PlanWidget) -> list[str]:
    return [row.cells[0].text() for row in widget.rows]


def _card(widget: PlanWidget) -> str:
    """The goal of the agreement that stands as a card; there is only one."""
    (shown,) = [row for row in widget.rows if row.isVisible()]
    return shown.cells[0].text()


def _cell(row: Any, key: str) -> Any:
    return next(cell for cell in row.cells if cell.column.key == key)


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\u2029\ufdd0\ufdd1"))
_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])).map(pasted_line)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_type_of_column_gives_back_what_was_typed(data: Any, qapp: Any, context_for: Any) -> None:
    owner, context = QWidget(), context_for(_FIELD)
    typed = PlanWidget(_FIELD, context, owner)
    typed.load(_content())
    row = typed.rows[2]
    cells = {key: data.draw(_TEXT) for key in ("maal", "metode", "uddannelse")}
    for key, text in cells.items():
        _cell(row, key).note.insertPlainText(text)
    cells["pris"] = data.draw(_LINE)
    _cell(row, "pris").input.line.insert(cells["pris"])
    day = data.draw(st.none() | st.dates(date(2000, 1, 1), date(2036, 1, 1)))
    cells["frist"] = day.isoformat() if day else ""
    _cell(row, "frist").input.line.insert(f"{day:%d-%m-%Y}" if day else "")
    cells["sted"] = data.draw(st.sampled_from(["", "Her", "Ude"]))
    _cell(row, "sted").input.box.setCurrentText(cells["sted"])
    cells["sendt"] = data.draw(st.sampled_from(["", "Ja"]))
    _cell(row, "sendt").target.setChecked(bool(cells["sendt"]))
    expected = Agreement(
        row.id, "plan", "Personlige:", {key: text for key, text in cells.items() if not is_blank(text)}
    )
    written = () if expected.blank else (expected,)
    assert typed.collect() == (Changes(rows={_KEY: written}) if written else Changes())
    shown = PlanWidget(_FIELD, context, owner)
    shown.load(_content(*written))
    assert not shown.collect()
    assert tuple(r.agreement() for r in shown.rows if not r.agreement().blank) == written
    owner.deleteLater()


def test_what_a_typed_cell_cannot_read_is_kept_as_it_was_written(make: Any) -> None:
    cells = {"maal": "x", "pris": "ca. 12.000", "frist": "til foråret", "sted": "Et helt tredje sted"}
    widget = make(_content(Agreement("a", "plan", "Faglige:", cells)))
    _cell(widget.rows[0], "maal").note.insertPlainText("y")
    assert widget.collect().rows[_KEY][0].cells == {**cells, "maal": "yx"}


def test_one_agreement_stands_as_a_card_below_its_own_group(make: Any) -> None:
    widget = make()
    assert _card(widget) == "Mål A"
    widget.rows[2].line.chosen.emit()
    assert _card(widget) == "Mål C"
    assert widget.rows[2].cells[0].isVisible()
    lines = [row.line for row in widget.rows]
    assert all(line.isVisible() for line in lines)
    assert [line.focusPolicy() == Qt.FocusPolicy.StrongFocus for line in lines] == [False, False, True, False]
    assert widget.rows[2].mapTo(widget, widget.rows[2].rect().topLeft()).y() > lines[3].geometry().bottom()


def test_arrows_go_from_line_to_line_and_enter_into_the_card(make: Any, press: Any) -> None:
    widget = make()
    widget.rows[0].line.setFocus()
    for expected in ("Mål B", "Mål C", "", ""):
        press(Qt.Key.Key_Down)
        assert _card(widget) == expected
        assert isinstance(QApplication.focusWidget(), PlanLine)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is widget.rows[2].cells[0].note


def test_lines_are_moved_removed_added_and_undone_like_rows(make: Any, press: Any, type_text: Any) -> None:
    widget = make()
    widget.rows[0].line.setFocus()
    press(Qt.Key.Key_Down, _ALT)
    assert _goals(widget) == ["Mål B", "Mål A", "Mål C", ""]
    assert _card(widget) == "Mål A"
    press(Qt.Key.Key_Delete, _CTRL)
    assert _goals(widget) == ["Mål B", "", "Mål C", ""]
    assert isinstance(QApplication.focusWidget(), PlanLine)
    press(Qt.Key.Key_Return, _CTRL)
    type_text(QApplication.focusWidget(), "Ny")
    assert "Ny" in _goals(widget)
    assert _card(widget) == "Ny"
    while widget.grid.undo_stack.canUndo():
        widget.grid.undo_stack.undo()
    assert _goals(widget) == ["Mål A", "Mål B", "Mål C", ""]
    assert not widget.collect()


_MOVES = st.lists(
    st.tuples(st.sampled_from(["up", "down", "remove", "add", "undo", "redo", "choose"]), st.integers(0, 9))
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=_MOVES)
def test_whatever_is_done_there_is_always_one_card_and_every_line_stands_for_its_row(
    moves: list[tuple[str, int]], qapp: Any, context_for: Any, look: Any
) -> None:
    owner = QWidget()
    widget = PlanWidget(_FIELD, context_for(_FIELD), owner)
    widget.load(_content(*_ROWS))
    for move, place in moves:
        row = widget.rows[place % len(widget.rows)]
        if move == "choose":
            row.line.chosen.emit()
        elif move in ("undo", "redo"):
            getattr(widget.grid.undo_stack, move)()
        elif move == "add":
            widget.inputs()[-1].click()
        else:
            row._buttons[["up", "down", "remove"].index(move)].click()
        shown = [row for row in widget.rows if not row.isHidden()]
        assert len(shown) == 1
        assert [row.number for row in widget.rows] == list(range(1, len(widget.rows) + 1))
        assert len({target.accessibleName() for target in widget.inputs()}) == len(widget.inputs())
    owner.deleteLater()


def test_the_line_says_what_the_card_holds(make: Any, type_text: Any, qtbot: Any) -> None:
    widget = make(width=1100)
    row = widget.rows[0]
    said = row.line.accessibleDescription
    assert said() == "Mål A, 1. mar. 2027, Bjørn, 3 af 6 udfyldt"
    type_text(_cell(row, "metode").note, "Kursus")
    qtbot.waitUntil(lambda: "4 af 6" in said())
    assert widget.rows[3].line.accessibleDescription() == "Ikke skrevet endnu, 0 af 6 udfyldt"


def test_folded_columns_open_where_something_is_written(make: Any) -> None:
    widget = make()
    assert [row.build().folds[0].is_open() for row in widget.rows] == [False, True, False, False]
    row = widget.rows[0]
    price = _cell(row, "pris").target
    assert price not in row.inputs()
    assert widget.focus_agreement("a", "pris")
    assert QApplication.focusWidget() is price
    assert price in row.inputs()


def test_a_plan_of_four_columns_keeps_its_grid_beside_folded_ones(make: Any) -> None:
    field = replace(_FIELD, columns=(*_FIELD.columns[:4], _FIELD.columns[7]))
    row = make(_content(_ROWS[1]), field).rows[0]
    assert row.line is None
    assert row.build().folds[0].is_open()


def test_what_came_along_is_shown_and_only_goes_with_the_row(make: Any) -> None:
    widget = make()
    widget.rows[1].line.chosen.emit()
    shown = [label.text() for label in widget.rows[1].findChildren(QLabel) if label.isVisible()]
    assert "Følger med: Støtte – Gitte" in shown
    widget.rows[1].cells[0].note.clear()
    assert widget.collect().rows[_KEY][1].extra == {"Støtte": "Gitte"}


# -- agreements from elsewhere ----------------------------------------------------------------------------------------


def test_an_agreement_that_is_carried_on_takes_a_blank_place_and_can_be_undone(make: Any) -> None:
    widget = make(_content(*_ROWS))
    carried = Agreement("n", "plan", "Personlige:", {"maal": "Fra sidste år"}, carried_from="x")
    widget.update_from(_content(*_ROWS, carried))
    assert _goals(widget) == ["Mål A", "Mål B", "Mål C", "Fra sidste år"]
    assert _card(widget) == "Fra sidste år"
    assert not widget.collect()
    assert numbers_of(_FIELD, (*_ROWS, carried))["n"] == widget.rows[3].number == 4
    widget.update_from(_content(*_ROWS))
    assert _goals(widget) == ["Mål A", "Mål B", "Mål C", ""]
    assert not widget.collect()
    widget.grid.undo_stack.undo()
    assert widget.collect().rows == {_KEY: (*_ROWS, carried)}


def test_what_is_typed_here_is_not_taken_for_something_from_elsewhere(make: Any, type_text: Any) -> None:
    widget = make()
    type_text(widget.rows[0].cells[1].note, "Kursus")
    widget.update_from(_content(*_ROWS))
    (rows,) = widget.collect().rows.values()
    assert rows[0].cells["metode"] == "Kursus"


# -- after signature --------------------------------------------------------------------------------------------------

_ADDED = (
    Addendum(7, date(2026, 9, 4), "Hver ny sag.", "a", "traening"),
    Addendum(7, _TODAY, "Oplæg i dag", "a", "effekt"),
    Addendum(7, date(2026, 10, 1), "Kurset blev flyttet."),
    Addendum(8, date(2026, 10, 1), "En anden plan", "a", "traening"),
)


def test_a_signed_plan_is_read_but_for_what_may_come_later(make: Any, type_text: Any) -> None:
    widget = make(_content(*_ROWS, addenda=_ADDED))
    widget.set_closed(True)
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    assert "Hver ny sag." in shown
    assert "Kurset blev flyttet." in shown
    assert "En anden plan" not in shown
    editable = [e for e in widget.inputs() if hasattr(e, "isReadOnly") and not e.isReadOnly()]
    assert [note.text() for note in editable] == ["Oplæg i dag"]
    assert not widget.collect()

    training = _cell(widget.rows[0], "traening").additions
    training.button.click()
    type_text(QApplication.focusWidget(), "Også i dag")
    assert widget.collect().addenda == {AddendumKey(7, "a", "traening"): "Også i dag"}
    assert not widget.collect()
    editable[0].clear()
    assert widget.collect().addenda == {AddendumKey(7, "a", "effekt"): ""}


def test_the_plan_itself_can_be_added_to(make: Any, type_text: Any) -> None:
    widget = make(_content(*_ROWS))
    assert "Tilføjelse til planen" not in {e.accessibleName() for e in widget.inputs()}
    widget.set_closed(True)
    (button,) = [e for e in widget.inputs() if e.accessibleName().startswith("Tilføjelse til planen")]
    button.click()
    type_text(QApplication.focusWidget(), "Ny chef")
    assert widget.collect() == Changes(addenda={AddendumKey(7): "Ny chef"})


def test_nothing_is_added_to_rows_that_are_no_agreements_nor_before_signature(make: Any) -> None:
    widget = make()
    additions = [cell.additions for row in widget.rows for cell in row.cells if cell.additions]
    assert len(additions) == 8
    assert all(one.isHidden() for one in additions)
    widget.set_closed(True)
    assert [one.isHidden() for one in additions] == [False] * 6 + [True] * 2
    widget.set_closed(False)
    assert all(one.isHidden() for one in additions)


def test_the_card_of_a_signed_plan_is_never_a_blank_row(make: Any) -> None:
    widget = make()
    widget.rows[3].line.chosen.emit()
    assert _card(widget) == ""
    widget.set_closed(True)
    assert _card(widget) == "Mål C", "the last one that shows"
    assert [row.line.isVisible() for row in widget.rows] == [True, True, True, False]
    widget.set_closed(False)
    assert all(row.line.isVisible() for row in widget.rows)


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("arrangement", Arrangement)
@pytest.mark.parametrize("size", [8, 10, 20])
@pytest.mark.parametrize("width", [420, 730, 1100])
def test_it_fits_and_names_are_unique(
    width: int, size: int, arrangement: Arrangement, closed: bool, make: Any, look: Any, qapp: Any
) -> None:
    look.use_point_size(size)
    widget = make(_content(*_ROWS, addenda=_ADDED), width=width)
    widget.set_arrangement(arrangement)
    widget.set_closed(closed)
    widget.rows[1].line.chosen.emit()
    qapp.processEvents()
    assert widget.width() <= max(width, size * 32)
    names = [entry.accessibleName() for entry in widget.inputs()]
    assert all(names)
    assert len(set(names)) == len(names)
    for entry in widget.inputs():
        if entry.isVisible():
            assert widget.rect().contains(entry.rect().translated(entry.mapTo(widget, entry.rect().topLeft())))


def test_two_plans_on_a_page_have_different_names(context_for: Any, qapp: Any) -> None:
    other = replace(_FIELD, key="sigt", title="På længere sigt")
    context, owner = context_for(_FIELD, other), QWidget()
    widgets = [PlanWidget(field, context, owner) for field in (_FIELD, other)]
    for widget in widgets:
        widget.load(_content())
    names = [entry.accessibleName() for widget in widgets for entry in widget.inputs()]
    assert len(set(names)) == len(names)
    owner.deleteLater()
