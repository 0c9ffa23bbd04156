from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QTextEdit, QWidget

from mus_desktop.ui.layouts.column_layout import ColumnLayout, InputCell, InputColumn
from mus_desktop.ui.theme.text_width import character_width


@pytest.fixture
def holder(qtbot: Any) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def _cells(holder: QWidget, count: int) -> list[InputCell]:
    return [InputCell(QTextEdit(holder), QLabel(f"Spalte {number}", holder)) for number in range(count)]


def _lay(holder: QWidget, layout: ColumnLayout, width: int) -> None:
    holder.setLayout(layout)
    holder.resize(width, 600)
    holder.grab()


def test_columns_stand_side_by_side_by_weight(holder: QWidget) -> None:
    wide, narrow = _cells(holder, 2)
    layout = ColumnLayout(20)
    layout.set_columns([InputColumn((wide,), 2), InputColumn((narrow,))])
    _lay(holder, layout, 900)
    assert wide.body.width() == pytest.approx(2 * narrow.body.width(), abs=2)
    assert wide.body.y() == narrow.body.y()
    assert wide.body.height() == narrow.body.height()
    assert narrow.body.geometry().right() == 899


def test_columns_that_do_not_fit_go_below_and_none_is_lost(holder: QWidget) -> None:
    cells = _cells(holder, 5)
    layout = ColumnLayout(20)
    layout.set_columns([InputColumn((cell,)) for cell in cells])
    _lay(holder, layout, 500)
    tops = [cell.body.y() for cell in cells]
    assert tops == sorted(tops)
    assert len(set(tops)) > 1
    assert layout.heightForWidth(500) == max(cell.body.geometry().bottom() for cell in cells) + 1
    for one in cells:
        assert one.body.width() >= 20 * character_width(holder.fontMetrics()) - 1
        overlapping = [o for o in cells if o is not one and o.body.geometry().intersects(one.body.geometry())]
        assert not overlapping


def test_hidden_cells_leave_no_hole(holder: QWidget) -> None:
    first, second = _cells(holder, 2)
    layout = ColumnLayout(20)
    layout.set_columns([InputColumn((first,)), InputColumn((second,))])
    second.body.hide()
    assert second.caption
    second.caption.hide()
    _lay(holder, layout, 600)
    assert first.body.width() == 600


def test_a_header_and_its_rows_agree_on_where_the_columns_are(holder: QWidget) -> None:
    header, row = ColumnLayout(20, hide_when_wrapped=True), ColumnLayout(20, captions_when_wrapped=True)
    for layout in (header, row):
        layout.set_columns([InputColumn((cell,)) for cell in _cells(holder, 3)])
    for width in range(200, 1200, 7):
        assert header.fits_on_one_line(width) == row.fits_on_one_line(width) == (header.heightForWidth(width) > 0)
