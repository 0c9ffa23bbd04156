"""The page after a conversation is marked as held: that everything is saved, the agreements, and the next steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mus_desktop.services.conversation.agreement_lines import AgreementLine
from mus_desktop.services.conversation.state.next_steps import NextStep, NextStepKind
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.controls.scroll_page import ScrollPage
from mus_desktop.ui.conversation.afterwards.next_step_row import NextStepRow
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.people.agreement_list import AgreementList
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.theme.text_width import character_width

_CHARACTERS = 92
_SHORTCUTS = 9
_SAVED, _NOT_SAVED = "Alt er gemt.", "Noget er ikke gemt endnu."
_NO_AGREEMENTS = "Der er ikke skrevet nogen aftaler."


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What the page shows. ``plans`` are the agreements of each plan under its title; ``undoable``: not signed yet."""

    title: str
    plans: Sequence[tuple[str, Sequence[AgreementLine]]]
    steps: Sequence[NextStep]
    has_plan: bool
    undoable: bool
    today: date


class AfterwardsPage(QWidget):
    """The agreements and next steps of a held conversation.

    ``step_wanted`` carries a :class:`NextStepKind` and whether to take the step or undo it. ``undo_wanted``: the
    conversation is not held after all. ``left``: to the employee's page. ``place_wanted`` carries the place of a theme
    to go to, by Alt and its number as from every theme. The way back to the themes is in the header.
    """

    step_wanted = Signal(object, bool)
    undo_wanted = Signal()
    left = Signal()
    place_wanted = Signal(int)

    def __init__(self, facts: Afterwards, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = text_label(facts.title, "title", wrap=True)
        self.saved = text_label(_SAVED, "good")
        self.rows: dict[NextStepKind, NextStepRow] = {}
        self.undo = QPushButton("Fortryd afholdt")
        self.leave = QPushButton("Til medarbejderens side")
        self._lay_out(facts)
        self.undo.clicked.connect(self.undo_wanted)
        self.leave.clicked.connect(self.left)
        for place in range(1, _SHORTCUTS + 1):
            QShortcut(QKeySequence(f"Alt+{place}"), self).activated.connect(lambda n=place: self.place_wanted.emit(n))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def show_saved(self, *, saved: bool) -> None:
        """Show whether everything is on disk."""
        set_style_kind(self.saved, "good" if saved else "danger")
        self.saved.setText(_SAVED if saved else _NOT_SAVED)

    def focus_title(self) -> None:
        """Focus the title, at the top of the page: it is read aloud, Tab goes on to the first step, arrows scroll.

        Not the first step itself, which may be out of sight below many agreements.
        """
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self._page.verticalScrollBar().setValue(0)

    def focus_step(self, kind: NextStepKind) -> None:
        """Focus the button of a step, if the page has that step."""
        row = self.rows.get(kind)
        if row is not None:
            row.button.setFocus(Qt.FocusReason.OtherFocusReason)
            self._page.ensureWidgetVisible(row)

    def _on_focus_changed(self, _old: QWidget | None, focused: QWidget | None) -> None:
        """Scroll to the focus, which Qt does not when it comes from outside the page."""
        if focused is not None and focused is not self.title and self._page.content.isAncestorOf(focused):
            self._page.ensureWidgetVisible(focused)

    def _lay_out(self, facts: Afterwards) -> None:
        middle, inside = QWidget(), QWidget()
        set_style_kind(inside, "page")
        middle.setMaximumWidth(character_width(self.fontMetrics()) * _CHARACTERS)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for widget in (self.title, self.saved, self._agreements(facts), self._steps(facts), self._buttons(facts)):
            column.addWidget(widget)
        row = QHBoxLayout(inside)
        row.setContentsMargins(20, 16, 20, 20)
        row.addStretch(1)
        row.addWidget(middle, 100, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self._page = ScrollPage(inside, row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)

    def _agreements(self, facts: Afterwards) -> QFrame:
        card, column = _card()
        for title, lines in facts.plans:
            column.addWidget(text_label(title, "heading", wrap=True))
            column.addWidget(
                AgreementList(lines, facts.today) if lines else text_label(_NO_AGREEMENTS, "muted", wrap=True)
            )
        card.setVisible(bool(facts.plans))
        return card

    def _steps(self, facts: Afterwards) -> QFrame:
        card, column = _card()
        column.addWidget(text_label("Næste skridt", "heading"))
        for step in facts.steps:
            row = NextStepRow(step, has_plan=facts.has_plan)
            row.wanted.connect(lambda take, kind=step.kind: self.step_wanted.emit(kind, take))
            self.rows[step.kind] = row
            if len(self.rows) > 1:
                column.addWidget(_separator())
            column.addWidget(row)
        set_style_kind(next(iter(self.rows.values())).button, "primary")
        return card

    def _buttons(self, facts: Afterwards) -> QWidget:
        holder = QWidget()
        row = FlowLayout()
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.leave, self.undo):
            row.addWidget(button)
        holder.setLayout(row)
        self.undo.setVisible(facts.undoable)
        return holder


def _card() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    set_style_kind(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(20, 16, 20, 18)
    column.setSpacing(12)
    return card, column


def _separator() -> QFrame:
    separator = QFrame()
    set_style_kind(separator, "rule")
    return separator
