"""A conversation in the wizard: header, themes and pages, saved automatically."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.model.dates import Today
from mus_desktop.services.conversation.state.conversation_store import ConversationStore
from mus_desktop.services.hints.advice import Advice
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.afterwards.afterwards_page import AfterwardsPage
from mus_desktop.ui.conversation.afterwards.conversation_stack import ConversationStack
from mus_desktop.ui.conversation.conversation_clock import ConversationClock, tab_with_reserved_time
from mus_desktop.ui.conversation.conversation_header import ConversationHeader
from mus_desktop.ui.conversation.earlier_agreement_requests import EarlierAgreementRequests
from mus_desktop.ui.conversation.field_requests import FieldRequests
from mus_desktop.ui.conversation.finishing import ConversationFinishing
from mus_desktop.ui.conversation.hints.page_hints import PageHints
from mus_desktop.ui.conversation.leader_note import LeaderNote
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from mus_desktop.ui.conversation.page_navigation import PageNavigation
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.participant_switch import ParticipantSwitch
from mus_desktop.ui.conversation.plan_steps import PlanSteps
from mus_desktop.ui.conversation.save_failure_bar import SaveFailureBar
from mus_desktop.ui.conversation.save_status import SaveStatus
from mus_desktop.ui.conversation.theme_list import ThemeList
from mus_desktop.ui.conversation.tips.observation_offers import ObservationOffers
from mus_desktop.ui.conversation.tips.phase_tips import PhaseTips
from mus_desktop.ui.conversation.wizard import Wizard
from mus_desktop.ui.conversation.writing.writing_help import WritingHelp
from mus_desktop.ui.dialogs.messages import confirm, show_message
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.observations.observation_writing import ObservationWriting


class ConversationView(QWidget):
    """The wizard for one conversation: creates its parts, and connects those that must not know each other.

    ``left``: the leader goes back. ``arrangement_changed``: the window must hide or show what is around the wizard.
    ``status_changed``: the status in a list of conversations may have changed. ``held_changed``: the conversation was
    marked as held, or that was undone. ``other_conversation_wanted`` carries the id of a conversation to open instead.
    ``people_changed``: another participant of a group, or all of them, is shown.
    """

    left = Signal()
    arrangement_changed = Signal(object)
    status_changed = Signal()
    held_changed = Signal()
    other_conversation_wanted = Signal(int)
    people_changed = Signal()

    def __init__(
        self,
        workplace: Workplace,
        conversation_id: int,
        now: Callable[[], datetime] = datetime.now,
        parent: QWidget | None = None,
    ) -> None:
        def today() -> date:
            return now().date()

        # Loaded before there is a widget: damaged data must not leave half a window behind.
        live = LiveConversation(ConversationStore(workplace, conversation_id), today)
        super().__init__(parent)
        live.setParent(self)
        self._live = live
        self._arrangement = Arrangement.PREPARATION
        self._shown_before = False
        self._header = ConversationHeader(live.state.whole)
        self._pages = pages = Pages(live, workplace.texts.all, today)
        self._wizard = Wizard(live.state.form, pages, self._header.inputs, _clock(live, now))
        self._note = LeaderNote(pages, self)
        self._status = SaveStatus(live, pages, self._header, self)
        self._group = ParticipantSwitch(workplace, live, pages, self._wizard, self._header, self)
        self._requests = FieldRequests(workplace, live, pages, self)
        self._carry_over = EarlierAgreementRequests(workplace, live, pages, today, self)
        self._steps = PlanSteps(live, pages, self)
        self._visits = PageNavigation(workplace, live, self._wizard, self._note, lambda: self._arrangement, self)
        self._ending = ConversationFinishing(workplace, live, self._header, today, self)
        self._tips = PhaseTips(workplace.preferences, live, pages, lambda: self._arrangement, self)
        self._observations = ObservationOffers(
            workplace, live, pages, lambda: self._arrangement, ObservationWriting(workplace, now, self), self
        )
        self._hints = PageHints(workplace, live, self._wizard, today, self)
        self._writing = WritingHelp(workplace, live.state.whole, pages, self)
        self._stack = ConversationStack(workplace, live, self._wizard, self._header, self._ending, now)
        self._lay_out()
        self._connect(today)
        self._requests.apply_agenda(self._wizard)
        self._wizard.begin_at(live.state.last_tab())
        self._show_whether_ahead()

    @property
    def live(self) -> LiveConversation:
        """Return the conversation as it is now, and its saving."""
        return self._live

    @property
    def arrangement(self) -> Arrangement:
        """Return the current arrangement."""
        return self._arrangement

    @property
    def conversation_id(self) -> int:
        """Return the id of the open conversation."""
        return self._live.conversation_id

    @property
    def form_id(self) -> str:
        """Return the id of the form of the conversation."""
        return self._live.state.opened.form.id

    @property
    def participant(self) -> int | None:
        """Return the party id of the chosen participant; ``None`` for the common part, or without a group."""
        return self._group.chosen

    @property
    def people(self) -> tuple[int, ...]:
        """Return the ids of the employees whose conversation is shown: all of a group, or the chosen participant."""
        return tuple(employee.id for employee in self._live.state.opened.employees)

    @property
    def pages(self) -> Pages:
        """Return the pages, for code that drives the window."""
        return self._pages

    @property
    def afterwards(self) -> AfterwardsPage | None:
        """Return the page after the conversation while it is shown."""
        return self._stack.page

    @property
    def themes(self) -> ThemeList:
        """Return the list of themes."""
        return self._wizard.themes

    @property
    def header(self) -> ConversationHeader:
        """Return the header above the pages."""
        return self._header

    @property
    def failure_bar(self) -> SaveFailureBar:
        """Return the bar that shows when saving fails."""
        return self._status.failure_bar

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Lay out for the leader alone, or for the employee to see; a group then sees only the common part.

        The arrangement does not change while a chosen participant's page holds something that cannot be saved.
        """
        if arrangement is self._arrangement:
            return
        turned = arrangement is Arrangement.CONVERSATION
        self._stack.show_themes()
        if not turned or self._group.show_common_part():
            self._arrangement = arrangement
            self.failure_bar.set_turned(turned)
            self._visits.show_progress_of_all()
            self._wizard.set_arrangement(arrangement)
        self._header.set_arrangement(self._arrangement)
        self._writing.set_arrangement(self._arrangement)
        if not turned:
            self._group.show_chosen_participant()
        self.arrangement_changed.emit(self._arrangement)

    def save_now(self) -> bool:
        """Save the edits and the steps of the plan; return whether everything is on disk."""
        return self._live.save()

    def leave(self, *, closing: bool = False) -> bool:
        """Save and prepare to close; return whether that succeeded. If not, the view stays open and nothing is lost.

        :param closing: the program is closing: a copy elsewhere of all unsaved contents is then sufficient.
        """
        return self._live.save() or (closing and self._status.is_saved_elsewhere())

    def show_not_stored(self, what: str, why: str) -> None:
        """Show that ``what`` could not be stored; ``why`` names folders, which the employee must not see."""
        if self._arrangement is Arrangement.CONVERSATION:
            self._header.show_not_stored(what)
        else:
            show_message(self, what, why)

    def go_to(self, advice: Advice) -> None:
        """Move to the field (and the row) that a piece of advice is about."""
        if advice.party is not None and not self.show_participant(advice.party):
            return
        self._stack.show_themes()
        self._wizard.go_to_field(advice.field, advice.agreement, advice.column)

    def go_to_theme(self, tab: int) -> None:
        """Show tab ``tab``, if it is visible, and focus its first input."""
        self._stack.show_themes()
        self._wizard.themes.go_to(tab)
        self._wizard.go_to_first_input()

    def show_afterwards(self) -> None:
        """Show the agreements and next steps in place of the themes; the conversation must be held."""
        self._stack.show_afterwards()

    def show_participant(self, party: int | None) -> bool:
        """Show a group's conversation with one participant, or (``None``) the common part; return False if refused.

        It is refused while something cannot be saved, and while the employees can see the screen.
        """
        moves = self._arrangement is Arrangement.PREPARATION and self._group.show_participant(party)
        if not moves:
            self._header.show_choice(self._live.state.party)
        return moves

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._shown_before:  # the screen lock hides it and shows it again
            self._shown_before = True
            self._wizard.go_to_first_input()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turned = self._arrangement is Arrangement.CONVERSATION
        if turned and event.key() == Qt.Key.Key_Escape:  # lists that are open have closed on it before
            self._ask_to_close_view()
        elif not (turned and self._note.handle_key(event, allowed=not self._live.state.is_shown_to_group)):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowDeactivate:
            self._note.hide()
            self._live.save()
        return super().event(event)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._status.failure_bar)
        layout.addWidget(self._stack, 1)

    def _connect(self, today: Today) -> None:
        self._header.back.connect(self._on_back)
        self._header.arrangement_chosen.connect(self.set_arrangement)
        self._header.participant_chosen.connect(self.show_participant)
        self._header.individual_wanted.connect(lambda: self._group.ask_for_split_out(today))
        self._group.shown.connect(self.people_changed)
        self._group.shown.connect(self._stack.show_themes)
        self._group.split_out.connect(self.other_conversation_wanted)
        self._wizard.agenda_wanted.connect(self._on_agenda_wanted)
        self._wizard.conversation_wanted.connect(self._on_conversation_wanted)
        self._ending.finished.connect(self._show_whether_ahead)
        self._ending.finished.connect(self.held_changed)
        for changed in (self.arrangement_changed, self._ending.finished):
            changed.connect(self._tips.update)
            changed.connect(self._observations.update)
        self._requests.refused.connect(self.show_not_stored)
        for part in (self._requests, self._carry_over):
            part.navigation_wanted.connect(lambda field, agreement: self.go_to(Advice("", field, agreement)))
        self._ending.jump_wanted.connect(self.go_to)
        self._ending.hint_unwanted.connect(self._hints.switch_off)
        self._hints.chosen.connect(self.go_to)
        self._stack.field_wanted.connect(lambda field: self.go_to(Advice("", field)))
        self._stack.theme_wanted.connect(self.go_to_theme)
        self._stack.left.connect(self._on_back)
        self._stack.other_conversation_wanted.connect(self.other_conversation_wanted)
        self._stack.follow_up_planned.connect(self.status_changed)
        for changed in (self._live.saved, self._live.plan_changed, self._group.fetched, self._ending.finished):
            changed.connect(self.status_changed)
        for keys, action in (("Alt+Left", self._on_back), ("Ctrl+S", self.save_now)):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _on_back(self) -> None:
        alone = self._arrangement is Arrangement.PREPARATION  # the windows behind are not for the employee to see
        if alone and self.leave():
            self.left.emit()

    def _ask_to_close_view(self) -> None:
        """Leave *Samtale* after a question: Esc is easily pressed, and shows the leader's preparation."""
        if confirm(self, "Luk visningen?", "Så vises hele programmet igen.", "&Luk visningen"):
            self.set_arrangement(Arrangement.PREPARATION)

    def _on_conversation_wanted(self) -> None:
        self._wizard.go_to_first_theme()
        self.set_arrangement(Arrangement.CONVERSATION)

    def _show_whether_ahead(self) -> None:
        self._wizard.set_ahead(ahead=self._live.state.opened.conversation.held_on is None)

    def _on_agenda_wanted(self) -> None:
        if self._live.save():
            self._requests.agree_on_themes(self._wizard, self._arrangement)


def _clock(live: LiveConversation, now: Callable[[], datetime]) -> ConversationClock | None:
    tab = tab_with_reserved_time(live.state.opened.form)
    return ConversationClock(tab, live.state.opened.conversation.minutes, now) if tab else None
