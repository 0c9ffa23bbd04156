"""Where tips are shown: before the conversation on its first theme, and afterwards above the plan."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import StorageError
from mus_desktop.model.terms import Purpose
from mus_desktop.services.preferences import Preferences
from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.conversation.tips.tips_fold import TipsFold

_BEFORE = {"raad-foer": "Gode råd før samtalen", "raad-under": "Gode råd under samtalen"}
_AFTER = {"raad-efter": "Gode råd efter samtalen"}


class PhaseTips(QObject):
    """Places the tips on the pages as they are built, and shows those of the current phase.

    In *Samtale* there are none: the employee sees the screen.
    """

    def __init__(
        self,
        preferences: Preferences,
        live: LiveConversation,
        pages: Pages,
        arrangement: Callable[[], Arrangement],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._preferences, self._live, self._pages, self._arrangement = preferences, live, pages, arrangement
        pages.built.connect(self._on_built)

    def update(self) -> None:
        """Show the tips of the current phase, on all pages built so far."""
        for tips in self._pages.findChildren(TipsFold):
            self._update(tips)

    def _on_built(self, page: ThemePage) -> None:
        form = self._live.state.form
        if form.purpose is not Purpose.MUS:  # a mini-MUS is too short for them
            return
        plans = form.plan_fields()
        if page.tab.key == form.tabs[0].key:
            self._add(page, _BEFORE, after=False)
        if plans and page.field_widget(plans[0].key) is not None:
            self._add(page, _AFTER, after=True)

    def _add(self, page: ThemePage, titles: dict[str, str], *, after: bool) -> None:
        opened = self._preferences.open_tips()
        for key, title in titles.items():
            tips = TipsFold(key, title, after=after, opened=key in opened)
            tips.folded.connect(self._on_folded)
            page.add_tips(tips, tips.button)
            self._update(tips)

    def _update(self, tips: TipsFold) -> None:
        held = self._live.state.opened.conversation.held_on is not None
        tips.setVisible(self._arrangement() is Arrangement.PREPARATION and held == tips.after)

    def _on_folded(self, key: str, opened: bool) -> None:
        try:
            self._preferences.set_tips_open(key, opened=opened)
        except StorageError:  # the tips are readable all the same, and the next save shows what is wrong
            return
