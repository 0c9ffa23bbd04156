"""Aalborg's competences: name, three marks and the gap of each are on one line in a window of 1280 pixels."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.form import RatingField
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.fields.rating.rating_field import RatingWidget
from mus_desktop.ui.fields.rating.rating_row import RatingRow

if TYPE_CHECKING:
    from tests.conftest import Program

DAY = date(2026, 11, 18)
NAMES = ("Tilsyn med entrepriser", "Projektstyring", "Dialog med borgere")


def rated(program: Program) -> tuple[int, int]:
    """Plan a conversation with competences in it; return its id and the number of the theme."""
    place = program.workplace
    employee = place.staff.add(Employee("Mads Holm")).id
    number = place.conversations.plan_new(employee, Meeting("aalborg-tm", PeriodRule().period_of(DAY), DAY))
    opened = place.conversations.open(number)
    field = next(f for f in opened.form.fields() if isinstance(f, RatingField) and len(f.columns) > 2)
    marks = {role: {c.key: 2 for c in field.columns if role in ((c.by,) if c.by else field.by)} for role in field.by}
    required = next(column.key for column in field.columns if column.role == "required")
    answers = {}
    for role, cells in marks.items():
        values = {**cells, **({required: 4} if required in cells else {})}
        answers[AnswerKey(opened.party(role).id, field.key)] = {name: dict(values) for name in NAMES}
    place.writing.save(Changes(answers=answers))
    return number, opened.form.tabs.index(opened.form.tab_of(field.key))


def rows_of(view: QWidget, window: QWidget) -> list[RatingRow]:
    finish_layouts(window)
    widget = next(w for w in view.findChildren(RatingWidget) if w.isVisible())
    return [row for row in widget.findChildren(RatingRow) if row.isVisible() and row.title()]


@pytest.mark.parametrize("width", [1280, 1366])
def test_each_is_a_straight_line(program: Program, width: int) -> None:
    program.start()
    number, theme = rated(program)
    program.window.resize(width, 720)
    program.window.sidebar.refresh()
    program.window.open_conversation(number)
    program.view._wizard.themes.go_to(theme)
    rows = rows_of(program.view, program.window)
    assert [row.title() for row in rows] == list(NAMES)
    for row in rows:
        bars = [bar for bar in row.bars.values() if bar.isVisible()]
        assert len(bars) == 3
        assert row.gap is not None
        assert "mangler 2 trin" in row.gap.text()
        tops = {bar.mapTo(row, bar.rect().topLeft()).y() for bar in bars}
        assert len(tops) == 1, "the marks are on one line"
        assert row.gap.mapTo(row, row.gap.rect().topLeft()).y() in tops
        cells: list[QWidget] = [*bars, row.gap]
        spans = [(cell.mapTo(row, cell.rect().topLeft()).x(), cell.width()) for cell in cells]
        assert all(left + wide <= right for (left, wide), (right, _) in pairwise(spans))
        pitches = {bar._box(1).x() - bar._box(0).x() for bar in bars}
        assert min(pitches) >= 24, "as wide as WCAG asks of a target with what is beside it"
        for _, caption in row.gap._lines:
            needed = caption.fontMetrics().horizontalAdvance(caption.text())
            assert not caption.text() or caption.width() >= needed, "no word is cut"
