"""In the conversation, a plan that was stored when upgrading says so and offers the Word document from before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QUrl

from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange
from mus_desktop.ui.conversation.upgrade_notice import UpgradeNotice
from mus_desktop.ui.documents import open_in_word
from tests.services.upgrade.old_data import NOW, copy_old

if TYPE_CHECKING:
    from tests.conftest import Program

Open = Callable[..., UpgradeNotice | None]


@pytest.fixture
def open_plan(program: Program, tmp_path: Path) -> Open:
    """Open a conversation of the upgraded data at its plan; returns the notice that shows there."""
    copy_old(program.folder, None)
    program.clock.at = NOW
    (tmp_path / "word").mkdir()

    def open_(number: int, party: int | None = None) -> UpgradeNotice | None:
        if program.window is None:
            program.start()
            program.workplace.preferences.set_document_folder(tmp_path / "word")
        program.window.open_conversation(number)
        view = program.view
        if party:
            assert view.show_participant(party)
        form = program.workplace.conversations.open(number).form
        tab = next(n for n, tab in enumerate(form.tabs) if any(f in tab.fields for f in form.plan_fields()))
        view._wizard.show_tab(tab)
        shown = [notice for notice in view.pages.page(tab).findChildren(UpgradeNotice) if notice.isVisible()]
        assert len(shown) <= 1
        return next(iter(shown), None)

    return open_


def test_a_document_with_another_text_can_be_opened_beside_the_plan(
    open_plan: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hands: Any
) -> None:
    opened: list[str] = []

    class Desktop:
        @staticmethod
        def openUrl(url: QUrl) -> bool:  # noqa: N802 - the name in Qt
            opened.append(url.fileName())
            return True

    monkeypatch.setattr(open_in_word, "QDesktopServices", Desktop)
    notice = open_plan(1)
    assert notice is not None
    assert "fastholdt ved opgraderingen" in notice.text.text()
    assert "Word-dokumentet fra den" in notice.text.text()
    hands.click(notice.older)
    hands.click(notice.as_stored)
    assert sorted(opened) == sorted(file.name for file in (tmp_path / "word").iterdir())
    assert len(opened) == 2


def test_where_there_is_no_other_text_there_is_one_calm_line(open_plan: Open) -> None:
    notice = open_plan(3)
    assert notice is not None
    assert "Word" not in notice.text.text()
    assert not notice.older.isVisible()
    assert not notice.as_stored.isVisible()


def test_a_plan_that_is_open_says_nothing(open_plan: Open) -> None:
    assert open_plan(8) is None


def test_a_participants_own_plan_has_its_own_line(open_plan: Open, program: Program) -> None:
    assert open_plan(7, 21) is not None
    assert program.view.participant is not None
    assert open_plan(7, 22) is None, "the other one's own plan is not signed"


def test_it_goes_when_the_signature_is_taken_back(open_plan: Open, program: Program) -> None:
    notice = open_plan(2)
    assert notice is not None
    program.view.live.record_step(StepChange(PlanStep.SIGNED, None))
    assert not program.workplace.conversations.open(2).plan.closed
    assert not notice.isVisible()
