"""The second step of an import: what each column of the list means, guessed and to be approved."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.staff_list.import_text import cpr_sentence
from mus_desktop.model.staff_list.known_headings import StaffColumn
from mus_desktop.model.staff_list.staff_columns import Columns
from mus_desktop.services.staff_import.staff_import import OpenedList
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.elided_label import ElidedLabel
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.theme.look import set_style_kind

MEANINGS = {
    StaffColumn.IGNORED: "Bruges ikke",
    StaffColumn.NAME: "Navn",
    StaffColumn.FIRST_NAME: "Fornavn",
    StaffColumn.LAST_NAME: "Efternavn",
    StaffColumn.NUMBER: "Tjenestenummer",
    StaffColumn.TITLE: "Stilling",
    StaffColumn.WORKPLACE: "Arbejdsplads",
    StaffColumn.EMAIL: "E-mail",
    StaffColumn.LEFT_ON: "Fratrædelsesdato",
}
_CPR = "Cpr-nummer. Bruges ikke"
_SAMPLES = 3


class ListColumnsStep(QWidget):
    """A row for each column of the list that has anything in it: heading, examples, and what it is used as."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: dict[int, ComboBox] = {}
        self._opened: OpenedList | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 4)
        self._grid.setColumnStretch(2, 2)

    def show_list(self, opened: OpenedList) -> None:
        """Show the columns of a list with what they are taken for."""
        self._clear()
        self._opened = opened
        for number, title in enumerate(("Kolonne i listen", "Eksempler", "Bruges som")):
            self._grid.addWidget(text_label(title, "column"), 0, number)
        for number, heading in enumerate(opened.table.headings):
            if number in opened.table.cpr_columns or opened.table.column(number):
                self._add(opened, number, heading or f"Kolonne {number + 1}")
        if opened.table.cpr_numbers:
            sentence = text_label(cpr_sentence(opened.table.cpr_numbers), "muted", wrap=True)
            self._grid.addWidget(sentence, self._grid.rowCount(), 0, 1, 3)

    def columns(self) -> Columns:
        """Return what each column is used as. :raises KnownError: two are used as the same."""
        if self._opened is None:
            return ()
        chosen = [StaffColumn.IGNORED] * len(self._opened.table.headings)
        for number, choice in self.choices.items():
            chosen[number] = StaffColumn(choice.currentData())
            if chosen[number] is not StaffColumn.IGNORED and chosen[number] in chosen[:number]:
                choice.setFocus()
                raise KnownError(f"To kolonner bruges som »{MEANINGS[chosen[number]]}«. Vælg kun én af dem.")
        return tuple(chosen)

    def focus_first(self) -> None:
        """Focus the first choice."""
        if self.choices:
            next(iter(self.choices.values())).setFocus()

    def _add(self, opened: OpenedList, number: int, heading: str) -> None:
        row = self._grid.rowCount()
        name = text_label(heading, wrap=True)
        self._grid.addWidget(name, row, 0)
        if number in opened.table.cpr_columns:
            self._grid.addWidget(text_label(_CPR, "muted", wrap=True), row, 1, 1, 2)
            return
        samples = ElidedLabel(", ".join(dict.fromkeys(opened.table.column(number)[:_SAMPLES])))
        set_style_kind(samples, "muted")
        self._grid.addWidget(samples, row, 1)
        choice = ComboBox()
        for meaning, text in MEANINGS.items():
            choice.addItem(text, meaning.value)
        choice.setCurrentIndex(choice.findData(opened.columns[number].value))
        choice.setAccessibleName(f"{heading} bruges som")
        self._grid.addWidget(choice, row, 2)
        self.choices[number] = choice

    def _clear(self) -> None:
        self.choices.clear()
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # it would stay visible until the event loop deletes it
                widget.deleteLater()
