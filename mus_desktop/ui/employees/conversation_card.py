"""A conversation on the employee's page: date, place, progress and agreements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from mus_desktop.model.conversation import Attachment, Status
from mus_desktop.model.terms import Purpose
from mus_desktop.model.unfinished import OutstandingStep
from mus_desktop.services.conversation.agreement_lines import AgreementLine
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep
from mus_desktop.ui.controls.labels import keep_dates_together, text_label
from mus_desktop.ui.employees.attachment_list import AttachmentList
from mus_desktop.ui.employees.card_texts import (
    card_title,
    group_text,
    remaining_steps_text,
    time_and_place_text,
)
from mus_desktop.ui.employees.progress_steps import ProgressSteps, progress_steps_of
from mus_desktop.ui.employees.status_chip import StatusChip
from mus_desktop.ui.employees.step_button import STEP_PADDING
from mus_desktop.ui.layouts.beside_or_below import BesideOrBelowLayout
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.people.agreement_list import AgreementList
from mus_desktop.ui.people.status_text import OVERDUE, is_held, tone_of
from mus_desktop.ui.theme.icons import IconToolButton
from mus_desktop.ui.theme.look import Look, set_style_kind
from mus_desktop.ui.theme.tones import Tone

_GAP = 12


class CardAction(Enum):
    """An action of the card's menu."""

    FOLLOW_UP = auto()
    MEETING = auto()
    FORM = auto()
    INVITE = auto()
    CALENDAR = auto()
    INVITED = auto()
    PROGRESS = auto()
    REJOIN = auto()
    DECLINED = auto()
    POSTPONED = auto()
    ANSWERS_OF_ANOTHER_FORM = auto()
    DELETE = auto()


_ACTION_TEXTS = {
    CardAction.FOLLOW_UP: "Ny mini-&MUS …",
    CardAction.MEETING: "Ændr &tid og sted …",
    CardAction.FORM: "Skift s&kema …",
    CardAction.INVITE: "In&viter …",
    CardAction.CALENDAR: "Til din kalen&der",
    CardAction.INVITED: "&Inviteret …",
    CardAction.PROGRESS: "Vis for&løb",
    CardAction.REJOIN: "Tilbage til &gruppen",
    CardAction.DECLINED: "Takket &nej …",
    CardAction.POSTPONED: "&Udsæt …",
    CardAction.ANSWERS_OF_ANOTHER_FORM: "S&var fra et andet skema …",
    CardAction.DELETE: "&Slet samtale …",
}


