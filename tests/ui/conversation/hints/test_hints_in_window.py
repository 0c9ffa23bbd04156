"""Hints stand below the page for the leader alone; the employee never sees them, and each can be switched off there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.errors import StorageError
from mus_desktop.model.form import PlanField
from mus_desktop.services.hints.hint_kinds import HintKind
from mus_desktop.services.hints.plan_quality import WHEN_THEN
from mus_desktop.ui.conversation.finish_dialog import FinishDialog
from mus_desktop.ui.conversation.hints.page_hints import PageHints
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.settings.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

NO_PERSON = "Aftale 1 har ingen ansvarlig."
PERSON_KIND = HintKind.WHO


def shown_texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def plan_page(view: Any) -> ThemePage:
    """Show the page with the plan, with its hints."""
    form = view.live.state.form
    number = next(n for n, tab in enumerate(form.tabs) if any(isinstance(f, PlanField) for f in tab.fields))
    view.themes.go_to(number)
    page = view.pages.currentWidget()
    assert isinstance(page, ThemePage)
    return page


def test_the_plan_page_has_hints_for_the_leader_alone(start_talk: Callable[..., Any], qtbot: QtBot) -> None:
    view = start_talk()
    page = plan_page(view)
    qtbot.waitUntil(lambda: NO_PERSON in shown_texts(page))
    view.set_arrangement(Arrangement.CONVERSATION)
    assert "Forslag" not in shown_texts(view.window())
    assert NO_PERSON not in shown_texts(view.window())
    assert page.hints is not None
    assert not page.hints.inputs()
    for number in range(view.themes.count()):  # pages that are built now, with the employee looking
        view.themes.go_to(number)
        view.findChild(PageHints).refresh()
        assert "Forslag" not in shown_texts(view.window())
    view.set_arrangement(Arrangement.PREPARATION)
    assert NO_PERSON in shown_texts(plan_page(view))


def test_hints_wait_while_the_data_get_another_protection(
    start_talk: Callable[..., Any], program: Program, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    view = start_talk()
    switches, refused = program.workplace.hint_switches, list[bool]()
    readable = switches.off

    def off() -> frozenset[HintKind]:
        if not refused:
            refused.append(True)
            raise StorageError("Dine data får lige nu en anden beskyttelse.")
        return readable()

    monkeypatch.setattr(switches, "off", off)
    page = plan_page(view)
    qtbot.waitUntil(lambda: NO_PERSON in shown_texts(page))
    assert refused


def test_a_hint_leads_to_its_cell_and_follows_what_is_typed(
    start_talk: Callable[..., Any], hands: Hands, qtbot: QtBot
) -> None:
    view = start_talk()
    page = plan_page(view)
    qtbot.waitUntil(lambda: NO_PERSON in shown_texts(page))
    hands.click_on(f"Gå dertil: {NO_PERSON}")
    hands.press("Tab", 2)
    hands.type("Åse")
    qtbot.waitUntil(lambda: NO_PERSON not in shown_texts(page))


def test_when_then_is_written_for_the_leader(start_talk: Callable[..., Any], hands: Hands, qtbot: QtBot) -> None:
    view = start_talk()
    page = plan_page(view)
    qtbot.waitUntil(lambda: WHEN_THEN in shown_texts(page))
    assert page.hints is not None
    (go,) = [button for button in page.hints.inputs() if button.accessibleName().startswith("Skriv »Når")]
    hands.click(go)
    note: Any = hands.focused()
    assert note.text() == "Når , så "
    hands.type("jeg planlægger")
    assert note.text() == "Når jeg planlægger, så "
    note.undo()
    note.undo()
    assert note.text() == ""


def test_a_hint_is_switched_off_where_it_stands_and_on_in_the_settings(
    start_talk: Callable[..., Any], program: Program, hands: Hands, qtbot: QtBot
) -> None:
    view = start_talk()
    page = plan_page(view)
    qtbot.waitUntil(lambda: NO_PERSON in shown_texts(page))
    hands.click_on(f"Vis ikke dette forslag igen: {NO_PERSON}")
    qtbot.waitUntil(lambda: NO_PERSON not in shown_texts(page))
    assert program.workplace.hint_switches.off() == {PERSON_KIND}

    def switch_on(dialog: Any) -> None:
        assert isinstance(dialog, SettingsDialog)
        tick = dialog.hints.ticks[PERSON_KIND].box
        assert not tick.isChecked()
        tick.click()
        hands.click_on("Gem")

    hands.meet(switch_on, "Indstillinger")
    program.window.menus.settings.trigger()
    qtbot.waitUntil(lambda: not program.workplace.hint_switches.off())


def test_finishing_lists_hints_after_what_is_missing(
    start_talk: Callable[..., Any], program: Program, hands: Hands
) -> None:
    start_talk()
    seen: list[str] = []

    def look(dialog: Any) -> None:
        assert isinstance(dialog, FinishDialog)
        seen.append(shown_texts(dialog))
        (off,) = [b for b in dialog.findChildren(QWidget) if "igen: Der er ingen dato" in b.accessibleName()]
        hands.click(off)
        seen.append(shown_texts(dialog))
        hands.click_on("Tilbage")

    hands.meet(look, "Markér samtalen som afholdt")
    hands.click_on("Markér som afholdt …")
    before, after = seen
    assert before.index(NO_PERSON) < before.index("Forslag, der kan") < before.index("Der er ingen dato for mini-MUS")
    assert "Der er ingen dato for mini-MUS" not in after
    assert program.workplace.hint_switches.off() == {HintKind.FOLLOW_UP}
