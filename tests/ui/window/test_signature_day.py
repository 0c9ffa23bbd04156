"""Another day for a signature is stored or refused in words, on either engine, and the conversation can be left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox

from mus_desktop.model.people import Employee
from mus_desktop.ui import dialogs
from mus_desktop.ui.fields.signatures import PlanStep, SignaturesWidget
from mus_desktop.ui.main_window import MainWindow

OTHER_DAY = date(2026, 3, 2)
REFUSED = "Planen er underskrevet og kan ikke længere ændres. Skriv i stedet en dateret tilføjelse."


@pytest.fixture(params=[None, b"k" * 32], ids=["plain", "encrypted"])
def engine_key(request: pytest.FixtureRequest) -> bytes | None:
    key: bytes | None = request.param
    return key


def test_another_day_is_stored_or_refused_in_words_and_traps_nobody(
    window: MainWindow,
    person: Callable[[str], Employee],
    plan: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    boxes: list[str] = []

    def read(box: QMessageBox) -> int:
        boxes.append(box.informativeText())
        box.deleteLater()
        return 0

    monkeypatch.setattr(dialogs, "wait_for", read)
    window.open_conversation(plan(person("Ågot")))
    view: Any = window.desk.conversation
    for number in range(view.themes.count()):
        view.themes.go_to(number)
    signed: Any = next(widget for widget in view.pages.fields() if isinstance(widget, SignaturesWidget))
    row = signed.row(PlanStep.SIGNED)
    row.tick.click()
    today = row.when.day()
    row.when.show_day(OTHER_DAY)
    row._on_settled()
    stored = window._workplace.conversations.open(view.conversation_id).plan.signed_on
    assert stored in (today, OTHER_DAY)
    said = [REFUSED] if stored == today else []
    assert boxes == said
    assert window.desk.leave()
    assert boxes == said