class ConversationCard(QFrame):
    """The card of one conversation.

    ``open_wanted`` carries its id, ``action_wanted`` a :class:`CardAction` and its line.

    :param outstanding: the steps that remain to be taken.
    :param number: which of the employee's cards with this title it is; a screen reader reads it from the second on.
    """

    open_wanted = Signal(int)
    action_wanted = Signal(object, object)
    step_wanted = Signal(object, object)

    def __init__(
        self,
        line: ConversationLine,
        agreements: Sequence[AgreementLine],
        outstanding: Sequence[OutstandingStep],
        today: date,
        look: Look,
        number: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.line, self._look = line, look
        self.files: AttachmentList | None = None
        self.unfinished = any(not step.upcoming for step in outstanding)
        self._is_overdue = any(step.overdue for step in outstanding)
        self._remaining_steps = remaining_steps_text(outstanding) if self.unfinished else ""
        self._on_paper = line.conversation.purpose is Purpose.PAPER
        self._title = card_title(line)
        self._accessible_title = self._title if number == 1 else f"{self._title} (nr. {number})"
        self.open = self._open_button()
        self.more = self._more_button()
        self.follow_up = QPushButton("Ny mini-MUS", self)
        self.follow_up.setAccessibleName(f"Ny mini-MUS: {self._accessible_title}")
        self.follow_up.clicked.connect(lambda: self.action_wanted.emit(CardAction.FOLLOW_UP, line))
        self.follow_up.hide()  # until offer_follow_up() shows it
        set_style_kind(self, "card")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 18)
        column.setSpacing(12)
        column.addLayout(self._header(look))
        self.steps: ProgressSteps | None = None
        if self.unfinished or today <= line.conversation.period.last:
            self.show_progress()
        if agreements:
            self._add_below_separator(AgreementList(agreements, today))

    def show_progress(self) -> None:
        """Show the steps of the conversation, from the invitation to the personnel file; a card from paper has none."""
        if self.steps is not None or self._on_paper:
            return
        self.steps = ProgressSteps(progress_steps_of(self.line), self._accessible_title, self._look)
        self.steps.step_wanted.connect(lambda step: self.step_wanted.emit(step, self.line))
        steps = QHBoxLayout()
        steps.addSpacing(-STEP_PADDING)  # the dots are below the text above, not the edges of their buttons
        steps.addWidget(self.steps)
        self._column.insertLayout(1, steps)  # below the header
        self._actions[CardAction.PROGRESS].setVisible(False)

    def show_files(self, files: Sequence[Attachment]) -> AttachmentList:
        """Show the attached files and offer to add one; return the list, whose signals request the actions."""
        self.files = AttachmentList(files, self._accessible_title)
        self._add_below_separator(self.files)
        return self.files

    def _add_below_separator(self, part: QWidget) -> None:
        separator = QFrame()
        set_style_kind(separator, "rule")
        self._column.addWidget(separator)
        self._column.addWidget(part)

    def controls(self) -> dict[object, QWidget]:
        """Return the controls of the card by a key that is the same when the card is built again."""
        steps = self.steps.buttons if self.steps else ()
        return {"open": self.open, "more": self.more, "follow_up": self.follow_up} | {
            button.step.kind: button for button in steps
        }

    def focus_control(self, key: object) -> None:
        """Move the keyboard to a control, or to the menu if the card no longer has it."""
        if self.steps is not None and isinstance(key, ConversationStep):
            self.steps.focus_step(key)
        else:
            control = self.controls().get(key, self.more)
            (self.more if control.isHidden() else control).setFocus(Qt.FocusReason.OtherFocusReason)

    def make_primary(self) -> None:
        """Make the button that opens this conversation the primary button of the page."""
        set_style_kind(self.open, "primary")

    def offer_follow_up(self) -> None:
        """Offer to plan a mini-MUS next to the open button, if the conversation can be followed up."""
        self.follow_up.setVisible(self._is_offered(CardAction.FOLLOW_UP))

    def offer(self, card_action: CardAction, *, offered: bool) -> None:
        """Show or hide an action whose availability is not known until the menu opens."""
        self._actions[card_action].setVisible(offered)

    def _is_offered(self, card_action: CardAction) -> bool:
        held = is_held(self.line.status)
        if self._on_paper:
            # Typed in from paper: it was held long ago, and nothing about it can be planned.
            return card_action is CardAction.DELETE
        if card_action is CardAction.FOLLOW_UP:
            return held and self.line.conversation.purpose is Purpose.MUS
        if card_action in (CardAction.POSTPONED, CardAction.INVITE) and self.line.conversation.held_on is not None:
            return False
        # These two are shown by :meth:`offer` when the menu opens: finding out needs the whole conversation.
        return card_action not in (CardAction.ANSWERS_OF_ANOTHER_FORM, CardAction.REJOIN) and not (
            card_action is CardAction.FORM and held
        )

    def _run(self, card_action: CardAction) -> None:
        if card_action is CardAction.PROGRESS:
            self.show_progress()
            self.focus_control(ConversationStep.INVITED)
        else:
            self.action_wanted.emit(card_action, self.line)

    def _header(self, look: Look) -> BesideOrBelowLayout:
        holder, buttons = QWidget(self), QWidget(self)
        text = QVBoxLayout(holder)
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(3)
        first = FlowLayout(_GAP)
        labels: list[QWidget] = [text_label(self._title, "heading")]
        if not self._on_paper:
            tone = Tone.WARN if self._is_overdue else tone_of(self.line.status)
            labels.append(StatusChip(OVERDUE if self._is_overdue else self.line.status.danish, tone, look))
        for label in labels:
            first.addWidget(label)
        text.addLayout(first)
        if self.line.group:
            text.addWidget(text_label(group_text(self.line), wrap=True))
        if not self._on_paper:
            text.addWidget(text_label(self.line.form_name, "muted", wrap=True))
        text.addWidget(text_label(keep_dates_together(time_and_place_text(self.line)), "muted", wrap=True))
        if self._remaining_steps:
            text.addWidget(
                text_label(keep_dates_together(self._remaining_steps), "warn" if self._is_overdue else "", wrap=True)
            )
        text.addStretch(1)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.follow_up, self.open, self.more):
            row.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
        return BesideOrBelowLayout(holder, buttons, lambda: sum(label.sizeHint().width() + _GAP for label in labels))

    def _open_button(self) -> QPushButton:
        under_way = self.line.status is Status.UNDER_WAY
        text = "Ret" if self._on_paper else "Fortsæt" if under_way else "Åbn"
        button = QPushButton(text)
        button.setAccessibleName(f"{text} {self._accessible_title}")
        button.clicked.connect(lambda: self.open_wanted.emit(self.line.conversation.id))
        return button

    def _more_button(self) -> QToolButton:
        button = IconToolButton("more", f"Mere om {self._accessible_title}")
        menu = QMenu(button)
        self._actions: dict[CardAction, QAction] = {}
        for card_action, text in _ACTION_TEXTS.items():
            if card_action is CardAction.DELETE:
                menu.addSeparator()
            action = menu.addAction(text)
            action.setVisible(self._is_offered(card_action))
            self._actions[card_action] = action
            action.triggered.connect(lambda _checked=False, d=card_action: self._run(d))
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        self.menu = menu
        return button
