"""A conversation on the employee's page: date, place, progress and agreements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from mus_desktop.model.conversation import Attachment, Status
from mus_desktop.model.dates import format_date_short
from mus_desktop.model.terms import Purpose
from mus_desktop.model.unfinished import OutstandingStep, steps_text
from mus_desktop.services.conversation.agreement_lines import AgreementLine
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.conversation.open_conversation import date_and_time_text
from mus_desktop.ui.controls.labels import keep_dates_together, text_label
from mus_desktop.ui.employees.attachment_list import AttachmentList
from mus_desktop.ui.employees.progress_steps import ProgressSteps, progress_steps_of
from mus_desktop.ui.employees.status_chip import StatusChip
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
    INVITED = auto()
    REJOIN = auto()
    DECLINED = auto()
    POSTPONED = auto()
    ANSWERS_OF_ANOTHER_FORM = auto()
    DELETE = auto()


_ACTION_TEXTS = {
    CardAction.FOLLOW_UP: "Ny mini-&MUS …",
    CardAction.MEETING: "Ændr &tid og sted …",
    CardAction.FORM: "Skift s&kema …",
    CardAction.INVITED: "&Inviteret …",
    CardAction.REJOIN: "Tilbage til &gruppen",
    CardAction.DECLINED: "Takket &nej …",
    CardAction.POSTPONED: "&Udsat …",
    CardAction.ANSWERS_OF_ANOTHER_FORM: "S&var fra et andet skema …",
    CardAction.DELETE: "&Slet samtale …",
}
_TITLES = {Purpose.FOLLOW_UP: "Mini-MUS", Purpose.PAPER: "Tidligere aftaler: MUS"}


class ConversationCard(QFrame):
    """The card of one conversation.

    ``open_wanted`` carries its id, ``action_wanted`` a :class:`CardAction` and its line.

    :param outstanding: the steps that remain to be taken.
    :param number: which of the employee's cards with this title it is; a screen reader reads it from the second on.
    """

    open_wanted = Signal(int)
    action_wanted = Signal(object, object)

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
        self.line = line
        self.files: AttachmentList | None = None
        self.unfinished = any(not step.upcoming for step in outstanding)
        self._is_overdue = any(step.overdue for step in outstanding)
        self._remaining_steps = _remaining_steps(outstanding) if self.unfinished else ""
        self._on_paper = line.conversation.purpose is Purpose.PAPER
        self._title = title_of(line)
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
        shows_progress = self.unfinished or today <= line.conversation.period.last
        if shows_progress and line.conversation.purpose is Purpose.MUS:
            column.addWidget(ProgressSteps(progress_steps_of(line), look))
        if agreements:
            self._add_below_separator(AgreementList(agreements, today))

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
        # These two are shown by :meth:`offer` when the menu opens: finding out needs the whole conversation.
        return card_action not in (CardAction.ANSWERS_OF_ANOTHER_FORM, CardAction.REJOIN) and not (
            card_action is CardAction.FORM and held
        )

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
            text.addWidget(text_label(_group(self.line), wrap=True))
        if not self._on_paper:
            text.addWidget(text_label(self.line.form_name, "muted", wrap=True))
        text.addWidget(text_label(keep_dates_together(self._about()), "muted", wrap=True))
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

    def _about(self) -> str:
        conversation = self.line.conversation
        length = f"{conversation.minutes} minutter" if conversation.minutes else ""
        count = self.line.agreements
        agreed = "" if not count else "1 aftale" if count == 1 else f"{count} aftaler"
        time = date_and_time_text(conversation) or ("" if self._on_paper else "Tid ikke aftalt")
        parts = (time, length, conversation.place, agreed)
        return " · ".join(part for part in parts if part)

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
            action.triggered.connect(lambda _checked=False, d=card_action: self.action_wanted.emit(d, self.line))
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        self.menu = menu
        return button


def title_of(line: ConversationLine) -> str:
    """Return the title of a conversation on its card."""
    return f"{_TITLES.get(line.conversation.purpose, 'MUS')} {line.conversation.period.title}"


def _remaining_steps(outstanding: Sequence[OutstandingStep]) -> str:
    """Return the steps that remain, with those of a participant's own plan on a separate line."""
    common = steps_text([step for step in outstanding if step.employee is None])
    own = steps_text([step for step in outstanding if step.employee is not None])
    lines = (common[:1].upper() + common[1:], f"Egen plan: {own}" if own else "")
    return "\n".join(line for line in lines if line)


def _group(line: ConversationLine) -> str:
    """Return the names of a group, and whether the employee of this page has left it."""
    names = f"Gruppesamtale: {line.names}"
    return f"{names} (ikke længere med, {format_date_short(line.left_on)})" if line.left_on else names
