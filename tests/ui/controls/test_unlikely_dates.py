"""Dates that are asked about, and unreadable ones: neither replaces a day that is stored already."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.dates import find_date, is_unlikely
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.day_text import parse_day
from mus_desktop.ui.dialogs.typed_day import required_day

_TODAY = date(2026, 11, 21)
_STORED = date(2026, 12, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/3 2027", date(2027, 3, 1)),
        ("1/3-2027", date(2027, 3, 1)),
        ("1.3 2027", date(2027, 3, 1)),
        ("1. 3. 2027", date(2027, 3, 1)),
        ("d. 1/3 27", date(2027, 3, 1)),
        ("1. marts 27", date(2027, 3, 1)),
        ("1. marts '27", date(2027, 3, 1)),
        ("1.\u00a0marts\u00a02027", date(2027, 3, 1)),
        ("1.\u200b3.\u200e2027", date(2027, 3, 1)),
        ("31/4 2027", None),
        ("1/3 2027 12", None),
        ("1.2.3. 2027", None),
    ],
    ids=ascii,
)
def test_a_year_may_be_short_or_after_a_space(text: str, day: date | None) -> None:
    assert parse_day(text, _TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mødes 1. marts 27, og så igen", date(2027, 3, 1)),
        ("Mødes 1. marts 12 deltagere", date(2027, 3, 1)),
        ("Mødes 1. marts 10.30", date(2027, 3, 1)),
        ("Punkt 1.2 2027-forløbet", None),
        ("Den 1/3 12 personer", None),
    ],
)
def test_a_number_after_a_date_is_not_always_a_year(text: str, day: date | None) -> None:
    found = find_date(text, _TODAY)
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("day", "unlikely"),
    [
        (date(1999, 12, 31), True),
        (date(2000, 1, 1), False),
        (date(2036, 11, 21), False),
        (date(2036, 11, 22), True),
        (date(9999, 12, 31), True),
    ],
)
def test_what_is_unlikely(day: date, unlikely: bool) -> None:
    assert is_unlikely(day, _TODAY) is unlikely
    assert not is_unlikely(date(2034, 2, 28), date(2024, 2, 29))


@pytest.fixture
def due(show: Any) -> DateInput:
    holder, other = QWidget(), QLineEdit()
    layout = QVBoxLayout(holder)
    made = DateInput(lambda: _TODAY)
    made.show_day(_STORED)
    layout.addWidget(made)
    layout.addWidget(other)
    show(holder, 400)
    made.setFocus()
    made.line.selectAll()
    return made


@pytest.mark.parametrize("typed", ["1. marts 2099", "1/3 99", "1.3.1998"])
def test_an_unlikely_date_is_used_after_a_second_enter(due: DateInput, typed: str, type_text: Any, press: Any) -> None:
    stored: list[date | None] = []
    due.edited.connect(lambda: stored.append(due.day_or_kept()))
    type_text(due.line, typed)
    assert stored[-1] == _STORED
    press(Qt.Key.Key_Return)
    assert (due.day(), due.line.text()) == (None, typed)
    assert "Tryk Enter her for at bruge datoen" in due.error_text()
    with pytest.raises(KnownError, match="rigtig"):
        required_day(due)
    press(Qt.Key.Key_Return)
    assert due.day() == stored[-1] == parse_day(typed, _TODAY)
    assert due.error_text() == ""
    assert required_day(due) == due.day()


def test_another_date_is_asked_about_anew(due: DateInput, type_text: Any, press: Any) -> None:
    type_text(due.line, "1.3.1998")
    press(Qt.Key.Key_Return)
    due.line.selectAll()
    type_text(due.line, "1.3.1997")
    assert due.error_text() == ""
    press(Qt.Key.Key_Return)
    assert due.day() is None
    assert "1. marts 1997" in due.error_text()


def test_a_stored_unlikely_day_is_not_asked_about(due: DateInput) -> None:
    due.show_day(date(1998, 3, 1))
    due.check()
    assert (due.day(), due.error_text()) == (date(1998, 3, 1), "")


def test_unreadable_text_erases_no_stored_day(due: DateInput, type_text: Any, press: Any) -> None:
    type_text(due.line, "efter påske")
    press(Qt.Key.Key_Return)
    assert due.line.text() == "efter påske"
    assert due.error_text() == "Skriv en dato som 1. marts 2027. Indtil da gælder 24. december 2026."
    assert due.day_or_kept() == _STORED
    with pytest.raises(KnownError, match="kan ikke læses"):
        required_day(due)
    due.line.clear()
    press(Qt.Key.Key_Return)
    assert due.day_or_kept() is None, "an emptied date is removed"
    type_text(due.line, "efter påske")
    assert due.day_or_kept() is None
