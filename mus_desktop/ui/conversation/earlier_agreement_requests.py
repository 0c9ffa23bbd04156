"""Earlier agreements carried over into the new plan, and agreements entered from paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.services.conversation.carry_on import carry_on_agreement
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.dialogs.messages import show_message
from mus_desktop.ui.dialogs.notice_area import show_notice
from mus_desktop.ui.fields.plan.previous_plan import PreviousPlanWidget
from mus_desktop.ui.paper.paper_dialog import PaperDialog

_EACH_THEIR_OWN = "Tidligere aftaler hører til den enkelte. Vælg deltageren øverst, og skriv dem dér."


class EarlierAgreementRequests(QObject):
    """Handle the requests of the fields about earlier agreements.

    ``navigation_wanted`` carries the key of a plan field and the id of an agreement in it.
    """

    navigation_wanted = Signal(str, str)

    def __init__(
        self,
        workplace: Workplace,
        live: LiveConversation,
        pages: Pages,
        today: Callable[[], date],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workplace, self._live, self._pages = workplace, live, pages
        self._today, self._window = today, window
        pages.built.connect(self._on_page_built)

    def _on_page_built(self, page: ThemePage) -> None:
        for widget in page.fields:
            if isinstance(widget, PreviousPlanWidget):
                widget.carry_on_wanted.connect(self._on_carry_wanted)
                widget.carry_on_undone.connect(self._live.save)
                widget.navigation_wanted.connect(self._on_go_wanted)
                widget.paper_wanted.connect(self._on_paper_wanted)

    def _on_carry_wanted(self, agreement: str) -> None:
        """Carry over an earlier agreement, also one whose row was removed from the plan again."""
        self._live.save()
        state = self._live.state
        past = next(past for past in state.content.past if past.agreement.id == agreement)
        self._live.apply(carry_on_agreement(state.opened.form, state.content.plan, past, self._today()))
        self._live.save()

    def _on_go_wanted(self, agreement: str) -> None:
        rows = self._live.state.content.plan.agreements
        row = next((row for row in rows if row.carried_from == agreement), None)
        if row is not None:
            self.navigation_wanted.emit(row.field, row.id)

    def _on_paper_wanted(self) -> None:
        self._live.save()
        workplace, opened = self._workplace, self._live.state.opened
        if opened.group and not opened.participants:
            show_message(self._window, "Vælg en deltager", _EACH_THEIR_OWN)
            return
        dialog = PaperDialog(
            workplace.paper, workplace.preferences, opened.employee, opened.form, self._today(), self._window
        )
        dialog.stored.connect(self._on_stored)
        dialog.open()

    def _on_stored(self) -> None:
        self._live.reload()
        self._pages.reload_fields_of_kind(PreviousPlanWidget)
        show_notice(self._window, "De tidligere aftaler er gemt.")
