"""Tips beside the phases: those before and after, folded as the leader left them, and none in *Samtale*."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mus_desktop.services.help.help_library import HelpLibrary
from mus_desktop.ui.conversation.tips.tips_fold import TipsFold
from mus_desktop.ui.fields.field_widget import Arrangement

if TYPE_CHECKING:
    from tests.conftest import Hands, Program


def _shown(view: Any) -> list[TipsFold]:
    page: QWidget = view.pages.currentWidget()
    return [tips for tips in page.findChildren(TipsFold) if tips.isVisible()]


def _plan_tab(view: Any) -> int:
    form = view.live.state.form
    return int(form.tabs.index(form.tab_of(form.plan_fields()[0].key)))


def test_tips_follow_the_phase_and_samtale_has_none(
    start_talk: Callable[..., Any], hands: Hands, program: Program
) -> None:
    view = start_talk(others=False)
    view.themes.go_to(0)
    assert [tips.key for tips in _shown(view)] == ["raad-foer", "raad-under"]
    view.themes.go_to(_plan_tab(view))
    assert _shown(view) == []
    view.themes.go_to(0)
    view.set_arrangement(Arrangement.CONVERSATION)
    assert _shown(view) == []
    view.set_arrangement(Arrangement.PREPARATION)
    assert len(_shown(view)) == 2
    hands.meet(lambda dialog: hands.click_on("Markér alligevel"), "Markér samtalen som afholdt")
    view.header.finish_wanted.emit()
    view.themes.go_to(0)
    assert _shown(view) == []
    view.themes.go_to(_plan_tab(view))
    assert [tips.key for tips in _shown(view)] == ["raad-efter"]


def test_they_are_read_when_unfolded_and_stay_as_the_leader_left_them(
    start_talk: Callable[..., Any], program: Program, hands: Hands
) -> None:
    view = start_talk(others=False)
    view.themes.go_to(0)
    before, during = _shown(view)
    assert before.text() == during.text() == ""
    before.button.setFocus()
    hands.press("Enter")
    page = HelpLibrary().page("raad-foer")
    assert page is not None
    assert before.text() == page.text
    conversation = view.conversation_id
    assert view.leave()
    program.window.open_conversation(conversation)
    program.view.themes.go_to(0)
    assert [bool(tips.text()) for tips in _shown(program.view)] == [True, False]
    _shown(program.view)[0].button.click()
    assert program.workplace.preferences.open_tips() == frozenset()
