"""The dialog *Markér som afholdt*: the day, and what is missing with links to it; it can be marked all the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.services.hints.advice import Advice
from mus_desktop.services.hints.hint_kinds import MISSING
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.conversation.hints.hint_row import HintRow
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.dialogs.typed_day import past_day

_WITH_ADVICE = "Du kan gå videre, som det er. Men se først, om du vil rette noget af dette:"
_WITHOUT_ADVICE = "Alt er på plads. Du kan fortryde det, indtil planen er underskrevet."
_HINTS = "Forslag, der kan gøre planen bedre:"


class FinishDialog(InputDialog):
    """Asks for the day, and lists ``advice``, hints last. ``held_on`` is the day that was confirmed.

    ``jump_to`` is the item that the leader chose to complete first, if any. ``hint_unwanted`` carries the kind of hints
    to switch off.

    :param talk: the conversation in words: *samtalen med Åse Kjær*.
    :param planned: the day it was planned for, ``None`` without one: it is proposed, or today if it is yet to come.
    """

    hint_unwanted = Signal(object)

    def __init__(
        self, advice: Sequence[Advice], talk: str, planned: date | None, today: date, parent: QWidget | None = None
    ) -> None:
        missing = [item for item in advice if item.kind is None or item.kind in MISSING]
        super().__init__(
            f"Markér {talk} som afholdt",
            "&Markér alligevel" if missing else "&Markér som afholdt",
            parent,
            text="" if missing else _WITHOUT_ADVICE,
            characters=80,
        )
        self.jump_to: Advice | None = None
        self._rows: list[HintRow] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)  # whoever opens it reads ``jump_to``
        self.setWindowTitle("Markér samtalen som afholdt")
        self.cancel.setText("&Tilbage")
        self._today, self.held_on = today, min(planned or today, today)
        self.day = DateInput(lambda: today)
        self.day.show_weekday()
        self.day.expect_past()
        self.day.show_day(self.held_on)
        self.body.addWidget(labelled("Afholdt &den", self.day))
        if missing:
            self.body.addWidget(text_label(_WITH_ADVICE, "muted", wrap=True))
        self._add_rows(missing)
        hints = [item for item in advice if item not in missing]
        self._hint_title = text_label(_HINTS, "muted", wrap=True)
        self._hint_title.setVisible(bool(hints))
        self.body.addWidget(self._hint_title)
        self._add_rows(hints)
        self.primary.setFocus()

    def submit(self) -> None:
        self.held_on = past_day(self.day, self._today)

    def _add_rows(self, advice: Sequence[Advice]) -> None:
        column = QVBoxLayout()
        column.setSpacing(4)
        for item in advice:
            row = HintRow(item)
            row.chosen.connect(lambda one=item: self._jump(one))
            row.unwanted.connect(lambda one=item: self._on_unwanted(one))
            self._rows.append(row)
            column.addWidget(row)
        self.body.addLayout(column)

    def _jump(self, item: Advice) -> None:
        self.jump_to = item
        self.reject()

    def _on_unwanted(self, item: Advice) -> None:
        for row in self._rows:
            if row.advice.kind is item.kind:
                row.hide()
        shown = [row for row in self._rows if not row.isHidden()]
        self._hint_title.setVisible(any(row.advice.kind and row.advice.kind not in MISSING for row in shown))
        self.primary.setFocus()
        self.hint_unwanted.emit(item.kind)
