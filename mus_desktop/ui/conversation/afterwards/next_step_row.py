"""A line for one next step after a conversation: what it is, what is recorded about it, and a button."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mus_desktop.model.dates import format_planned_date
from mus_desktop.services.conversation.state.next_steps import NextStep, NextStepKind
from mus_desktop.ui.controls.labels import keep_dates_together, text_label
from mus_desktop.ui.layouts.beside_or_below import BesideOrBelowLayout
from mus_desktop.ui.theme.text_width import character_width

_MIN_TEXT_CHARACTERS = 30


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of a step. ``undo`` replaces the text of the button once the step is done; empty: it stays."""

    title: str
    instruction: str
    button: str
    undo: str = ""


_TEXTS = {
    NextStepKind.WORD: _Texts("Planen i Word", "Til udskrift og underskrift.", "Åbn i Word"),
    NextStepKind.SIGNATURE: _Texts("Underskrift", "Skriv under på papir, og notér det i planen.", "Gå til underskrift"),
    NextStepKind.COPY_GIVEN: _Texts(
        "Kopi", "Notér, når kopien af planen er givet.", "Notér kopi givet i dag", "Fortryd"
    ),
    NextStepKind.FOLLOW_UP: _Texts("Mini-MUS", "Aftal, hvornår I følger op på aftalerne.", "Aftal mini-MUS …"),
    NextStepKind.EVALUATION: _Texts("Evaluering", "Se sammen på, hvordan samtalen gik.", "Gå til evaluering"),
}
_WITHOUT_PLAN = _Texts("Samtalen i Word", "Til udskrift.", "Åbn i Word")


class NextStepRow(QWidget):
    """One next step. ``wanted`` carries whether it is to be taken, or ``False`` to undo it.

    :param has_plan: the form has a plan, which is what the Word document then shows.
    """

    wanted = Signal(bool)

    def __init__(self, step: NextStep, *, has_plan: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        texts = _WITHOUT_PLAN if step.kind is NextStepKind.WORD and not has_plan else _TEXTS[step.kind]
        undoes = bool(step.done_text and texts.undo)
        self.button = QPushButton(texts.undo if undoes else texts.button)
        self.button.setAccessibleName(f"{self.button.text()}: {texts.title}")
        self.button.clicked.connect(lambda: self.wanted.emit(not undoes))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(text_label(texts.title, "strong", wrap=True))
        about = keep_dates_together(step.done_text or _instruction(texts.instruction, step))
        self.about = text_label(about, "good" if step.done_text else "muted", wrap=True)
        column.addWidget(self.about)
        column.addStretch(1)
        layout = BesideOrBelowLayout(
            holder, self.button, lambda: character_width(self.fontMetrics()) * _MIN_TEXT_CHARACTERS
        )
        self.setLayout(layout)


def _instruction(text: str, step: NextStep) -> str:
    if step.proposed is None:
        return text
    return f"{text.removesuffix('.')}, for eksempel {format_planned_date(step.proposed)}."
