"""A conversation in the wizard: header, themes and pages, saved automatically."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from mus_desktop.errors import StorageError
from mus_desktop.model.answers import Changes
from mus_desktop.model.plan import Plan
from mus_desktop.model.review import PastAgreement
from mus_desktop.services.conversation.advice import Advice
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.alarm import SaveAlarm
from mus_desktop.ui.conversation.attending import Attending
from mus_desktop.ui.conversation.carry_over import CarryingOn
from mus_desktop.ui.conversation.ending import Ending
from mus_desktop.ui.conversation.group_talk import Group
from mus_desktop.ui.conversation.header import ConversationHeader
from mus_desktop.ui.conversation.leader_note import LeaderNote
from mus_desktop.ui.conversation.navigation import ThemeList
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.plan_steps import PlanSteps
from mus_desktop.ui.conversation.record import Record
from mus_desktop.ui.conversation.saving import Saving
from mus_desktop.ui.conversation.shown_party import ShownParty
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.conversation.time_mark import TimeMark, kept_tab
from mus_desktop.ui.conversation.upgrade_notice import UpgradeNotice
from mus_desktop.ui.conversation.wizard import Wizard
from mus_desktop.ui.dialogs.messages import tell
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.fields.plan.plan_field import PlanWidget
from mus_desktop.ui.fields.plan.previous_plan import PreviousPlanWidget
from mus_desktop.ui.fields.plan.signatures import SignaturesWidget


class ConversationView(QWidget):
    """The wizard for one conversation.

    ``left``: the leader goes back. ``arrangement_changed``: the window must hide or show what is around the wizard.
    ``standing_changed``: the status in a list of conversations may have changed. ``another_wanted`` carries the id of a
    conversation to open instead. ``people_changed``: another participant of a group is shown, or all of them.
    """

    left = Signal()
    arrangement_changed = Signal(object)
    standing_changed = Signal()
    another_wanted = Signal(int)
    people_changed = Signal()

    def __init__(
        self,
        workplace: Workplace,
        conversation_id: int,
        now: Callable[[], datetime] = datetime.now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._id = conversation_id
        self._now = now
        self._place = ShownParty(workplace, conversation_id, self)
        self._record = record = Record(workplace, self._place, self._today)
        self._carrying = CarryingOn(workplace, lambda: record.opened, lambda: record.content, self._today, self)
        self._arrangement = Arrangement.PREPARATION
        self._header = ConversationHeader(self._place.whole)
        self._pages = Pages(record.form, record.context(), lambda: record.content)
        self._walk = Wizard(record.form, self._pages, self._header.inputs, self._clock())
        self._attending = Attending(workplace, self._place, lambda: record.content, self)
        self._note = LeaderNote(self._pages, self)
        self._saving = Saving(workplace, conversation_id, record, self._pages, self._carrying, self._header, self)
        self._autosave = self._saving.autosave
        self._group = Group(self._place, record, self._pages, self._walk, self._saving, self)
        self._ending = Ending(workplace, conversation_id, self._today, self)
        self._steps = PlanSteps(workplace, record, self._autosave.flush, self)
        self._lay_out()
        self._connect()
        self._add_shortcuts()
        self._attending.follow_agenda(self._walk)
        self._pages.set_closed(closed=record.content.plan.closed)
        self._header.tell_finished(finished=record.opened.conversation.held_on is not None)
        self._walk.begin_at(record.last_tab())

    @property
    def arrangement(self) -> Arrangement:
        """Return the current arrangement."""
        return self._arrangement

    @property
    def conversation_id(self) -> int:
        """Return the id of the open conversation."""
        return self._id

    @property
    def form_id(self) -> str:
        """Return the id of its form."""
        return self._record.opened.form.id

    @property
    def participant(self) -> int | None:
        """Return the party id of the chosen participant; ``None`` for the common part, or without a group."""
        return self._group.chosen

    @property
    def people(self) -> tuple[int, ...]:
        """Return the employees (ids) it is shown for: all of a group, or the chosen participant."""
        return tuple(employee.id for employee in self._record.opened.employees)

    @property
    def pages(self) -> Pages:
        """Return the pages, for code that drives the window."""
        return self._pages

    @property
    def themes(self) -> ThemeList:
        """Return the list of themes."""
        return self._walk.themes

    @property
    def header(self) -> ConversationHeader:
        """Return the header above the pages."""
        return self._header

    @property
    def alarm(self) -> SaveAlarm:
        """Return the bar that shows when saving fails."""
        return self._saving.alarm

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Lay out for the leader alone, or for the employee to see; a group then sees only the common part.

        The arrangement does not change while a chosen participant's page holds something that cannot be saved.
        """
        if arrangement is self._arrangement:
            return
        turned = arrangement is Arrangement.CONVERSATION
        if not turned or self._group.begin_talk(self._flush):
            self._arrangement = arrangement
            self.alarm.turn(turned)
            self._mark_all()
            self._walk.arrange(arrangement)
        self._header.arrange(self._arrangement)
        if not turned:
            self._group.end_talk(self._flush)
        self.arrangement_changed.emit(self._arrangement)

    def save_now(self) -> bool:
        """Save the edits and the steps of the plan; return whether everything is on disk."""
        return self._flush()

    def leave(self, *, closing: bool = False) -> bool:
        """Save and prepare to close; return whether that succeeded. If not, the view stays open and nothing is lost.

        :param closing: the program is closing: a copy elsewhere of all unsaved contents is then sufficient.
        """
        return self._flush() or (closing and self._saving.is_kept_elsewhere())

    def tell_refused(self, what: str, why: str) -> None:
        """Show that ``what`` could not be stored; ``why`` names folders, which the employee must not see."""
        if self._arrangement is Arrangement.CONVERSATION:
            self._header.tell_refused(what)
        else:
            tell(self, what, why)

    def go_to(self, advice: Advice) -> None:
        """Move to the field (and the row) that a piece of advice is about."""
        if advice.party is not None and not self.show_participant(advice.party):
            return
        self._walk.go_to_field(advice.field, advice.agreement, advice.column)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._walk.go_to_first_input()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turned = self._arrangement is Arrangement.CONVERSATION
        if not (turned and self._note.takes(event, allowed=not self._place.before_the_group)):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowDeactivate:
            self._note.hide()
            self._autosave.flush()
        return super().event(event)

    # -- building ---------------------------------------------------------------------------------------------------

    def _clock(self) -> TimeMark | None:
        tab = kept_tab(self._record.opened.form)
        return TimeMark(tab, self._record.opened.conversation.minutes, self._now) if tab else None

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._saving.alarm)
        layout.addWidget(self._walk, 1)

    def _connect(self) -> None:
        self._header.back.connect(self._on_back)
        self._header.arrangement_chosen.connect(self.set_arrangement)
        self._header.participant_chosen.connect(self.show_participant)
        self._header.alone_wanted.connect(self._on_alone_wanted)
        self._group.shown.connect(lambda: self._header.show_place(self._record.opened, self._place.party))
        self._group.shown.connect(self.people_changed)
        self._group.fetched.connect(self._on_changed)
        self._group.due.connect(self._on_due)
        self._place.split_out.connect(self.another_wanted)
        self._header.word_wanted.connect(self._on_word_wanted)
        self._header.documents_wanted.connect(self._on_documents_wanted)
        self._header.finish_wanted.connect(self._on_finish_wanted)
        self._walk.leaving.connect(self._on_leaving)
        self._walk.arrived.connect(self._on_arrived)
        self._walk.agenda_wanted.connect(self._on_agenda_wanted)
        self._attending.save_wanted.connect(self._autosave.flush)
        self._attending.refused.connect(self.tell_refused)
        self._attending.agreement_made.connect(self._on_agreement_made)
        self._pages.built.connect(self._on_page_built)
        self._saving.saved.connect(self._on_saved)
        self._saving.alarm.again.connect(self._on_due)
        self._carrying.save_wanted.connect(self._autosave.flush)
        self._carrying.go_wanted.connect(lambda field, agreement: self.go_to(Advice("", field, agreement)))
        self._carrying.past_changed.connect(self._on_past_changed)
        self._steps.changed.connect(self._on_plan_changed)
        self._steps.failed.connect(self._saving.tell_failed)
        self._steps.stored.connect(self._saving.tell_done)
        self._ending.finished.connect(self._on_finished)
        self._ending.jump.connect(self.go_to)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _add_shortcuts(self) -> None:
        for keys, action in (("Alt+Left", self._on_back), ("Ctrl+S", self.save_now)):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    # -- navigation -------------------------------------------------------------------------------------------------

    def _on_leaving(self, number: int) -> None:
        self._autosave.flush()
        self._note.hide()
        self._group.make_plan(self._record.opened.form.tabs[number])

    def _on_arrived(self, number: int) -> None:
        tab = self._record.opened.form.tabs[number]
        self._pages.page(number).setEnabled(not self._place.wants_plan(tab))
        self._mark_all()
        self._remember(tab.key)

    def _on_agenda_wanted(self) -> None:
        if self._flush():
            self._attending.agree_on_themes(self._walk, self._arrangement)

    def _remember(self, tab: str) -> None:
        with suppress(StorageError):  # no edit is at stake, and the next save reports the error
            self._workplace.conversations.remember_tab(self._id, tab)

    def _on_page_built(self, page: ThemePage) -> None:
        for widget in page.fields:
            widget.inputs_changed.connect(self._walk.order_keys)
            self._attending.serve(widget, self._pages)
            if isinstance(widget, PlanWidget):
                self._place.put_banner(page, widget, closed=self._record.content.plan.closed)
            elif isinstance(widget, SignaturesWidget):
                widget.step_taken.connect(self._steps.take)
            elif isinstance(widget, PreviousPlanWidget):
                self._carrying.serve(widget)

    def _mark_all(self) -> None:
        self._walk.mark(self._record.marks(self._arrangement))

    def show_participant(self, party: int | None) -> bool:
        """Show a group's conversation with one participant, or (``None``) the common part; return False if refused.

        It is refused while something cannot be saved, and while the employees can see the screen.
        """
        stays = self._arrangement is Arrangement.CONVERSATION or not self._flush()
        if not stays:
            self._group.show(party)
        else:
            self._header.show_choice(self._place.party)
        return not stays

    def _on_alone_wanted(self) -> None:
        if self._flush():
            self._place.hold_alone(self._today())

    # -- saving -----------------------------------------------------------------------------------------------------

    def _flush(self) -> bool:
        return self._autosave.flush() and self._steps.flush()

    def _on_past_changed(self, past: tuple[PastAgreement, ...]) -> None:
        self._record.take_past(past)
        self._pages.load_again(PreviousPlanWidget)

    def _on_agreement_made(self, changes: Changes, field: str, agreement: str) -> None:
        self._carrying.put_aside(changes)
        self._autosave.flush()
        self.go_to(Advice("", field, agreement))

    def _on_saved(self) -> None:
        self._on_due()
        self._on_changed()

    def _on_due(self) -> None:
        self._group.try_again()
        self._steps.flush()

    def _on_changed(self) -> None:
        self._mark_all()
        self.standing_changed.emit()

    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is not None and self._pages.isAncestorOf(old):
            self._autosave.flush()
        if now is not None and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._pages.follow(now)

    # -- ending -----------------------------------------------------------------------------------------------------

    def _on_back(self) -> None:
        alone = self._arrangement is Arrangement.PREPARATION  # the windows behind are not for the employee to see
        if alone and self.leave():
            self.left.emit()

    def _on_word_wanted(self) -> None:
        if self._flush():
            self._group.make_plan()
            if not self._place.wants_plan():
                self._ending.open_in_word(self._place.party)

    def _on_documents_wanted(self, button: QWidget) -> None:
        self._ending.offer_documents(button, self._flush)

    def _on_finish_wanted(self) -> None:
        if self._flush():
            self._ending.finish_or_reopen()

    def _on_plan_changed(self, plan: Plan) -> None:
        self._record.take_steps(plan)
        self._pages.set_closed(closed=self._record.content.plan.closed)
        self._place.close_banners(closed=self._record.content.plan.closed)
        self._pages.load_again(SignaturesWidget)
        for notice in self._pages.findChildren(UpgradeNotice):
            notice.setVisible(plan.closed)
        self._on_changed()

    def _on_finished(self, held_on: date | None) -> None:
        self._header.tell_finished(finished=held_on is not None)
        self.standing_changed.emit()

    def _today(self) -> date:
        return self._now().date()
