"""A page opens at its heading, in the smallest window too; the first key goes to its first input."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel

from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.demo.window_pictures import finish_layouts


@pytest.fixture
def window(program: Any, demo_copy: Path) -> Any:
    program.folder = demo_copy
    window = program.start()
    window.resize(911, 400)
    return window


def _settle(window: Any) -> None:
    for _ in range(3):
        finish_layouts(window)
        QApplication.processEvents()


def _each_form(program: Any) -> list[int]:
    rows = program.workplace.database.rows(
        "SELECT min(c.id) FROM conversation c JOIN form_version v ON v.id = c.form_version "
        "WHERE c.purpose <> 'paper' GROUP BY v.form_id"
    )
    return [int(number) for (number,) in rows]


def test_every_page_opens_at_its_heading(window: Any, program: Any, hands: Any) -> None:
    opened = 0
    for number in _each_form(program):
        window.open_conversation(number)
        view = program.view
        view.themes.go_to(0)
        for _ in range(view.themes.count()):
            _settle(window)
            page = view.pages.currentWidget()
            assert page.verticalScrollBar().value() == 0, page.tab.title
            heading = next(label for label in page.findChildren(QLabel) if label.property("kind") == "title")
            assert heading.mapTo(page.viewport(), QPoint(0, 0)).y() >= 0
            opened += page.verticalScrollBar().maximum() > 0
            hands.press("Ctrl+PgDown")
    assert opened > 20, "hardly any page is taller than the window"


def test_the_first_letter_goes_to_the_first_note_and_shows_it(window: Any, program: Any, hands: Any) -> None:
    for number in _each_form(program):
        window.open_conversation(number)
        view = program.view
        for tab in range(1, view.themes.count()):
            hands.press(f"Alt+{min(tab + 1, 9)}")
            _settle(window)
            page = view.pages.currentWidget()
            first = page.first_input()
            hidden = isinstance(first, NoteEdit) and first.visibleRegion().isEmpty()
            if hidden and not first.isReadOnly():
                before = first.text()
                hands.type("å")
                _settle(window)
                assert first.text() == f"{before}å"
                assert not first.visibleRegion().isEmpty()
                assert page.verticalScrollBar().value() > 0
                return
    raise AssertionError("no page has its first note below the window")


def test_a_page_visited_before_opens_at_its_heading_again(window: Any, program: Any, hands: Any) -> None:
    window.open_conversation(_each_form(program)[0])
    view = program.view
    hands.press("Alt+3")
    _settle(window)
    bar = view.pages.currentWidget().verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    view.themes.go_to(0)
    view.themes.go_to(2)
    _settle(window)
    assert bar.value() == 0
