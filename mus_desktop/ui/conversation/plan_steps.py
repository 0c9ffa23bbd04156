"""The steps of the plan that the leader takes on the plan card."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop.services.conversation.state.plan_step import StepChange
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.conversation.upgrade_notice import UpgradeNotice
from mus_desktop.ui.dialogs.closed_plan_question import confirm_opening
from mus_desktop.ui.dialogs.messages import show_message
from mus_desktop.ui.fields.plan.signatures import SignaturesWidget


class PlanSteps(QObject):
    """Asks before a step opens a closed plan, and shows on ``pages`` what a step has closed or opened."""

    def __init__(self, live: LiveConversation, pages: Pages, window: QWidget) -> None:
        super().__init__(window)
        self._live, self._pages, self._window = live, pages, window
        pages.built.connect(self._on_page_built)
        live.plan_changed.connect(self._on_plan_changed)
        live.step_refused.connect(lambda reason: show_message(window, "Det blev ikke noteret", reason))

    def _on_page_built(self, page: ThemePage) -> None:
        for widget in page.fields:
            if isinstance(widget, SignaturesWidget):
                widget.step_taken.connect(self._take)

    def _take(self, step: StepChange) -> None:
        """Record a step of the plan, or remove it."""
        state = self._live.state
        if (
            state.content.plan.closed
            and not state.plan_after_step(step).closed
            and not confirm_opening(self._window, state.content.plan)
        ):
            self._live.report_plan(again=True)  # the card shows the step as it was
        else:
            self._live.record_step(step)

    def _on_plan_changed(self) -> None:
        closed = self._live.state.content.plan.closed
        self._pages.show_closed()
        self._pages.reload_fields_of_kind(SignaturesWidget)
        for notice in self._pages.findChildren(UpgradeNotice):
            notice.setVisible(closed)
        self._keep_focus_in_sight()

    def _keep_focus_in_sight(self) -> None:
        """Scroll to the tick with the focus: the page has become shorter or longer above it."""
        focused, page = QApplication.focusWidget(), self._pages.currentWidget()
        if isinstance(page, ThemePage) and focused is not None and page.isAncestorOf(focused):
            if (content := page.widget()) is not None:
                lay_out_now(content)
            self._pages.scroll_to(focused)
