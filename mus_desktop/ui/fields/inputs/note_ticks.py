"""The ticks below a common note: each party allows that the note follows the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from mus_desktop.model.dates import format_date
from mus_desktop.model.group import danish_list
from mus_desktop.ui.controls.labels import keep_dates_together, text_label
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.layouts.flow_layout import FlowLayout

_BOTH = 2
_QUESTION = "Den fælles note må følge planen:"
_CHANGED = "Teksten er ændret, så hakkene er fjernet. Sæt dem igen, hvis noten stadig må følge planen."
_NO_LONGER = "Noten følger ikke længere planen."
_WRITE_AGAIN = "Har I allerede lavet planen i Word, så lav den igen."
_SIGNED = "Noten er med i den underskrevne plan."


class NoteTicks(QWidget):
    """A tick for each of ``names`` (by party), and below them what the ticks mean now.

    ``ticked`` carries the party and whether it allows that the note follows the plan.

    :param title: the question that the note answers, for screen readers.
    """

    ticked = Signal(int, bool)

    def __init__(self, names: Mapping[int, str], title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._names = names
        self._days: Mapping[int, date] = {}
        self._boxes = QWidget(self)
        flow = FlowLayout(gap=14)
        self._question = text_label(_QUESTION, "muted")
        flow.addWidget(self._question)
        self.boxes = dict(self._make_boxes(title))
        for box in self.boxes.values():
            flow.addWidget(box)
        self._boxes.setLayout(flow)
        self.state = label("", "caption", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._boxes)
        column.addWidget(self.state)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def show_days(self, days: Mapping[int, date], *, closed: bool) -> None:
        """Show who has ticked, and when; ``closed``: the plan is signed, so that no tick changes any more."""
        was_complete = self._is_complete
        self._days = days
        for party, box in self.boxes.items():
            box.setChecked(party in days)
            box.setEnabled(not closed)
        self._show_state(_SIGNED if closed else self._state_text(stopped=was_complete and not self._is_complete))

    def show_changed_text(self) -> None:
        """Take away the ticks, because the text of the note is no longer the one that was ticked."""
        was_complete, self._days = self._is_complete, {}
        for box in self.boxes.values():
            box.setChecked(False)
        self._show_state(f"{_CHANGED} {_WRITE_AGAIN}" if was_complete else _CHANGED)

    @property
    def _is_complete(self) -> bool:
        return bool(self._names) and all(party in self._days for party in self._names)

    def _fit(self) -> None:
        """Make the question as high as a box, so that their texts are on one line."""
        self._question.setMinimumHeight(max(box.sizeHint().height() for box in self.boxes.values()))

    def _make_boxes(self, title: str) -> Iterator[tuple[int, QCheckBox]]:
        for party, name in self._names.items():
            box = QCheckBox(name.replace("&", "&&"), self._boxes)  # Qt would show a single & as a mnemonic
            box.setAccessibleName(f"Må følge planen, {name}: {title}")
            box.clicked.connect(lambda ticked, party=party: self.ticked.emit(party, ticked))
            yield party, box

    def _state_text(self, *, stopped: bool) -> str:
        all_of_them = "I begge" if len(self._names) <= _BOTH else "I alle"
        shown = [
            f"{name} {format_date(self._days[party])}" for party, name in self._names.items() if party in self._days
        ]
        if self._is_complete:
            return (
                f"Noten udskrives på planen. Hak sat: {danish_list(shown)}. Ændres teksten, skal der sættes hak igen."
            )
        if stopped:
            return f"{_NO_LONGER} {_WRITE_AGAIN}"
        if shown:
            return f"Hak sat: {danish_list(shown)}. Noten udskrives først på planen, når {all_of_them} har sat hak."
        return f"Noten står kun i programmet. Den udskrives på planen, hvis {all_of_them} sætter hak."

    def _show_state(self, text: str) -> None:
        self.state.setText(keep_dates_together(text))
