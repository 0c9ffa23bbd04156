"""On the way to *Samtale*, in it, and out of it: the last theme, the bar of content, the clock, *Gemt* and Esc."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QComboBox, QProgressBar, QPushButton

from mus_desktop.model.form import Tab
from mus_desktop.ui.conversation import view as conversation_view
from mus_desktop.ui.conversation.conversation_clock import ConversationClock
from mus_desktop.ui.fields.field_widget import Arrangement
from tests.conftest import NOON, Clock

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.conftest import Hands

Start = Callable[..., Any]


def next_button(view: Any) -> QPushButton:
    found = [one for one in view.findChildren(QPushButton) if one.text() in ("&Næste tema", "&Gå til samtalen")]
    (button,) = found
    return button


def test_the_last_theme_leads_to_the_conversation_until_it_is_held(start_talk: Start, hands: Hands) -> None:
    view = start_talk()
    assert next_button(view).text() == "&Næste tema"
    view.themes.go_to_place(view.themes.count())
    assert next_button(view).text() == "&Gå til samtalen"
    hands.click(next_button(view))
    assert view.arrangement is Arrangement.CONVERSATION
    assert view.themes.currentRow() == 0, "it begins at the first theme"
    view.themes.go_to_place(view.themes.count())
    assert (next_button(view).text(), next_button(view).isEnabled()) == ("&Næste tema", False)


def test_the_bar_shows_what_is_filled_in_and_not_where_one_is(start_talk: Start, hands: Hands) -> None:
    view = start_talk()
    bar = view.findChild(QProgressBar)
    before = bar.value()
    hands.press("Ctrl+PgDown")
    assert bar.value() == before
    view.themes.go_to_place(view.themes.count())
    for party in ("Medarbejderens forberedelse", "Lederens forberedelse", "Fælles noter"):
        hands.click_on(f"{party}: Andet, vi vil tale om")
        hands.press("Ctrl+A")
        hands.press("Delete")
    assert view.save_now()
    assert bar.value() == before - 2, "a page that is done counts two"
    hands.type("Vi talte om ferien")
    assert view.save_now()
    assert bar.value() == before
    assert bar.accessibleDescription() == bar.toolTip()
    assert "temaer er udfyldt" in bar.toolTip()


def test_the_employee_sees_when_it_was_saved_and_no_flicker(start_talk: Start, hands: Hands, qtbot: QtBot) -> None:
    view = start_talk()
    hands.press("F11")
    view.themes.go_to_place(view.themes.count())
    hands.click_on("Fælles noter: Andet, vi vil tale om")
    before = view.header.saved_text()
    hands.type("Et ord")
    assert view.header.saved_text() == before, "»Gemmer …« stays with the leader"
    qtbot.waitUntil(lambda: view.header.saved_text() == "Gemt 14.03")
    assert view.header.findChild(type(view.header._saved), "saved").isVisible()


def test_esc_closes_an_open_list_and_then_asks_before_leaving(
    start_talk: Start, hands: Hands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = start_talk()
    hands.press("F11")
    box = QComboBox(view)
    box.addItems(["Nået", "I gang"])
    box.show()
    box.setFocus()
    box.showPopup()
    qtbot.waitUntil(box.view().isVisible)
    hands.press("Escape")
    qtbot.waitUntil(lambda: not box.view().isVisible())
    assert view.arrangement is Arrangement.CONVERSATION

    for answer, then in ((False, Arrangement.CONVERSATION), (True, Arrangement.PREPARATION)):
        monkeypatch.setattr(conversation_view, "confirm", lambda *asked, answer=answer: asked[1] and answer)
        hands.press("Escape")
        assert view.arrangement is then


def test_a_running_clock_shows_that_it_runs(qtbot: QtBot) -> None:
    now = Clock()
    clock = ConversationClock(Tab("plan", "Plan", (), minutes=15), 60, now)
    qtbot.addWidget(clock)
    start, _ = clock.inputs()
    assert isinstance(start, QPushButton)
    shown = []
    for passed in (timedelta(0), timedelta(minutes=12), timedelta(hours=1)):
        if not shown:
            start.click()
        now.at = NOON + passed
        clock.check()
        shown.append((clock.passed.text(), bool(clock.reminder.text())))
    assert shown == [("0 min. gået", False), ("12 min. gået", False), ("", True)]
    start.click()
    assert (clock.passed.text(), clock.reminder.text()) == ("", "")
