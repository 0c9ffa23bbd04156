"""The page the program opens on: how far the period is, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from mus_desktop.model.conversation import Status
from mus_desktop.model.people import Employee, Leader
from mus_desktop.services.conversation_lines import Line
from mus_desktop.services.open_conversation import when
from mus_desktop.ui.employees.roll import Roll
from mus_desktop.ui.employees.standing import is_held
from mus_desktop.ui.labels import unbroken, words
from mus_desktop.ui.theme.look import Look, dress
from mus_desktop.ui.welcome.column import ReadingColumn
from mus_desktop.ui.welcome.period_bar import PeriodBar, shares_of

_SHOWN = 6
_LINK_AIR = 5  # between the edge of a link and its first letter
_MORNING_ENDS, _DAY_ENDS = 10, 18


class Overview(ReadingColumn):
    """Greets, counts and lists the next conversations, those of a group once.

    ``employee_wanted`` carries an id; ``group_wanted`` asks for a new group conversation.
    """

    employee_wanted = Signal(int)
    group_wanted = Signal()

    def __init__(self, roll: Roll, leader: Leader, look: Look, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent, characters=94)
        name = leader.name.split(" ", 1)[0]
        self.add(words(f"{_greeting(now)}{', ' if name else ''}{name}", "title", wrap=True))
        self.add_space(10)
        self.add(_period_card(roll.period_title, [roll.status(employee) for employee in roll.active], look))
        self.add_space(6)
        self._add_next(_coming(roll, now.date()))

    def _add_next(self, coming: list[tuple[Employee, Line]]) -> None:
        card = QFrame()
        dress(card, "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(24 - _LINK_AIR, 20, 24, 20)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        heading = words("De næste samtaler", "heading")
        heading.setIndent(_LINK_AIR)
        grid.addWidget(heading, 0, 0, 1, 3)
        if not coming:
            text = "Ingen samtaler har fået en dato endnu. Vælg en medarbejder til venstre, og opret en samtale."
            nothing = words(text, "muted", wrap=True)
            nothing.setIndent(_LINK_AIR)
            grid.addWidget(nothing, 1, 0, 1, 3)
        for row, (employee, line) in enumerate(coming[:_SHOWN], 1):
            grid.addWidget(self._link(employee, line), row, 0, Qt.AlignmentFlag.AlignLeft)
            about = " · ".join(part for part in (when(line.conversation), line.conversation.place) if part)
            grid.addWidget(words(unbroken(about), wrap=True), row, 1)
            grid.addWidget(words(line.status.danish, "muted"), row, 2)
        new = QPushButton("Ny &gruppesamtale …")
        dress(new, "link")
        new.clicked.connect(self.group_wanted)
        grid.addWidget(new, grid.rowCount(), 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        self.add(card)

    def _link(self, employee: Employee, line: Line) -> QPushButton:
        name = f"Gruppe: {line.names}" if line.group else line.names
        button = QPushButton(name.replace("&", "&&"))
        button.setAccessibleName(f"Vis {name}")
        dress(button, "link")
        button.clicked.connect(lambda: self.employee_wanted.emit(employee.id))
        return button


def _period_card(title: str, statuses: Sequence[Status | None], look: Look) -> QFrame:
    card = QFrame()
    dress(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(14)
    column.addWidget(words(f"MUS {title}", "heading"))
    column.addWidget(PeriodBar(shares_of(statuses), look))
    return card


def _coming(roll: Roll, today: date) -> list[tuple[Employee, Line]]:
    """Conversations not yet held and not in the past, the nearest first."""
    ahead = [(employee, roll.standing[employee.id]) for employee in roll.active if employee.id in roll.standing]
    coming = {
        line.conversation.id: (employee, line)
        for employee, line in reversed(ahead)
        if not is_held(line.status) and (line.conversation.on_date or date.min) >= today
    }
    return sorted(coming.values(), key=lambda item: _place(item[1]))


def _place(line: Line) -> tuple[date, time]:
    return line.conversation.on_date or date.max, line.conversation.at_time or time.max


def _greeting(now: datetime) -> str:
    if now.hour < _MORNING_ENDS:
        return "Godmorgen"
    return "Goddag" if now.hour < _DAY_ENDS else "Godaften"
