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
from mus_desktop.ui.controls.labels import unbroken, words
from mus_desktop.ui.employees.agreements import AgreementList
from mus_desktop.ui.employees.attachment_list import AttachmentList
from mus_desktop.ui.employees.chip import StatusChip
from mus_desktop.ui.employees.steps import ProgressSteps, way_of
from mus_desktop.ui.layouts.beside_or_below import BesideOrBelow
from mus_desktop.ui.layouts.flow import FlowLayout
from mus_desktop.ui.people.status_text import OVERDUE, is_held, tone_of
from mus_desktop.ui.theme.icons import IconToolButton
from mus_desktop.ui.theme.look import Look, dress
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
    KEPT = auto()
    DELETE = auto()


_DEEDS = {
    CardAction.FOLLOW_UP: "Ny mini-&MUS …",
    CardAction.MEETING: "Ændr &tid og sted …",
    CardAction.FORM: "Skift s&kema …",
    CardAction.INVITED: "&Indbudt …",
    CardAction.REJOIN: "Tilbage til &gruppen",
    CardAction.DECLINED: "Takket &nej …",
    CardAction.POSTPONED: "&Udsat …",
    CardAction.KEPT: "S&var fra et andet skema …",
    CardAction.DELETE: "&Slet samtale …",
}
_TITLES = {Purpose.FOLLOW_UP: "Mini-MUS", Purpose.PAPER: "Fra før programmet: MUS"}


class ConversationCard(QFrame):
    """The card of one conversation. ``open_wanted`` carries its id, ``deed_wanted`` a :class:`CardAction` and its line.

    :param outstanding: the steps that remain to be taken.
    :param number: which of the employee's cards with this title it is; a screen reader reads it from the second on.
    """

    open_wanted = Signal(int)
    deed_wanted = Signal(object, object)

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
        self._late = any(step.overdue for step in outstanding)
        self._left_to_do = _left_to_do(outstanding) if self.unfinished else ""
        self._on_paper = line.conversation.purpose is Purpose.PAPER
        self._title = title_of(line)
        self._spoken = self._title if number == 1 else f"{self._title} (nr. {number})"
        self.open = self._open_button()
        self.more = self._more_button()
        self.follow_up = QPushButton("Ny mini-MUS", self)
        self.follow_up.setAccessibleName(f"Ny mini-MUS: {self._spoken}")
        self.follow_up.clicked.connect(lambda: self.deed_wanted.emit(CardAction.FOLLOW_UP, line))
        self.follow_up.hide()
        dress(self, "card")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 18)
        column.setSpacing(12)
        column.addLayout(self._top(look))
        shows_way = self.unfinished or today <= line.conversation.period.last
        if shows_way and line.conversation.purpose is Purpose.MUS:
            column.addWidget(ProgressSteps(way_of(line), look))
        if agreements:
            self._add_under_rule(AgreementList(agreements, today))

    def show_files(self, files: Sequence[Attachment]) -> AttachmentList:
        """Show the attached files and offer to add one; return the list, whose signals request the actions."""
        self.files = AttachmentList(files, self._spoken)
        self._add_under_rule(self.files)
        return self.files

    def _add_under_rule(self, part: QWidget) -> None:
        rule = QFrame()
        dress(rule, "rule")
        self._column.addWidget(rule)
        self._column.addWidget(part)

    def make_primary(self) -> None:
        """Make the button that opens this conversation the primary button of the page."""
        dress(self.open, "primary")

    def offer_follow_up(self) -> None:
        """Offer to plan a mini-MUS next to the open button, if the conversation can be followed up."""
        self.follow_up.setVisible(self._is_offered(CardAction.FOLLOW_UP))

    def offer(self, deed: CardAction, *, offered: bool) -> None:
        """Set whether the menu offers ``deed``, for actions whose availability is not known until the menu opens."""
        self._actions[deed].setVisible(offered)

    def _is_offered(self, deed: CardAction) -> bool:
        held = is_held(self.line.status)
        if self._on_paper:
            return deed is CardAction.DELETE
        if deed is CardAction.FOLLOW_UP:
            return held and self.line.conversation.purpose is Purpose.MUS
        return deed not in (CardAction.KEPT, CardAction.REJOIN) and not (deed is CardAction.FORM and held)

    def _top(self, look: Look) -> BesideOrBelow:
        holder, buttons = QWidget(self), QWidget(self)
        text = QVBoxLayout(holder)
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(3)
        first = FlowLayout(_GAP)
        marks: list[QWidget] = [words(self._title, "heading")]
        if not self._on_paper:
            tone = Tone.WARN if self._late else tone_of(self.line.status)
            marks.append(StatusChip(OVERDUE if self._late else self.line.status.danish, tone, look))
        for mark in marks:
            first.addWidget(mark)
        text.addLayout(first)
        if self.line.group:
            text.addWidget(words(_group(self.line), wrap=True))
        if not self._on_paper:
            text.addWidget(words(f"{self.line.form_name} · {self.line.organisation}", "muted", wrap=True))
        text.addWidget(words(unbroken(self._about()), "muted", wrap=True))
        if self._left_to_do:
            text.addWidget(words(unbroken(self._left_to_do), "warn" if self._late else "", wrap=True))
        text.addStretch(1)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.follow_up, self.open, self.more):
            row.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
        return BesideOrBelow(holder, buttons, lambda: sum(mark.sizeHint().width() + _GAP for mark in marks))

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
        button.setAccessibleName(f"{text} {self._spoken}")
        button.clicked.connect(lambda: self.open_wanted.emit(self.line.conversation.id))
        return button

    def _more_button(self) -> QToolButton:
        button = IconToolButton("more", f"Mere om {self._spoken}")
        menu = QMenu(button)
        self._actions: dict[CardAction, QAction] = {}
        for deed, text in _DEEDS.items():
            if deed is CardAction.DELETE:
                menu.addSeparator()
            action = menu.addAction(text)
            action.setVisible(self._is_offered(deed))
            self._actions[deed] = action
            action.triggered.connect(lambda _checked=False, d=deed: self.deed_wanted.emit(d, self.line))
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        self.menu = menu
        return button


def title_of(line: ConversationLine) -> str:
    """Return the title of a conversation on its card."""
    return f"{_TITLES.get(line.conversation.purpose, 'MUS')} {line.conversation.period.title}"


def _left_to_do(outstanding: Sequence[OutstandingStep]) -> str:
    """Return the steps that remain, with those of a participant's own plan on a separate line."""
    common = steps_text([step for step in outstanding if step.employee is None])
    own = steps_text([step for step in outstanding if step.employee is not None])
    lines = (common[:1].upper() + common[1:], f"Egen plan: {own}" if own else "")
    return "\n".join(line for line in lines if line)


def _group(line: ConversationLine) -> str:
    """Return the names of a group, and whether the employee of this page has left it."""
    together = f"Gruppesamtale: {line.names}"
    return f"{together} (ikke længere med, {format_date_short(line.left_on)})" if line.left_on else together
