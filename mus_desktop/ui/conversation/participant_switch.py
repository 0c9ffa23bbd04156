"""A group's conversation in the wizard: switching between participants, and their individual plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.conversation_header import ConversationHeader
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.participants import OwnPlanBanner, SplitOutDialog
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.conversation.upgrade_notice import upgrade_notice
from mus_desktop.ui.conversation.wizard import Wizard
from mus_desktop.ui.dialogs.messages import show_message
from mus_desktop.ui.fields.plan.plan_field import PlanWidget


class ParticipantSwitch(QObject):
    """Switch ``pages`` and ``wizard`` between the participants; an individual conversation has only one.

    ``shown``: another participant is shown, or the common part. ``fetched``: common agreements were added to a
    participant's plan. ``split_out`` carries the id of a participant's new individual conversation.
    """

    shown = Signal()
    fetched = Signal()
    split_out = Signal(int)

    def __init__(
        self,
        workplace: Workplace,
        live: LiveConversation,
        pages: Pages,
        wizard: Wizard,
        header: ConversationHeader,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workplace, self._live, self._pages = workplace, live, pages
        self._wizard, self._header, self._window = wizard, header, window
        self._before_talk: int | None = None
        self._banners: list[OwnPlanBanner] = []
        pages.built.connect(self._on_page_built)
        live.plan_created.connect(self._on_plan_created)
        live.plan_changed.connect(self._on_plan_changed)

    @property
    def chosen(self) -> int | None:
        """Return the chosen participant (party), also while *Samtale* shows only the common part."""
        return self._before_talk if self._before_talk is not None else self._live.state.party

    def show_common_part(self) -> bool:
        """Show only the common part before the whole group sees the screen; return False if saving failed.

        The pages of a participant are discarded, not hidden, because their content is for that one person.
        """
        party = self._live.state.party  # read before the common part is shown, which clears it
        if party is None:
            return True
        if not self._live.save():
            return False
        self._show(None)
        self._before_talk = party
        return True

    def show_chosen_participant(self) -> None:
        """Show the participant who was chosen before the talk; the common pages stay if saving fails."""
        party, self._before_talk = self._before_talk, None
        if party is not None and self._live.save():
            self._show(party)

    def show_participant(self, party: int | None) -> bool:
        """Show one participant, or (``None``) the common part; return False if something cannot be saved."""
        if not self._live.save():
            return False
        self._show(party)
        return True

    def ask_for_split_out(self, today: Callable[[], date]) -> None:
        """Ask about an individual conversation for the shown participant."""
        party = self._live.state.party
        if self._live.save() and party is not None:
            conversation, name = self._live.conversation_id, self._live.state.participant_name
            dialog = SplitOutDialog(self._workplace, conversation, party, name, today(), self._window)
            dialog.split_out.connect(self.split_out)
            dialog.open()

    def _show(self, party: int | None) -> None:
        self._live.show_party(party)
        # Rebuilt and not refilled: no widget may keep what another participant prepared.
        self._pages.rebuild()
        self._wizard.show_tab(self._wizard.themes.current_tab())
        self._header.show_names(self._live.state.opened, party)
        self.shown.emit()

    def _on_plan_created(self) -> None:
        """Show the page that was closed for typing until there was a plan to type in."""
        waited = not self._pages.is_open()
        self._pages.discard_closed_pages()
        if waited:
            self._wizard.show_tab(self._wizard.themes.current_tab())

    def _on_plan_changed(self) -> None:
        self._banners = [banner for banner in self._banners if isValid(banner)]  # a banner is deleted with its page
        for banner in self._banners:
            banner.set_closed(closed=self._live.state.content.plan.closed)

    def _on_page_built(self, page: ThemePage) -> None:
        for widget in page.fields:
            if isinstance(widget, PlanWidget):
                self._put_upgrade_notice(page, widget)
                if self._live.state.party is not None:
                    self._put_banner(page, widget)

    def _put_banner(self, page: ThemePage, plan: PlanWidget) -> None:
        state = self._live.state
        banner = OwnPlanBanner(state.participant_name)
        banner.set_closed(closed=state.content.plan.closed)
        banner.fetch_wanted.connect(lambda: self._fetch(banner))
        page.insert_above(banner, plan)
        self._banners.append(banner)

    def _put_upgrade_notice(self, page: ThemePage, plan: PlanWidget) -> None:
        state = self._live.state
        first = next(iter(state.opened.form.plan_fields()), None)
        if first is not None and plan.field.key == first.key:
            notice = upgrade_notice(self._workplace, state.whole, state.party, self._window)
            if notice is not None:
                page.insert_above(notice, plan)

    def _fetch(self, banner: OwnPlanBanner) -> None:
        if not self._live.save() or self._live.state.party is None:
            return
        try:
            count = self._live.fetch_common_agreements()
        except KnownError as error:
            show_message(self._window, "Aftalerne blev ikke hentet", error.message)
            return
        self._pages.reload_fields_of_kind(PlanWidget)
        banner.show_fetched(count)
        self.fetched.emit()
