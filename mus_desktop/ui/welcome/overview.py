"""The page the program opens on: progress of the period, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mus_desktop.errors import UnreadableValue
from mus_desktop.model.group import danish_list, short_names, shortened_danish_list
from mus_desktop.model.people import Leader
from mus_desktop.model.terms import Purpose
from mus_desktop.model.unfinished import steps_text
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.conversation.open_conversation import date_and_time_text
from mus_desktop.services.conversation.unfinished_conversations import OutstandingConversationStep
from mus_desktop.services.overview.leader_tasks import SUMMARY_DAYS, LeaderTask
from mus_desktop.ui.controls.labels import breakable, keep_dates_together, text_label
from mus_desktop.ui.controls.wrapping_link import WrappingLink
from mus_desktop.ui.layouts.two_columns import TwoColumnLayout
from mus_desktop.ui.people.staff_overview import StaffOverview
from mus_desktop.ui.people.status_text import (
    agreement_count,
    conversation_name,
    open_step_sentences,
    past_due_summary,
    past_due_texts,
    unfinished_summary,
)
from mus_desktop.ui.theme.look import Look, set_style_kind
from mus_desktop.ui.theme.text_width import character_width
from mus_desktop.ui.welcome.period_bar import PeriodStatusBar, stage_counts
from mus_desktop.ui.welcome.reading_column import ReadingColumn
from mus_desktop.ui.welcome.rows_card import RowsCard

_COLUMN_CHARACTERS = 94
"""The width of the page, half of which each of two columns has."""
_LEAST_CHARACTERS = 72
"""With less than this, one column is below the other."""
_CARD_GAP = 16
_MORNING_ENDS, _DAY_ENDS = 10, 18
_NONE_COMING = "Ingen nye samtaler er planlagt. Vælg en medarbejder til venstre, og opret en samtale."


class OverviewPage(ReadingColumn):
    """Progress of the period, what requires the leader, and the next conversations; a group is listed once.

    ``conversation_wanted`` carries the ids of an employee and of a conversation to show on that employee's page;
    ``group_wanted`` requests a new group conversation, ``agreements_wanted`` the list of open agreements.
    """

    conversation_wanted = Signal(int, int)
    group_wanted = Signal()
    agreements_wanted = Signal()

    def __init__(
        self, staff_overview: StaffOverview, leader: Leader, look: Look, now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, characters=2 * _COLUMN_CHARACTERS)
        self._staff_overview = staff_overview
        name = leader.name.split(" ", 1)[0]
        self.add(text_label(f"{_greeting(now)}{', ' if name else ''}{name}", "title", wrap=True))
        if soon := _soon_text(staff_overview, now.date()):
            self.add(text_label(soon, "muted", wrap=True))
        self.add_space(10)
        shares = [staff_overview.status_text(employee).share for employee in staff_overview.active]
        period, coming = _period_card(staff_overview.period_title, shares, look), self._coming_card()
        tasks = [self._tasks_card()] if staff_overview.tasks else []
        cards = QWidget()
        least_width = character_width(self.fontMetrics()) * _LEAST_CHARACTERS
        cards.setLayout(TwoColumnLayout([period, coming], tasks, [period, *tasks, coming], least_width, _CARD_GAP))
        self.add(cards)

    def _tasks_card(self) -> QFrame:
        tasks = self._staff_overview.tasks
        card = RowsCard("Kræver dig nu", [partial(self._task_row, task) for task in tasks])
        counts = (unfinished_summary(self._staff_overview.unfinished), past_due_summary(tasks))
        card.add_below_heading(text_label("; ".join(count for count in counts if count), "muted", wrap=True))
        card.add_below(self._agreements_link())
        return card

    def _agreements_link(self) -> QPushButton:
        link = QPushButton("Åbne &aftaler")
        link.setAccessibleName("Åbne aftaler")
        set_style_kind(link, "link")
        link.clicked.connect(self.agreements_wanted)
        return link

    def _task_row(self, task: LeaderTask) -> tuple[QWidget, ...]:
        reasons = [*self._step_texts(task.steps), *past_due_texts(task, self._staff_overview.name)]
        link = self._link(task.conversation, task.people, self._whose(task), "; ".join(reasons))
        return link, text_label(keep_dates_together("\n".join(reasons)), "warn" if task.overdue else "", wrap=True)

    def _whose(self, task: LeaderTask) -> str:
        if task.steps:
            return _name_of(task.steps[0].line)
        names = [self._staff_overview.name(employee) for employee in task.people]
        return names[0] if len(names) == 1 else f"Gruppe: {shortened_danish_list(short_names(names))}"

    def _step_texts(self, steps: Sequence[OutstandingConversationStep]) -> list[str]:
        """Return the remaining steps of one conversation as texts; in a group, with whose plan each is about."""
        if not steps:
            return []
        common = open_step_sentences([step for step in steps if step.outstanding.employee is None])
        whose = dict.fromkeys(step.outstanding.employee for step in steps if step.outstanding.employee is not None)
        own = [
            (one, steps_text([step.outstanding for step in steps if step.outstanding.employee == one])) for one in whose
        ]
        kind = [] if common else [conversation_name(steps[0].line)]
        return [*kind, *common, *(f"{self._staff_overview.name(one)} · {text}" for one, text in own)]

    def _coming_card(self) -> QFrame:
        upcoming = sorted(
            (step for step in self._staff_overview.unfinished if step.outstanding.upcoming), key=_date_and_time
        )
        card = RowsCard("De næste samtaler", [partial(self._coming_row, step) for step in upcoming])
        if not upcoming:
            card.add_below_heading(text_label(_NONE_COMING, "muted", wrap=True))
        new = QPushButton("Ny &gruppesamtale …")
        set_style_kind(new, "link")
        new.clicked.connect(self.group_wanted)
        card.add_below(new)
        return card

    def _coming_row(self, step: OutstandingConversationStep) -> tuple[QWidget, ...]:
        talk = step.conversation
        kind = conversation_name(step.line) if talk.purpose is Purpose.FOLLOW_UP else ""
        about = " · ".join(
            part for part in (kind, date_and_time_text(talk, weekday=True) or "tid ikke aftalt", talk.place) if part
        )
        return (
            self._link(talk.id, step.people, _name_of(step.line), about),
            text_label(keep_dates_together(about), wrap=True),
            text_label(step.line.status.danish, "muted"),
        )

    def _link(self, conversation: int, people: Sequence[int], name: str, about: str) -> QPushButton:
        """Return the link to a conversation; the same name may be in several rows, so that ``about`` is spoken too."""
        button = WrappingLink(breakable(name))
        button.setAccessibleName(f"Vis {name}: {about}")
        button.clicked.connect(lambda: self._show(people, conversation))
        return button

    def _show(self, people: Sequence[int], conversation: int) -> None:
        """Open the page of the first employee at the conversation.

        :raises UnreadableValue: the stored employee is damaged.
        """
        if not people:
            raise UnreadableValue
        self.conversation_wanted.emit(people[0], conversation)


def _period_card(title: str, shares: Sequence[str], look: Look) -> QFrame:
    card = QFrame()
    set_style_kind(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(14)
    column.addWidget(text_label(f"MUS {title}", "heading"))
    column.addWidget(PeriodStatusBar(stage_counts(shares), look))
    return card


def _soon_text(staff: StaffOverview, today: date) -> str:
    """Return what the next 14 days bring, in one sentence; empty if nothing."""
    last = today + timedelta(days=SUMMARY_DAYS)
    days = (step.conversation.on_date for step in staff.unfinished if step.outstanding.upcoming)
    talks = sum(1 for day in days if day is not None and today <= day <= last)
    agreements = staff.agreements_due_soon()
    parts = [
        ("1 samtale" if talks == 1 else f"{talks} samtaler") if talks else "",
        f"{agreement_count(agreements)} med frist" if agreements else "",
    ]
    found = danish_list([part for part in parts if part])
    return f"De næste {SUMMARY_DAYS} dage: {found}." if found else ""


def _name_of(line: ConversationLine) -> str:
    return f"Gruppe: {line.names}" if line.group else line.people[0]


def _date_and_time(step: OutstandingConversationStep) -> tuple[date, time]:
    talk = step.conversation
    return talk.on_date or date.max, talk.at_time or time.max


def _greeting(now: datetime) -> str:
    if now.hour < _MORNING_ENDS:
        return "Godmorgen"
    return "Goddag" if now.hour < _DAY_ENDS else "Godaften"
