"""The themes of a conversation, or in their place the page after it was held."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from mus_desktop.errors import StorageError
from mus_desktop.model.form import Form
from mus_desktop.model.plan import Plan
from mus_desktop.model.plan_card import plan_card_key
from mus_desktop.services.conversation.agreement_lines import AgreementLine, agreement_lines
from mus_desktop.services.conversation.group_view import conversation_phrase, names_of
from mus_desktop.services.conversation.state.conversation_state import ConversationState
from mus_desktop.services.conversation.state.next_steps import EVALUATION_TAB, NextStepKind, next_steps
from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.conversation.afterwards.afterwards_page import Afterwards, AfterwardsPage
from mus_desktop.ui.conversation.conversation_header import ConversationHeader
from mus_desktop.ui.conversation.finishing import ConversationFinishing
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from mus_desktop.ui.conversation.wizard import Wizard
from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog


class ConversationStack(QStackedWidget):
    """Shows ``wizard``, or the page after the conversation once it is held; never that page to the employee.

    ``field_wanted`` carries the key of a field to go to, ``theme_wanted`` the number of a theme. ``left``: to the
    employee's page. ``other_conversation_wanted`` carries a mini-MUS to open; ``follow_up_planned``: one was planned.
    """

    field_wanted = Signal(str)
    theme_wanted = Signal(int)
    left = Signal()
    other_conversation_wanted = Signal(int)
    follow_up_planned = Signal()

    def __init__(
        self,
        workplace: Workplace,
        live: LiveConversation,
        wizard: Wizard,
        header: ConversationHeader,
        ending: ConversationFinishing,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        set_role(self, "Pane")  # what is not shown leaves the accessibility tree
        self._workplace, self._live, self._wizard = workplace, live, wizard
        self._header, self._ending, self._now = header, ending, now
        self.page: AfterwardsPage | None = None
        self.addWidget(wizard)
        ending.finished.connect(self._on_finished)
        ending.afterwards_wanted.connect(self._toggle)
        wizard.arrived.connect(self.show_themes)  # whoever goes to a theme wants to see it
        live.plan_changed.connect(self._refresh)
        self._saving_signals = (live.saved, live.unchanged, live.failed)  # connected while the page is shown
        self._show_in_header()

    def show_themes(self) -> None:
        """Show the themes."""
        if self.page is not None:
            self.setCurrentWidget(self._wizard)
            self.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
            self.page = None
            for signal in self._saving_signals:
                signal.disconnect(self._show_saved)
            self._show_in_header()

    def show_afterwards(self) -> None:
        """Show the page after the conversation; a screen reader reads its title, and that all is saved."""
        page = self._replace_page()
        page.focus_title()
        announce(page, page.saved.text())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            # The text size decides how the agreements are laid out. Later: Qt is about to change the fonts inside.
            QTimer.singleShot(0, self, self._refresh_if_readable)

    def _replace_page(self) -> AfterwardsPage:
        old, self.page = self.page, AfterwardsPage(self._facts())
        self.page.step_wanted.connect(self._on_step_wanted)
        self.page.undo_wanted.connect(self._ending.reopen)
        self.page.left.connect(self.left)
        self.page.place_wanted.connect(self._on_place_wanted)
        if old is None:
            for signal in self._saving_signals:
                signal.connect(self._show_saved)
        self._show_saved()
        self.addWidget(self.page)
        self.setCurrentWidget(self.page)
        if old is not None:
            self.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._show_in_header()
        return self.page

    def _refresh(self, focused: NextStepKind | None = None) -> None:
        """Show the page as stored now, if it is shown, with the focus where it was."""
        if self.page is None:
            return
        focus = focused or next((kind for kind, row in self.page.rows.items() if row.button.hasFocus()), None)
        page = self._replace_page()
        if focus is not None:
            page.focus_step(focus)

    def _refresh_if_readable(self) -> None:
        with suppress(StorageError):  # a restore, which may change the text size, or another protection of the data
            self._refresh()

    def _facts(self) -> Afterwards:
        state, service = self._live.state, self._workplace.conversations
        talks, key = self._workplace.follow_up_conversations, self._live.conversation_id
        steps = next_steps(state, talks.upcoming(key), talks.suggested_day(key, self._today()))
        title = f"{conversation_phrase(state.whole)} er afholdt"
        return Afterwards(
            title=title[:1].upper() + title[1:],
            plans=_plans(state),
            steps=steps,
            has_plan=bool(state.opened.form.plan_fields()),
            undoable=not service.closed_plans(self._live.conversation_id),
            today=self._today(),
        )

    def _on_step_wanted(self, kind: NextStepKind, take: bool) -> None:
        if kind is NextStepKind.WORD:
            self._ending.open_in_word()
        elif kind is NextStepKind.COPY_GIVEN:
            self._live.record_step(StepChange(PlanStep.COPY_GIVEN, self._today() if take else None))
        elif kind is NextStepKind.FOLLOW_UP:
            self._plan_follow_up()
        elif kind is NextStepKind.SIGNATURE:
            self.field_wanted.emit(plan_card_key(self._live.state.form))
        else:
            self.theme_wanted.emit(_evaluation_theme(self._live.state.form))

    def _plan_follow_up(self) -> None:
        key, employee = self._live.conversation_id, self._live.state.whole.employees[0].id
        lines = self._workplace.conversations.of_employee(employee)
        line = next(line for line in lines if line.conversation.id == key)

        def planned(conversation_id: int, opens: bool) -> None:
            self.follow_up_planned.emit()
            if opens:
                self.other_conversation_wanted.emit(conversation_id)
            else:
                self._refresh(NextStepKind.FOLLOW_UP)

        dialog = MeetingDialog.for_follow_up(self._workplace, line, self._now, self)
        dialog.planned.connect(planned)
        dialog.open()

    def _on_finished(self) -> None:
        if self._is_held():
            self.show_afterwards()
        else:
            self.show_themes()
            self._show_in_header()
            self._wizard.go_to_first_input()

    def _toggle(self) -> None:
        if self.page is None:
            self.show_afterwards()
        else:
            self.show_themes()
            self._wizard.go_to_first_input()

    def _on_place_wanted(self, place: int) -> None:
        if self._wizard.themes.go_to_place(place):
            self.show_themes()
            self._wizard.go_to_first_input()

    def _show_saved(self) -> None:
        if self.page is not None:
            self.page.show_saved(saved=not self._live.failing and not self._live.state.unsaved)

    def _show_in_header(self) -> None:
        self._header.show_finished(finished=self._is_held(), afterwards=self.page is not None)

    def _is_held(self) -> bool:
        return self._live.state.opened.conversation.held_on is not None

    def _today(self) -> date:
        return self._now().date()


def _plans(state: ConversationState) -> list[tuple[str, tuple[AgreementLine, ...]]]:
    """Return the agreements of the common plan, then of each participant's own plan, under their titles."""
    form = state.opened.form
    if not form.plan_fields():
        return []
    shown = state.content.plan
    plans = [shown if plan.id == shown.id else plan for plan in state.whole.plans]
    own = {party: plan for party in names_of(state.whole) if (plan := _plan_of(party, plans)) is not None}
    common = [plan for plan in plans if plan not in own.values()]
    found = [("Aftaler", agreement_lines(form, plan)) for plan in common[:1]]
    found += [(f"Aftaler · {names_of(state.whole)[party]}", agreement_lines(form, plan)) for party, plan in own.items()]
    return [one for one in found if one[1]] or found[:1]


def _plan_of(party: int, plans: list[Plan]) -> Plan | None:
    return next((plan for plan in plans if plan.party == party), None)


def _evaluation_theme(form: Form) -> int:
    return next(number for number, tab in enumerate(form.tabs) if tab.key == EVALUATION_TAB)
