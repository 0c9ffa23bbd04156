from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from mus_desktop.model.dates import format_date, format_date_short, format_planned_date, format_planned_date_short
from mus_desktop.ui.controls.calendar_popup import CalendarPopup
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.day_text import parse_day

_TODAY = date(2026, 11, 21)
_ALT = Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1. marts 2027", date(2027, 3, 1)),
        ("1. marts", date(2027, 3, 1)),
        ("1 mar", date(2027, 3, 1)),
        ("24. december", date(2026, 12, 24)),
        ("1/3-27", date(2027, 3, 1)),
        ("01.03.2027", date(2027, 3, 1)),
        ("1/3", date(2027, 3, 1)),
        ("24.12", date(2026, 12, 24)),
        ("29/2", None),
        ("2027-03-01", date(2027, 3, 1)),
        ("senest d. 1. marts", date(2027, 3, 1)),
        ("mandag den 1. marts 2027", date(2027, 3, 1)),
        ("man. 1. mar. 2027", date(2027, 3, 1)),
        ("fredag 1. marts 2027", date(2027, 3, 1)),
        ("man. 1/3", date(2027, 3, 1)),
        ("mandag", None),
        ("31. april", None),
        ("1. marts eller 1. april", None),
        ("efter påske", None),
        ("", None),
    ],
)
def test_a_day_is_read_however_it_is_typed(text: str, day: date | None) -> None:
    assert parse_day(text, _TODAY) == day


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("3/5", _TODAY, date(2026, 5, 3)),
        ("21/11", _TODAY, _TODAY),
        ("22. november", _TODAY, date(2025, 11, 22)),
        ("1/3-27", _TODAY, date(2027, 3, 1)),
        ("29/2", date(2028, 2, 29), date(2028, 2, 29)),
        ("1/3", date(2028, 2, 29), date(2027, 3, 1)),
    ],
)
def test_of_something_that_happened_the_latest_such_day_is_meant(text: str, today: date, day: date, show: Any) -> None:
    line = DateInput(lambda: today)
    show(line)
    line.expect_past()
    line.line.setText(text)
    assert line.day() == day


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_as_it_is_shown(day: date) -> None:
    for shown in (format_date, format_date_short, format_planned_date, format_planned_date_short):
        assert parse_day(shown(day), _TODAY) == day


def test_a_weekday_is_shown_where_there_is_room_and_may_be_wrong_while_typing(show: Any, type_text: Any) -> None:
    due = DateInput(lambda: _TODAY)
    due.show_weekday()
    show(due, 400)
    due.show_day(date(2027, 3, 1))
    assert due.line.text() == "mandag 1. marts 2027"
    due.line.setText("mandag 2. marts 2027")
    due.check()
    assert due.line.text() == "tirsdag 2. marts 2027"


def test_no_weekend_or_holiday_is_proposed_in_the_calendar(show: Any) -> None:
    for today, proposed in ((date(2026, 11, 21), date(2026, 11, 23)), (date(2026, 4, 2), date(2026, 4, 7))):
        due = DateInput(lambda today=today: today)
        due.show_weekday()
        show(due, 400)
        calendar = due.open_calendar()
        assert calendar is not None
        assert calendar.calendar.selectedDate() == QDate(proposed.year, proposed.month, proposed.day)
        calendar.close()


def test_a_holiday_is_marked_on_every_page_of_the_calendar(show: Any) -> None:
    due = DateInput(lambda: _TODAY)
    show(due, 400)
    popup = due.open_calendar()
    assert popup is not None
    for day, name in ((QDate(2026, 12, 25), "Juledag"), (QDate(2030, 4, 19), "Langfredag"), (QDate(2030, 4, 17), "")):
        popup.calendar.setCurrentPage(day.year(), day.month())
        assert popup.calendar.dateTextFormat(day).toolTip() == name
    popup.close()


@pytest.fixture
def two(show: Any) -> tuple[DateInput, QLineEdit]:
    holder, other = QWidget(), QLineEdit()
    layout = QVBoxLayout(holder)
    due = DateInput(lambda: _TODAY)
    layout.addWidget(due)
    layout.addWidget(other)
    show(holder, 400)
    due.setFocus()
    return due, other


def test_a_typed_day_is_written_out_on_leaving(two: Any, type_text: Any) -> None:
    due, other = two
    edits: list[bool] = []
    due.edited.connect(lambda: edits.append(True))
    type_text(due.line, "1/3-27")
    assert due.line.text() == "1/3-27"
    assert due.day() == date(2027, 3, 1)
    typed = len(edits)
    other.setFocus()
    assert due.line.text() == "1. marts 2027"
    assert due.day() == date(2027, 3, 1)
    assert len(edits) == typed == 6


def test_what_cannot_be_read_is_kept_and_said(two: Any, type_text: Any) -> None:
    due, other = two
    type_text(due.line, "efter påske")
    assert due.error_text() == ""
    other.setFocus()
    assert due.line.text() == "efter påske"
    assert due.error_text()
    assert due.line.toolTip() == due.error_text()
    due.line.clear()
    assert due.error_text() == ""


def test_delete_clears_a_day_but_edits_unfinished_text(two: Any, press: Any, type_text: Any) -> None:
    due, _ = two
    type_text(due.line, "abc")
    due.line.setCursorPosition(0)
    press(Qt.Key.Key_Delete)
    assert due.line.text() == "bc"
    due.pick(date(2027, 3, 1))
    press(Qt.Key.Key_Delete)
    assert due.line.text() == ""
    assert due.day() is None


def test_the_calendar_is_danish_and_gives_a_day(two: Any, press: Any) -> None:
    due, _ = two
    press(Qt.Key.Key_Down, _ALT)
    popup = next(w for w in QApplication.topLevelWidgets() if isinstance(w, CalendarPopup))
    calendar = popup.calendar
    assert calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
    assert calendar.verticalHeaderFormat() is calendar.VerticalHeaderFormat.ISOWeekNumbers
    assert calendar.locale().monthName(3) == "marts"
    assert calendar.selectedDate() == QDate(2026, 11, 21)
    calendar.clicked.emit(QDate(2027, 3, 1))
    assert due.day() == date(2027, 3, 1)
    assert due.line.text() == "1. marts 2027"
    assert not popup.isVisible()


@pytest.mark.parametrize("far", [QDate(10_000, 1, 1), QDate(-50, 1, 1)])
def test_the_calendar_goes_to_no_year_that_cannot_be_stored(two: Any, far: QDate) -> None:
    due, _ = two
    popup = due.open_calendar()
    popup.calendar.setSelectedDate(far)
    popup.calendar.activated.emit(popup.calendar.selectedDate())
    assert due.day() in (date(1900, 1, 1), date(2199, 12, 31))


def test_a_long_date_is_cut_rather_than_clipped(show: Any, qapp: QApplication) -> None:
    due = DateInput(lambda: _TODAY)
    due.show_day(date(2027, 9, 26))
    window = show(due, 400)
    assert due.line.text() == "26. september 2027"
    window.resize(130, 300)
    qapp.processEvents()
    assert due.line.text() == "26. sep. 2027"
    assert due.day() == date(2027, 9, 26)


def test_a_closed_date_opens_no_calendar(two: Any) -> None:
    due, _ = two
    due.set_read_only(read_only=True)
    assert due.open_calendar() is None
