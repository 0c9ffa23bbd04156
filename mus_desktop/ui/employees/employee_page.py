"""The page of one employee: personal details, and the conversations and plans through the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.model.dates import format_date
from mus_desktop.model.people import Employee, Observation
from mus_desktop.model.terms import Purpose
from mus_desktop.model.unfinished import OutstandingStep
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.controls.labels import breakable, text_label
from mus_desktop.ui.controls.scroll_page import ScrollPage
from mus_desktop.ui.dialogs.notice_area import show_notice
from mus_desktop.ui.documents.documents_menu import DocumentsMenu
from mus_desktop.ui.employees.absence_text import absence_text
from mus_desktop.ui.employees.actions import ConversationActions
from mus_desktop.ui.employees.attachment_actions import AttachmentActions
from mus_desktop.ui.employees.card_texts import card_title
from mus_desktop.ui.employees.conversation_card import CardAction, ConversationCard
from mus_desktop.ui.employees.employee_dialog import EmployeeDialog
from mus_desktop.ui.employees.no_conversations import no_conversations
from mus_desktop.ui.observations.observation_fold import ObservationFold
from mus_desktop.ui.observations.observation_writing import ObservationWriting
from mus_desktop.ui.theme.icons import IconPushButton
from mus_desktop.ui.theme.look import Look, set_style_kind

_MARGIN = 28
_CARD_SPACING = 14


class EmployeePage(QWidget):
    """The page of one employee. ``changed`` is emitted when something shown in the employee list has changed."""

    open_wanted = Signal(int)
    new_wanted = Signal()
    changed = Signal()

    def __init__(
        self, workplace: Workplace, look: Look, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._look, self._now = workplace, look, now
        self._employee_id = 0
        self._name = text_label("", "title", wrap=True)
        self._about = text_label("", "muted", wrap=True)
        self.new = IconPushButton("Ny &samtale", "add", "primary")
        self.edit = IconPushButton("&Redigér", "edit")
        self.edit.setAccessibleName("Redigér medarbejderens oplysninger")
        self._header = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards: list[ConversationCard] = []
        self._titles: Counter[str] = Counter()
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._observing = ObservationWriting(workplace, now, self)
        self.observations = ObservationFold("Dine iagttagelser", self._read_observations)
        self._conversation_actions = ConversationActions(workplace, now, self)
        self._attachment_actions = AttachmentActions(workplace, self)
        self._lay_out()
        self.new.clicked.connect(self.new_wanted)
        self.edit.clicked.connect(self._on_edit)
        self._conversation_actions.done.connect(self._on_changed)
        self._conversation_actions.open_wanted.connect(self.open_wanted)
        self._attachment_actions.done.connect(self._on_files_changed)
        self._observing.changed.connect(self.observations.reload)
        self.observations.add_wanted.connect(self.add_observation)
        self.observations.edit_wanted.connect(lambda one: self._observing.edit(self._employee_id, one))
        # The text size decides how a card is laid out, so the cards are built again.
        look.changed.connect(self._on_look_changed)

    @property
    def cards(self) -> tuple[ConversationCard, ...]:
        """Return the conversation cards, newest first."""
        return tuple(self._cards)

    def show_employee(self, employee_id: int) -> None:
        """Show this employee as stored now. Progress that is shown stays so, for a step recorded last can be wrong."""
        kept = (
            [card.line.conversation.id for card in self._cards if card.steps]
            if employee_id == self._employee_id
            else []
        )
        if employee_id != self._employee_id:
            self.observations.fold_up()
        self._employee_id = employee_id
        self.observations.reload()
        employee = self._workplace.staff.get(employee_id)
        self._name.setText(breakable(self._workplace.staff.labels()[employee_id]))
        self._about.setText(breakable(_about(employee, self._now().date())))
        self._about.setVisible(bool(self._about.text()))
        self.new.setVisible(employee.active)
        self._arrange_header()
        self._show_lines(employee, self._workplace.conversations.of_employee(employee_id))
        for card in self._cards:
            if card.line.conversation.id in kept:
                card.show_progress()

    def add_observation(self) -> None:
        """Ask for a new observation of the employee."""
        self._observing.add(self._employee_id)

    def _read_observations(self) -> list[Observation]:
        return self._workplace.observations.of_employee(self._employee_id) if self._employee_id else []

    def show_conversation(self, conversation_id: int) -> None:
        """Scroll to the card of a conversation and focus the button that opens it, or else its menu."""
        card = self._card_of(conversation_id)
        if card is None:
            return
        lay_out_now(self)
        (card.more if card.open.isHidden() else card.open).setFocus(Qt.FocusReason.OtherFocusReason)
        # The end first: of a card higher than the page, the beginning stays in view.
        self._page.ensureVisible(0, card.geometry().bottom(), 0, _CARD_SPACING)
        self._page.ensureVisible(0, card.y(), 0, _CARD_SPACING)

    def _card_of(self, conversation_id: int) -> ConversationCard | None:
        return next((card for card in self._cards if card.line.conversation.id == conversation_id), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_header()

    def _arrange_header(self) -> None:
        """Place the buttons beside the name, or below it if the name is too long or the text too large."""
        name = self._name.fontMetrics().horizontalAdvance(self._name.text())
        needed = name + self.edit.sizeHint().width() + self.new.sizeHint().width() + 2 * _MARGIN + 40
        beside = needed <= self.width()
        self._header.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _show_lines(self, employee: Employee, lines: list[ConversationLine]) -> None:
        today = self._now().date()
        steps = [step for step in self._workplace.unfinished.outstanding_on(today) if employee.id in step.people]
        self._clear()
        self._column.addWidget(self.observations)
        for line in lines:
            steps_here = [step.outstanding for step in steps if step.conversation.id == line.conversation.id]
            self._add_card(line, steps_here, today)
        if not lines:
            self._column.addWidget(no_conversations(employee))
        self._column.addStretch(1)
        # The page has one primary button: that of the current conversation, or else of a new one.
        suggested = (card for card in self._cards if card.unfinished or today in card.line.conversation.period)
        current = next(suggested, None)
        self.new.set_style_kind("" if current else "primary")
        if current:
            current.make_primary()
        self._offer_follow_up()

    def _offer_follow_up(self) -> None:
        """Offer a mini-MUS on the latest MUS, unless one about it is planned already."""
        talks = [card.line.conversation for card in self._cards]
        upcoming = {
            talk.origin
            for talk in talks
            if talk.purpose is Purpose.FOLLOW_UP and talk.held_on is None and talk.declined_on is None
        }
        latest = next((card for card in self._cards if card.line.conversation.purpose is Purpose.MUS), None)
        if latest and latest.line.conversation.id not in upcoming:
            latest.offer_follow_up()

    def _add_card(self, line: ConversationLine, outstanding: Sequence[OutstandingStep], today: date) -> None:
        agreements = self._workplace.conversations.agreements(line)
        self._titles[card_title(line)] += 1
        card = ConversationCard(line, agreements, outstanding, today, self._look, self._titles[card_title(line)])
        card.open_wanted.connect(self.open_wanted)
        card.action_wanted.connect(self._conversation_actions.run)
        card.step_wanted.connect(self._conversation_actions.steps.ask)
        card.menu.aboutToShow.connect(
            lambda: card.offer(CardAction.ANSWERS_OF_ANOTHER_FORM, offered=self._has_other_answers(line))
        )
        card.menu.aboutToShow.connect(lambda: card.offer(CardAction.REJOIN, offered=self._can_rejoin(line)))
        card.menu.insertMenu(card.menu.actions()[-2], DocumentsMenu(self._workplace, line.conversation.id, card.menu))
        if line.conversation.purpose is Purpose.PAPER:
            files = card.show_files(self._workplace.paper.attachments_of(line.conversation.id))
            self._attachment_actions.connect_to(files, line.conversation.id)
        self._cards.append(card)
        self._column.addWidget(card)

    def _has_other_answers(self, line: ConversationLine) -> bool:
        answers = self._workplace.form_change.carried_over_answers(line.conversation.id)
        return any(one.employee in (None, line.employee) for one in answers)

    def _can_rejoin(self, line: ConversationLine) -> bool:
        return line.conversation.origin is not None and self._workplace.groups.can_rejoin(line.conversation.id)

    def _clear(self) -> None:
        self._cards.clear()
        self._titles.clear()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and widget is not self.observations:
                widget.hide()  # it would stay visible until the event loop deletes it
                widget.deleteLater()

    def _on_edit(self) -> None:
        employee = self._workplace.staff.get(self._employee_id)
        dialog = EmployeeDialog(self._workplace, self._now, employee, self)
        dialog.stored.connect(lambda _id: self._on_edited(employee))
        dialog.open()

    def _on_edited(self, before: Employee) -> None:
        self._on_changed()
        after = self._workplace.staff.get(before.id)
        if after != before:
            undo = self._workplace.action_undo.of_changed_employee(before)
            show_notice(self, _change_text(before, after), undo)

    def _on_changed(self) -> None:
        focused = self._focused_control()
        self.show_employee(self._employee_id)
        if focused is not None:
            self._focus_control(*focused)
        self.changed.emit()

    def _focused_control(self) -> tuple[int, object] | None:
        """Return the conversation and the key of the control of its card that has the focus, or had it last."""
        focused = self.focusWidget()
        controls = ((card, key, widget) for card in self._cards for key, widget in card.controls().items())
        return next(((card.line.conversation.id, key) for card, key, widget in controls if widget is focused), None)

    def _focus_control(self, conversation: int, key: object) -> None:
        """Focus the control again, because its card was built again; the heading if the conversation was deleted."""
        card = self._card_of(conversation)
        if card is None:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            card.focus_control(key)

    def _on_files_changed(self, conversation: int) -> None:
        """Reload the files, and move the focus to the new list, because the button that had it was deleted."""
        self.show_employee(self._employee_id)
        card = self._card_of(conversation)
        if card is not None and card.files is not None:
            card.files.add.setFocus()

    def _keep_focus_in_view(self) -> None:
        """Scroll to the focused widget: laying out the cards moves it, possibly out of the visible area."""
        focused = QApplication.focusWidget()
        if focused is not None and self._content.isAncestorOf(focused):
            self._page.ensureWidgetVisible(focused)

    def _on_look_changed(self) -> None:
        if self._employee_id:
            self.show_employee(self._employee_id)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.edit)
        buttons.addWidget(self.new)
        buttons.addStretch(1)
        self._header.setSpacing(10)
        self._header.addWidget(self._name, 1)
        self._header.addLayout(buttons)
        heading = QVBoxLayout()
        heading.setContentsMargins(_MARGIN, 22, _MARGIN, 14)
        heading.setSpacing(2)
        heading.addLayout(self._header)
        heading.addWidget(self._about)
        set_style_kind(self._content, "page")
        self._column.setContentsMargins(_MARGIN, 2, _MARGIN, 24)
        self._column.setSpacing(_CARD_SPACING)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(heading)
        self._page = ScrollPage(self._content, self._column)
        self._page.verticalScrollBar().rangeChanged.connect(self._keep_focus_in_view)
        self._page.setMinimumHeight(1)  # in the lowest window the heading keeps its height, and the cards scroll
        layout.addWidget(self._page, 1)


def _change_text(before: Employee, after: Employee) -> str:
    if before.active and not after.active:
        return f"{after.name} er markeret som fratrådt."
    if after.active and not before.active:
        return f"{after.name} er ikke længere markeret som fratrådt."
    return f"Oplysningerne om {after.name} er gemt."


def _about(employee: Employee, today: date) -> str:
    departure = f"fratrådt {format_date(employee.left_on)}" if employee.left_on else ""
    parts = (employee.title, employee.workplace, employee.email, departure or absence_text(employee.absence, today))
    return " · ".join(part for part in parts if part)
