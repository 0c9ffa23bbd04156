"""One page of the first start: its number, what it asks for, and the buttons that lead on, past it and back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.welcome.reading_column import ReadingColumn

STEPS = 5
SKIP = "Spring &over"


class StepPage(ReadingColumn):
    """A page that stores its input when the leader goes on. ``done`` is emitted after that.

    ``skipped``: nothing of it is to be stored now. ``back_wanted``: the page before. The page stays as it is when it is
    left, so that what was typed is there when the leader comes back.
    """

    done = Signal()
    skipped = Signal()
    back_wanted = Signal()

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._initial: object = None
        self.problem = text_label("", "danger", wrap=True)
        self.problem.hide()
        self.back = QPushButton("&Tilbage", self)
        self.back.clicked.connect(self.back_wanted)
        self.skip = QPushButton(SKIP, self)
        self.skip.clicked.connect(self.skipped)

    def store(self) -> None:
        """Store the input. :raises KnownError: it is not complete, or could not be stored."""

    def current_input(self) -> object:
        """Return the current input, to be compared."""
        return None

    def is_edited(self) -> bool:
        """Return whether there is input that was not there when the page was created, or last stored."""
        return self.current_input() != self._initial

    def mark_stored(self) -> None:
        """Remember the current input as what is stored."""
        self._initial = self.current_input()

    def go_on(self) -> None:
        """Store the input and leave the page, or show why it cannot be stored."""
        try:
            self.store()
        except KnownError as error:
            self.show_problem(error.message)
            return
        self.problem.hide()
        self.mark_stored()
        self.done.emit()

    def show_problem(self, message: str) -> None:
        """Show why the input cannot be stored."""
        self.problem.setText(message)
        self.problem.show()
        announce(self.problem, message, urgent=True)

    def add_title(self, title: str) -> None:
        """Add the number of the step and its title."""
        self.add(text_label(f"Trin {self._number} af {STEPS}", "caption"))
        self.add(text_label(title, "title", wrap=True))


def card_of(*parts: QWidget | QLayout, title: str = "", text: str = "") -> QFrame:
    """Return a card with ``parts`` below each other, under a heading and an explanation if there are any."""
    card = QFrame()
    set_style_kind(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(24, 20, 24, 22)
    column.setSpacing(12)
    if title:
        column.addWidget(text_label(title, "heading", wrap=True))
    if text:
        column.addWidget(text_label(text, wrap=True))
    for part in parts:
        if isinstance(part, QLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    return card


def button_row(*buttons: QWidget) -> FlowLayout:
    """Return ``buttons`` side by side; those without room go to the next line."""
    row = FlowLayout()
    for button in buttons:
        row.addWidget(button)
    return row
