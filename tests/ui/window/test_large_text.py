"""The largest text in the smallest window: everything can still be read and reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton

from mus_desktop.ui.controls.hyphenation import hyphenated
from mus_desktop.ui.demo.window_pictures import finish_layouts


@pytest.fixture
def opened(program: Any, demo_copy: Path) -> Iterator[Any]:
    """Opens a conversation on a form in a window of 1280 x 720 with text of 20 points."""
    program.folder = demo_copy
    window = program.start()
    program.look.use_point_size(20)
    finish_layouts(window)

    def open_(form_id: str, people: int) -> Any:
        for row in program.workplace.database.rows("SELECT id FROM conversation WHERE purpose = 'mus'"):
            conversation = program.workplace.conversations.open(row[0])
            if conversation.form.id == form_id and (len(conversation.employees) > 1) is (people > 1):
                window.open_conversation(row[0])
                finish_layouts(window)
                QCoreApplication.processEvents()
                return program.view
        raise AssertionError(f"the demo has no conversation on {form_id}")

    yield open_
    program.look.use_point_size(10)


@pytest.mark.parametrize(("form_id", "people"), [("kobenhavn-buf", 1), ("albertslund", 2)])
def test_no_button_above_is_cut_and_no_page_runs_out_at_the_right(opened: Any, form_id: str, people: int) -> None:
    view = opened(form_id, people)
    assert view.width() < 1000, "the window has grown instead"
    buttons = [b for b in view.header.findChildren(QPushButton) if b.isVisible()]
    assert len(buttons) == 5
    assert [b.text() for b in buttons if b.width() < b.sizeHint().width()] == []
    rows = {button.mapTo(view.header, button.rect().center()).y() // button.height() for button in buttons}
    assert len(rows) <= 2, "above the page there is room for no more"
    for number in range(view.themes.count()):
        view.themes.go_to(number)
        finish_layouts(view)
        page = view.pages.currentWidget()
        assert page.widget().width() <= page.viewport().width(), page.tab.title


def test_a_long_word_of_a_theme_is_parted_by_hyphens(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    width = metrics.horizontalAdvance("kompetenceudv")
    shown = hyphenated("Min kompetenceudviklingsplan: Medarbejder-Udviklings-Samtale", metrics, width)
    assert all(metrics.horizontalAdvance(word) <= width for word in shown.replace("-", "- ").split())
    assert shown.replace("- ", "").replace("-", "") == "Min kompetenceudviklingsplan: MedarbejderUdviklingsSamtale"
    assert hyphenated("Siden sidst", metrics, width) == "Siden sidst"


def test_the_buttons_above_stay_where_they_are_while_it_saves(opened: Any) -> None:
    header = opened("kobenhavn-buf", 1).header

    def places() -> list[object]:
        finish_layouts(header)
        return [button.mapTo(header, button.rect().topLeft()) for button in header.findChildren(QPushButton)]

    before = places()
    header.show_saving()
    assert places() == before
    header.show_not_saved()
    assert places() == before
