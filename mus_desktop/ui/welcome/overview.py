"""The page the program opens on: progress of the period, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mus_desktop.errors import UnreadableValue
from mus_desktop.model.people import Leader
from mus_desktop.model.terms import Purpose
from mus_desktop.model.unfinished import steps_text
from mus_desktop.services.conversation.open_conversation import date_and_time_text
from mus_desktop.services.conversation.unfinished_conversations import OutstandingConversationStep
from mus_desktop.ui.controls.labels import breakable, keep_dates_together, text_label
from mus_desktop.ui.controls.wrapping_link import WrappingLink
from mus_desktop.ui.people.staff_overview import StaffOverview
from mus_desktop.ui.people.status_text import conversation_name, open_step_sentences, unfinished_summary
from mus_desktop.ui.theme.look import Look, set_style_kind
from mus_desktop.ui.welcome.period_bar import PeriodStatusBar, stage_counts
from mus_desktop.ui.welcome.reading_column import ReadingColumn

_SHOWN = 6
_COLUMNS = 3
_LINK_SHARE = 0.34  # of the card's width; a longer name wraps, so that the remaining steps have room
_LINK_PADDING = 5  # pixels between the edge of a link and its first letter
_MORNING_ENDS, _DAY_ENDS = 10, 18
_NONE_COMING = "Ingen nye samtaler er planlagt. Vælg en medarbejder til venstre, og opret en samtale."


class OverviewPage(ReadingColumn):
    """Progress of the period, remaining steps, and the next conversations; a group conversation is listed once.

    ``employee_wanted`` carries an id; ``group_wanted`` requests a new group conversation.
    """

    employee_wanted = Signal(int)
    group_wanted = Signal()

    def __init__(
        self, staff_overview: StaffOverview, leader: Leader, look: Look, now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, characters=94)
        self._staff_overview = staff_overview
        name = leader.name.split(" ", 1)[0]
        self.add(text_label(f"{_greeting(now)}{', ' if name else ''}{name}", "title", wrap=True))
        self.add_space(10)
        self.add(
            _period_card(
                staff_overview.period_title,
                [staff_overview.status_text(employee).share for employee in staff_overview.active],
                look,
            )
        )
        self.add_space(6)
        if left_to_do := unfinished_summary(staff_overview.unfinished):
            self.add(self._unfinished_card(left_to_do))
            self.add_space(6)
        self.add(self._coming_card())

    def _unfinished_card(self, count: str) -> QFrame:
        undone = [step for step in self._staff_overview.unfinished if not step.outstanding.upcoming]
        card = RowsCard("Ikke færdigt", [self._unfinished_row(steps) for steps in _by_conversation(undone)])
        card.add_below_heading(text_label(count, "muted", wrap=True))
        return card

    def _unfinished_row(self, steps: Sequence[OutstandingConversationStep]) -> tuple[QWidget, ...]:
        overdue = any(step.outstanding.overdue for step in steps)
        return self._link(steps[0]), text_label(
            keep_dates_together("\n".join(self._step_texts(steps))), "warn" if overdue else "", wrap=True
        )

    def _step_texts(self, steps: Sequence[OutstandingConversationStep]) -> list[str]:
        """Return the remaining steps of one conversation as texts; in a group, with whose plan each is about."""
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
        card = RowsCard("De næste samtaler", [self._coming_row(step) for step in upcoming])
        if not upcoming:
            card.add_below_heading(text_label(_NONE_COMING, "muted", wrap=True))
        new = QPushButton("Ny &gruppesamtale …")
        set_style_kind(new, "link")
        new.clicked.connect(self.group_wanted)
        card.add_below(new)
        return card

    def _coming_row(self, step: OutstandingConversationStep) -> tuple[QWidget, ...]:
        talk = step.line.conversation
        kind = conversation_name(step.line) if talk.purpose is Purpose.FOLLOW_UP else ""
        about = " · ".join(part for part in (kind, date_and_time_text(talk) or "tid ikke aftalt", talk.place) if part)
        return (
            self._link(step),
            text_label(keep_dates_together(about), wrap=True),
            text_label(step.line.status.danish, "muted"),
        )

    def _link(self, step: OutstandingConversationStep) -> QPushButton:
        line = step.line
        name = f"Gruppe: {line.names}" if line.group else line.people[0]
        button = WrappingLink(breakable(name))
        button.setAccessibleName(f"Vis {name}")
        button.clicked.connect(lambda: self._show(step))
        return button

    def _show(self, step: OutstandingConversationStep) -> None:
        """Open the page of the first employee.

        :raises UnreadableValue: the stored employee is damaged.
        """
        if not step.people:
            raise UnreadableValue
        self.employee_wanted.emit(step.people[0])


class RowsCard(QFrame):
    """A card with a heading and rows; the first few show at once, the rest on request.

    ``rows`` are the widgets of each row, from left to right; the second takes the remaining width.
    """

    def __init__(self, heading: str, rows: Sequence[Sequence[QWidget]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_style_kind(self, "card")
        self._rows = rows
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(24 - _LINK_PADDING, 20, 24, 20)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._add_wide(text_label(heading, "heading"), 0)
        for number, row in enumerate(rows, 2):
            for column, widget in enumerate(row):
                if column:  # the padding of a link, so that the first lines of all columns align
                    widget.setContentsMargins(0, _LINK_PADDING, 0, _LINK_PADDING)
                left = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag(0)
                span = _COLUMNS - column if column == len(row) - 1 else 1
                grid.addWidget(widget, number, column, 1, span, left | Qt.AlignmentFlag.AlignTop)
                widget.setVisible(number - 2 < _SHOWN)
        self._show_all_button = QPushButton(f"Vis alle {len(rows)}")
        self._show_all_button.setAccessibleName(f"Vis alle {len(rows)}: {heading}")
        set_style_kind(self._show_all_button, "link")
        self._show_all_button.clicked.connect(self._show_all)
        if len(rows) > _SHOWN:
            self.add_below(self._show_all_button)
        else:
            self._show_all_button.setParent(self)
            self._show_all_button.hide()

    def add_below_heading(self, label: QLabel) -> None:
        """Add a line between the heading and the rows."""
        self._add_wide(label, 1)

    def add_below(self, button: QPushButton) -> None:
        """Add a button below the rows."""
        self._grid.addWidget(button, self._grid.rowCount(), 0, 1, _COLUMNS, Qt.AlignmentFlag.AlignLeft)

    def _add_wide(self, label: QLabel, row: int) -> None:
        label.setIndent(_LINK_PADDING)
        self._grid.addWidget(label, row, 0, 1, _COLUMNS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for link in self.findChildren(WrappingLink):
            link.limit_width(round(self.width() * _LINK_SHARE))

    def _show_all(self) -> None:
        for row in self._rows:
            for widget in row:
                widget.show()
        self._show_all_button.hide()


def _period_card(title: str, shares: Sequence[str], look: Look) -> QFrame:
    card = QFrame()
    set_style_kind(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(14)
    column.addWidget(text_label(f"MUS {title}", "heading"))
    column.addWidget(PeriodStatusBar(stage_counts(shares), look))
    return card


def _by_conversation(steps: Sequence[OutstandingConversationStep]) -> list[list[OutstandingConversationStep]]:
    """Return the steps grouped by conversation, in the order of the first step of each."""
    talks = dict.fromkeys(step.line.conversation.id for step in steps)
    return [[step for step in steps if step.line.conversation.id == talk] for talk in talks]


def _date_and_time(step: OutstandingConversationStep) -> tuple[date, time]:
    talk = step.line.conversation
    return talk.on_date or date.max, talk.at_time or time.max


def _greeting(now: datetime) -> str:
    if now.hour < _MORNING_ENDS:
        return "Godmorgen"
    return "Goddag" if now.hour < _DAY_ENDS else "Godaften"
