"""The day of a signature is corrected in the open window, on either engine; what is refused never traps the user."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox

from mus_desktop.model.answers import Changes
from mus_desktop.model.people import Employee
from mus_desktop.model.plan import SignatoryRole
from mus_desktop.model.review import AddendumKey
from mus_desktop.services.conversation.state.plan_step import PlanStep
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs import messages
from mus_desktop.ui.fields.plan.plan_status import PlanStatus
from mus_desktop.ui.fields.plan.signatures import SignaturesWidget
from mus_desktop.ui.shell.main_window import MainWindow

EARLIER = date(2026, 3, 2)


@pytest.fixture(params=[None, b"k" * 32], ids=["plain", "encrypted"])
def engine_key(request: pytest.FixtureRequest) -> bytes | None:
    key: bytes | None = request.param
    return key


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What message boxes say; each is closed at once."""
    said: list[str] = []

    def read(box: QMessageBox) -> int:
        said.append(box.informativeText())
        box.deleteLater()
        return 0

    monkeypatch.setattr(messages, "show_and_wait", read)
    return said


@pytest.fixture
def card(window: MainWindow, person: Callable[[str], Employee], plan: Callable[..., int]) -> PlanStatus:
    """The plan card of an open conversation."""
    window.open_conversation(plan(person("Ågot")))
    view: Any = window.page_stack.conversation
    for number in range(view.themes.count()):
        view.themes.go_to(number)
    return next(widget.card for widget in view.pages.fields() if isinstance(widget, SignaturesWidget))


def correct(row: Any, day: date) -> None:
    row.date_input.show_day(day)
    row._on_editing_finished()


def stored(window: MainWindow, place: Workplace) -> Any:
    view: Any = window.page_stack.conversation
    return place.conversations.open(view.conversation_id).plan


def test_another_day_is_a_correction(window: MainWindow, place: Workplace, card: PlanStatus, boxes: list[str]) -> None:
    row = card.row(PlanStep.SIGNED)
    row.tick.click()
    correct(row, EARLIER)
    plan = stored(window, place)
    assert (plan.signed_on, plan.closed_on, set(plan.signatures.values())) == (EARLIER, EARLIER, {EARLIER})
    assert row.date_input.day() == EARLIER
    assert window.page_stack.leave()
    assert boxes == []


def test_the_day_of_one_signature_is_corrected_too(
    window: MainWindow, place: Workplace, card: PlanStatus, boxes: list[str]
) -> None:
    card.fold.click()
    leader = next(who for who in card._signers if who.role is SignatoryRole.LEADER)
    row = card.signer_row(leader)
    row.tick.click()
    correct(row, EARLIER)
    assert stored(window, place).signatures == {leader: EARLIER}
    assert window.page_stack.leave()
    assert boxes == []


def test_a_day_that_is_refused_is_refused_in_words_and_traps_nobody(
    window: MainWindow, place: Workplace, card: PlanStatus, boxes: list[str]
) -> None:
    row = card.row(PlanStep.SIGNED)
    row.tick.click()
    today = row.date_input.day()
    place.writing.save(Changes(addenda={AddendumKey(stored(window, place).id): "Tilføjet"}))
    correct(row, EARLIER)
    assert len(boxes) == 1
    assert boxes[0].startswith("Der er skrevet tilføjelser til planen")
    assert row.date_input.day() == today
    assert window.page_stack.leave()
    assert len(boxes) == 1
