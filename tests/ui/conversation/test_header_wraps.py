"""Date, time and place in the header are never cut: they wrap to a second line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint

from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.controls.elided_label import WrappingLine
from mus_desktop.ui.demo.window_pictures import finish_layouts

if TYPE_CHECKING:
    from tests.conftest import Program


@pytest.mark.parametrize("points", [8, 10, 20])
@pytest.mark.parametrize("width", [911, 1280])
def test_time_and_place_are_shown_whole(
    start_talk: Callable[..., Any], program: Program, width: int, points: int
) -> None:
    view = start_talk(others=False)
    place = program.workplace
    number = view.conversation_id
    meeting = place.conversations.meeting(number)
    far = "Mødelokale 14 på anden sal ved siden af personalestuen i den gamle bygning"
    place.conversations.change_meeting(number, replace(meeting, at_time=time(10, 30), place=far))
    program.look.use_point_size(points)
    header = view._header
    header.show_time_and_place(place.conversations.open(number))
    header.show_saved(program.clock())
    window = view.window()
    window.resize(width, 720)
    finish_layouts(window)
    about = header._about
    assert isinstance(about, WrappingLine)
    assert about.height() >= about.heightForWidth(about.width())
    lines = round(about.height() / about.fontMetrics().height())
    needed = about.fontMetrics().horizontalAdvance(about.text())
    assert (lines > 1) is (needed > about.width())
    for shown in (about, header._saved):
        assert header.rect().contains(shown.geometry())
    assert not about.geometry().intersects(header._saved.geometry())
    assert "18.\N{NO-BREAK SPACE}november 2026 kl.\N{NO-BREAK SPACE}10.30" in about.text(), "a date is not broken"


def test_the_save_status_begins_below_the_name_in_both_arrangements(
    start_talk: Callable[..., Any], program: Program
) -> None:
    view = start_talk()
    assert view.save_now()
    view._header.show_saved(program.clock())
    header = view._header
    for arrangement, below in (
        (Arrangement.CONVERSATION, header._saved),
        (Arrangement.PREPARATION, header._about),
    ):
        view.set_arrangement(arrangement)
        finish_layouts(view.window())
        assert below.mapTo(header, QPoint()).x() == header._name.mapTo(header, QPoint()).x(), arrangement
