"""The message after an agreement was removed: the row comes back, and never at the cost of what was typed since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange
from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.shell import lazy_imports
from tests.conftest import NOON, Hands, Program

Start = Callable[..., Any]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The reasons for refusing to undo."""
    texts: list[str] = []
    monkeypatch.setattr(lazy_imports, "show_message", lambda _w, _title, text: texts.append(text), raising=False)
    return texts


def _remove_row(start_talk: Start, hands: Hands) -> Any:
    view = start_talk(others=False)
    hands.press("Alt+6")
    hands.click_on("Fjern aftale 1")
    return view


def _goals(view: Any) -> list[str]:
    view.save_now()
    return [row.cells.get("maal", "") for row in view.live.state.content.plan.agreements if not row.blank]


def _leave(program: Program) -> None:
    program.window.page_stack.show_start()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("opened_again", [False, True])
def test_a_removed_agreement_comes_back_after_the_conversation_was_left(
    start_talk: Start, hands: Hands, program: Program, opened_again: bool
) -> None:
    key = _remove_row(start_talk, hands).conversation_id
    hands.type("Tale med PPR")
    _leave(program)
    if opened_again:
        program.window.open_conversation(key)
    program.window.notices.buttons[0].click()
    rows = program.workplace.conversations.open(key).plan.agreements
    assert sorted(row.cells["maal"] for row in rows) == ["Blive vejleder", "Tale med PPR"]
    if opened_again:
        assert "Blive vejleder" in _goals(program.view)
    else:
        assert program.window.page_stack.conversation is None


def test_a_removed_agreement_comes_back_beside_what_was_typed_since(
    start_talk: Start, hands: Hands, program: Program, announced: list[str]
) -> None:
    view = _remove_row(start_talk, hands)
    assert _goals(view) == []
    assert announced[0] == "Aftalen er fjernet. Tryk F6 for at fortryde."
    hands.type("Tale med PPR")
    program.window.notices.buttons[0].click()
    assert "Blive vejleder" in _goals(view)
    assert "Tale med PPR" in _goals(view)


@pytest.mark.parametrize("way", ["left and signed", "signed", "rows"])
def test_it_is_refused_when_the_plan_is_closed_or_the_rows_changed(
    start_talk: Start, hands: Hands, program: Program, told: list[str], way: str
) -> None:
    view = _remove_row(start_talk, hands)
    if way == "rows":
        hands.click_on("Tilføj aftale: UDVIKLINGSPLAN")
    else:
        view.live.record_step(StepChange(PlanStep.SIGNED, NOON.date()))
    if way == "left and signed":
        _leave(program)
    program.window.notices.buttons[0].click()
    assert len(told) == 1
    assert told[0]


def test_a_row_removed_in_samtale_can_come_back_afterwards(start_talk: Start, hands: Hands, program: Program) -> None:
    view = start_talk(others=False)
    view.set_arrangement(Arrangement.CONVERSATION)
    hands.press("Alt+6")
    hands.click_on("Fjern aftale 1")
    assert not program.window.notices.isVisible()
    view.set_arrangement(Arrangement.PREPARATION)
    program.window.notices.buttons[0].click()
    assert _goals(view) == ["Blive vejleder"]
