"""Options to pick from, as a list or as cards; the answer is the labels in the order they were picked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QAbstractButton, QPushButton, QVBoxLayout, QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.form import ChoiceField, PartyRole
from mus_desktop.ui.controls.flow import FlowLayout
from mus_desktop.ui.controls.tick_line import TickLine
from mus_desktop.ui.fields.answered import AnsweredWidget
from mus_desktop.ui.fields.base import FieldContext
from mus_desktop.ui.fields.heading import column_for, label
from mus_desktop.ui.fields.party_input import PartyInput


class ChoiceInput(PartyInput):
    """A party's picks. One more than allowed is refused with the reason; where one is allowed, the new takes over."""

    def __init__(self, field: ChoiceField, edited: Callable[[], None], parent: QWidget) -> None:
        super().__init__(edited)
        self._field = field
        self._most = field.pick[1]
        self._picked: list[str] = []
        self.body = QWidget(parent)
        self._lines: dict[str, TickLine] = {}
        self.boxes: dict[str, QAbstractButton] = {}
        self._count = label("", "caption", self.body)
        self.refusal = label(f"Der kan højst vælges {self._most}. Fravælg en, før du vælger en ny.", "warn", self.body)
        self.refusal.hide()
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._count)
        self._add_cards(layout) if field.cards else self._add_lines(layout)
        layout.addWidget(self.refusal)
        self._tell()

    def value(self) -> Value | None:
        return list(self._picked) or None

    def show_value(self, value: Value | None) -> None:
        self._picked = [str(one) for one in value] if isinstance(value, list) else []
        self.refusal.hide()
        self._tell()

    def set_name(self, name: str) -> None:
        for option, box in self.boxes.items():
            box.setAccessibleName(f"{name}: {option}")

    def set_closed(self, closed: bool) -> None:
        for box in self.boxes.values():
            box.setEnabled(not closed)

    def targets(self) -> list[QWidget]:
        return list(self.boxes.values())

    def _add_cards(self, layout: QVBoxLayout) -> None:
        flow = FlowLayout()
        for option in self._field.options:
            card = QPushButton(option.replace("&", "&&"), self.body)
            card.setProperty("kind", "chip")
            card.setCheckable(True)
            self._take(option, card)
            flow.addWidget(card)
        layout.addLayout(flow)

    def _add_lines(self, layout: QVBoxLayout) -> None:
        for option in self._field.options:
            line = TickLine(option, self.body, one_of_many=self._most == 1)
            self._take(option, line.box)
            layout.addWidget(line)

    def _take(self, option: str, box: QAbstractButton) -> None:
        self.boxes[option] = box
        box.clicked.connect(partial(self._on_clicked, option))

    def _on_clicked(self, option: str) -> None:
        before = list(self._picked)
        if option in self._picked:
            self._picked.remove(option)
        elif self._most == 1:
            self._picked = [option]
        elif len(self._picked) < self._most:
            self._picked.append(option)
        self.refusal.setVisible(self._picked == before)
        self._tell()
        if self._picked != before:
            self._edited()

    def _tell(self) -> None:
        for option, box in self.boxes.items():
            box.setChecked(option in self._picked)
        self._count.setVisible(self._most > 1)
        self._count.setText(f"{len(self._picked)} af {self._most} valgt")


class ChoiceWidget(AnsweredWidget):
    """Title and options; several parties pick each their own."""

    field: ChoiceField
    min_chars = 34

    def __init__(self, field: ChoiceField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        column_for(self, field.title, field.text).addLayout(self.build_inputs())

    def make_input(self, role: PartyRole) -> ChoiceInput:
        return ChoiceInput(self.field, lambda: self._on_edited(role), self)
