"""The day of a signature cannot be changed, on either engine; and whoever tries can still leave the conversation."""

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


@pytest.fixture(params=[None, b"k" * 32], ids=["plain", "encrypted"])
def engine_key(request: pytest.FixtureRequest) -> bytes | None:
    key: bytes | None = request.param
    return key


def test_another_day_is_refused_in_words_and_traps_nobody(
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
    row.when.show_day(date(2026, 3, 2))
    row._on_settled()
    assert boxes == ["Planen er underskrevet og kan ikke længere ændres. Skriv i stedet en dateret tilføjelse."]
    assert row.when.day() == today
    assert window.desk.leave()
    assert len(boxes) == 1
