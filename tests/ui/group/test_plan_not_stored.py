"""A participant's own plan is made on the way to its page. While the disk will not have it, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from pytestqt.qtbot import QtBot

from mus_desktop.ui.demo.window_pictures import finish_layouts

if TYPE_CHECKING:
    from tests.conftest import Hands

Start = Callable[..., Any]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mus_desktop.ui.conversation.live_conversation.TRY_AGAIN_MS", 250)


@pytest.fixture
def bo(start_group: Start) -> Any:
    """The open conversation with Bo shown, whose plan is not made yet."""
    talk = start_group("abc-faelles")
    talk.view.themes.setCurrentRow(talk.page_of("andet"))
    talk.view.show_participant(talk.parties["Bo"])
    return talk


def writable(talk: Any, word: str) -> None:
    talk.program.workplace.database._connection.execute(f"PRAGMA query_only = {word}")


def plan_of_bo(talk: Any) -> Any:
    return talk.opened.plan_of(talk.parties["Bo"])


def write_in(hands: Hands, widget: Any, text: str) -> None:
    widget.first_input().setFocus()
    hands.type(text)


def test_what_was_typed_before_is_kept_in_the_copy_and_saved_later(bo: Any, hands: Hands, qtbot: QtBot) -> None:
    view = bo.view
    note = view.pages.currentWidget().field_widget("andet")
    writable(bo, "ON")
    write_in(hands, note, "Kun mellem os. ")
    view.themes.setCurrentRow(bo.page_of("plan"))
    assert view.failure_bar.isVisible()
    assert not view.pages.currentWidget().field_widget("plan").first_input().isEnabled()
    assert "Kun mellem os. " in view.live.state.as_text()
    writable(bo, "OFF")
    qtbot.waitUntil(lambda: not view.failure_bar.isVisible())
    assert any("Kun mellem os. " in str(value) for value in bo.opened.answers.values())
    write_in(hands, view.pages.currentWidget().field_widget("plan"), "Blive vejleder")
    assert view.save_now()
    assert "Blive vejleder" in str(plan_of_bo(bo).agreements)


@pytest.mark.parametrize("again", ["by itself", "asked", "another page first"])
def test_the_plan_is_made_when_the_disk_will(bo: Any, hands: Hands, qtbot: QtBot, again: str) -> None:
    view = bo.view
    writable(bo, "ON")
    view.themes.setCurrentRow(bo.page_of("plan"))
    finish_layouts(view.window())
    assert "ikke gemt" in view.failure_bar.text()
    assert view.header.saved_text() == "Ikke gemt"
    hands.press("Alt+P")
    assert view.failure_bar.isVisible()
    assert plan_of_bo(bo) is None
    if again == "another page first":
        view.themes.setCurrentRow(bo.page_of("andet"))
    writable(bo, "OFF")
    if again == "asked":
        hands.press("Alt+P")
    elif again == "another page first":
        view.themes.setCurrentRow(bo.page_of("plan"))
    qtbot.waitUntil(lambda: plan_of_bo(bo) is not None)
    qtbot.waitUntil(lambda: not view.failure_bar.isVisible())
    write_in(hands, view.pages.currentWidget().field_widget("plan"), "Blive vejleder")
    assert view.save_now()
    assert "Blive vejleder" in str(plan_of_bo(bo).agreements)
    assert bo.program.workplace.health() == []
