"""The lists of combo boxes and of suggestions, as they show: readable in both schemes, and no row is cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QListView, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.fields.plan.plan_text_cell import NameCompleter
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.theme.tokens import Scheme

_NAMES = ["Bjørn Ågård", "Mette Lindgaard", "Åse Kjær"]
_SIZES = [8, 10, 14, 20]


@pytest.fixture(params=[Scheme.LIGHT, Scheme.DARK])
def scheme(request: pytest.FixtureRequest, look: Look) -> Scheme:
    look.use_scheme(request.param)
    return Scheme(request.param)


@pytest.fixture
def suggestions(scheme: Scheme, show: Callable[..., QWidget], qtbot: QtBot) -> Any:
    """The open list of names for *Ansvarlig*."""
    line = LineEdit()
    line.setCompleter(NameCompleter(_NAMES, line))
    show(line, 300, 200)
    line.setFocus()
    line.setText("e")
    line.completer().setCompletionPrefix("e")
    line.completer().complete()
    popup = line.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    yield popup
    popup.hide()


def test_suggestions_can_be_read_whatever_is_behind_them(suggestions: Any, scheme: Scheme) -> None:
    picture = suggestions.grab().toImage()
    assert all(picture.pixelColor(x, y).alpha() == 255 for x, y in _points(picture)), "what is behind shines through"
    inside = [picture.pixelColor(x, y) for x, y in _points(picture) if 2 < x < picture.width() - 3]
    lightness = sorted(colour.lightness() for colour in inside)
    text, background = (lightness[0], lightness[-1]) if scheme is Scheme.LIGHT else (lightness[-1], lightness[0])
    assert abs(text - background) > 150
    assert (background > 128) is (scheme is Scheme.LIGHT)


def test_every_suggestion_is_whole(suggestions: Any) -> None:
    _assert_rows_whole(suggestions, len(_NAMES))


@pytest.mark.parametrize("points", _SIZES)
def test_every_row_of_a_combo_box_is_whole(
    points: int, look: Look, show: Callable[..., QWidget], qapp: QApplication, qtbot: QtBot
) -> None:
    look.use_point_size(points)
    box = ComboBox()
    box.addItems([*_NAMES, "Aalborg Kommune, Teknik- og Miljøforvaltningen, et skema med et langt navn"])
    show(box, 260, 160)
    box.showPopup()
    view = box.view()
    qtbot.waitUntil(view.isVisible)
    assert isinstance(view, QListView)
    _assert_rows_whole(view, box.count())
    assert view.sizeHintForColumn(0) <= view.viewport().width() or _fills_screen(view), "the longest row is shortened"
    assert view.window().geometry().bottom() <= view.screen().availableGeometry().bottom()
    assert view.geometry() == view.window().rect(), "there are two lines around it"
    box.hidePopup()


def _fills_screen(view: QListView) -> bool:
    return view.window().width() >= view.screen().availableSize().width()


def _assert_rows_whole(view: QListView, count: int) -> None:
    assert view.model().rowCount() == count
    shown = view.viewport().rect()
    for row in range(count):
        area: QRect = view.visualRect(view.model().index(row, 0))
        assert area.height() >= view.fontMetrics().height()
        assert (area.top() >= shown.top(), area.bottom() <= shown.bottom()) == (True, True), f"row {row} is cut"


def _points(picture: QImage) -> list[tuple[int, int]]:
    return [(x, y) for y in range(picture.height()) for x in range(0, picture.width(), 2)]


def test_the_colours_are_those_of_the_scheme(suggestions: Any, look: Look) -> None:
    picture = suggestions.grab().toImage()
    assert picture.pixelColor(picture.width() - 6, 4) == QColor(look.tokens.surface)
